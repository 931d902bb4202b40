//! What a reader chose and keeps: language, theme, size of letters, place and date. Place and date may stand in the address, so
//! that a view can be sent to a colleague; cookies keep them from page to page.

use anye_base::{Date, Lang};
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use serde::Deserialize;

/// The choices on a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// Language, where it was chosen.
    pub lang: Option<Lang>,
    /// `light`, `dark`, or empty for what the system says.
    pub theme: String,
    /// `elder` or empty.
    pub size: String,
    /// Place code.
    pub place: Option<String>,
    /// Day.
    pub as_of: Option<Date>,
    /// What the address changed and cookies must now keep.
    pub changed: Vec<(&'static str, String)>,
}

#[derive(Deserialize, Default)]
struct InAddress {
    lang: Option<String>,
    place: Option<String>,
    asof: Option<String>,
}

/// A year in seconds.
const KEEP_SECONDS: u32 = 31_536_000;

impl Choices {
    /// Reads cookies, then the address, which wins.
    pub fn read(headers: &HeaderMap, uri: &Uri) -> Self {
        let mut choices = Self {
            lang: cookie(headers, "lang").and_then(|code| Lang::from_code(&code)),
            theme: cookie(headers, "theme")
                .filter(|word| matches!(word.as_str(), "light" | "dark"))
                .unwrap_or_default(),
            size: cookie(headers, "size").filter(|word| word == "elder").unwrap_or_default(),
            place: cookie(headers, "place").filter(|code| is_code(code)),
            as_of: cookie(headers, "asof").and_then(|day| day.parse().ok()),
            changed: Vec::new(),
        };
        let address: InAddress =
            serde_urlencoded::from_str(uri.query().unwrap_or_default()).unwrap_or_default();
        if let Some(lang) = address.lang.as_deref().and_then(Lang::from_code) {
            choices.lang = Some(lang);
            choices.changed.push(("lang", lang.code().to_owned()));
        }
        if let Some(code) = address.place.filter(|code| is_code(code)) {
            choices.changed.push(("place", code.clone()));
            choices.place = Some(code);
        }
        if let Some(day) = address.asof {
            choices.as_of = day.parse().ok();
            choices
                .changed
                .push(("asof", choices.as_of.map(|day: Date| day.to_string()).unwrap_or_default()));
        }
        if choices.lang.is_none() {
            choices.lang = preferred(headers);
        }
        choices
    }

    /// Cookies for what changed.
    pub fn keep(&self, headers: &mut HeaderMap, secure: bool) {
        for (name, value) in &self.changed {
            set_cookie(headers, name, value, secure);
        }
    }
}

/// Sets a cookie that keeps a choice; an empty value takes it back.
pub fn set_cookie(headers: &mut HeaderMap, name: &str, value: &str, secure: bool) {
    let age = if value.is_empty() { 0 } else { KEEP_SECONDS };
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; Max-Age={age}; SameSite=Lax; HttpOnly{secure}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        headers.append(header::SET_COOKIE, value);
    }
}

/// A cookie's value.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split("; "))
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=').map(str::to_owned))
}

fn is_code(code: &str) -> bool {
    (2..=12).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit())
}

fn preferred(headers: &HeaderMap) -> Option<Lang> {
    let wishes = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    wishes.split(',').find_map(|wish| Lang::from_code(wish.split(';').next()?.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(axum::http::HeaderName::from_static(name), HeaderValue::from_static(value))])
    }

    #[test]
    fn the_address_wins_over_cookies_and_cookies_over_the_browser() {
        let kept = headers("cookie", "a=1; lang=en; place=210400; theme=pink");
        let choices = Choices::read(&kept, &Uri::from_static("/x?place=211300"));
        assert_eq!(
            (choices.lang, choices.place.as_deref(), choices.theme.as_str()),
            (Some(Lang::En), Some("211300"), "")
        );
        assert_eq!(choices.changed, vec![("place", "211300".to_owned())]);
        let browser = headers("accept-language", "fr, en-GB;q=0.8");
        assert_eq!(Choices::read(&browser, &Uri::from_static("/")).lang, Some(Lang::En));
    }
}
