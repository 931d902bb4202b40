//! A bank's result file: every line checked against the batch, count and sum at the end. The first thing that is wrong refuses the whole file, with its row. What is not
//! known is not failed.

use std::collections::{BTreeMap, BTreeSet};

use crate::fen;
use crate::fund::{Bank, Field};

/// What became of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// 已支付.
    Paid,
    /// 未支付.
    Failed,
    /// 结果不明: neither.
    Unknown,
}

impl Outcome {
    /// The word stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

/// One line that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// Number in the batch.
    pub n: i64,
    /// What became of it.
    pub outcome: Outcome,
    /// The bank's own number.
    pub reference: String,
    /// Why not.
    pub reason: String,
    /// The day, as written; may be empty.
    pub day: String,
}

/// Why a file was refused: code, row of the file from 1, and a word of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFault {
    /// Stable code; its words are under `error-<code>`.
    pub code: &'static str,
    /// Row from 1.
    pub row: u64,
    /// What stands there.
    pub what: String,
}

pub(super) fn fault(code: &'static str, row: u64, what: impl Into<String>) -> FileFault {
    FileFault { code, row, what: what.into().chars().take(80).collect() }
}

/// A row of a file: its number from 1, and its cells.
pub type FileRow = (u64, Vec<String>);

/// Reads a file of text. `expected`: number and amount of every line that waits for its outcome.
///
/// # Errors
/// The encoding, the heading, a line that is not ours or twice, another amount, a word nobody knows, count or sum at the end.
pub fn read(
    layout: &Bank,
    batch: &str,
    expected: &BTreeMap<i64, i64>,
    bytes: &[u8],
) -> Result<Vec<Came>, FileFault> {
    let text = if layout.gb18030 {
        let (text, wrong) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
        if wrong { None } else { Some(text.into_owned()) }
    } else {
        String::from_utf8(bytes.to_vec()).ok()
    };
    let text = text.ok_or_else(|| fault("bank_encoding", 1, ""))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(layout.separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let rows = (1..).zip(rows.records()).map(|(row, record)| {
        let record = record.map_err(|_| fault("bank_row", row, ""))?;
        Ok((row, record.iter().map(|cell| cell.trim().to_owned()).collect()))
    });
    take(layout, batch, expected, rows)
}

/// Takes rows in, whatever file they stood in.
///
/// # Errors
/// As [`read`].
pub fn take(
    layout: &Bank,
    batch: &str,
    expected: &BTreeMap<i64, i64>,
    mut rows: impl Iterator<Item = Result<FileRow, FileFault>>,
) -> Result<Vec<Came>, FileFault> {
    let (_, head) = rows.next().and_then(Result::ok).ok_or_else(|| fault("bank_empty", 1, ""))?;
    let columns = columns(layout, &head)?;
    let (mut made, mut seen, mut sum, mut last) = (Vec::new(), BTreeSet::new(), 0_i64, 1);
    let mut total = None;
    for record in rows {
        let (row, record) = record?;
        last = row;
        let cell = |at: usize| record.get(at).map(String::as_str).unwrap_or_default();
        if record.iter().all(String::is_empty) {
            continue;
        }
        if total.is_some() {
            return Err(fault("bank_after_total", row, cell(0)));
        }
        if cell(0) == layout.total {
            total = Some((row, cell(1).to_owned(), cell(2).to_owned()));
            continue;
        }
        let (came, amount) = line(layout, batch, &columns, &record, row)?;
        match expected.get(&came.n) {
            None => return Err(fault("bank_foreign_line", row, came.n.to_string())),
            Some(own) if *own != amount => return Err(fault("bank_amount", row, fen::decimal(amount))),
            Some(_) => {}
        }
        if !seen.insert(came.n) {
            return Err(fault("bank_line_twice", row, came.n.to_string()));
        }
        sum = sum.checked_add(amount).ok_or_else(|| fault("bank_amount", row, ""))?;
        made.push(came);
    }
    // Without its last line a file may have been cut off: then nothing of it counts.
    let Some((at, count, all)) = total else { return Err(fault("bank_truncated", last, "")) };
    if count.parse() != Ok(made.len()) {
        return Err(fault("bank_count", at, count));
    }
    if fen::parse(&all) != Some(sum) {
        return Err(fault("bank_sum", at, all));
    }
    Ok(made)
}

/// Where each field stands, by the headings; every heading of the layout must be there once.
fn columns(layout: &Bank, head: &[String]) -> Result<Vec<(Field, usize)>, FileFault> {
    let mut made = Vec::new();
    for (name, field) in &layout.back {
        let mut there = head.iter().enumerate().filter(|(_, cell)| *cell == name);
        match (there.next(), there.next()) {
            (Some((at, _)), None) => made.push((*field, at)),
            _ => return Err(fault("bank_heading", 1, name)),
        }
    }
    Ok(made)
}

fn line(
    layout: &Bank,
    batch: &str,
    columns: &[(Field, usize)],
    record: &[String],
    row: u64,
) -> Result<(Came, i64), FileFault> {
    let cell = |wanted: Field| {
        let at = columns.iter().find(|(field, _)| *field == wanted).map(|(_, at)| *at);
        at.and_then(|at| record.get(at)).cloned().unwrap_or_default()
    };
    if columns.iter().any(|(_, at)| *at >= record.len()) {
        return Err(fault("bank_row", row, record.first().cloned().unwrap_or_default()));
    }
    let named = cell(Field::Batch);
    if columns.iter().any(|(field, _)| *field == Field::Batch) && named != batch {
        return Err(fault("bank_foreign_batch", row, named));
    }
    let number = cell(Field::Line);
    let n: i64 = number.parse().map_err(|_| fault("bank_foreign_line", row, number.clone()))?;
    let written = cell(Field::Amount);
    let amount = fen::parse(&written).ok_or_else(|| fault("bank_amount", row, written.clone()))?;
    let word = cell(Field::Outcome);
    let is = |words: &[String]| words.contains(&word);
    let outcome = match &layout.words {
        [paid, ..] if is(paid) => Outcome::Paid,
        [_, failed, _] if is(failed) => Outcome::Failed,
        [_, _, unknown] if is(unknown) => Outcome::Unknown,
        _ => return Err(fault("bank_outcome", row, word)),
    };
    let short = |text: String| text.chars().filter(|c| !c.is_control()).take(200).collect::<String>();
    let came = Came {
        n,
        outcome,
        reference: short(cell(Field::Reference)),
        reason: short(cell(Field::Reason)),
        day: short(cell(Field::Day)),
    };
    Ok((came, amount))
}
