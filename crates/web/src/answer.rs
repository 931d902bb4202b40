//! The outermost layer: who asks, in which language, under which trace; faults put into words; headers that protect; figures and log.
//!
//! The log line holds method, route pattern, status and time: never an address with its query, never a name.

use std::sync::Arc;
use std::time::Instant;

use anye_base::{ErrorKind, Fault, Lang};
use anye_db::audit::{Event, Outcome};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use crate::access::Visitor;
use crate::core::Core;
use crate::guard::Recorded;
use crate::identify;
use crate::pages::ErrorPage;
use crate::problem::{Problem, retry_after, status};

/// Wraps every request.
pub async fn answer(State(core): State<Core>, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "(none)".to_owned(), |path| path.as_str().to_owned());
    let target = request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    let program = wants_data(&target, request.headers());
    let stranger = identify::stranger(&core, &request);
    let headers = request.headers().clone();
    let visitor = match identify::visitor(&core, stranger.clone(), headers).await {
        Ok(visitor) => visitor,
        Err(fault) => stranger.map_fault(fault),
    };
    let (visitor, early) = visitor.into_parts();
    request.extensions_mut().insert(visitor.clone());
    let mut response = match early {
        Some(fault) => crate::problem::Failed(fault).into_response(),
        None => next.run(request).await,
    };
    if let Some(fault) = response.extensions_mut().remove::<Arc<Fault>>() {
        if fault.kind == ErrorKind::Denied && response.extensions().get::<Recorded>().is_none() {
            record_refusal(&core, &visitor, &fault).await;
        }
        response = worded(&core, &visitor, &fault, &target, program);
    }
    let code = response.status().as_u16();
    let seconds = begun.elapsed().as_secs_f64();
    core.metrics.answered(method.as_str(), &route, code, seconds);
    tracing::info!(method = %method, route, status = code, ms = (seconds * 1e3) as u64, trace = %visitor.actor.trace, "answered");
    let refused = response.status() == axum::http::StatusCode::FORBIDDEN;
    protect(&core, &visitor, response.headers_mut(), refused);
    response
}

/// A fault in words: problem details for programs, a page for people, the sign-in page for who must sign in.
fn worded(core: &Core, visitor: &Visitor, fault: &Fault, target: &str, program: bool) -> Response {
    if let Some(cause) = &fault.log {
        tracing::error!(code = fault.code, cause, trace = %visitor.actor.trace, "failed");
    }
    if program {
        let both = (&core.texts(Lang::Zh), &core.texts(Lang::En));
        return Problem::new(fault, &visitor.texts, both, &visitor.actor.trace).into_response();
    }
    if fault.kind == ErrorKind::Unauthenticated {
        let query = serde_urlencoded::to_string([("next", target)]).unwrap_or_default();
        return Redirect::to(&format!("/login?{query}")).into_response();
    }
    let mut response = ErrorPage::new(core, visitor, fault).into_response();
    *response.status_mut() = status(fault.kind);
    retry_after(status(fault.kind), response.headers_mut());
    response
}

/// Refusals by a route's guard are recorded there; those by a use case are recorded here.
async fn record_refusal(core: &Core, visitor: &Visitor, fault: &Fault) {
    let event = Event::new("access.refused", "use_case", fault.code).ended(Outcome::Denied);
    if let Err(cause) = core.db.record(&core.world, &visitor.actor, event).await {
        tracing::error!(%cause, "a refusal could not be recorded");
    }
}

/// Whether the answer goes to a program.
fn wants_data(target: &str, headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    target.starts_with("/api/") || (accept.contains("application/json") && !accept.contains("text/html"))
}

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
     form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

fn protect(core: &Core, visitor: &Visitor, headers: &mut HeaderMap, refused: bool) {
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Ok(trace) = HeaderValue::from_str(&visitor.actor.trace) {
        headers.insert(HeaderName::from_static("x-trace-id"), trace);
    }
    headers.append(header::VARY, HeaderValue::from_static("Cookie, Accept-Language"));
    visitor.choices.keep(headers, core.settings.secure_cookies, refused);
}
