//! Pages of the market: they parse, call use cases and answer. They must never work out a figure.

mod demand;
mod movement;
mod public;
mod source;
mod supply;

pub use demand::{demand, keep_note};
pub use movement::movement;
pub use public::public;
pub use source::{compare, source, sources, upload};
pub use supply::supply;

use anye_base::world::china_minute;
use anye_base::{ErrorKind, Fault};
use anye_web::{Frame, Texts, page};
use askama::Template;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::setting::Say;
use super::sheet::{Section, csv, file, workbook};

/// What a page is asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Place.
    pub place: String,
    /// Period.
    pub period: String,
    /// Period compared with.
    pub against: String,
    /// Split, series or table.
    pub by: String,
    /// csv or xlsx instead of a page.
    #[serde(rename = "as")]
    pub kind: String,
    /// What was done before.
    pub done: Option<String>,
}

/// A field of the sentence above a page.
#[derive(Debug, Clone, Default)]
pub struct Field {
    name: &'static str,
    label: String,
    value: String,
    hint: String,
    options: Vec<(String, String)>,
}

/// The sentence above a page.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    action: String,
    fields: Vec<Field>,
}

/// The form for a conclusion.
pub struct NoteForm {
    action: String,
    hidden: Vec<(&'static str, String)>,
}

/// The form for a file.
pub struct UploadForm {
    action: String,
    held: String,
    edition: String,
    take: String,
    hint: String,
}

/// A page of this room.
#[derive(Template)]
#[template(path = "market_page.html")]
pub struct MarketPage {
    frame: Frame,
    sentence: String,
    problems: Vec<String>,
    tabs: Vec<(String, String, bool)>,
    filter: Filter,
    sections: Vec<Section>,
    note: Option<NoteForm>,
    upload: Option<UploadForm>,
    compare: Option<(String, String)>,
    export: Option<(String, String)>,
    definition: Vec<String>,
}

impl MarketPage {
    fn new(frame: Frame, sentence: String) -> Self {
        Self {
            frame,
            sentence,
            problems: Vec::new(),
            tabs: Vec::new(),
            filter: Filter::default(),
            sections: Vec::new(),
            note: None,
            upload: None,
            compare: None,
            export: None,
            definition: Vec::new(),
        }
    }

    /// As a page, or its tables as a file where one is asked for.
    fn answer(self, kind: &str, name: &str) -> Result<Response, Fault> {
        match kind {
            "" => Ok(page(&self)),
            "csv" => Ok(csv(name, &self.sections)),
            "xlsx" => {
                let bytes = workbook(&self.frame.texts, &self.sections).map_err(Fault::internal)?;
                let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
                Ok(file(kind, &format!("{name}.xlsx"), bytes))
            }
            _ => Err(Fault::new(ErrorKind::Invalid, "market_export")),
        }
    }

    /// The page again with what went wrong.
    fn refused(mut self, fault: &Fault) -> Response {
        self.problems = vec![self.frame.texts.fault(fault)];
        let status = axum::http::StatusCode::from_u16(422).unwrap_or_default();
        (status, page(&self)).into_response()
    }
}

/// The place that was chosen last, else the visitor's own.
fn chosen_place(visitor: &anye_web::Visitor, core: &anye_web::Core) -> String {
    visitor.choices.place.clone().unwrap_or_else(|| visitor.own_place(core).to_owned())
}

/// An address with what it is asked for.
fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let kept: Vec<_> = pairs.iter().filter(|(_, value)| !value.is_empty()).collect();
    match serde_urlencoded::to_string(kept) {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

fn said(texts: &Texts, say: &Say) -> String {
    texts.lang.pick(&say.zh, &say.en).to_owned()
}

fn worded(texts: &Texts, words: &anye_forms::Words) -> String {
    texts.lang.pick(&words.zh, &words.en).to_owned()
}

fn as_of(texts: &Texts, ms: Option<i64>) -> String {
    ms.map(|ms| texts.t1("market-as-of", "time", china_minute(ms))).unwrap_or_default()
}

/// The rooms of the market.
fn tabs(frame: &Frame, here: &str) -> Vec<(String, String, bool)> {
    [
        ("/market", "market-tab-supply"),
        ("/market/movement", "market-tab-movement"),
        ("/market/demand", "market-tab-demand"),
        ("/market/sources", "market-tab-sources"),
    ]
    .into_iter()
    .map(|(href, key)| (frame.t(key), href.to_owned(), href == here))
    .collect()
}

fn f(value: Option<i64>) -> Option<f64> {
    value.map(|value| value as f64)
}
