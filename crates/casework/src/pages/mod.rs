//! Pages and operations of cases: they parse, call one use case and answer.

mod act;
pub mod api;
mod list;
mod show;
mod tasks;

pub use act::act;
pub use list::list;
pub use show::show;
pub use tasks::{change, tasks};

use anye_base::world::china_minute;
use anye_web::{Core, Texts};

use crate::model::{Case, Happened};

/// What the handlers share.
#[derive(Clone)]
pub struct Casework {
    /// Store, clock, words, places.
    pub core: Core,
}

/// A level as a light: shape, colour and word, so that it never hangs on colour alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Light {
    /// Class of the style sheet.
    pub class: &'static str,
    /// Its shape.
    pub mark: &'static str,
    /// Its word.
    pub word: String,
}

/// The light of a level; none where the word is no level.
pub fn light(texts: &Texts, level: &str) -> Option<Light> {
    let (class, mark) = match level {
        "green" => ("light-normal", "●"),
        "blue" => ("light-watch", "◆"),
        "yellow" => ("light-yellow", "▲"),
        "orange" => ("light-orange", "▲▲"),
        "red" => ("light-red", "■"),
        _ => return None,
    };
    Some(Light { class, mark, word: texts.t(&format!("level-{level}")) })
}

/// A kind's name; a kind without words shows itself.
pub(crate) fn kind_name(texts: &Texts, kind: &str) -> String {
    texts.t(&format!("case-kind-{}", kind.replace('_', "-")))
}

/// How long until a deadline, or since: in days where it is far, in hours where it is near.
pub(crate) fn due_words(texts: &Texts, case: &Case, now_ms: i64) -> String {
    let hours = (case.due_at - now_ms).abs() / 3_600_000;
    let (amount, unit) = if hours >= 72 { (hours / 24, "days") } else { (hours, "hours") };
    let key = if case.due_at < now_ms { "case-late" } else { "case-left" };
    texts.t1(&format!("{key}-{unit}"), "n", amount)
}

/// What happened, as a sentence.
pub fn sentence(texts: &Texts, core: &Core, one: &Happened, chinese: bool) -> String {
    let text =
        |key: &str| one.detail.get(key).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    let place = |key: &str| core.place_in(&text(key), core.world.today(), texts.lang);
    let level = |key: &str| {
        let word = text(key);
        if word.is_empty() { word } else { texts.t(&format!("level-{word}")) }
    };
    let outcome = text("outcome");
    let values = [
        ("what", if chinese { text("zh") } else { text("en") }),
        ("note", text("note")),
        ("level", level("level")),
        ("before", level("before")),
        ("from", place("from")),
        ("to", place("to")),
        ("why", text("why")),
        ("kind", text("kind")),
        ("who", text("wished_by")),
        ("by", text("before_name")),
        ("name", text("to_name")),
        ("first", text("from_day")),
        ("last", text("to_day")),
        ("code", text("code")),
        ("law", text("law")),
        ("yes", detail_flag(one, "grant").or(detail_flag(one, "upheld")).unwrap_or_default().to_string()),
        (
            "outcome",
            if outcome.is_empty() {
                outcome
            } else {
                texts.t(&format!("case-outcome-{}", outcome.replace('_', "-")))
            },
        ),
        ("late", one.detail.get("late").and_then(serde_json::Value::as_bool).unwrap_or_default().to_string()),
    ];
    texts.args(&format!("case-did-{}", one.what.replace('_', "-")), &values)
}

fn detail_flag(one: &Happened, key: &str) -> Option<bool> {
    one.detail.get(key).and_then(serde_json::Value::as_bool)
}

/// A stored time for people.
pub(crate) fn minute(at: i64) -> String {
    china_minute(at)
}
