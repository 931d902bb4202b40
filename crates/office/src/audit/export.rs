//! The log as a file (审计日志导出). That it was taken out, and with which filters, is recorded before the file leaves.

use anye_base::{ErrorKind, Fault, Limit};
use anye_db::audit::{self, Event, Record};
use anye_web::{Failed, Visitor};
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

use super::select::{self, AuditQuery};
use crate::Office;

/// Most records of one file; more are exported in parts by time.
const MOST: usize = 100_000;

const COLUMNS: [&str; 16] = [
    "seq",
    "at",
    "actor_kind",
    "actor_id",
    "actor_name",
    "source",
    "trace",
    "action",
    "object_kind",
    "object_id",
    "place",
    "purpose",
    "outcome",
    "detail",
    "prev",
    "hash",
];

/// Answers `GET /audit/export`.
pub async fn download(
    State(office): State<Office>,
    visitor: Visitor,
    Query(query): Query<AuditQuery>,
) -> Result<Response, Failed> {
    let core = &office.core;
    let filter = select::filter(core, &visitor, &query)?;
    let limit = Limit::new(Limit::MAX).unwrap_or_default();
    let mut writer = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    writer.write_record(COLUMNS).map_err(Fault::internal)?;
    let (mut rows, mut after) = (0, None);
    loop {
        let found = audit::list(&mut &core.db, &filter, after.as_ref(), limit).await?;
        for record in &found.items {
            writer.write_record(cells(record)).map_err(Fault::internal)?;
        }
        rows += found.items.len();
        if rows > MOST {
            return Err(Failed(Fault::new(ErrorKind::TooLarge, "audit_export_too_large").arg("most", MOST)));
        }
        match found.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    let asked: serde_json::Map<String, serde_json::Value> =
        query.pairs().into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    let event = Event::new("audit.export", "audit", rows.to_string()).at_place(visitor.own_place(core));
    core.db.record(&core.world, &visitor.actor, event.detail(&asked.into())).await?;
    let name = format!("attachment; filename=\"anye-audit-{}.csv\"", core.world.today());
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, writer.into_inner().map_err(Fault::internal)?).into_response())
}

fn cells(record: &Record) -> Vec<String> {
    let texts = [
        &record.actor_kind,
        &record.actor_id,
        &record.actor_name,
        &record.source,
        &record.trace,
        &record.action,
        &record.object_kind,
        &record.object_id,
        &record.place,
        &record.purpose,
        &record.outcome,
        &record.detail,
        &record.prev,
        &record.hash,
    ];
    let numbers = [record.seq.to_string(), record.at.to_string()];
    numbers.into_iter().chain(texts.into_iter().map(|text| plain(text))).collect()
}

/// A cell that no spreadsheet takes for a formula.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
