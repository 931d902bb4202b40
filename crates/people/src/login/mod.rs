//! Signing in (登录) and out: password, second factor, one-time password, first second factor, identity provider.
//!
//! Every step gives the browser a new token. A form of a page before sign-in carries no token: where it comes from is checked instead.

mod code_page;
mod cookies;
mod door;
mod enrol_page;
mod oidc;
mod password_page;
pub(crate) mod renew_page;

use std::sync::Arc;

use anye_access::session::sign_out;
use anye_access::{Session, SignedIn, Stage};
use anye_base::Fault;
use anye_web::extract::Form as Posted;
use anye_web::{Failed, Guard, Routes, Visitor};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::people::client;
use crate::{People, show};

pub(crate) use cookies::keep as keep_cookies;
pub use door::own_address;

/// The routes of this part.
pub fn add(routes: Routes<People>) -> Routes<People> {
    routes
        .get("/login", Guard::Public, password_page::show)
        .post("/login", Guard::Public, password_page::send)
        .get("/login/code", Guard::Public, code_page::show)
        .post("/login/code", Guard::Public, code_page::send)
        .get("/login/password", Guard::Public, renew_page::show)
        .post("/login/password", Guard::Public, renew_page::send)
        .get("/login/enrol", Guard::Public, enrol_page::show)
        .post("/login/enrol", Guard::Public, enrol_page::begin)
        .post("/login/enrol/code", Guard::Public, enrol_page::confirm)
        .get("/login/oidc", Guard::Public, oidc::start)
        .get("/login/oidc/callback", Guard::Public, oidc::finish)
        .post("/logout", Guard::Public, leave)
}

/// Where to go when sign-in is done.
#[derive(Debug, Default, Deserialize)]
pub struct Onward {
    /// An address of this site.
    pub next: Option<String>,
}

impl Onward {
    /// An address of this site, or the start page.
    pub fn address(&self) -> String {
        own_address(self.next.as_deref())
    }
}

/// The page that a session at this stage needs next.
fn step(stage: Stage) -> &'static str {
    match stage {
        Stage::SecondFactor => "/login/code",
        Stage::ChangePassword => "/login/password",
        Stage::Enrol => "/login/enrol",
        Stage::Full => "/",
    }
}

/// The next step's address, or where the person wanted to go.
fn onward(stage: Stage, next: &str) -> String {
    if stage == Stage::Full {
        return next.to_owned();
    }
    show::address(step(stage), &[("next", if next == "/" { "" } else { next })])
}

/// Gives the browser its new token and sends it on.
fn proceed(people: &People, signed: &SignedIn, next: &str) -> Response {
    let mut response = Redirect::to(&onward(signed.stage, next)).into_response();
    keep_cookies(response.headers_mut(), &people.core, signed);
    response
}

/// The session that waits at this step, or the way to where it does wait.
fn waiting(visitor: &Visitor, at: &[Stage], next: &str) -> Result<Arc<Session>, Box<Response>> {
    let away = |address: &str| Box::new(Redirect::to(address).into_response());
    let Some(session) = &visitor.session else {
        return Err(away(&show::address("/login", &[("next", next)])));
    };
    if at.contains(&session.stage) {
        Ok(Arc::clone(session))
    } else {
        Err(away(&onward(session.stage, next)))
    }
}

#[derive(Deserialize)]
struct Nothing {}

/// Answers `POST /logout`: also the way to begin again in the middle of sign-in.
async fn leave(
    State(people): State<People>,
    visitor: Visitor,
    headers: HeaderMap,
    _: Posted<Nothing>,
) -> Result<Response, Failed> {
    let core = &people.core;
    if let Some(session) = &visitor.session {
        let done = sign_out(&core.db, &core.world, session, &client(&visitor, &headers)).await;
        // Ended meanwhile from elsewhere: signed out all the same.
        if let Err(error) = done.map_err(Fault::from)
            && error.code != "session_unknown"
        {
            return Err(Failed(error));
        }
    }
    let mut response = Redirect::to("/login?done=signed-out").into_response();
    cookies::drop_session(response.headers_mut(), core);
    Ok(response)
}
