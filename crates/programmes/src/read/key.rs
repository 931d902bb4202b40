//! Parts of keys: `subject`, `place:county`, `field:cause`, `fact:sex`. It must never take an unknown field for a state.

use anye_forms::table::{Tab, Text};

use super::{Names, unknown};
use crate::model::{Field, Key, SubjectKind};

/// Levels of the tree of places.
pub(super) const LEVELS: [&str; 5] = ["province", "city", "county", "township", "village"];

/// What a key may name.
pub(super) struct Within<'a> {
    pub(super) subject: SubjectKind,
    pub(super) fields: &'a [Field],
    pub(super) names: &'a Names<'a>,
}

impl Within<'_> {
    /// The parts under this key.
    pub(super) fn keys(&self, tab: &Tab<'_>, key: &str) -> Vec<Key> {
        tab.texts(key).iter().filter_map(|text| self.key(tab, text)).collect()
    }

    /// One of them.
    pub(super) fn key(&self, tab: &Tab<'_>, text: &Text<'_>) -> Option<Key> {
        const WORDS: [&str; 8] =
            ["subject", "place", "place:county", "field:ID", "fact:ID", "state", "month", "year"];
        let (word, rest) = text.value.split_once(':').unwrap_or((text.value, ""));
        match (word, rest) {
            ("subject", "") => Some(Key::Subject),
            ("state", "") => Some(Key::State),
            ("month", "") => Some(Key::Month),
            ("year", "") => Some(Key::Year),
            ("place", "") => Some(Key::Place(String::new())),
            ("place", level) if LEVELS.contains(&level) => Some(Key::Place(level.to_owned())),
            ("place", level) => {
                tab.file.not_one_of(text.at, level, &LEVELS);
                None
            }
            ("field", id) => self.field(tab, text.at, id).map(Key::Field),
            ("fact", id) => {
                let kind = self.subject.kind().unwrap_or_default();
                fact(tab, text.at, &format!("{kind}.{id}"), self.names)?;
                Some(Key::Fact(id.to_owned()))
            }
            _ => {
                tab.file.not_one_of(text.at, text.value, &WORDS);
                None
            }
        }
    }

    /// The index of a field.
    pub(super) fn field(&self, tab: &Tab<'_>, at: usize, id: &str) -> Option<usize> {
        let found = self.fields.iter().position(|field| field.id == id);
        if found.is_some_and(|at| self.fields[at].sealed) {
            tab.file.error(
                at,
                "P229",
                format!("“{id}”加密保存,不能用来查重、计数或比较"),
                format!("'{id}' is kept sealed, so nothing can be compared or counted by it"),
            );
        }
        if found.is_none() {
            let all = self.fields.iter().map(|field| field.id.as_str());
            unknown(&tab.file, at, "P101", ("字段", "field"), id, all);
        }
        found
    }
}

/// A fact of the dictionary; `None` only where there is a law and it does not know the fact.
pub(super) fn fact(tab: &Tab<'_>, at: usize, id: &str, names: &Names<'_>) -> Option<()> {
    let Some(law) = names.law else { return Some(()) };
    if law.facts.contains_key(id) {
        return Some(());
    }
    let kind = id.split('.').next().unwrap_or_default();
    let prefix = format!("{kind}.");
    let near: Vec<&str> =
        law.facts.keys().map(String::as_str).filter(|one| one.starts_with(&prefix)).collect();
    let all = if near.is_empty() { law.facts.keys().map(String::as_str).collect() } else { near };
    unknown(&tab.file, at, "P106", ("数据字典字段", "fact in the data dictionary"), id, all);
    None
}
