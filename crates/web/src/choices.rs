//! What a reader chose and keeps: language, theme, size of letters, place and date. Place and date may stand in the address, so
//! that a view can be sent to a colleague; cookies keep them from page to page.

use anye_base::{Date, Lang};
use anye_places::{Register, Resolution, Tree};
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
    /// What the address said of a place that no place is called.
    pub unknown: Option<String>,
    /// What the address changed and cookies must now keep.
    pub changed: Vec<(&'static str, String)>,
}

#[derive(Deserialize, Default)]
struct InAddress {
    lang: Option<String>,
    place: Option<String>,
    asof: Option<String>,
}

/// Bytes of a place's name, at most.
const MOST_WORDS: usize = 120;
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
            unknown: None,
            changed: Vec::new(),
        };
        let address: InAddress =
            serde_urlencoded::from_str(uri.query().unwrap_or_default()).unwrap_or_default();
        if let Some(lang) = address.lang.as_deref().and_then(Lang::from_code) {
            choices.lang = Some(lang);
            choices.changed.push(("lang", lang.code().to_owned()));
        }
        match address.place.map(|place| place.trim().to_owned()) {
            Some(code) if is_code(&code) => {
                choices.changed.push(("place", code.clone()));
                choices.place = Some(code);
            }
            Some(words) if !words.is_empty() && words.len() <= MOST_WORDS => choices.unknown = Some(words),
            _ => {}
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

    /// Finds the place that the address means: by its code, or by a name that one place alone has below `home`. What is none is kept apart, and
    /// no cookie keeps it: the next page would be about nowhere.
    pub fn settle(&mut self, places: &Register, home: &str, on: Date) {
        if let Some(words) = self.unknown.take() {
            match named(places, home, on, &words) {
                Some(code) => {
                    self.changed.push(("place", code.clone()));
                    self.place = Some(code);
                }
                None => self.unknown = Some(words),
            }
        }
        let unknown = |code: &String| matches!(places.resolve_code(code, on), Resolution::Unknown { .. });
        if let Some(code) = self.place.take_if(|code| unknown(code)) {
            self.changed.retain(|(name, _)| *name != "place");
            self.unknown = Some(code);
        }
    }

    /// Cookies for what changed. The place of a page that was refused is not the place of the next.
    pub fn keep(&self, headers: &mut HeaderMap, secure: bool, refused: bool) {
        for (name, value) in self.changed.iter().filter(|(name, _)| !(refused && *name == "place")) {
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

/// The code of the one place with this name, in full or without its last character (市、区、县).
fn named(places: &Register, home: &str, on: Date, words: &str) -> Option<String> {
    let all = || places.find(home, on).into_iter().chain(places.descendants(home, on, Tree::CIVIL));
    let one = |is: &dyn Fn(&str) -> bool| {
        let mut found = all().filter(|place| is(place.name)).map(|place| place.code.to_owned());
        found.next().filter(|_| found.next().is_none())
    };
    let short = |name: &str| name.strip_prefix(words).is_some_and(|rest| rest.chars().count() == 1);
    one(&|name| name == words).or_else(|| one(&short))
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

    #[test]
    fn a_place_is_meant_by_code_or_by_a_name_that_one_alone_has() {
        let file = include_bytes!("../../../packs/liaoning/places/divisions.csv.gz");
        let places = Register::build(anye_places::read_divisions(file).unwrap(), Vec::new()).unwrap();
        let on = "2020-06-22".parse().unwrap();
        let asked = |words: &str| {
            let query = serde_urlencoded::to_string([("place", words)]).unwrap();
            let uri = format!("/x?{query}").parse::<Uri>().unwrap();
            let mut choices = Choices::read(&headers("cookie", "place=210400"), &uri);
            choices.settle(&places, "210000", on);
            (choices.place, choices.unknown, choices.changed.len())
        };
        let found = |code: &str| (Some(code.to_owned()), None, 1);
        assert_eq!(asked("210100"), found("210100"));
        assert_eq!(asked(" 沈阳市 "), found("210100"));
        assert_eq!(asked("沈阳"), found("210100"));
        assert_eq!(asked("白塔区"), found("211002"));
        // Shenyang and Anshan have a Tiexi each: which one is meant nobody can tell.
        assert_eq!(asked("铁西区"), (Some("210400".to_owned()), Some("铁西区".to_owned()), 0));
        assert_eq!(asked("没有的市").1.as_deref(), Some("没有的市"));
        // A code that is none is not kept from page to page.
        assert_eq!(asked("999999"), (None, Some("999999".to_owned()), 0));
    }

    #[test]
    fn the_place_of_a_refused_page_is_not_kept() {
        let choices = Choices::read(&HeaderMap::new(), &Uri::from_static("/x?place=110000&lang=en"));
        for (refused, cookies) in [(false, 2), (true, 1)] {
            let mut headers = HeaderMap::new();
            choices.keep(&mut headers, false, refused);
            assert_eq!(headers.get_all(header::SET_COOKIE).iter().count(), cookies);
        }
    }
}
