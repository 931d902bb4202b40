//! The cookies of sign-in. None of them can be read by scripts, none goes along with posts from other sites.

use anye_access::{SignedIn, Token};
use anye_web::Core;
use anye_web::identify::SESSION_COOKIE;
use axum::http::{HeaderMap, HeaderValue, header};

use crate::people::DEVICE_COOKIE;

/// Binds a sign-in at the identity provider to the browser that began it.
pub const OIDC_COOKIE: &str = "anye_oidc";
/// Where that browser wants to go afterwards.
pub const OIDC_NEXT_COOKIE: &str = "anye_oidc_next";
const OIDC_PATH: &str = "/login/oidc";
const OIDC_SECONDS: i64 = 600;

/// Keeps the session until the browser closes, and the browser itself for as long as the rules say.
pub fn keep(headers: &mut HeaderMap, core: &Core, signed: &SignedIn) {
    put(headers, core, SESSION_COOKIE, signed.token.reveal(), "/", None);
    if let Some(device) = &signed.device {
        put(headers, core, DEVICE_COOKIE, device.reveal(), "/", Some(core.rules.device_ms / 1_000));
    }
}

/// Takes the session's cookie back. The browser stays known: that only spares its owner waiting.
pub fn drop_session(headers: &mut HeaderMap, core: &Core) {
    put(headers, core, SESSION_COOKIE, "", "/", Some(0));
}

/// Keeps what the way to the identity provider and back needs.
pub fn keep_oidc(headers: &mut HeaderMap, core: &Core, binding: &Token, next: &str) {
    put(headers, core, OIDC_COOKIE, binding.reveal(), OIDC_PATH, Some(OIDC_SECONDS));
    let next = serde_urlencoded::to_string([("n", next)]).unwrap_or_default();
    put(headers, core, OIDC_NEXT_COOKIE, &next, OIDC_PATH, Some(OIDC_SECONDS));
}

/// Takes that back.
pub fn drop_oidc(headers: &mut HeaderMap, core: &Core) {
    for name in [OIDC_COOKIE, OIDC_NEXT_COOKIE] {
        put(headers, core, name, "", OIDC_PATH, Some(0));
    }
}

fn put(headers: &mut HeaderMap, core: &Core, name: &str, value: &str, path: &str, seconds: Option<i64>) {
    let age = seconds.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
    let secure = if core.settings.secure_cookies { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path={path}{age}; SameSite=Lax; HttpOnly{secure}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        headers.append(header::SET_COOKIE, value);
    }
}
