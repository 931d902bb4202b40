//! What was done to a report: acts, earlier values, comments, changes by force. It must never leave out an earlier value.

use anye_base::world::china_minute;
use anye_forms::Form;
use anye_web::Texts;

use super::said::cell;
use crate::collect::label;
use crate::report::{Shown, differing, lenient};

/// An act.
pub struct Deed {
    /// When.
    pub at: String,
    /// What.
    pub said: String,
    /// Who.
    pub who: String,
    /// Reason or level.
    pub note: String,
}

/// A value that was changed.
pub struct Change {
    /// When.
    pub at: String,
    /// The item.
    pub item: String,
    /// Before.
    pub before: String,
    /// After.
    pub after: String,
    /// By whom.
    pub who: String,
    /// Why.
    pub why: String,
}

/// A comment or a follow-up mark.
pub struct Said {
    /// Id.
    pub id: String,
    /// When.
    pub at: String,
    /// Who.
    pub who: String,
    /// The item; empty: the whole report.
    pub item: String,
    /// Words.
    pub text: String,
    /// Its day.
    pub due: String,
    /// A follow-up that is open.
    pub open: bool,
    /// A follow-up.
    pub follow_up: bool,
}

/// A change by force that somebody asked for.
pub struct Wish {
    /// Id.
    pub id: String,
    /// Who asked and when.
    pub asked: String,
    /// Why.
    pub reason: String,
    /// Item, value now, value wished.
    pub changes: Vec<(String, String, String)>,
    /// Waits for a second person.
    pub open: bool,
    /// How it was decided.
    pub decided: String,
}

/// All acts, the newest first.
pub fn deeds(texts: &Texts, shown: &Shown) -> Vec<Deed> {
    let one = |act: &crate::report::Act| Deed {
        at: china_minute(act.at),
        said: texts.t(&format!("report-act-{}", act.act)),
        who: act.by_name.clone(),
        note: act.note.clone(),
    };
    shown.acts.iter().rev().map(one).collect()
}

fn name(texts: &Texts, form: &Form, id: &str) -> String {
    form.column(id)
        .map(|at| label(form, &form.items[at], texts.lang == anye_base::Lang::En))
        .unwrap_or_else(|| id.to_owned())
}

/// A value of kept cells, as it is read; the stored text for an item that the form has no more.
fn value(texts: &Texts, form: &Form, cells: &str, id: &str) -> String {
    match form.column(id) {
        Some(at) => cell(texts, &form.items[at], lenient(form, cells).get(at)),
        None => {
            let map: serde_json::Map<String, serde_json::Value> =
                serde_json::from_str(cells).unwrap_or_default();
            map.get(id).map(ToString::to_string).unwrap_or_default()
        }
    }
}

/// Every value that was changed, the newest first.
pub fn changes(texts: &Texts, form: &Form, shown: &Shown) -> Vec<Change> {
    let mut all = Vec::new();
    let history: Vec<_> = shown.history.iter().filter(|one| !one.cells.is_empty()).collect();
    for (at, one) in history.iter().enumerate() {
        let after = history.get(at + 1).map_or(shown.report.cells.as_str(), |next| next.cells.as_str());
        for id in differing(&one.cells, after) {
            all.push(Change {
                at: china_minute(one.at),
                item: name(texts, form, &id),
                before: value(texts, form, &one.cells, &id),
                after: value(texts, form, after, &id),
                who: one.by_name.clone(),
                why: one.why.clone(),
            });
        }
    }
    all.reverse();
    all
}

/// Comments and follow-ups, the newest first.
pub fn notes(texts: &Texts, form: &Form, shown: &Shown) -> Vec<Said> {
    let one = |note: &crate::report::Note| Said {
        id: note.id.clone(),
        at: china_minute(note.at),
        who: note.by_name.clone(),
        item: if note.cell.is_empty() { String::new() } else { name(texts, form, &note.cell) },
        text: note.text.clone(),
        due: note.due.clone(),
        follow_up: note.kind == "follow_up",
        open: note.kind == "follow_up" && note.closed_at.is_none(),
    };
    shown.notes.iter().rev().map(one).collect()
}

/// Changes by force.
pub fn wishes(texts: &Texts, form: &Form, shown: &Shown) -> Vec<Wish> {
    let one = |wish: &crate::report::Forced| Wish {
        id: wish.id.clone(),
        asked: format!("{} {}", wish.asked_name, china_minute(wish.asked_at)),
        reason: wish.reason.clone(),
        changes: differing(&shown.report.cells, &wish.cells)
            .iter()
            .map(|id| {
                let now = value(texts, form, &shown.report.cells, id);
                (name(texts, form, id), now, value(texts, form, &wish.cells, id))
            })
            .collect(),
        open: wish.state == "asked",
        decided: if wish.state == "asked" {
            String::new()
        } else {
            let values = [("who", wish.decided_name.clone()), ("answer", wish.answer.clone())];
            texts.args(&format!("force-{}", wish.state), &values)
        },
    };
    shown.forced.iter().rev().map(one).collect()
}
