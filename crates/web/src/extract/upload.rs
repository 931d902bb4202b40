//! Uploaded files, read up to a limit while they come in.

use std::collections::HashMap;

use anye_base::{ErrorKind, Fault};
use anye_db::Once;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::HeaderMap;

use super::sent::{of_pairs, once_for};
use crate::access::Visitor;
use crate::csrf;
use crate::problem::Failed;

/// Most files in one upload.
const MOST_FILES: usize = 50;
/// Most bytes of one file.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;

/// A file as it came.
#[derive(Debug, Clone)]
pub struct UploadedFile {
    /// Its name on the sender's machine, shortened. Never used as a path.
    pub name: String,
    /// Its contents.
    pub bytes: Vec<u8>,
}

/// A form with files whose token was checked.
pub struct Upload {
    /// The other fields.
    pub fields: HashMap<String, String>,
    /// The files.
    pub files: Vec<UploadedFile>,
    /// Its key, where it carries one.
    pub once: Option<Once>,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Failed;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failed> {
        let visitor = request.extensions().get::<Visitor>().cloned();
        let visitor = visitor.ok_or_else(|| Failed(Fault::internal("the visitor layer is missing")))?;
        let (token, key) =
            (header_text(request.headers(), csrf::HEADER), header_text(request.headers(), "idempotency-key"));
        let operation = format!("{} {}", request.method(), request.uri().path());
        let mut parts = Multipart::from_request(request, state).await.map_err(broken)?;
        let (mut fields, mut files) = (HashMap::new(), Vec::new());
        while let Some(part) = parts.next_field().await.map_err(broken)? {
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(file) if !file.is_empty() => {
                    files.push(UploadedFile { name: shortened(&file), bytes: contents(part).await? })
                }
                Some(_) => {}
                None => {
                    fields.insert(name, part.text().await.map_err(broken)?);
                }
            }
            if files.len() > MOST_FILES {
                return Err(Failed(
                    Fault::new(ErrorKind::TooLarge, "too_many_files").arg("most", MOST_FILES),
                ));
            }
        }
        csrf::check_token(&visitor, token.as_deref().or(fields.get(csrf::FIELD).map(String::as_str)))?;
        let key = key.or_else(|| fields.get("_once").cloned());
        let once = key.map(|key| once_for(&key, &operation, &said(&fields, &files)));
        Ok(Self { fields, files, once })
    }
}

/// The fields in their order, then each file.
fn said(fields: &HashMap<String, String>, files: &[UploadedFile]) -> Vec<u8> {
    let mut pairs: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    pairs.sort_unstable();
    let mut all = of_pairs(pairs.into_iter());
    for file in files {
        let head = format!("{}:{}{}:", file.name.len(), file.name, file.bytes.len());
        all.extend_from_slice(head.as_bytes());
        all.extend_from_slice(&file.bytes);
    }
    all
}

async fn contents(mut part: axum::extract::multipart::Field<'_>) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(broken)? {
        if bytes.len() + chunk.len() > MOST_BYTES {
            return Err(
                Fault::new(ErrorKind::TooLarge, "file_too_large").arg("most", MOST_BYTES / 1024 / 1024)
            );
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn header_text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

fn broken(cause: impl std::fmt::Display) -> Fault {
    Fault::new(ErrorKind::Invalid, "upload_broken").log(cause)
}

fn shortened(name: &str) -> String {
    let plain = name.rsplit(['/', '\\']).next().unwrap_or(name);
    plain.chars().filter(|c| !c.is_control()).take(120).collect()
}
