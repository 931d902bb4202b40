//! The second factor (动态口令): a code of the authenticator app or a recovery code.

use anye_access::Stage;
use anye_access::session::second_factor;
use anye_base::Fault;
use anye_web::extract::Form as Posted;
use anye_web::{Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::{Onward, own_address, proceed, waiting};
use crate::People;
use crate::form::{Field, Form, answered, for_the_form, title};
use crate::people::client;

#[derive(Deserialize)]
pub struct Sent {
    code: String,
    next: Option<String>,
}

/// One step of sign-in: a sentence, a form, and the way back to the beginning.
#[derive(Template)]
#[template(path = "step.html")]
pub(super) struct StepPage {
    pub frame: Frame,
    pub sentence: String,
    pub form: Form,
    pub notes: Vec<String>,
}

/// Answers `GET /login/code`.
pub async fn show(State(people): State<People>, visitor: Visitor, Query(onward): Query<Onward>) -> Response {
    let next = onward.address();
    match waiting(&visitor, &[Stage::SecondFactor], &next) {
        Ok(_) => rendered(&people, &visitor, form(&visitor.texts, &next), None),
        Err(away) => *away,
    }
}

/// Answers `POST /login/code`.
pub async fn send(
    State(people): State<People>,
    visitor: Visitor,
    headers: HeaderMap,
    Posted { data, .. }: Posted<Sent>,
) -> Result<Response, Failed> {
    let next = own_address(data.next.as_deref());
    let session = match waiting(&visitor, &[Stage::SecondFactor], &next) {
        Ok(session) => session,
        Err(away) => return Ok(*away),
    };
    let core = &people.core;
    let client = client(&visitor, &headers);
    match second_factor(&core.db, &core.world, &core.rules, &session, &data.code, &client).await {
        Ok(signed) => Ok(proceed(&people, &signed, &next)),
        Err(error) => {
            let fault = Fault::from(error);
            if !for_the_form(&fault) {
                return Err(Failed(fault));
            }
            let mut form = form(&visitor.texts, &next);
            form.refuse(&visitor.texts, &fault);
            Ok(rendered(&people, &visitor, form, Some(&fault)))
        }
    }
}

fn form(texts: &Texts, next: &str) -> Form {
    let code = Field::code(texts.t("login-code")).hint(texts.t("login-code-hint"));
    Form::new("code", "/login/code", texts.t("login-do"), vec![code]).with("next", next)
}

fn rendered(people: &People, visitor: &Visitor, form: Form, fault: Option<&Fault>) -> Response {
    let texts = &visitor.texts;
    let frame = Frame::new(&people.core, visitor, "/login/code", title(texts, "login-code-title", fault));
    let notes = vec![texts.t("login-code-lost")];
    answered(page(&StepPage { sentence: texts.t("login-code-state"), frame, form, notes }), fault)
}
