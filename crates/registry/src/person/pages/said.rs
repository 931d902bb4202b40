//! Persons and faults in the reader's words.

use anye_base::{ErrorKind, Fault};
use anye_web::{Frame, Texts, place_said, problem};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

use crate::Registry;
use crate::person::shown::Shown;

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

/// What went wrong: field by field with the id of the field, or in one sentence.
pub fn problems(texts: &Texts, fault: Option<&Fault>) -> Vec<(String, String)> {
    let Some(fault) = fault else { return Vec::new() };
    if fault.fields.is_empty() {
        return vec![(String::new(), texts.fault(fault))];
    }
    fault.fields.iter().map(|field| (field.field.clone(), texts.field_fault(field))).collect()
}

/// Whether a page is shown again with what went wrong; anything else has an error page of its own.
pub fn is_shown(fault: &Fault) -> bool {
    matches!(
        fault.kind,
        ErrorKind::Invalid
            | ErrorKind::Conflict
            | ErrorKind::Stale
            | ErrorKind::TooLarge
            | ErrorKind::TooMany
    )
}

/// The page with the status of what went wrong.
pub fn with_status(response: Response, fault: Option<&Fault>) -> Response {
    match fault {
        Some(fault) => (problem::status(fault.kind), response).into_response(),
        None => response,
    }
}

/// A file as an answer.
pub fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let held = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, held)], bytes).into_response()
}

/// A person as a line of a list.
pub struct Line {
    pub href: String,
    pub name: String,
    pub sex: String,
    pub born: String,
    pub place: String,
    pub residence: String,
    pub number: String,
    pub phone: String,
}

/// A place with the county it lies in; one that is gone by the name it had.
pub fn place(registry: &Registry, frame: &Frame, code: &str) -> String {
    if code.is_empty() {
        return frame.t("person-unknown");
    }
    let places = registry.core.places();
    let name = |code: &str| match places.find(code, frame.as_of) {
        Some(found) => place_said(&found, frame.texts.lang).into_owned(),
        None => places
            .history_of(code)
            .last()
            .map_or_else(|| code.to_owned(), |found| place_said(found, frame.texts.lang).into_owned()),
    };
    if code.len() > 6 { format!("{} {}", name(&code[..6]), name(code)) } else { name(code) }
}

/// Sex in words.
pub fn sex(frame: &Frame, one: &Shown) -> String {
    match one.sex.word() {
        "" => frame.t("person-unknown"),
        word => frame.t(&format!("sex-{word}")),
    }
}

/// Month of birth and age.
pub fn born(frame: &Frame, one: &Shown) -> String {
    match (&one.birth_month, one.age) {
        (Some(month), Some(age)) => frame.t2("person-born", "month", month, "age", age),
        _ => frame.t("person-unknown"),
    }
}

/// A line of a list.
pub fn line(registry: &Registry, frame: &Frame, one: &Shown) -> Line {
    let number = one.numbers.iter().find(|number| number.state == "current");
    Line {
        href: format!("/persons/{}", one.id),
        name: one.name.clone(),
        sex: sex(frame, one),
        born: born(frame, one),
        place: place(registry, frame, &one.place),
        residence: place(registry, frame, &one.residence_place),
        number: number.map_or_else(|| frame.t("person-no-number"), |number| number.shown.clone()),
        phone: one.phone.clone().unwrap_or_default(),
    }
}
