//! The body of an import: CSV or JSON, with its idempotency key. It must never apply anything.

use std::collections::HashMap;

use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::Once;
use anye_places::{EventRow, read_events};
use anye_web::extract::once_for;
use anye_web::{Failed, Visitor, csrf};
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use serde::Deserialize;

use super::import::refused;

/// Changes as sent.
pub struct EventsBody {
    pub rows: Vec<EventRow>,
    pub once: Option<Once>,
}

#[derive(Deserialize)]
struct Sent {
    events: Vec<HashMap<String, String>>,
}

impl<S: Send + Sync> FromRequest<S> for EventsBody {
    type Rejection = Failed;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failed> {
        let visitor = request.extensions().get::<Visitor>().cloned();
        let visitor = visitor.ok_or_else(|| Failed(Fault::internal("the visitor layer is missing")))?;
        let headers = request.headers().clone();
        csrf::check_token(&visitor, text(&headers, csrf::HEADER))?;
        let operation = format!("{} {}", request.method(), request.uri().path());
        let dry_run = request.uri().query().is_some_and(|query| query.contains("dry_run=true"));
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|_| Fault::new(ErrorKind::TooLarge, "body_too_large"))?;
        let once = match text(&headers, "idempotency-key") {
            Some(key) => Some(once_for(key, &operation, &bytes)),
            None if dry_run => None,
            None => {
                return Err(Failed(Fault::new(ErrorKind::PreconditionMissing, "idempotency_key_missing")));
            }
        };
        let json = text(&headers, header::CONTENT_TYPE.as_str())
            .is_some_and(|kind| kind.starts_with("application/json"));
        let csv = if json { as_csv(&bytes)? } else { bytes.to_vec() };
        let rows = read_events(&csv).map_err(|errors| refused(&errors))?;
        Ok(Self { rows, once })
    }
}

/// JSON rows in the form of the file, so that both are read and checked by the same code.
fn as_csv(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let sent: Sent = serde_json::from_slice(bytes).map_err(|cause| {
        let field = FieldFault::new("", "json_at").arg("line", cause.line()).arg("column", cause.column());
        Fault::new(ErrorKind::Invalid, "json").field(field).log(cause)
    })?;
    let mut columns: Vec<&String> = sent.events.iter().flat_map(HashMap::keys).collect();
    columns.sort();
    columns.dedup();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&columns).map_err(Fault::internal)?;
    for event in &sent.events {
        let row = columns.iter().map(|column| event.get(*column).map_or("", String::as_str));
        writer.write_record(row).map_err(Fault::internal)?;
    }
    writer.into_inner().map_err(Fault::internal)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
