//! Reads `lapse`: by which day an entry ends by itself. It must never keep an end that nobody may make alone, or one that leads nowhere.

use anye_forms::table::Tab;

use super::part::{LEVELS, state_ids};
use super::span::span;
use super::{twice, unknown};
use crate::model::{Duty, Field, FieldKind, Held, Lapse, Level, Move, State};

const KEYS: [&str; 7] = ["ends", "to", "reason", "name", "warn", "place", "cite"];

/// The end with the duty that warns before it, where the register wants that.
pub(super) fn read(
    tab: &Tab<'_>,
    (states, moves, fields): (&[State], &[Move], &[Field]),
    plain: bool,
    duties: &mut Vec<Duty>,
) -> Option<Lapse> {
    let row = tab.tab("lapse")?;
    row.keys(&KEYS);
    if tab.flag("period") == Some(false) {
        wrong(&row, row.at, "一日的记录没有期满", "an entry of one day has no end to wait for");
    }
    if !row.has("to") {
        row.missing("to");
    }
    let ends = days(&row, fields);
    let to = state_ids(&row, "to", states).into_iter().next();
    let reason = row.text("reason").map(|text| text.value.to_owned()).unwrap_or_default();
    let (name, cite) = (row.need_words("name"), row.cites(true));
    let (warn, place) = (span(&row, "warn"), row.word("place", &LEVELS).unwrap_or(Level::Own));
    let to = to?;
    let from = from_states(&row, (states, moves), plain, (&to, &reason));
    if row.has("warn") {
        if let Some(own) = duties.iter().find(|own| own.id == Lapse::DUTY) {
            twice(&row, row.at, &own.id, "职责", "duty");
        }
        duties.push(Duty {
            id: Lapse::DUTY.to_owned(),
            name: name.clone(),
            states: from.clone(),
            within: None,
            every: None,
            lapse: true,
            done: Held::State(vec![to.clone()]),
            warn,
            place,
            cite: cite.clone(),
        });
    }
    Some(Lapse { ends, from, to, reason, name, cite })
}

/// The fields under `ends`: each there, and a day.
fn days(row: &Tab<'_>, fields: &[Field]) -> Vec<String> {
    let mut out = Vec::new();
    for text in row.texts("ends") {
        match fields.iter().find(|field| field.id == text.value) {
            None => {
                let all = fields.iter().map(|field| field.id.as_str());
                unknown(&row.file, text.at, "P101", ("字段", "field"), text.value, all);
            }
            Some(field) if field.kind != FieldKind::Date => row.file.error(
                text.at,
                "P236",
                format!("“{}”不是日期,不能作期满日", text.value),
                format!("'{}' is no day, so nothing ends on it", text.value),
            ),
            Some(_) => out.push(text.value.to_owned()),
        }
    }
    out
}

/// The states that an act leads out of to the end: one that the program may do alone, for this reason.
fn from_states(
    row: &Tab<'_>,
    (states, moves): (&[State], &[Move]),
    plain: bool,
    (to, reason): (&str, &str),
) -> Vec<String> {
    let at = row.place("to");
    if states.iter().any(|state| state.id == to && state.open) {
        wrong(row, at, "期满后的状态仍算在册", "the state it ends in still counts as open");
    }
    if plain {
        if reason.is_empty() {
            row.missing("reason");
        }
        return states.iter().filter(|state| state.open).map(|state| state.id.clone()).collect();
    }
    let acts: Vec<&Move> = moves.iter().filter(|act| act.to == to).collect();
    if acts.is_empty() {
        wrong(row, at, "没有变更通向这个状态", "no move leads to this state");
    }
    if acts.iter().any(|act| act.second) {
        wrong(
            row,
            at,
            "这个变更要由另一人确认,程序不能单独办",
            "this move needs a second person; the program may not do it alone",
        );
    }
    let known = |act: &&Move| {
        if act.reasons.is_empty() {
            !reason.is_empty()
        } else {
            act.reasons.iter().any(|one| one.id == reason)
        }
    };
    if !acts.iter().all(known) {
        let at = if row.has("reason") { row.place("reason") } else { row.at };
        wrong(row, at, "理由不是这个变更的理由之一", "the reason is none of this move");
    }
    acts.into_iter().flat_map(|act| act.from.iter().cloned()).collect()
}

fn wrong(row: &Tab<'_>, at: usize, zh: &str, en: &str) {
    row.file.error(at, "P240", format!("不能自动终止:{zh}"), format!("it cannot end by itself: {en}"));
}
