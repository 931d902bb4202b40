//! Code lists (代码表): `[[codes]]` with an id and `code = [{ id, zh, en }]`. It must never hold the same code twice.

use std::collections::BTreeMap;

use super::table::Tab;
use crate::model::Choice;

/// The lists by id.
#[must_use]
pub fn read(tabs: &[Tab<'_>]) -> BTreeMap<String, Vec<Choice>> {
    let mut out = BTreeMap::new();
    for tab in tabs {
        tab.keys(&["id", "name", "cite", "source", "code"]);
        let Some(id) = tab.id(false) else { continue };
        tab.need_words("name");
        let codes = list(tab, "code");
        if out.insert(id.value.to_owned(), codes).is_some() {
            super::twice(tab, id.at, id.value, "代码表", "code list");
        }
    }
    out
}

/// `KEY = [{ id, zh, en }]`.
#[must_use]
pub fn list(tab: &Tab<'_>, key: &str) -> Vec<Choice> {
    let mut out: Vec<Choice> = Vec::new();
    let rows = tab.tabs(key);
    if rows.is_empty() {
        tab.missing(key);
    }
    for row in rows {
        row.keys(&["id", "zh", "en"]);
        let Some(id) = row.id(true) else { continue };
        if out.iter().any(|own| own.id == id.value) {
            super::twice(&row, id.at, id.value, "代码", "code");
        }
        out.push(Choice { id: id.value.to_owned(), name: row.both() });
    }
    out
}
