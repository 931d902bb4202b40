//! One number of one report straight from its kept text (单项取数): what a series over a year of thousands of reports asks for, without reading their other cells.
//!
//! It must give what reading all cells gives: whatever is not plain is left to that way.

use anye_forms::{Cell, Form, parse_decimal};

use crate::report::lenient;

/// A number item of a form, to be read from many reports.
#[derive(Debug)]
pub struct Picked<'a> {
    form: &'a Form,
    column: usize,
    digits: u8,
    /// The id as it stands in kept texts.
    key: String,
}

impl<'a> Picked<'a> {
    /// An item of a form; none where the form has no such number.
    #[must_use]
    pub fn new(form: &'a Form, item: &str) -> Option<Self> {
        let column = form.column(item)?;
        let of = form.items.get(column).filter(|one| one.kind.is_number())?;
        let key = serde_json::Value::from(item).to_string();
        Some(Self { form, column, digits: of.digits, key })
    }

    /// The number in a report's kept text; none where it is missing.
    #[must_use]
    pub fn of(&self, text: &str) -> Option<i64> {
        let whole = text.starts_with('{') && text.ends_with('}') && !text.contains('\\');
        if whole {
            // Nothing in it is written with a backslash: what stands between quotation marks is an id or a whole text. Of two the last counts.
            let at = text.rfind(&self.key)?;
            let number = plain(&text[at + self.key.len()..]);
            if let Some(number) = number.and_then(|number| parse_decimal(number, self.digits)) {
                return Some(number);
            }
        }
        match lenient(self.form, text).get(self.column) {
            Cell::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// The number after `:`, bare or quoted, up to the next cell or the end; none where something else stands there.
fn plain(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix(':')?;
    let end = rest.find([',', '}'])?;
    let value = &rest[..end];
    Some(value.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(value))
}
