//! `?limit=` and `?cursor=` of lists.

use anye_base::{Cursor, ErrorKind, Fault, FieldFault, Limit};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::Deserialize;

use crate::problem::Failed;

/// Which page of a list.
#[derive(Debug, Clone, Default)]
pub struct Paging {
    /// After this row.
    pub cursor: Option<Cursor>,
    /// So many rows.
    pub limit: Limit,
}

#[derive(Deserialize, Default)]
struct Raw {
    limit: Option<u32>,
    cursor: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Paging {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failed> {
        let raw: Raw = serde_urlencoded::from_str(parts.uri.query().unwrap_or_default())
            .map_err(|_| bad("limit", "paging_limit"))?;
        let limit = match raw.limit {
            None => Limit::default(),
            Some(rows) => Limit::new(rows).ok_or_else(|| bad("limit", "paging_limit"))?,
        };
        let cursor = match raw.cursor.filter(|text| !text.is_empty()) {
            None => None,
            Some(text) => Some(Cursor::decode(&text).ok_or_else(|| bad("cursor", "paging_cursor"))?),
        };
        Ok(Self { cursor, limit })
    }
}

fn bad(field: &str, code: &'static str) -> Fault {
    Fault::new(ErrorKind::Invalid, code)
        .arg("most", Limit::MAX)
        .field(FieldFault::new(field, code).arg("most", Limit::MAX))
}
