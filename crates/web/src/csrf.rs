//! Writes from other sites are refused: by where the browser says a request comes from, and by a token that only our own pages hold.

use anye_base::{ErrorKind, Fault};
use axum::extract::Request;
use axum::http::{HeaderMap, header};

use crate::access::Visitor;

/// Header that scripts of our own pages send the token in.
pub const HEADER: &str = "x-csrf-token";
/// Form field of the token.
pub const FIELD: &str = "_csrf";

/// Refuses a write that carries a session cookie and comes from another site. Programs with a token of their own send no cookie.
pub fn same_origin(request: &Request, visitor: &Visitor) -> Result<(), Fault> {
    if request.method().is_safe() || !visitor.by_cookie {
        return Ok(());
    }
    let headers = request.headers();
    let ours = match text(headers, "sec-fetch-site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => match text(headers, "origin") {
            Some(origin) => {
                origin.split_once("://").map(|(_, host)| host) == text(headers, header::HOST.as_str())
            }
            // Neither header: an old browser or a program. The token in the body decides.
            None => true,
        },
    };
    if ours { Ok(()) } else { Err(fault()) }
}

/// Compares the token of a form or header with the session's.
pub fn check_token(visitor: &Visitor, given: Option<&str>) -> Result<(), Fault> {
    if !visitor.by_cookie {
        return Ok(());
    }
    let known = visitor.csrf.as_bytes();
    let given = given.unwrap_or_default().as_bytes();
    // Every byte is compared, so that the time tells nothing about where they differ.
    let differing = known.iter().zip(given).fold(0, |sum, (one, other)| sum | (one ^ other));
    if !known.is_empty() && known.len() == given.len() && differing == 0 { Ok(()) } else { Err(fault()) }
}

fn fault() -> Fault {
    Fault::new(ErrorKind::Denied, "cross_site")
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
