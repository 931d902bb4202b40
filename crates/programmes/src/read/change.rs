//! Reads the effects on an entry that a field names: `change` and `stop`. It must never let a case change an entry of a register it does not name.

use anye_forms::table::Tab;

use super::effect::{Reach, values};
use super::part::state_ids;
use super::unknown;
use crate::model::{Effect, FieldKind, Register};

/// `{ entry, state, reason, set }`.
pub(super) fn read(tab: &Tab<'_>, reach: &Reach<'_>) -> Option<Effect> {
    tab.keys(&["entry", "state", "reason", "set"]);
    let (entry, register) = named(tab, reach)?;
    let register = register?;
    if !tab.has("state") {
        tab.missing("state");
    }
    let state = state_ids(tab, "state", &register.states).into_iter().next()?;
    let reason = tab.text("reason").map(|text| text.value.to_owned()).unwrap_or_default();
    Some(Effect::Change { entry, state, reason, set: values(tab, register, reach) })
}

/// `{ entry }`.
pub(super) fn stop(tab: &Tab<'_>, reach: &Reach<'_>) -> Option<Effect> {
    tab.keys(&["entry"]);
    let (entry, _) = named(tab, reach)?;
    Some(Effect::Stop { entry })
}

/// The field that names an entry, and the entry's register, where it could be read.
fn named<'a>(tab: &Tab<'_>, reach: &Reach<'a>) -> Option<(String, Option<&'a Register>)> {
    let text = tab.need_text("entry")?;
    let entries = reach.source.fields.iter().filter_map(|field| match &field.kind {
        FieldKind::Entry(register) => Some((field.id.as_str(), register)),
        _ => None,
    });
    let Some((_, register)) = entries.clone().find(|(id, _)| *id == text.value) else {
        let all = entries.map(|(id, _)| id);
        unknown(&tab.file, text.at, "P101", ("字段", "field"), text.value, all);
        return None;
    };
    Some((text.value.to_owned(), reach.registers.iter().find(|one| one.id == *register)))
}
