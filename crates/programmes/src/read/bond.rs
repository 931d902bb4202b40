//! Reads what ties an entry to others. It must never let a client see what is sealed, nor let an act wait for entries that cannot name this one.

use anye_forms::table::Tab;

use super::told::told;
use super::{Names, unknown};
use crate::model::{Field, FieldKind, Lookup, Need, Order, Through};

/// The needs under `need`.
pub(super) fn needs(tab: &Tab<'_>, names: &Names<'_>) -> Vec<Need> {
    let mut out = Vec::new();
    for row in tab.tabs("need") {
        row.keys(&["id", "name", "one_of", "cite"]);
        let id = row.id(true);
        let one_of = registers(&row, "one_of", names);
        if one_of.is_empty() {
            row.missing("one_of");
        }
        let (name, cite) = (row.need_words("name"), row.cites(true));
        out.extend(id.map(|id| Need { id: id.value.to_owned(), name, one_of, cite }));
    }
    out
}

/// Registers by their ids.
pub(super) fn registers(row: &Tab<'_>, key: &str, names: &Names<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for text in row.texts(key) {
        if !names.registers.contains(&text.value) {
            let all = names.registers.iter().copied();
            unknown(&row.file, text.at, "P103", ("名册", "register"), text.value, all);
        }
        out.push(text.value.to_owned());
    }
    out
}

/// The orders of days under `order`.
pub(super) fn orders(tab: &Tab<'_>, fields: &[Field]) -> Vec<Order> {
    let mut out = Vec::new();
    for row in tab.tabs("order") {
        row.keys(&["first", "then", "words"]);
        let first = row.text("first").filter(|text| text.value != "from");
        let first = first.map(|text| (text.value.to_owned(), day(&row, text.at, text.value, fields)));
        let Some(then) = row.need_text("then") else { continue };
        let then = (then.value.to_owned(), day(&row, then.at, then.value, fields));
        let words = row.need_words("words");
        if then.1 && first.as_ref().is_none_or(|(_, sound)| *sound) {
            out.push(Order { first: first.map(|(id, _)| id), then: then.0, words });
        }
    }
    out
}

/// Whether a field holds a day; tells where it does not.
fn day(row: &Tab<'_>, at: usize, id: &str, fields: &[Field]) -> bool {
    match fields.iter().find(|own| own.id == id) {
        None => {
            let all = fields.iter().map(|own| own.id.as_str());
            unknown(&row.file, at, "P101", ("字段", "field"), id, all);
            false
        }
        Some(field) if field.kind != FieldKind::Date => {
            row.file.error(
                at,
                "P239",
                format!("“{id}”不是日期,没有先后"),
                format!("'{id}' is no day, so it comes neither before nor after"),
            );
            false
        }
        Some(_) => true,
    }
}

/// The only way entries come in, under `through`.
pub(super) fn through(tab: &Tab<'_>, fields: &[Field], names: &Names<'_>) -> Option<Through> {
    let row = tab.tab("through")?;
    row.keys(&["programme", "places", "from", "fields", "words", "cite"]);
    let programme = row.need_text("programme")?;
    if !names.programmes.contains(&programme.value) {
        let all = names.programmes.iter().copied();
        unknown(&row.file, programme.at, "P205", ("业务", "programme"), programme.value, all);
    }
    let mut filled = Vec::new();
    for text in row.texts("fields") {
        if !fields.iter().any(|own| own.id == text.value) {
            let all = fields.iter().map(|own| own.id.as_str());
            unknown(&row.file, text.at, "P101", ("字段", "field"), text.value, all);
        }
        filled.push(text.value.to_owned());
    }
    Some(Through {
        programme: programme.value.to_owned(),
        places: super::programme::places(&row, "places"),
        from: super::programme::open(&row).0,
        fields: filled,
        words: row.need_words("words"),
        cite: row.cites(true),
    })
}

/// What clients may ask, under `lookup`.
pub(super) fn lookup(tab: &Tab<'_>, fields: &[Field]) -> Option<Lookup> {
    let row = tab.tab("lookup")?;
    row.keys(&["fields", "cite"]);
    let shown = told(&row, fields, ("公开", "be told"));
    if shown.is_empty() {
        row.missing("fields");
    }
    Some(Lookup { fields: shown, cite: row.cites(true) })
}
