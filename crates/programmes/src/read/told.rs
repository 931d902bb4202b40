//! Fields that somebody outside the office gets to see, by publicity or by asking. It must never let through what is kept sealed.

use anye_forms::table::Tab;

use super::unknown;
use crate::model::Field;

/// The fields under `fields`: each one there is, none of them sealed. `what` happens to them, in Chinese and English.
pub(super) fn told(row: &Tab<'_>, fields: &[Field], what: (&str, &str)) -> Vec<String> {
    let mut shown = Vec::new();
    for text in row.texts("fields") {
        let of = fields.iter().find(|field| field.id == text.value);
        if of.is_none() {
            let all = fields.iter().map(|field| field.id.as_str());
            unknown(&row.file, text.at, "P101", ("字段", "field"), text.value, all);
        } else if of.is_some_and(|field| field.sealed) {
            row.file.error(
                text.at,
                "P210",
                format!("“{}”加密保存,不得{}", text.value, what.0),
                format!("'{}' is kept sealed and must not {}", text.value, what.1),
            );
        }
        shown.push(text.value.to_owned());
    }
    shown
}
