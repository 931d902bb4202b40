//! From the documents picked in a list to the workbook that the API makes of them.

use anye_base::{ErrorKind, Fault};
use anye_web::Failed;
use axum::extract::Query;
use axum::response::Redirect;

use super::show;

/// Answers `GET /documents/export?id=…&id=…`.
pub async fn picked(Query(query): Query<Vec<(String, String)>>) -> Result<Redirect, Failed> {
    let ids: Vec<&str> = query
        .iter()
        .filter(|(name, value)| name == "id" && !value.is_empty())
        .map(|(_, value)| value.as_str())
        .collect();
    if ids.is_empty() {
        return Err(Failed(Fault::new(ErrorKind::Invalid, "library_nothing_picked")));
    }
    Ok(Redirect::to(&show::address("/api/documents/export", &[("ids", &ids.join(","))])))
}
