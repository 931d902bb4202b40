//! What the office finds out, as questions on the page of a case (认定、评估): one answer each, with what was found so far.

use anye_web::Texts;

use super::words::said;
use crate::form::{Form, Input};
use crate::model::Application;

/// A question to the office.
pub(super) struct Finding {
    pub key: String,
    pub name: String,
    pub help: String,
    /// date, text or choice.
    pub kind: &'static str,
    /// Value and word.
    pub choices: Vec<(String, String)>,
    pub value: String,
}

/// The questions that whoever does this step may answer.
pub(super) fn findings(
    texts: &Texts,
    form: Option<&Form>,
    application: &Application,
    acts: &[&str],
) -> Vec<Finding> {
    if !acts.iter().any(|act| matches!(*act, "pass" | "decide")) {
        return Vec::new();
    }
    let asks = form.into_iter().flat_map(|form| &form.sheets).flat_map(|sheet| &sheet.asks);
    asks.filter(|ask| ask.finding)
        .map(|ask| {
            let choices = match &ask.input {
                Input::Choice { members } => members
                    .iter()
                    .map(|(id, zh, en)| (id.clone(), texts.lang.pick(zh, en).to_owned()))
                    .collect(),
                _ => Vec::new(),
            };
            let known = ask.known.as_ref().map(|one| super::words::plain(&one.value)).unwrap_or_default();
            Finding {
                key: ask.key.clone(),
                name: said(texts, &ask.name),
                help: said(texts, &ask.help),
                kind: match ask.input {
                    Input::Choice { .. } => "choice",
                    Input::Day => "date",
                    _ => "text",
                },
                choices,
                value: application.answers.get(&ask.key).cloned().unwrap_or(known),
            }
        })
        .collect()
}
