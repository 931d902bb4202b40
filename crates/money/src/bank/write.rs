//! A batch as a bank wants it: heading, one line a payment, then count and sum. The same batch gives the same bytes.

use anye_base::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

use crate::fen;
use crate::fund::{Bank, Field};

/// One payment on its way.
#[derive(Debug, Clone)]
pub struct Going {
    /// Number in the batch, from 1.
    pub n: i64,
    /// Holder of the account.
    pub name: String,
    /// The number.
    pub account: String,
    /// Name of the payee's bank.
    pub bank: String,
    /// Fen.
    pub amount: i64,
    /// What it is for.
    pub purpose: String,
}

/// The file. Nothing where the sum does not fit or a letter cannot be written in the bank's encoding.
pub fn write(layout: &Bank, batch: &str, lines: &[Going]) -> Option<Vec<u8>> {
    let mut out = csv::WriterBuilder::new()
        .delimiter(layout.separator)
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    out.write_record(layout.out.iter().map(|(head, _)| head.as_str())).ok()?;
    for line in lines {
        out.write_record(layout.out.iter().map(|(_, field)| cell(batch, line, *field))).ok()?;
    }
    let total = fen::sum(lines.iter().map(|line| line.amount))?;
    out.write_record([layout.total.as_str(), &lines.len().to_string(), &fen::decimal(total)]).ok()?;
    let bytes = out.into_inner().ok()?;
    if !layout.gb18030 {
        return Some(bytes);
    }
    let text = String::from_utf8(bytes).ok()?;
    let (coded, _, lost) = encoding_rs::GB18030.encode(&text);
    (!lost).then(|| coded.into_owned())
}

fn cell(batch: &str, line: &Going, field: Field) -> String {
    match field {
        Field::Batch => batch.to_owned(),
        Field::Line => line.n.to_string(),
        Field::Name => line.name.clone(),
        Field::Account => line.account.clone(),
        Field::Bank => line.bank.clone(),
        Field::Amount => fen::decimal(line.amount),
        Field::Purpose => line.purpose.clone(),
        Field::Outcome | Field::Reference | Field::Reason | Field::Day => String::new(),
    }
}

/// The same rows as a workbook. Every cell is text: no program turns an account into a rounded number or an amount into a fraction.
pub fn write_workbook(layout: &Bank, batch: &str, lines: &[Going], on: Date) -> Option<Vec<u8>> {
    let text = Format::new().set_num_format("@");
    let mut book = Workbook::new();
    let day = ExcelDateTime::from_ymd(
        u16::try_from(on.year()).ok()?,
        on.month().unsigned_abs(),
        on.day().unsigned_abs(),
    )
    .ok()?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let sheet = book.add_worksheet();
    for (at, (head, _)) in (0_u16..).zip(&layout.out) {
        sheet.write_string_with_format(0, at, head, &text).ok()?;
    }
    let mut row = 0;
    for line in lines {
        row += 1;
        for (at, (_, field)) in (0_u16..).zip(&layout.out) {
            sheet.write_string_with_format(row, at, cell(batch, line, *field), &text).ok()?;
        }
    }
    let total = fen::sum(lines.iter().map(|line| line.amount))?;
    let last = [layout.total.clone(), lines.len().to_string(), fen::decimal(total)];
    for (at, cell) in (0_u16..).zip(last) {
        sheet.write_string_with_format(row + 1, at, cell, &text).ok()?;
    }
    book.save_to_buffer().ok()
}
