//! Verifying the chain from the page, and the public key of signed checkpoints.

use anye_db::audit::Verdict;
use anye_jobs::{Job, find};
use anye_web::extract::Form;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::verify::{VERIFY_KIND, Verified, how, record_of, verify};
use crate::Office;

#[derive(Deserialize)]
pub struct WhichJob {
    job: Option<String>,
}

/// What the page says of a verdict.
struct Said {
    intact: bool,
    words: String,
}

#[derive(Template)]
#[template(path = "audit_verify.html")]
struct VerifyPage {
    frame: Frame,
    said: Option<Said>,
    working: Option<String>,
    key: Option<String>,
}

fn shown(office: &Office, visitor: &Visitor) -> VerifyPage {
    let frame = Frame::new(&office.core, visitor, "/audit/verify", visitor.texts.t("audit-verify"))
        .under(visitor.texts.t("audit-title"), "/audit");
    VerifyPage { frame, said: None, working: None, key: office.audit_key.clone() }
}

/// Answers `GET /audit/verify`; with `?job=` the state of a long verification.
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(which): Query<WhichJob>,
) -> Result<Response, Failed> {
    let mut shown = shown(&office, &visitor);
    if let Some(id) = which.job {
        let job = find(&mut &office.core.db, &id).await?.filter(|job| job.kind == VERIFY_KIND);
        match job {
            Some(job) if job.state.is_final() => shown.said = Some(of_job(&shown.frame, &job)),
            Some(job) => shown.working = Some(job.id),
            None => {}
        }
    }
    Ok(page(&shown))
}

#[derive(Deserialize)]
pub struct Nothing {}

/// Answers `POST /audit/verify`.
pub async fn send(
    State(office): State<Office>,
    visitor: Visitor,
    _: Form<Nothing>,
) -> Result<Response, Failed> {
    match verify(&office.core, &visitor).await? {
        Verified::Later(job) => Ok(Redirect::to(&format!("/audit/verify?job={}", job.id)).into_response()),
        Verified::Now(verdict) => {
            let mut shown = shown(&office, &visitor);
            shown.said = Some(of_verdict(&shown.frame, &verdict));
            Ok(page(&shown))
        }
    }
}

fn of_verdict(frame: &Frame, verdict: &Verdict) -> Said {
    match &verdict.broken {
        None => {
            Said { intact: true, words: frame.t2("audit-intact", "n", verdict.records, "last", verdict.last) }
        }
        Some(at) => {
            let words = frame.t1(&format!("audit-break-{}", how(at)), "seq", record_of(at));
            Said { intact: false, words }
        }
    }
}

fn of_job(frame: &Frame, job: &Job) -> Said {
    let broken = &job.result["broken"];
    let number = |value: &serde_json::Value| value.as_i64().unwrap_or_default();
    match broken["how"].as_str() {
        Some(how) => Said {
            intact: false,
            words: frame.t1(&format!("audit-break-{how}"), "seq", number(&broken["record"])),
        },
        None if job.result["intact"] == true => {
            let (records, last) = (number(&job.result["records"]), number(&job.result["last"]));
            Said { intact: true, words: frame.t2("audit-intact", "n", records, "last", last) }
        }
        None => Said { intact: false, words: frame.t("audit-verify-unfinished") },
    }
}
