//! The values of an entry or an application against its fields: what is missing, what does not belong. It must never look at other entries.

use std::collections::BTreeMap;

use anye_forms::Words;
use serde_json::Value;

use crate::model::{Field, Programme, Register};

/// What is wrong with the values of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFault {
    /// The field.
    pub field: String,
    /// Stable code: `missing`, `type`, `not_asked`, `no_field`.
    pub code: &'static str,
    /// In words.
    pub say: Words,
}

impl Register {
    /// Everything that is wrong with these values (field id → kept value).
    #[must_use]
    pub fn check(&self, values: &BTreeMap<String, Value>) -> Vec<EntryFault> {
        check(&self.fields, values)
    }

    /// The state of a new entry.
    #[must_use]
    pub fn first_state(&self) -> &str {
        self.states.first().map_or("open", |state| state.id.as_str())
    }

    /// Whether an entry in this state counts as open.
    #[must_use]
    pub fn is_open(&self, state: &str) -> bool {
        if self.states.is_empty() {
            return state == "open";
        }
        self.states.iter().any(|one| one.id == state && one.open)
    }
}

impl Programme {
    /// Everything that is wrong with these answers (field id → kept value).
    #[must_use]
    pub fn check(&self, values: &BTreeMap<String, Value>) -> Vec<EntryFault> {
        check(&self.fields, values)
    }
}

impl Field {
    /// Whether the field is asked, given the values of the fields before it.
    #[must_use]
    pub fn asked(&self, values: &BTreeMap<String, Value>) -> bool {
        self.when.as_ref().is_none_or(|(field, wanted)| holds(values.get(field), wanted))
    }
}

/// Whether a value is one of those wanted: a code, one of several codes, or yes and no.
pub(crate) fn holds(value: Option<&Value>, wanted: &[String]) -> bool {
    let is = |text: &str| wanted.iter().any(|one| one == text);
    match value {
        Some(Value::String(text)) => is(text),
        Some(Value::Bool(yes)) => is(if *yes { "yes" } else { "no" }),
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).any(is),
        _ => false,
    }
}

fn check(fields: &[Field], values: &BTreeMap<String, Value>) -> Vec<EntryFault> {
    let mut out = Vec::new();
    let mut tell = |field: &str, code, zh: String, en: String| {
        out.push(EntryFault { field: field.to_owned(), code, say: Words::new(zh, en) });
    };
    for field in fields {
        let value = values.get(&field.id).filter(|value| !value.is_null());
        let (zh, en) = (&field.name.zh, &field.name.en);
        match (field.asked(values), value) {
            (true, None) if field.required => {
                tell(&field.id, "missing", format!("请填写“{zh}”"), format!("'{en}' has to be filled in"));
            }
            (true, Some(value)) if !field.fits(value) => {
                tell(
                    &field.id,
                    "type",
                    format!("“{zh}”的内容不对"),
                    format!("'{en}' is not what it should be"),
                );
            }
            (false, Some(_)) => tell(
                &field.id,
                "not_asked",
                format!("按前面的回答,“{zh}”不应填写"),
                format!("after what was answered before, '{en}' is to be left blank"),
            ),
            _ => {}
        }
    }
    for id in values.keys().filter(|id| !fields.iter().any(|field| field.id == **id)) {
        tell(id, "no_field", format!("没有字段“{id}”"), format!("there is no field '{id}'"));
    }
    out
}
