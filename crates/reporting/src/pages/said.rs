//! Names, periods, states and faults in the reader's words. It must never invent a word that a catalogue or the pack does not have.

use anye_base::{ErrorKind, Fault};
use anye_forms::{Form, Item, ItemKind, Period, Words};
use anye_web::{Texts, problem};
use axum::response::{IntoResponse as _, Response};

use crate::report::State;

/// A name of the pack in the reader's language; Chinese where there is no English.
pub fn worded(texts: &Texts, words: &Words) -> String {
    let own = texts.lang.pick(&words.zh, &words.en);
    if own.is_empty() { words.zh.clone() } else { own.to_owned() }
}

/// A period in words; the text itself where it cannot be read.
pub fn period(texts: &Texts, text: &str) -> String {
    text.parse::<Period>().map_or_else(|_| text.to_owned(), |period| worded(texts, &period.words()))
}

/// Where a report stands: the class of its mark and the word.
pub fn state(texts: &Texts, state: &State) -> (&'static str, String) {
    let tag = match state {
        State::Draft => "tag-due",
        State::Submitted | State::Partly => "tag-doubt",
        State::Approved => "tag-done",
        State::Returned => "tag-stop",
    };
    (tag, texts.t(&format!("report-state-{}", state.word())))
}

/// A choice of a list.
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

/// What went wrong: the sentence, then field by field with the id of the field where there is one.
pub fn problems(texts: &Texts, fault: Option<&Fault>) -> Vec<(String, String)> {
    let Some(fault) = fault else { return Vec::new() };
    if fault.fields.is_empty() {
        return vec![(String::new(), texts.fault(fault))];
    }
    let told = |field: &anye_base::FieldFault| {
        let id = field.field.strip_prefix("/cells/").map(field_id).unwrap_or_else(|| field.field.clone());
        (id, texts.field_fault(field))
    };
    fault.fields.iter().map(told).collect()
}

/// The id of an item's field on a page.
pub fn field_id(item: &str) -> String {
    format!("c-{}", item.replace('.', "--"))
}

/// Whether a page is shown again with what went wrong; anything else has an error page of its own.
pub fn is_shown(fault: &Fault) -> bool {
    matches!(fault.kind, ErrorKind::Invalid | ErrorKind::Conflict | ErrorKind::Stale | ErrorKind::TooLarge)
}

/// The page with the status of what went wrong.
pub fn with_status(response: Response, fault: Option<&Fault>) -> Response {
    match fault {
        Some(fault) => (problem::status(fault.kind), response).into_response(),
        None => response,
    }
}

/// A cell as it is read on a page: numbers with separators, choices and yes or no by name.
pub fn cell(texts: &Texts, item: &Item, cell: &anye_forms::Cell) -> String {
    use anye_forms::Cell;
    match cell {
        Cell::Number(number) => anye_forms::show_number(item, *number),
        Cell::Choice(at) => match &item.kind {
            ItemKind::Choice(all) => {
                all.get(usize::from(*at)).map(|one| worded(texts, &one.name)).unwrap_or_default()
            }
            _ => String::new(),
        },
        Cell::YesNo(yes) => texts.t(if *yes { "reporting-yes" } else { "reporting-no" }),
        other => other.show(item),
    }
}

/// A cell as it stands in a field, without separators.
pub fn typed(item: &Item, cell: &anye_forms::Cell) -> String {
    match cell {
        anye_forms::Cell::Number(number) => anye_forms::show_number(item, *number).replace(',', ""),
        other => other.show(item),
    }
}

/// Documents and articles, with the address of each in the library.
pub fn cites(cites: &[anye_forms::Cite]) -> Vec<(String, String)> {
    let one = |cite: &anye_forms::Cite| (cite.to_string(), format!("/law/of/{}", cite.document));
    cites.iter().map(one).collect()
}

/// The forms that the reader can choose from.
pub fn forms<'a>(texts: &Texts, all: impl Iterator<Item = &'a Form>, chosen: &str) -> Vec<Choice> {
    all.map(|form| Choice::new(&form.id, worded(texts, &form.name), chosen)).collect()
}

/// A share in hundredths of a per cent, as a percentage.
pub fn percent(hundredths: i64) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// The word of a level; its name is `reporting-level-<word>`.
pub fn level(level: anye_forms::Level) -> &'static str {
    match level {
        anye_forms::Level::Province => "province",
        anye_forms::Level::City => "city",
        anye_forms::Level::County => "county",
        anye_forms::Level::Township => "township",
    }
}

/// An address with its query.
pub fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let query = serde_urlencoded::to_string(pairs).unwrap_or_default();
    format!("{path}?{query}")
}
