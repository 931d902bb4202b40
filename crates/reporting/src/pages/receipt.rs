//! The receipt of a report (回执): what was sent, when, in which version, on time or late; to be printed and kept.

use anye_base::world::china_minute;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::routes::Desk;
use super::said::{self, worded};
use crate::report;

#[derive(Template)]
#[template(path = "receipt.html")]
struct ReceiptPage {
    frame: Frame,
    sentence: String,
    facts: Vec<(String, String)>,
    href: String,
}

/// Answers `GET /reports/{id}/receipt`.
pub async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let reporting = &desk.reporting;
    let asking = Asking::new(&reporting.core, &visitor);
    let shown = report::show(reporting, &asking.caller(None), &id).await?;
    let one = &shown.report;
    let (form, period) = reporting.form_period(&one.form, &one.period)?;
    let href = format!("/reports/{id}");
    let frame =
        Frame::new(&reporting.core, &visitor, &format!("{href}/receipt"), visitor.texts.t("receipt-title"))
            .under(visitor.texts.t("reports-title"), "/reports")
            .under(worded(&visitor.texts, &form.name), &href);
    let (_, state) = said::state(&frame.texts, &one.state);
    let at = one.submitted_at.map(china_minute).unwrap_or_default();
    let name = super::fill::name_of(reporting, one).await?;
    let mut facts = vec![
        (frame.t("report-form"), worded(&frame.texts, &form.name)),
        (frame.t("report-period"), worded(&frame.texts, &period.words())),
        (frame.t("report-reporter"), name),
        (frame.t("receipt-state"), state),
        (frame.t("receipt-at"), at.clone()),
        (frame.t("receipt-timely"), frame.t(if one.late { "receipt-late" } else { "receipt-on-time" })),
        (frame.t("receipt-warnings"), one.warnings.to_string()),
        (frame.t("receipt-version"), format!("{} · {}", one.version, one.form_version)),
        (frame.t("receipt-digest"), one.digest.clone()),
    ];
    if at.is_empty() {
        facts.retain(|(_, value)| !value.is_empty());
    }
    let sentence =
        if at.is_empty() { frame.t("receipt-not-sent") } else { frame.t1("receipt-sent", "at", at) };
    Ok(page(&ReceiptPage { sentence, facts, href, frame }))
}
