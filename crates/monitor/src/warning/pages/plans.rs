//! Emergency plans of places: who has a valid one, who has none (应急预案).

use anye_access::Permission;
use anye_base::Fault;
use anye_web::extract::Form as Sent;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::super::plans::{self as register, NewPlan, Standing};
use super::{errors, is_shown};
use crate::Monitor;

/// What was done just now.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "warnings_plans.html")]
struct PlansPage {
    frame: Frame,
    sentence: String,
    rows: Vec<(Standing, String)>,
    sent: NewPlan,
    errors: Vec<(String, String)>,
    may_work: bool,
}

/// Answers `GET /warnings/plans`.
pub async fn plans(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Query(done): Query<Done>,
) -> Result<Response, Failed> {
    shown(&monitor, &visitor, done.done.as_deref(), NewPlan::default(), None).await
}

/// Answers `POST /warnings/plans`.
pub async fn put_plan(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    sent: Sent<NewPlan>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    match register::record_plan(&monitor, &asking.caller(sent.once.as_ref()), &sent.data).await {
        Ok(_) => Ok(Redirect::to("/warnings/plans?done=plan-kept").into_response()),
        Err(fault) if is_shown(&fault) => shown(&monitor, &visitor, None, sent.data, Some(&fault)).await,
        Err(fault) => Err(fault.into()),
    }
}

async fn shown(
    monitor: &Monitor,
    visitor: &Visitor,
    done: Option<&str>,
    sent: NewPlan,
    wrong: Option<&Fault>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, visitor);
    let all = register::standings(monitor, &asking.caller(None)).await?;
    let frame = Frame::new(&monitor.core, visitor, "/warnings/plans", visitor.texts.t("warn-plans-title"))
        .under(visitor.texts.t("warn-title"), "/warnings")
        .notice(done);
    let lacking = all.iter().filter(|one| !one.valid).count();
    let texts = frame.texts.clone();
    let today = monitor.core.world.today();
    let said = |mut one: Standing| {
        one.name = monitor.core.place_in(&one.place, today, texts.lang);
        let why = if one.valid {
            texts.t("warn-plan-valid")
        } else {
            texts.t(&format!("warn-plan-{}", one.lacks.replace('_', "-")))
        };
        (one, why)
    };
    let made = PlansPage {
        sentence: texts.t2("warn-plans-sentence", "all", all.len(), "lacking", lacking),
        rows: all.into_iter().map(said).collect(),
        errors: errors(&frame, wrong),
        may_work: visitor.may_at_all(Permission::CasesWork),
        sent,
        frame,
    };
    let answer = page(&made);
    Ok(if wrong.is_some() { (StatusCode::UNPROCESSABLE_ENTITY, answer).into_response() } else { answer })
}
