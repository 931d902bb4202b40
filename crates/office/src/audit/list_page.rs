//! The log as a page: filters that read as a sentence, newest first.

use anye_base::world::china_minute;
use anye_db::audit::Record;
use anye_web::extract::Paging;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use super::select::{self, AuditQuery};
use crate::Office;
use crate::show::{self, Choice};

pub struct Row {
    pub record: Record,
    pub at: String,
    pub action: String,
    pub place: String,
    pub outcome: String,
}

impl Row {
    pub fn of(office: &Office, frame: &Frame, record: Record) -> Self {
        let today = office.core.world.today();
        let place = if record.place.is_empty() {
            String::new()
        } else {
            office.core.place_in(&record.place, today, frame.texts.lang)
        };
        // What people do to accounts and grants is named where those pages are; a word nobody names is shown as it is kept.
        let word = record.action.replace(['.', '_'], "-");
        let named =
            [format!("action-{word}"), format!("deed-{word}")].into_iter().find(|key| frame.texts.has(key));
        Self {
            at: china_minute(record.at),
            action: named.map_or_else(|| record.action.clone(), |key| frame.t(&key)),
            outcome: frame.t(&format!("audit-outcome-{}", record.outcome)),
            place,
            record,
        }
    }
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    frame: Frame,
    sentence: String,
    query: AuditQuery,
    outcomes: Vec<Choice>,
    rows: Vec<Row>,
    next: Option<String>,
    export: Option<String>,
}

/// Answers `GET /audit`.
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    paging: Paging,
    Query(query): Query<AuditQuery>,
) -> Result<Response, Failed> {
    let core = &office.core;
    let found = select::read(core, &visitor, &query, paging.cursor.as_ref(), paging.limit).await?;
    let frame =
        Frame::new(core, &visitor, &show::address("/audit", &query.pairs()), visitor.texts.t("audit-title"));
    let next = found.next.as_ref().map(|cursor| {
        let cursor = cursor.encode();
        show::address("/audit", &[&query.pairs()[..], &[("cursor", &cursor)]].concat())
    });
    let may_export = visitor.may_at_all(anye_access::Permission::AuditExport);
    let shown = AuditPage {
        sentence: frame.t1("audit-state", "n", found.items.len()),
        outcomes: show::choices(
            &frame,
            "audit-any-outcome",
            "audit-outcome",
            &["done", "denied", "failed"],
            &query.outcome,
        ),
        export: may_export.then(|| show::address("/audit/export", &query.pairs())),
        rows: found.items.into_iter().map(|record| Row::of(&office, &frame, record)).collect(),
        query,
        next,
        frame,
    };
    Ok(page(&shown))
}
