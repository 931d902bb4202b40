//! Changing one's own password (修改口令). All other sessions end with it.

use anye_base::Fault;
use anye_web::extract::Form as Posted;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::People;
use crate::form::{Form, answered, for_the_form, title};
use crate::login::keep_cookies;
use crate::login::renew_page::{Sent, change, form};
use crate::people::{client, own_session};

/// A page of one form.
#[derive(Template)]
#[template(path = "one_form.html")]
pub(crate) struct OneForm {
    pub frame: Frame,
    pub sentence: String,
    pub form: Form,
    pub notes: Vec<String>,
}

/// Answers `GET /profile/password`.
pub async fn show(State(people): State<People>, visitor: Visitor) -> Result<Response, Failed> {
    own_session(&visitor)?;
    Ok(rendered(&people, &visitor, form(&people, &visitor.texts, "/profile/password"), None))
}

/// Answers `POST /profile/password`.
pub async fn send(
    State(people): State<People>,
    visitor: Visitor,
    headers: HeaderMap,
    Posted { data, .. }: Posted<Sent>,
) -> Result<Response, Failed> {
    let session = own_session(&visitor)?;
    match change(&people, session, data, client(&visitor, &headers)).await {
        Ok(signed) => {
            let mut response = Redirect::to("/profile?done=password-changed").into_response();
            keep_cookies(response.headers_mut(), &people.core, &signed);
            Ok(response)
        }
        Err(fault) if for_the_form(&fault) => {
            let mut form = form(&people, &visitor.texts, "/profile/password");
            form.refuse(&visitor.texts, &fault);
            Ok(rendered(&people, &visitor, form, Some(&fault)))
        }
        Err(fault) => Err(Failed(fault)),
    }
}

fn rendered(people: &People, visitor: &Visitor, form: Form, fault: Option<&Fault>) -> Response {
    let texts = &visitor.texts;
    let heading = title(texts, "profile-password-title", fault);
    let frame = Frame::new(&people.core, visitor, "/profile/password", heading)
        .under(texts.t("profile-title"), "/profile");
    let sentence = texts.t("profile-password-state");
    answered(page(&OneForm { frame, sentence, form, notes: Vec::new() }), fault)
}
