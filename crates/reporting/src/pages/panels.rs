//! The panels (监测样本) in a list: planned and present, and who reports to them.

use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::routes::Desk;
use super::said::{self, worded};
use crate::panel;
use crate::state::law_day;

struct Row {
    href: String,
    name: String,
    subject: String,
    planned: String,
    members: i64,
    cites: Vec<(String, String)>,
    forms: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "panels.html")]
struct PanelsPage {
    frame: Frame,
    sentence: String,
    rows: Vec<Row>,
}

/// Answers `GET /reporting/panels`.
pub async fn list(State(desk): State<Desk>, visitor: Visitor) -> Result<Response, Failed> {
    let reporting = &desk.reporting;
    let frame = Frame::new(&reporting.core, &visitor, "/reporting/panels", visitor.texts.t("panels-title"))
        .under(visitor.texts.t("reporting-title"), "/reporting");
    let day = law_day(frame.as_of);
    let mut rows = Vec::new();
    for one in &reporting.catalogue.panels {
        let planned = day.and_then(|day| one.size_on(day)).map(|size| size.n.to_string());
        let own = |form: &&anye_forms::Form| form.reporter == anye_forms::Reporter::Panel(one.id.clone());
        let forms = reporting.catalogue.forms.iter().filter(own);
        rows.push(Row {
            href: format!("/reporting/panels/{}", one.id),
            name: worded(&frame.texts, &one.name),
            subject: frame.t(&format!("panel-subject-{}", one.subject)),
            planned: planned.unwrap_or_else(|| "—".to_owned()),
            members: panel::count_active(&mut &reporting.core.db, &one.id, frame.as_of).await?,
            cites: said::cites(&one.cite),
            forms: forms
                .map(|form| (worded(&frame.texts, &form.name), format!("/reporting/forms/{}", form.id)))
                .collect(),
        });
    }
    let sentence = frame.t2("panels-sentence", "n", rows.len(), "day", frame.as_of);
    Ok(page(&PanelsPage { sentence, rows, frame }))
}
