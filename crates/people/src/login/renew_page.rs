//! A new password in the middle of sign-in (更换一次性口令或到期口令), and the form of it for one's own page.

use anye_access::session::{ChangePassword, change_password};
use anye_access::{Client, PasswordPolicy, Session, SignedIn, Stage};
use anye_base::{ErrorKind, Fault};
use anye_web::extract::Form as Posted;
use anye_web::{Failed, Frame, Texts, Visitor, page};
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::code_page::StepPage;
use super::{Onward, own_address, proceed, waiting};
use crate::People;
use crate::form::{Field, Form, answered, for_the_form, title};
use crate::people::client;

/// The form as sent.
#[derive(Deserialize)]
pub struct Sent {
    old: String,
    new: String,
    again: String,
    next: Option<String>,
}

/// Answers `GET /login/password`.
pub async fn show(State(people): State<People>, visitor: Visitor, Query(onward): Query<Onward>) -> Response {
    let next = onward.address();
    match waiting(&visitor, &[Stage::ChangePassword], &next) {
        Ok(_) => {
            let form = form(&people, &visitor.texts, "/login/password").with("next", next);
            rendered(&people, &visitor, form, None)
        }
        Err(away) => *away,
    }
}

/// Answers `POST /login/password`.
pub async fn send(
    State(people): State<People>,
    visitor: Visitor,
    headers: HeaderMap,
    Posted { data, .. }: Posted<Sent>,
) -> Result<Response, Failed> {
    let next = own_address(data.next.as_deref());
    let session = match waiting(&visitor, &[Stage::ChangePassword], &next) {
        Ok(session) => session,
        Err(away) => return Ok(*away),
    };
    match change(&people, &session, data, client(&visitor, &headers)).await {
        Ok(signed) => Ok(proceed(&people, &signed, &next)),
        Err(fault) if for_the_form(&fault) => {
            let mut form = form(&people, &visitor.texts, "/login/password").with("next", next);
            form.refuse(&visitor.texts, &fault);
            Ok(rendered(&people, &visitor, form, Some(&fault)))
        }
        Err(fault) => Err(Failed(fault)),
    }
}

/// Changes the password, once both copies of the new one agree.
pub(crate) async fn change(
    people: &People,
    session: &Session,
    sent: Sent,
    client: Client,
) -> Result<SignedIn, Fault> {
    if sent.new != sent.again {
        return Err(Fault::new(ErrorKind::Invalid, "people_again_differs"));
    }
    let core = &people.core;
    let wish = ChangePassword { old: sent.old, new: sent.new, client };
    Ok(change_password(&core.db, &core.world, &core.rules, session, wish).await?)
}

/// The form: what is typed in it never comes back.
pub(crate) fn form(people: &People, texts: &Texts, action: &str) -> Form {
    let policy = match people.core.rules.policy {
        PasswordPolicy::Mlps3 => "login-policy-mlps3",
        PasswordPolicy::Asvs5 => "login-policy-asvs5",
    };
    let fields = vec![
        Field::password("old", texts.t("login-old"), "current-password").hint(texts.t("login-old-hint")),
        Field::password("new", texts.t("login-new"), "new-password").hint(texts.t(policy)),
        Field::password("again", texts.t("login-new-again"), "new-password"),
    ];
    Form::new("renew", action, texts.t("login-renew-do"), fields)
}

fn rendered(people: &People, visitor: &Visitor, form: Form, fault: Option<&Fault>) -> Response {
    let texts = &visitor.texts;
    let heading = title(texts, "login-renew-title", fault);
    let frame = Frame::new(&people.core, visitor, "/login/password", heading);
    answered(
        page(&StepPage { sentence: texts.t("login-renew-state"), frame, form, notes: Vec::new() }),
        fault,
    )
}
