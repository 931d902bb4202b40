//! What the checker says of the rule book: errors, which block publication, and warnings.

use anye_law::span::{Diagnostic, Severity};
use anye_web::{Frame, Visitor, page};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::Policy;

struct Row {
    code: &'static str,
    error: bool,
    text: String,
    at: String,
    suggestion: String,
}

#[derive(Template)]
#[template(path = "law_findings.html")]
struct FindingsPage {
    frame: Frame,
    sentence: String,
    rows: Vec<Row>,
}

/// Answers `GET /law/findings`.
pub async fn findings(State(policy): State<Policy>, visitor: Visitor) -> Response {
    let frame = Frame::new(&policy.core, &visitor, "/law/findings", visitor.texts.t("law-findings-title"))
        .under(visitor.texts.t("law-desk-title"), "/law");
    let row = |found: &Diagnostic| Row {
        code: found.code,
        error: found.severity == Severity::Error,
        text: visitor.lang().pick(&found.zh, &found.en).to_owned(),
        at: at(&policy, found),
        suggestion: found.suggestion.clone().unwrap_or_default(),
    };
    let rows: Vec<Row> = policy.stand().findings.iter().map(row).collect();
    let errors = rows.iter().filter(|row| row.error).count();
    page(&FindingsPage {
        sentence: frame.t2("law-findings-state", "errors", errors, "warnings", rows.len() - errors),
        rows,
        frame,
    })
}

/// File and line.
pub fn at(policy: &Policy, found: &Diagnostic) -> String {
    let Some(file) = policy.book().sources.get(found.span.file.0 as usize) else { return String::new() };
    let before = file.text.get(..found.span.start as usize).unwrap_or_default();
    format!("{}:{}", file.path, before.matches('\n').count() + 1)
}
