//! Days, places, addresses and choices as the pages of the library show them. It must never decide anything.

use anye_base::Date;
use anye_web::{Core, Frame, Texts};

use crate::keys::in_address;
use crate::model::Record;

/// One choice of a list in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Whether it is the one chosen.
    pub chosen: bool,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>, chosen: &str) -> Self {
        let value = value.into();
        Self { chosen: value == chosen, label: label.into(), value }
    }
}

/// A tab above a document's page.
#[derive(Debug, Clone)]
pub struct Tab {
    /// Its words.
    pub label: String,
    /// Its page.
    pub href: String,
    /// Whether the reader is there.
    pub current: bool,
}

/// An address with its query; empty values are left out.
pub fn address(path: &str, query: &[(&str, &str)]) -> String {
    let kept: Vec<_> = query.iter().filter(|(_, value)| !value.is_empty()).collect();
    match serde_urlencoded::to_string(kept) {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

/// A day, or the sign for "not known".
pub fn day(day: Option<Date>) -> String {
    day.map_or_else(|| "…".to_owned(), |day| day.to_string())
}

/// The kind of a document in words; the word itself where the catalogues have none.
pub fn kind(texts: &Texts, word: &str) -> String {
    let key = format!("library-kind-{word}");
    if texts.has(&key) { texts.t(&key) } else { word.to_owned() }
}

/// The number of a document, or its title where it has none, or its id.
pub fn name(record: &Record) -> &str {
    let number = record.number.as_deref().filter(|number| !number.is_empty());
    number.unwrap_or(if record.title.is_empty() { &record.id } else { &record.title })
}

/// The title, or what stands in for it.
pub fn title(texts: &Texts, record: &Record) -> String {
    if record.title.is_empty() { texts.t("library-untitled") } else { record.title.clone() }
}

/// Where a document stands on a day (效力): a word of the catalogues and its sentence.
pub fn force(texts: &Texts, record: &Record, on: Date) -> (&'static str, String) {
    if record.withdrawn.is_some() {
        return ("withdrawn", texts.t("library-force-withdrawn"));
    }
    if let Some(day) = record.repealed_on.filter(|day| *day <= on) {
        return ("repealed", texts.t1("library-force-repealed", "day", day));
    }
    if let Some(day) = record.in_force_to.filter(|day| *day < on) {
        return ("expired", texts.t1("library-force-expired", "day", day));
    }
    match record.in_force_from.or(record.issued_on) {
        Some(day) if day > on => ("coming", texts.t1("library-force-coming", "day", day)),
        Some(_) => ("in-force", texts.t("library-force-in-force")),
        None => ("unknown", texts.t("library-force-unknown")),
    }
}

/// A moment as people in China read it.
pub fn minute(at: i64) -> String {
    anye_base::world::china_minute(at)
}

/// The name of a place as of the day the reader looks at.
pub fn place(core: &Core, frame: &Frame, code: &str) -> String {
    core.place_in(code, frame.as_of, frame.texts.lang)
}

/// The pages of one document.
pub fn tabs(frame: &Frame, id: &str, current: &str) -> Vec<Tab> {
    let path = format!("/documents/{}", in_address(id));
    let pages = [
        ("text", path.clone()),
        ("original", format!("{path}?view=original")),
        ("relations", format!("{path}/relations")),
        ("implementation", format!("{path}/implementation")),
        ("compare", address("/documents/compare", &[("right", id)])),
        ("print", format!("{path}/print")),
    ];
    let tab = |(word, href): (&str, String)| Tab {
        label: frame.t(&format!("library-tab-{word}")),
        href,
        current: word == current,
    };
    pages.into_iter().map(tab).collect()
}
