//! Tables in files (表格): XLSX and CSV to rows of cells, streamed with caps on rows, columns, cells and memory.
//!
//! A workbook of 1.4 KB can declare cells that would fill hundreds of gigabytes: only cells that are written in the file are kept, each is counted, and
//! nothing is laid out as a grid. A cell keeps what was written and what kind it is; this module must never decide what a number means.

mod csv;
mod dates;
mod shared;
mod sheet;
mod workbook;

use serde::{Deserialize, Serialize};

use crate::sniff::{Sniffed, sniff};
use crate::{EncodingName, Limits, ReadError, Unsupported};

/// How much a table may ask for (表格上限), beside the [`Limits`] of every file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableLimits {
    /// Rows in one sheet that hold something.
    pub rows: usize,
    /// The highest column, counted from 1.
    pub columns: usize,
    /// Cells in the file that hold something.
    pub cells: usize,
    /// Characters in one cell.
    pub cell_chars: usize,
    /// Sheets.
    pub sheets: usize,
}

impl Default for TableLimits {
    fn default() -> Self {
        Self { rows: 200_000, columns: 500, cells: 5_000_000, cell_chars: 32_767, sheets: 50 }
    }
}

/// The tables of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tables {
    /// `xlsx` or `csv`.
    pub format: String,
    /// The encoding of a CSV file.
    pub encoding: Option<String>,
    /// In their order; a CSV file is one sheet without a name.
    pub sheets: Vec<Sheet>,
}

/// One sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether people do not see it.
    pub hidden: bool,
    /// Merged areas, as written: `A1:B2`.
    pub merged: Vec<String>,
    /// Rows that hold something, in their order.
    pub rows: Vec<Row>,
}

/// One row; its cells lie in one text, so that a large table needs few allocations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its number in the sheet, from 1.
    #[serde(rename = "n")]
    pub number: u32,
    /// Whether people do not see it.
    #[serde(rename = "h", default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    #[serde(rename = "t")]
    text: String,
    /// Column from 1, kind and formula mark, end in the text.
    #[serde(rename = "c")]
    marks: Vec<(u16, u8, u32)>,
}

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CellKind {
    /// Text as written.
    Text,
    /// A number as the file holds it: `1234.5`.
    Number,
    /// A number shown as a date: given as `2020-05-31`.
    Date,
    /// `true` or `false`.
    YesNo,
    /// A failed formula: `#DIV/0!`.
    Error,
}

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a> {
    /// Column from 1.
    pub column: u16,
    /// What was written.
    pub text: &'a str,
    /// What it is.
    pub kind: CellKind,
    /// Whether a formula made it; the value is the last one that the program kept.
    pub formula: bool,
}

const FORMULA: u8 = 0x80;

impl Row {
    pub(crate) fn new(number: u32, hidden: bool) -> Self {
        Self { number, hidden, ..Self::default() }
    }

    pub(crate) fn push(&mut self, column: u16, kind: CellKind, formula: bool, text: &str) {
        self.text.push_str(text);
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.marks.push((column, kind as u8 | if formula { FORMULA } else { 0 }, end));
    }

    /// Cells that hold something, by column.
    pub fn cells(&self) -> impl Iterator<Item = Cell<'_>> {
        let mut from = 0;
        self.marks.iter().map(move |&(column, kind, end)| {
            let text = self.text.get(from..end as usize).unwrap_or_default();
            from = end as usize;
            let known = match kind & !FORMULA {
                1 => CellKind::Number,
                2 => CellKind::Date,
                3 => CellKind::YesNo,
                4 => CellKind::Error,
                _ => CellKind::Text,
            };
            Cell { column, text, kind: known, formula: kind & FORMULA != 0 }
        })
    }

    /// The cell of a column, from 1.
    pub fn cell(&self, column: u16) -> Option<Cell<'_>> {
        self.cells().find(|cell| cell.column == column)
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }
}

/// Counts what all sheets hold together.
pub(crate) struct Count<'l> {
    limits: &'l TableLimits,
    cells: usize,
}

impl<'l> Count<'l> {
    fn new(limits: &'l TableLimits) -> Self {
        Self { limits, cells: 0 }
    }

    fn cell(&mut self, column: usize) -> Result<u16, ReadError> {
        use crate::Bomb;
        self.cells += 1;
        if self.cells > self.limits.cells {
            return Err(ReadError::bomb(Bomb::Cells));
        }
        match u16::try_from(column) {
            Ok(column) if usize::from(column) <= self.limits.columns => Ok(column),
            _ => Err(ReadError::bomb(Bomb::Columns)),
        }
    }

    fn row(&self, rows: usize) -> Result<(), ReadError> {
        if rows >= self.limits.rows { Err(ReadError::bomb(crate::Bomb::Rows)) } else { Ok(()) }
    }
}

/// Reads a table in this process: for the child, and for bytes that are trusted. The bytes tell the format.
///
/// # Errors
/// The same as for documents, with the part of the file that is to blame; nothing of a table that could not be read to its end is given.
pub fn read_tables(bytes: &[u8], limits: &Limits, table: &TableLimits) -> Result<Tables, ReadError> {
    let size = bytes.len() as u64;
    if size > limits.file_bytes {
        return Err(ReadError::TooLarge { size, limit: limits.file_bytes });
    }
    let mut count = Count::new(table);
    match sniff(bytes)? {
        Sniffed::Zip => {
            let sheets = workbook::read(bytes, limits, &mut count)?;
            Ok(Tables { format: "xlsx".to_owned(), encoding: None, sheets })
        }
        Sniffed::Characters => {
            let (text, encoding): (String, EncodingName) = crate::encoding::decode(bytes)?;
            if crate::sniff::markup(&text).is_some() {
                return Err(ReadError::unknown(Unsupported::Xml));
            }
            let sheet = csv::read(&text, &mut count)?;
            Ok(Tables { format: "csv".to_owned(), encoding: Some(encoding.to_owned()), sheets: vec![sheet] })
        }
        Sniffed::Pdf => Err(ReadError::unknown(Unsupported::Archive)),
    }
}
