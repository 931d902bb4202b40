//! What people and sheets write into a cell (填写): full width digits, separators, minus signs of all kinds, Excel's days, blanks in words. It must never guess: what
//! can mean two things is refused with a question or noted as a doubt.

mod choice;
mod date;
mod number;
mod plain;

use std::fmt;

use crate::cell::Cell;
use crate::model::{Item, ItemKind, Words};

/// A cell was read, but something about it should be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Stable code: `full_width`, `separators`, `minus`, `brackets`, `unit_word`, `fraction`, `share`, `serial`, `day_form`, `month_only`, `blank_word`, `name`, `trimmed`.
    pub code: &'static str,
    /// What was done.
    pub say: Words,
    /// Somebody should look at it before the report is sent.
    pub doubt: bool,
}

/// Why a cell could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryError {
    /// Stable code: `not_a_number`, `about`, `range`, `two_numbers`, `digits`, `too_large`, `separators`, `formula`, `unit`, `not_a_day`, `not_a_choice`,
    /// `not_yes_no`, `too_long`, `control`.
    pub code: &'static str,
    /// What is wrong and what to write.
    pub say: Words,
    /// What was probably meant, to be offered.
    pub suggestion: Option<String>,
}

impl EntryError {
    fn new(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, say: Words::new(zh, en), suggestion: None }
    }
}

impl fmt::Display for EntryError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.say.en)
    }
}

impl std::error::Error for EntryError {}

impl Note {
    fn new(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, say: Words::new(zh, en), doubt: false }
    }

    fn doubt(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, say: Words::new(zh, en), doubt: true }
    }
}

/// What a cell was read as, and what should be shown about it.
type Read = Result<(Cell, Option<Note>), EntryError>;

/// Reads what stands in a cell.
///
/// # Errors
/// What cannot be read for certain, in words.
pub fn entry(item: &Item, text: &str) -> Read {
    // The common case first: plain figures in a column of whole numbers.
    if item.kind == ItemKind::Count
        && !text.is_empty()
        && text.len() <= 18
        && text.bytes().all(|b| b.is_ascii_digit())
        && let Ok(number) = text.parse()
    {
        return Ok((Cell::Number(number), None));
    }
    if let Some(control) = text.chars().find(|c| plain::is_control(*c)) {
        return Err(EntryError::new(
            "control",
            format!("含有不可见的控制字符 U+{:04X},请删去", u32::from(control)),
            format!("there is an invisible control character U+{:04X}; delete it", u32::from(control)),
        ));
    }
    let plain = plain::plain(text);
    if plain.is_empty() {
        return Ok((Cell::Missing, None));
    }
    if let Some(blank) = plain::blank_word(&plain)
        && !matches!(item.kind, ItemKind::YesNo | ItemKind::Choice(_))
        && !matches!(item.kind, ItemKind::Text(_))
    {
        let note = Note::new(
            "blank_word",
            format!("“{blank}”按未填处理;没有发生请填 0"),
            format!("'{blank}' is taken as not filled in; write 0 where there was nothing"),
        );
        return Ok((Cell::Missing, Some(note)));
    }
    if plain.starts_with('=') && !matches!(item.kind, ItemKind::Text(_)) {
        return Err(EntryError::new(
            "formula",
            "这里是公式,请填算出的数值",
            "this is a formula; write the value it gives",
        ));
    }
    match &item.kind {
        ItemKind::Count | ItemKind::Money | ItemKind::Decimal | ItemKind::Percent => {
            number::read(item, &plain, text)
        }
        ItemKind::Text(most) => text_cell(text, *most),
        ItemKind::Choice(all) => choice::one_of(all, &plain),
        ItemKind::Date => date::read(&plain),
        ItemKind::YesNo => choice::yes_no(&plain),
    }
}

fn text_cell(text: &str, most: u16) -> Read {
    let trimmed = text.trim();
    let count = trimmed.chars().count();
    if count > usize::from(most) {
        return Err(EntryError::new(
            "too_long",
            format!("有 {count} 个字,最多 {most} 个"),
            format!("this has {count} characters; {most} at most"),
        ));
    }
    let note = (trimmed.len() != text.len())
        .then(|| Note::new("trimmed", "去掉了首尾空格", "blanks at the ends were taken off"));
    Ok((Cell::Text(trimmed.to_owned()), note))
}
