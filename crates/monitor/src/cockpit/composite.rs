//! The composite index on the cockpit (合成指数): its value, light and what each indicator adds, as the close kept them; and why there is none. It must never
//! reckon a figure.

use anye_forms::{Composite, Words};
use anye_web::Texts;
use anye_web::figure::grouped;
use askama::Template;
use serde_json::Value;

use super::read::Board;
use super::words::{self, Shown};
use crate::Monitor;
use crate::warning::store::Figure;

/// What one indicator adds.
struct Part {
    name: String,
    href: String,
    value: String,
    score: String,
    weight: String,
    part: String,
}

/// One index.
struct Index {
    id: String,
    name: String,
    definition: String,
    cite: String,
    why: String,
    shown: Shown,
    facts: String,
    by: String,
    href: String,
    parts: Vec<Part>,
}

#[derive(Template)]
#[template(path = "cockpit_composite.html")]
struct Section {
    texts: Texts,
    indices: Vec<Index>,
}

/// The section of the page; empty where the pack names no index of the form.
pub(super) fn section(monitor: &Monitor, texts: &Texts, board: &Board) -> String {
    let own = monitor.catalogue.composites.iter().filter(|one| one.form == board.run.form);
    let indices: Vec<Index> = own.map(|one| index(monitor, texts, board, one)).collect();
    if indices.is_empty() {
        return String::new();
    }
    // A section that cannot be written is left out; the rest of the cockpit must stand.
    Section { texts: texts.clone(), indices }.render().unwrap_or_default()
}

fn index(monitor: &Monitor, texts: &Texts, board: &Board, one: &Composite) -> Index {
    let said = |words: &Words| texts.lang.pick(words.zh.as_str(), words.en.as_str()).to_owned();
    let figure = board.own.of(&one.indicator(), "");
    let why = match (&one.weights, figure) {
        (None, _) => said(&one.unset),
        (Some(_), None) => texts.t("index-not-closed"),
        (Some(_), Some(figure)) if figure.value.is_empty() => texts.t("index-learning"),
        _ => String::new(),
    };
    let known = figure.filter(|_| why.is_empty());
    let shown = known.map(|figure| shown(monitor, texts, board, figure)).unwrap_or_default();
    let cite: Vec<String> = one.cite.iter().map(ToString::to_string).collect();
    Index {
        id: one.id.clone(),
        name: said(&one.name),
        definition: said(&one.definition),
        cite: cite.join(" "),
        facts: known.map(|figure| facts(texts, figure)).unwrap_or_default(),
        by: one.set_by.as_ref().filter(|_| why.is_empty()).map(said).unwrap_or_default(),
        href: address(board, &one.indicator()),
        parts: known.map(|figure| parts(monitor, texts, board, figure)).unwrap_or_default(),
        why,
        shown,
    }
}

fn shown(monitor: &Monitor, texts: &Texts, board: &Board, figure: &Figure) -> Shown {
    let mut shown = words::shown(monitor, texts, (&board.run.form, &board.run.period), figure);
    // Who set the weights is said of the index as a whole; an index drills down to its parts.
    shown.set_by = String::new();
    shown.drill = String::new();
    shown
}

fn text<'a>(of: &'a Value, key: &str) -> &'a str {
    of.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Coverage, usual times and diffusion in words.
fn facts(texts: &Texts, figure: &Figure) -> String {
    let detail = &figure.detail;
    let usual =
        |at: usize| detail.get("usual").and_then(|all| all.get(at)).and_then(Value::as_str).unwrap_or("—");
    let diffusion = detail.get("diffusion").and_then(Value::as_str).unwrap_or("—");
    let values = [
        ("coverage", text(detail, "coverage").to_owned()),
        ("diffusion", diffusion.to_owned()),
        ("from", usual(0).to_owned()),
        ("to", usual(1).to_owned()),
    ];
    texts.args("index-facts", &values)
}

fn address(board: &Board, indicator: &str) -> String {
    let key = (&board.run.form, &board.run.period);
    format!("/cockpit?form={}&period={}&place={}&indicator={indicator}#series", key.0, key.1, board.own.code)
}

fn parts(monitor: &Monitor, texts: &Texts, board: &Board, figure: &Figure) -> Vec<Part> {
    let all = figure.detail.get("parts").and_then(Value::as_array).into_iter().flatten();
    let row = |one: &Value| {
        let id = text(one, "indicator");
        let own = board.own.of(id, "");
        let unit = words::unit_said(texts, &words::unit(monitor, id));
        Part {
            name: words::indicator_name(monitor, texts, id),
            href: address(board, id),
            value: own
                .filter(|own| !own.value.is_empty())
                .map_or_else(|| "—".to_owned(), |own| format!("{}{unit}", grouped(&own.value))),
            score: signed(text(one, "score")),
            weight: format!("{}%", text(one, "weight")),
            part: signed(text(one, "part")),
        }
    };
    all.map(row).collect()
}

/// A score with its sign; minus as people write it.
fn signed(number: &str) -> String {
    match number.strip_prefix('-') {
        Some(rest) => format!("−{rest}"),
        None if number.is_empty() || number == "0.00" => number.to_owned(),
        None => format!("+{number}"),
    }
}

/// Which detector spoke of a departure, in words.
pub fn detector(texts: &Texts, figure: &Figure) -> String {
    let name = text(&figure.detail, "detector");
    if name.is_empty() { String::new() } else { texts.t(&format!("detector-{name}")) }
}

/// A threshold with its unit; a light by rate counts alarms, not people.
pub fn threshold(monitor: &Monitor, texts: &Texts, rule: &str, indicator: &str, threshold: &str) -> String {
    if threshold.is_empty() {
        return String::new();
    }
    if monitor.catalogue.light(rule).is_some_and(|light| light.by_rate) {
        return texts.t1("rate-limit", "rate", threshold);
    }
    format!("{threshold}{}", words::unit_said(texts, &words::unit(monitor, indicator)))
}
