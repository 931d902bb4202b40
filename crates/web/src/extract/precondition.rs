//! Versions: `ETag` on what is read, `If-Match` on what is changed.

use anye_base::{ErrorKind, Fault};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};

use crate::problem::Failed;

/// The version that a change is based on. An edit without it is refused with 428.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failed> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else {
            return Err(Failed(Fault::new(ErrorKind::PreconditionMissing, "if_match_missing")));
        };
        let text = value.to_str().unwrap_or_default().trim().trim_matches('"');
        match text.parse() {
            Ok(version) => Ok(Self(version)),
            Err(_) => Err(Failed(Fault::new(ErrorKind::Stale, "stale"))),
        }
    }
}

/// The `ETag` of a version.
pub fn etag(version: i64) -> (header::HeaderName, HeaderValue) {
    let value = HeaderValue::from_str(&format!("\"{version}\""))
        .unwrap_or_else(|_| HeaderValue::from_static("\"0\""));
    (header::ETAG, value)
}
