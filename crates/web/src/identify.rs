//! From cookie or token to visitor.

use std::sync::Arc;

use anye_access::token::authenticate_token;
use anye_access::{Grants, Session, Stage, Token, load_session};
use anye_base::{Actor, Fault, Lang};
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, HeaderValue, header};

use crate::access::Visitor;
use crate::choices::{Choices, cookie};
use crate::core::Core;

/// Name of the session cookie.
pub const SESSION_COOKIE: &str = "anye_session";

/// A visitor, and a fault to answer at once.
#[derive(Clone)]
pub struct Identified {
    visitor: Visitor,
    fault: Option<Fault>,
}

impl Identified {
    /// Adds a fault to answer at once.
    #[must_use]
    pub fn map_fault(mut self, fault: Fault) -> Self {
        self.fault = Some(fault);
        self
    }

    /// Both.
    pub fn into_parts(self) -> (Visitor, Option<Fault>) {
        (self.visitor, self.fault)
    }
}

/// Finds out who the stranger is. The headers are a copy: a request cannot be held while waiting.
pub async fn visitor(core: &Core, mut found: Identified, headers: HeaderMap) -> Result<Identified, Fault> {
    let headers = &headers;
    if let Some(token) = bearer(headers) {
        let Some(login) = authenticate_token(&core.db, &core.world, &Token::received(token)).await? else {
            return Err(Fault::new(anye_base::ErrorKind::Unauthenticated, "token_unknown"));
        };
        let visitor = &mut found.visitor;
        visitor.actor = login.actor(&visitor.actor.source, &visitor.actor.trace);
        visitor.grants = Arc::new(login.grants);
        return Ok(found);
    }
    if let Some(token) = cookie(headers, SESSION_COOKIE)
        && let Some(session) =
            load_session(&core.db, &core.world, &core.rules, &Token::received(&token)).await?
    {
        sign_in(&mut found.visitor, session);
    }
    Ok(found)
}

fn sign_in(visitor: &mut Visitor, session: Session) {
    visitor.actor = session.actor(&visitor.actor.source, &visitor.actor.trace);
    if session.stage == Stage::Full {
        visitor.grants = Arc::new(session.grants.clone());
    }
    visitor.by_cookie = true;
    visitor.csrf.clone_from(&session.csrf);
    visitor.session = Some(Arc::new(session));
}

/// Somebody not signed in.
pub fn stranger(core: &Core, request: &Request) -> Identified {
    let mut choices = Choices::read(request.headers(), request.uri());
    choices.settle(&core.places(), &core.settings.home_place, core.world.today());
    let texts = core.texts(choices.lang.unwrap_or(Lang::Zh));
    let visitor = Visitor {
        actor: Actor::anonymous(&source(core, request), &trace(core, request.headers())),
        session: None,
        grants: Arc::new(Grants::none()),
        by_cookie: false,
        csrf: String::new(),
        texts,
        choices: Arc::new(choices),
    };
    Identified { visitor, fault: None }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

/// The network address it came from; a proxy's word counts only where a proxy is configured.
fn source(core: &Core, request: &Request) -> String {
    let peer = request
        .extensions()
        .get::<ConnectInfo<std::net::SocketAddr>>()
        .map(|ConnectInfo(address)| address.ip().to_string());
    let peer = peer.unwrap_or_else(|| "unknown".to_owned());
    if core.settings.trusted_proxy.as_deref() != Some(peer.as_str()) {
        return peer;
    }
    let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
    forwarded.and_then(|list| list.rsplit(',').next()).map_or(peer, |address| address.trim().to_owned())
}

/// The trace id of a `traceparent` header, or a new one.
fn trace(core: &Core, headers: &HeaderMap) -> String {
    let given = headers
        .get("traceparent")
        .map(HeaderValue::as_bytes)
        .and_then(|bytes| std::str::from_utf8(bytes).ok());
    let id = given.and_then(|text| text.split('-').nth(1));
    match id.filter(|id| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit())) {
        Some(id) => id.to_owned(),
        None => anye_db::audit::hex(&core.world.random::<16>()),
    }
}
