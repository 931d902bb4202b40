//! One record of the log, with its place in the chain.

use anye_base::Fault;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::list_page::Row;
use super::select;
use crate::Office;

#[derive(Template)]
#[template(path = "audit_record.html")]
struct RecordPage {
    frame: Frame,
    sentence: String,
    row: Row,
    facts: Vec<(String, String)>,
    detail: String,
    whole: bool,
}

/// Answers `GET /audit/{record}`.
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path(seq): Path<String>,
) -> Result<Response, Failed> {
    let core = &office.core;
    let number = seq.parse().map_err(|_| Fault::not_found("audit_record"))?;
    let record = select::one(core, &visitor, number).await?;
    let title = visitor.texts.t1("audit-record-title", "seq", record.seq);
    let frame = Frame::new(core, &visitor, &format!("/audit/{seq}"), title)
        .under(visitor.texts.t("audit-title"), "/audit");
    let whole = record.computed_hash() == record.hash;
    let pretty = serde_json::from_str::<serde_json::Value>(&record.detail).ok();
    let row = Row::of(&office, &frame, record);
    let record = &row.record;
    let facts = [
        ("audit-time", &row.at),
        ("audit-who", &record.actor_name),
        ("audit-who-id", &record.actor_id),
        ("audit-who-kind", &record.actor_kind),
        ("audit-from-where", &record.source),
        ("audit-trace", &record.trace),
        ("audit-what", &record.action),
        ("audit-kind", &record.object_kind),
        ("audit-object", &record.object_id),
        ("audit-at", &row.place),
        ("audit-purpose", &record.purpose),
        ("audit-outcome", &row.outcome),
    ];
    let values = [("who", record.actor_name.clone()), ("what", row.action.clone()), ("at", row.at.clone())];
    let shown = RecordPage {
        sentence: frame.texts.args("audit-record-state", &values),
        facts: facts
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| (frame.t(key), value.clone()))
            .collect(),
        detail: pretty.and_then(|value| serde_json::to_string_pretty(&value).ok()).unwrap_or_default(),
        whole,
        row,
        frame,
    };
    Ok(page(&shown))
}
