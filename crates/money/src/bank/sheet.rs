//! A bank's result file as a workbook: rows of text from the tables that were read in a child process. It must never take what a formula worked out, nor guess between sheets.

use anye_reading::{Cell, CellKind, Sheet, Tables};

use super::read::{FileFault, FileRow, fault};
use crate::fen;

/// Whether bytes are a workbook: a packed file begins so.
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The rows of the one sheet that holds something.
///
/// # Errors
/// No sheet or several, or a formula.
pub fn rows(tables: &Tables) -> Result<Vec<FileRow>, FileFault> {
    let mut full = tables.sheets.iter().filter(|sheet| !sheet.rows.is_empty());
    match (full.next(), full.next()) {
        (Some(sheet), None) => of_sheet(sheet),
        (None, _) => Err(fault("bank_empty", 1, "")),
        (Some(_), Some(other)) => Err(fault("bank_sheets", 1, other.name.clone())),
    }
}

fn of_sheet(sheet: &Sheet) -> Result<Vec<FileRow>, FileFault> {
    sheet
        .rows
        .iter()
        .map(|row| {
            let number = u64::from(row.number);
            let mut cells = Vec::new();
            for cell in row.cells() {
                if cell.formula || cell.kind == CellKind::Error {
                    return Err(fault("bank_formula", number, cell.text));
                }
                cells.resize(usize::from(cell.column).max(cells.len()), String::new());
                if let Some(own) = cells.get_mut(usize::from(cell.column).saturating_sub(1)) {
                    *own = text(&cell);
                }
            }
            // Trailing cells that a program leaves out are empty ones.
            cells.resize(cells.len().max(sheet.rows.first().map_or(0, width)), String::new());
            Ok((number, cells))
        })
        .collect()
}

fn width(row: &anye_reading::Row) -> usize {
    row.cells().map(|cell| usize::from(cell.column)).max().unwrap_or(0)
}

/// A number as people write it: a table program keeps 0.3 as the nearest it has, and may write seventeen digits.
fn text(cell: &Cell<'_>) -> String {
    let written = cell.text.trim();
    if cell.kind != CellKind::Number {
        return written.to_owned();
    }
    match written.parse::<f64>() {
        Ok(value) if value.abs() < 1e9 => {
            let near = (value * 100.0).round();
            if (value * 100.0 - near).abs() > 1e-4 {
                return written.to_owned();
            }
            // Below 10^11 fen: a double holds it exactly.
            let fen = near as i64;
            if fen % 100 == 0 { (fen / 100).to_string() } else { fen::decimal(fen) }
        }
        _ => written.to_owned(),
    }
}
