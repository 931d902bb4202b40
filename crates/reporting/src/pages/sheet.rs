//! A report as it is laid out: sections, items with unit, the last period's value beside, what is wrong or doubtful at its item.

use std::collections::BTreeMap;

use anye_forms::{Cell, Cells, Form, Item, ItemKind, Source};
use anye_web::Texts;

use super::entered::{Entered, follows};
use super::said::{self, Choice, cell, field_id, typed, worded};
use crate::report::{KeptDoubt, Reasons, Shown};

/// A section.
pub struct Part {
    /// Its heading.
    pub title: String,
    /// A report without it is incomplete.
    pub mandatory: bool,
    /// Its items.
    pub rows: Vec<Line>,
}

/// An item.
pub struct Line {
    /// Id of the item.
    pub item: String,
    /// Id of the field.
    pub id: String,
    /// Name.
    pub label: String,
    /// How to fill it in.
    pub help: String,
    /// Unit.
    pub unit: String,
    /// What stands in the field.
    pub value: String,
    /// The value as it is read.
    pub read: String,
    /// The last period's value as it is read.
    pub before: String,
    /// Needed.
    pub required: bool,
    /// Worked out, not entered.
    pub computed: bool,
    /// A part of the item above.
    pub part: bool,
    /// The whole of which parts stand below.
    pub whole: bool,
    /// number, text, choice, date, yes-no.
    pub kind: &'static str,
    /// What can be chosen.
    pub choices: Vec<Choice>,
    /// What is wrong.
    pub errors: Vec<String>,
    /// What needs a reason.
    pub warnings: Vec<Warned>,
    /// Given back: reason and last day.
    pub given_back: Vec<String>,
    /// Comments.
    pub notes: Vec<String>,
    /// Changed since it was approved.
    pub changed: bool,
}

/// A warning at its item.
pub struct Warned {
    /// The check.
    pub check: String,
    /// In words.
    pub said: String,
    /// The reason given.
    pub reason: String,
}

/// What the sheet is made from.
pub struct Of<'a> {
    /// The form.
    pub form: &'a Form,
    /// The cells shown.
    pub cells: &'a Cells,
    /// Those of the last period.
    pub before: Option<&'a Cells>,
    /// What is wrong or doubtful.
    pub doubts: &'a [KeptDoubt],
    /// Reasons given so far.
    pub reasons: &'a Reasons,
    /// What was posted, where it is shown again.
    pub entered: Option<&'a Entered>,
    /// The report with its story.
    pub shown: &'a Shown,
}

/// Lays it out.
pub fn sheet(texts: &Texts, of: &Of<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    for (at, section) in of.form.sections.iter().enumerate() {
        let rows = of.form.of_section(at).map(|(column, item)| line(texts, of, column, item)).collect();
        parts.push(Part { title: worded(texts, &section.name), mandatory: section.mandatory, rows });
    }
    parts
}

fn line(texts: &Texts, of: &Of<'_>, column: usize, item: &Item) -> Line {
    let held = of.cells.get(column);
    let whole = item.source == Source::SumOfSplit;
    let posted = of.entered.and_then(|entered| entered.texts.get(&item.id));
    let value = match posted {
        Some(text) => text.clone(),
        None => typed(item, held),
    };
    let before = of.before.map(|cells| cell(texts, item, cells.get(column))).unwrap_or_default();
    let mut errors = Vec::new();
    if let Some(entered) = of.entered {
        let own = entered.wrong.iter().filter(|(id, _, _)| *id == item.id);
        errors.extend(own.map(|(_, said, _)| said.clone()));
    }
    let first = |doubt: &&KeptDoubt| doubt.items.first() == Some(&item.id);
    let own = || of.doubts.iter().filter(first);
    errors.extend(own().filter(|doubt| doubt.error).map(|doubt| doubt_said(texts, doubt)));
    Line {
        item: item.id.clone(),
        id: field_id(&item.id),
        label: worded(texts, &item.name),
        help: worded(texts, &item.help),
        unit: item.unit.clone(),
        read: cell(texts, item, held),
        computed: item.source == Source::Computed || (whole && follows(of.form, column, of.cells)),
        value,
        before,
        required: item.required,
        part: item.part_of.is_some(),
        whole,
        kind: kind(&item.kind),
        choices: choices(texts, item, posted.map_or_else(|| held.show(item), Clone::clone).as_str()),
        errors,
        warnings: own().filter(|doubt| !doubt.error).map(|doubt| warned(texts, of, doubt)).collect(),
        given_back: returned(texts, of.shown, &item.id),
        notes: notes(of.shown, &item.id),
        changed: of.shown.changed_since_approval.contains(&item.id),
    }
}

/// A doubt in the reader's words.
pub fn doubt_said(texts: &Texts, doubt: &KeptDoubt) -> String {
    texts.lang.pick(&doubt.zh, &doubt.en).to_owned()
}

fn warned(texts: &Texts, of: &Of<'_>, doubt: &KeptDoubt) -> Warned {
    let given = of.reasons.get(&doubt.check).cloned().or_else(|| doubt.reason.clone());
    Warned { check: doubt.check.clone(), said: doubt_said(texts, doubt), reason: given.unwrap_or_default() }
}

fn returned(texts: &Texts, shown: &Shown, item: &str) -> Vec<String> {
    let open = shown.given_back.iter().filter(|one| one.resolved_at.is_none() && one.cell == item);
    let told = |one: &crate::report::GivenBack| {
        let values =
            [("reason", one.reason.clone()), ("day", one.deadline.clone()), ("who", one.by_name.clone())];
        texts.args("report-returned-at", &values)
    };
    open.map(told).collect()
}

fn notes(shown: &Shown, item: &str) -> Vec<String> {
    let own = shown.notes.iter().filter(|note| note.cell == item && note.closed_at.is_none());
    own.map(|note| format!("{}:{}", note.by_name, note.text)).collect()
}

fn kind(kind: &ItemKind) -> &'static str {
    match kind {
        ItemKind::Text(_) => "text",
        ItemKind::Choice(_) => "choice",
        ItemKind::Date => "date",
        ItemKind::YesNo => "yes-no",
        _ => "number",
    }
}

fn choices(texts: &Texts, item: &Item, chosen: &str) -> Vec<Choice> {
    let empty = Choice::new("", "—", chosen);
    match &item.kind {
        ItemKind::Choice(all) => {
            let rest = all.iter().map(|one| Choice::new(&one.id, worded(texts, &one.name), chosen));
            std::iter::once(empty).chain(rest).collect()
        }
        ItemKind::YesNo => vec![
            empty,
            Choice::new("yes", texts.t("reporting-yes"), chosen),
            Choice::new("no", texts.t("reporting-no"), chosen),
        ],
        _ => Vec::new(),
    }
}

/// The cells that fill themselves in, as they are read, by item.
pub fn worked_out(texts: &Texts, form: &Form, cells: &Cells) -> BTreeMap<String, String> {
    let own = form.items.iter().enumerate().filter(|(_, item)| item.source != Source::Input);
    own.filter(|(column, _)| *cells.get(*column) != Cell::Missing)
        .map(|(column, item)| (item.id.clone(), said::cell(texts, item, cells.get(column))))
        .collect()
}
