//! Name and password (登录页). Wrong name and wrong password look the same; in demo mode the demo's accounts stand below.

use anye_access::session::{SignIn, sign_in, sign_out};
use anye_base::Fault;
use anye_web::{Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::{door, onward, own_address, proceed};
use crate::form::{Field, Form, answered, for_the_form, title};
use crate::people::client;
use crate::{People, show};

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    next: Option<String>,
    login: Option<String>,
    done: Option<String>,
}

#[derive(Deserialize)]
pub struct Sent {
    login: String,
    password: String,
    next: Option<String>,
}

/// A demo account as a row of the table.
struct DemoRow {
    login: String,
    role: String,
    place: String,
    password: String,
}

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage {
    frame: Frame,
    form: Form,
    oidc: Option<String>,
    demo: Vec<DemoRow>,
    next: String,
}

/// Answers `GET /login`.
pub async fn show(State(people): State<People>, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let next = own_address(asked.next.as_deref());
    if let Some(session) = &visitor.session {
        return Redirect::to(&onward(session.stage, &next)).into_response();
    }
    let form = form(&people, &visitor.texts, asked.login.as_deref().unwrap_or_default(), &next);
    rendered(&people, &visitor, form, &next, None, asked.done.as_deref())
}

/// Answers `POST /login`. Read without the check of the form's token: there is none before sign-in.
pub async fn send(
    State(people): State<People>,
    visitor: Visitor,
    headers: HeaderMap,
    axum::Form(sent): axum::Form<Sent>,
) -> Result<Response, Failed> {
    door::from_our_page(&headers)?;
    let core = &people.core;
    let next = own_address(sent.next.as_deref());
    let client = client(&visitor, &headers);
    let wish = SignIn { login: sent.login.clone(), password: sent.password, client: client.clone() };
    match sign_in(&core.db, &core.world, &core.rules, wish).await {
        Ok(signed) => {
            // The session that this browser had is not left open behind.
            if let Some(old) = &visitor.session
                && let Err(cause) = sign_out(&core.db, &core.world, old, &client).await.map_err(Fault::from)
                && cause.code != "session_unknown"
            {
                return Err(Failed(cause));
            }
            Ok(proceed(&people, &signed, &next))
        }
        Err(error) => {
            let fault = Fault::from(error);
            if !for_the_form(&fault) {
                return Err(Failed(fault));
            }
            let mut form = form(&people, &visitor.texts, &sent.login, &next);
            form.refuse(&visitor.texts, &fault);
            Ok(rendered(&people, &visitor, form, &next, Some(&fault), None))
        }
    }
}

fn form(people: &People, texts: &Texts, login: &str, next: &str) -> Form {
    let mut password = Field::password("password", texts.t("login-password"), "current-password");
    if people.core.settings.demo
        && let Some(known) = people.demo.iter().find(|known| known.login == login)
    {
        password.value.clone_from(&known.password);
    }
    let mut name = Field::text("login", texts.t("login-name"), login);
    name.autocomplete = "username";
    let next = if next == "/" { "" } else { next };
    let fields = vec![name.wide("w-full"), password.wide("w-full")];
    Form::new("in", "/login", texts.t("login-do"), fields).with("next", next)
}

fn rendered(
    people: &People,
    visitor: &Visitor,
    form: Form,
    next: &str,
    fault: Option<&Fault>,
    done: Option<&str>,
) -> Response {
    let texts = &visitor.texts;
    let core = &people.core;
    let here = show::address("/login", &[("next", if next == "/" { "" } else { next })]);
    let frame = Frame::new(core, visitor, &here, title(texts, "login-title", fault)).notice(done);
    let row = |known: &crate::DemoLogin| DemoRow {
        login: known.login.clone(),
        role: show::role(texts, known.role),
        place: core.place_in(&known.place, people.today(), texts.lang),
        password: known.password.clone(),
    };
    let demo = if core.settings.demo { people.demo.iter().map(row).collect() } else { Vec::new() };
    let oidc = people.oidc.as_ref().map(|_| show::address("/login/oidc", &[("next", next)]));
    answered(page(&LoginPage { frame, form, oidc, demo, next: next.to_owned() }), fault)
}
