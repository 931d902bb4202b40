//! The parameters and lists that a rule reads: their values by place and time, or who sets them. It must never fill in a value.

use anye_base::Lang;
use anye_law::book::{Cite, ListId, ParamId};
use anye_law::day::Day;
use anye_law::decide::answer::show as say;
use anye_web::{Frame, Visitor};

use crate::Policy;
use crate::cite::{Cited, cited};
use crate::plain::spaced;

/// A value of a parameter.
pub struct ValueView {
    /// The value in words.
    pub value: String,
    /// Where it holds.
    pub place: String,
    /// From when to when.
    pub window: String,
    /// Its citation.
    pub basis: Vec<Cited>,
}

/// A parameter as a rule reads it.
pub struct ParamView {
    /// Its name.
    pub name: String,
    /// What it means.
    pub note: String,
    /// Who sets it.
    pub level: String,
    /// Lowest and highest value.
    pub range: String,
    /// Why it has no value.
    pub unset: String,
    /// Its values.
    pub values: Vec<ValueView>,
    /// Its citations.
    pub basis: Vec<Cited>,
}

/// A list as a rule reads it.
pub struct ListView {
    /// Its name.
    pub name: String,
    /// Whether other items may belong to it.
    pub open: bool,
    /// Its items with place and time.
    pub items: Vec<(String, String, String)>,
    /// Its citations.
    pub basis: Vec<Cited>,
}

fn from_to(frame: &Frame, from: Day, to: Day) -> String {
    match (from <= Day::MIN, to >= Day::MAX) {
        (true, true) => frame.t("law-always"),
        (false, true) => frame.t1("law-window-since", "from", from),
        (true, false) => frame.t1("law-window-until", "to", to),
        (false, false) => frame.t2("law-window-both", "from", from, "to", to),
    }
}

fn cite(policy: &Policy, visitor: &Visitor, basis: &[Cite]) -> Vec<Cited> {
    cited(policy, visitor, basis)
}

/// A place by its name, or that it holds everywhere.
pub fn place(policy: &Policy, frame: &Frame, code: &str) -> String {
    if code.is_empty() || code == "CN" {
        frame.t("law-everywhere")
    } else {
        policy.core.place_in(code, frame.as_of, frame.texts.lang)
    }
}

/// A parameter with its values.
pub fn param_view(policy: &Policy, visitor: &Visitor, frame: &Frame, id: ParamId) -> ParamView {
    let book = policy.book();
    let param = &book.params[id.ix()];
    let chinese = visitor.lang() == Lang::Zh;
    let english = if param.english.is_empty() { spaced(&param.id) } else { param.english.clone() };
    let value = |value: &anye_law::book::ParamValue| ValueView {
        value: say::words(book, param.ty, &value.value, chinese),
        place: place(policy, frame, &value.place),
        window: from_to(frame, value.from, value.to),
        basis: cite(policy, visitor, &value.basis),
    };
    ParamView {
        name: if chinese { param.name.clone() } else { english },
        note: param.note.clone(),
        level: param
            .level
            .as_deref()
            .map_or_else(|| frame.t("law-level-none"), |level| frame.t(level_key(level))),
        range: param.range.as_ref().map_or_else(String::new, |(low, high)| {
            let (low, high) =
                (say::words(book, param.ty, low, chinese), say::words(book, param.ty, high, chinese));
            frame.t2("law-range", "low", low, "high", high)
        }),
        unset: param.unset.clone().unwrap_or_default(),
        values: param.values.iter().map(value).collect(),
        basis: cite(policy, visitor, &param.basis),
    }
}

/// The words of a level.
pub fn level_key(level: &str) -> &'static str {
    match level {
        "省" => "law-level-province",
        "市" => "law-level-city",
        "县" => "law-level-county",
        _ => "law-level-other",
    }
}

/// A list with its items.
pub fn list_view(policy: &Policy, visitor: &Visitor, frame: &Frame, id: ListId) -> ListView {
    let book = policy.book();
    let list = &book.lists[id.ix()];
    let chinese = visitor.lang() == Lang::Zh;
    let item = |row: &anye_law::book::ListRow| {
        (
            say::words(book, list.ty, &row.item, chinese),
            place(policy, frame, &row.place),
            from_to(frame, row.from, row.to),
        )
    };
    ListView {
        name: if chinese {
            list.name.clone()
        } else if list.english.is_empty() {
            spaced(&list.id)
        } else {
            list.english.clone()
        },
        open: list.open,
        items: list.rows.iter().map(item).collect(),
        basis: cite(policy, visitor, &list.basis),
    }
}
