//! What is wrong or doubtful about a file, with row and column as the sheet shows them.

use serde::Serialize;
use utoipa::ToSchema;

use crate::import::RowFinding;

/// Something about a file, a row or a cell (问题).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = reporting::Finding)]
pub struct Finding {
    /// Row in the sheet, from 1; 0: the file.
    pub row: u64,
    /// Column in the sheet, such as "C"; empty: the row.
    pub column: String,
    /// The item; empty: none.
    pub item: String,
    /// Stable code.
    pub code: String,
    /// The row, or the file, is not taken because of it.
    pub error: bool,
    /// 中文
    pub zh: String,
    /// English.
    pub en: String,
}

impl Finding {
    /// About the whole file.
    pub fn file(code: &str, error: bool, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            row: 0,
            column: String::new(),
            item: String::new(),
            code: code.to_owned(),
            error,
            zh: zh.into(),
            en: en.into(),
        }
    }

    /// At a row and column.
    #[must_use]
    pub fn at(mut self, row: u32, column: u16) -> Self {
        self.row = u64::from(row);
        self.column = if column == 0 { String::new() } else { letters(column) };
        self
    }

    /// About an item.
    #[must_use]
    pub fn of(mut self, item: &str) -> Self {
        item.clone_into(&mut self.item);
        self
    }

    /// What a use case says about a row, with the column of its item.
    pub fn told(one: &RowFinding, column: Option<u16>) -> Self {
        Self {
            row: one.row,
            column: column.map(letters).unwrap_or_default(),
            item: one.item.clone(),
            code: one.code.clone(),
            error: one.error,
            zh: one.zh.clone(),
            en: one.en.clone(),
        }
    }
}

/// The letters of a column, from 1: A, B, … Z, AA.
#[must_use]
pub fn letters(column: u16) -> String {
    let mut left = u32::from(column);
    let mut text = Vec::new();
    while left > 0 {
        left -= 1;
        text.push(b'A' + u8::try_from(left % 26).unwrap_or(0));
        left /= 26;
    }
    text.reverse();
    String::from_utf8(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_the_letters_of_a_sheet() {
        assert_eq!(
            [letters(1), letters(26), letters(27), letters(702), letters(703)],
            ["A", "Z", "AA", "ZZ", "AAA"]
        );
    }
}
