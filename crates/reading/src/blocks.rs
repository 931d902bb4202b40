//! Paragraphs, rows and cells on their way to text: what HTML and DOCX have in common.
//!
//! A table comes out row by row, its cells parted by tabs; a table that only serves layout (one cell to the row,
//! or cells with many paragraphs) comes out as the paragraphs it holds. Must hold no more than the text limit.

use crate::{Bomb, Limits, ReadError};

/// Cells with more paragraphs than this are layout, not data.
const CELL_PARAGRAPHS: usize = 3;

/// Collects blocks in reading order.
pub(crate) struct Blocks<'l> {
    limits: &'l Limits,
    out: String,
    line: String,
    tables: Vec<Table>,
    taken: u64,
}

/// A table that is open; nested ones stand in a cell of the one before.
#[derive(Default)]
struct Table {
    row: Vec<Vec<String>>,
    in_cell: bool,
}

impl<'l> Blocks<'l> {
    pub(crate) fn new(limits: &'l Limits) -> Self {
        Self { limits, out: String::new(), line: String::new(), tables: Vec::new(), taken: 0 }
    }

    /// Adds text to the paragraph that is open.
    pub(crate) fn push(&mut self, text: &str) -> Result<(), ReadError> {
        self.taken = self.taken.saturating_add(text.len() as u64);
        if self.taken > self.limits.text_bytes {
            return Err(ReadError::TextTooLarge { limit: self.limits.text_bytes });
        }
        self.line.push_str(text);
        Ok(())
    }

    /// Whether the open paragraph has nothing to see yet.
    pub(crate) fn at_start(&self) -> bool {
        self.line.chars().all(char::is_whitespace)
    }

    /// The last character of the open paragraph.
    pub(crate) fn last(&self) -> Option<char> {
        self.line.chars().next_back()
    }

    /// Ends the open paragraph; an empty one leaves nothing.
    pub(crate) fn end_paragraph(&mut self) {
        let line = std::mem::take(&mut self.line);
        for part in line.split('\n') {
            self.sink(part.trim());
        }
    }

    fn sink(&mut self, paragraph: &str) {
        if paragraph.is_empty() {
            return;
        }
        match self.tables.last_mut() {
            Some(table) if table.in_cell => {
                if let Some(cell) = table.row.last_mut() {
                    cell.push(paragraph.to_owned());
                }
            }
            // Text between rows belongs to no cell: it stands on its own.
            _ => self.emit(paragraph),
        }
    }

    /// Writes a finished paragraph to the nearest place outside the innermost table.
    fn emit(&mut self, paragraph: &str) {
        let outside = self.tables.iter_mut().rev().skip(1).find(|table| table.in_cell);
        match outside.and_then(|table| table.row.last_mut()) {
            Some(cell) => cell.push(paragraph.to_owned()),
            None => {
                self.out.push_str(paragraph);
                self.out.push('\n');
            }
        }
    }

    pub(crate) fn begin_table(&mut self) -> Result<(), ReadError> {
        self.end_paragraph();
        if self.tables.len() >= self.limits.depth {
            return Err(ReadError::bomb(Bomb::Depth));
        }
        self.tables.push(Table::default());
        Ok(())
    }

    pub(crate) fn end_table(&mut self) {
        self.end_row(true);
        self.tables.pop();
    }

    pub(crate) fn begin_row(&mut self) {
        self.end_row(true);
    }

    pub(crate) fn begin_cell(&mut self) {
        self.end_cell();
        if let Some(table) = self.tables.last_mut() {
            table.row.push(Vec::new());
            table.in_cell = true;
        }
    }

    pub(crate) fn end_cell(&mut self) {
        self.end_paragraph();
        if let Some(table) = self.tables.last_mut() {
            table.in_cell = false;
        }
    }

    /// Ends a row; one that was deleted leaves nothing.
    pub(crate) fn end_row(&mut self, keep: bool) {
        self.end_cell();
        let Some(table) = self.tables.last_mut() else { return };
        let row = std::mem::take(&mut table.row);
        if !keep {
            return;
        }
        let filled = row.iter().filter(|cell| !cell.is_empty()).count();
        if filled <= 1 || row.iter().any(|cell| cell.len() > CELL_PARAGRAPHS) {
            for paragraph in row.iter().flatten() {
                self.emit(paragraph);
            }
            return;
        }
        let cells: Vec<String> = row.iter().map(|cell| cell.join(" ")).collect();
        self.emit(cells.join("\t").trim_end());
    }

    /// The text, one paragraph a line.
    pub(crate) fn finish(mut self) -> String {
        while !self.tables.is_empty() {
            self.end_table();
        }
        self.end_paragraph();
        self.out
    }
}
