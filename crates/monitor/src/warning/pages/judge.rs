//! Judgement sessions of a case (会商研判记录).

use anye_access::Permission;
use anye_base::Fault;
use anye_web::extract::Form as Sent;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::super::judgement::{self as sessions, Judgement};
use super::{errors, is_shown};
use crate::Monitor;

#[derive(Template)]
#[template(path = "warnings_judgements.html")]
struct JudgePage {
    frame: Frame,
    id: String,
    all: Vec<Judgement>,
    sent: Judgement,
    errors: Vec<(String, String)>,
    may_work: bool,
}

/// Answers `GET /warnings/{case}/judgements`.
pub async fn judged(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Path(case): Path<String>,
) -> Result<Response, Failed> {
    shown(&monitor, &visitor, &case, Judgement::default(), None).await
}

/// Answers `POST /warnings/{case}/judgements`.
pub async fn judge(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Path(case): Path<String>,
    sent: Sent<Judgement>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let new = Judgement { case_id: case.clone(), ..sent.data };
    match sessions::record(&monitor, &asking.caller(sent.once.as_ref()), &new).await {
        Ok(()) => Ok(Redirect::to(&format!("/warnings/{case}/judgements")).into_response()),
        Err(fault) if is_shown(&fault) => shown(&monitor, &visitor, &case, new, Some(&fault)).await,
        Err(fault) => Err(fault.into()),
    }
}

async fn shown(
    monitor: &Monitor,
    visitor: &Visitor,
    case: &str,
    sent: Judgement,
    wrong: Option<&Fault>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, visitor);
    let all = sessions::of_case(monitor, &asking.caller(None), case).await?;
    let here = format!("/warnings/{case}/judgements");
    let frame = Frame::new(&monitor.core, visitor, &here, visitor.texts.t("warn-judge-title"))
        .under(visitor.texts.t("warn-title"), "/warnings")
        .under(visitor.texts.t("warn-case"), format!("/cases/{case}"));
    let made = JudgePage {
        id: case.to_owned(),
        all,
        errors: errors(&frame, wrong),
        may_work: visitor.may_at_all(Permission::CasesWork),
        sent,
        frame,
    };
    let answer = page(&made);
    Ok(if wrong.is_some() { (StatusCode::UNPROCESSABLE_ENTITY, answer).into_response() } else { answer })
}
