//! Two checks at the door: that a sign-in form comes from our own page, and that the way on stays on our own site.

use anye_base::{ErrorKind, Fault};
use axum::http::{HeaderMap, header};

/// Refuses a sign-in form sent from another site (login CSRF): nobody is to be signed in to somebody else's account unaware.
///
/// Browsers say where a post comes from in `Sec-Fetch-Site`, older ones in `Origin`, the oldest in `Referer`. One that says nothing is refused.
pub fn from_our_page(headers: &HeaderMap) -> Result<(), Fault> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST.as_str());
    let same_host = |address: &str| {
        let rest = address.split_once("://").map(|(_, rest)| rest);
        rest.and_then(|rest| rest.split('/').next()).is_some_and(|found| Some(found) == host)
    };
    let ours = match (text("sec-fetch-site"), text("origin"), text("referer")) {
        (Some(site), ..) => site == "same-origin",
        (None, Some(origin), _) => same_host(origin),
        (None, None, Some(referer)) => same_host(referer),
        (None, None, None) => false,
    };
    if ours { Ok(()) } else { Err(Fault::new(ErrorKind::Denied, "cross_site")) }
}

/// An address of this site, or the start page. Browsers drop tabs and line breaks from addresses, so no sign but plain ones may stand in it.
pub fn own_address(wish: Option<&str>) -> String {
    let own = |address: &&str| {
        let plain = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let door = path == "/logout" || path == "/login" || path.starts_with("/login/");
        plain && address.starts_with('/') && !address.starts_with("//") && address.len() <= 2_000 && !door
    };
    wish.filter(own).unwrap_or("/").to_owned()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn the_way_on_stays_here() {
        for own in ["/documents?q=a%20b", "/", "/profile#tokens"] {
            assert_eq!(own_address(Some(own)), own);
        }
        for foreign in [
            "//evil",
            "/\t/evil",
            "https://evil",
            "/\\evil",
            "",
            "evil",
            "/login",
            "/login/code",
            "/logout",
            "/a\r\nb",
        ] {
            assert_eq!(own_address(Some(foreign)), "/", "{foreign:?}");
        }
    }

    #[test]
    fn a_form_must_come_from_our_page() {
        let from = |pairs: &[(&'static str, &'static str)]| {
            let host = [("host", "anye.example")];
            let all = host.iter().chain(pairs);
            let headers =
                all.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
            from_our_page(&HeaderMap::from_iter(headers)).is_ok()
        };
        assert!(from(&[("sec-fetch-site", "same-origin")]));
        assert!(!from(&[("sec-fetch-site", "cross-site"), ("origin", "https://anye.example")]));
        assert!(!from(&[("sec-fetch-site", "same-site")]));
        assert!(from(&[("origin", "https://anye.example")]));
        assert!(!from(&[("origin", "https://evil.example"), ("referer", "https://anye.example/login")]));
        assert!(!from(&[("origin", "null")]));
        assert!(from(&[("referer", "https://anye.example/login")]));
        assert!(!from(&[("referer", "https://evil.example/https://anye.example/")]));
        assert!(!from(&[]));
    }
}
