//! Bodies: a form with its token, JSON with its idempotency key. Both give the [`Once`] of the write they ask for.

use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::Once;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, Method, header};
use serde::de::DeserializeOwned;

use super::sent::{of_json, of_pairs, once_for};
use crate::access::Visitor;
use crate::csrf;
use crate::problem::Failed;

/// Form field that makes sending a form twice have one effect.
pub(super) const ONCE_FIELD: &str = "_once";
/// Header that does the same for programs.
const ONCE_HEADER: &str = "idempotency-key";
const LONGEST_KEY: usize = 128;

/// A posted form whose token was checked.
pub struct Form<T> {
    /// What the form holds.
    pub data: T,
    /// Its key, where the form carries one.
    pub once: Option<Once>,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Failed;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failed> {
        let (visitor, path, bytes) = take(request, state).await?;
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_bytes(&bytes).map_err(|_| unreadable("form"))?;
        let field = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        csrf::check_token(&visitor, field(csrf::FIELD))?;
        let data = serde_urlencoded::from_bytes(&bytes).map_err(|cause| unreadable("form").log(cause))?;
        let sent = || of_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let once = field(ONCE_FIELD).filter(|key| is_key(key)).map(|key| once_for(key, &path, &sent()));
        Ok(Self { data, once })
    }
}

/// A JSON body. Writes carry an `Idempotency-Key`; a browser's session also carries the token.
pub struct Json<T> {
    /// What it holds.
    pub data: T,
    /// Its key.
    pub once: Option<Once>,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Failed;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failed> {
        let headers = request.headers().clone();
        let method = request.method().clone();
        let (visitor, path, bytes) = take(request, state).await?;
        csrf::check_token(&visitor, header_text(&headers, csrf::HEADER))?;
        let mut reader = serde_json::Deserializer::from_slice(&bytes);
        let data = serde_path(&mut reader).map_err(Failed)?;
        let once = key_of(&headers, &method, &path, &bytes)?;
        Ok(Self { data, once })
    }
}

/// The idempotency key of a write: a POST must have one, so that a lost answer can be asked for again.
fn key_of(headers: &HeaderMap, method: &Method, path: &str, bytes: &[u8]) -> Result<Option<Once>, Fault> {
    match header_text(headers, ONCE_HEADER) {
        Some(key) if is_key(key) => Ok(Some(once_for(key, path, &of_json(bytes)))),
        Some(_) => Err(Fault::new(ErrorKind::Invalid, "idempotency_key_shape").arg("most", LONGEST_KEY)),
        None if method == Method::POST => {
            Err(Fault::new(ErrorKind::PreconditionMissing, "idempotency_key_missing"))
        }
        None => Ok(None),
    }
}

fn serde_path<T: DeserializeOwned>(
    reader: &mut serde_json::Deserializer<serde_json::de::SliceRead<'_>>,
) -> Result<T, Fault> {
    T::deserialize(&mut *reader).map_err(|cause| {
        let field = FieldFault::new("", "json_at").arg("line", cause.line()).arg("column", cause.column());
        Fault::new(ErrorKind::Invalid, "json").field(field).log(cause)
    })
}

async fn take<S: Send + Sync>(request: Request, state: &S) -> Result<(Visitor, String, Bytes), Failed> {
    let visitor = request.extensions().get::<Visitor>().cloned();
    let visitor = visitor.ok_or_else(|| Failed(Fault::internal("the visitor layer is missing")))?;
    let operation = format!("{} {}", request.method(), request.uri().path());
    let kind = header_text(request.headers(), header::CONTENT_TYPE.as_str()).unwrap_or_default().to_owned();
    if kind.starts_with("multipart/") {
        return Err(Failed(unreadable("form")));
    }
    let bytes = Bytes::from_request(request, state)
        .await
        .map_err(|_| Fault::new(ErrorKind::TooLarge, "body_too_large"))?;
    Ok((visitor, operation, bytes))
}

fn unreadable(what: &'static str) -> Fault {
    Fault::new(ErrorKind::Invalid, "unreadable").arg("what", what)
}

fn is_key(key: &str) -> bool {
    (8..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
}

fn header_text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
