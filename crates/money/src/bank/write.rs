//! A batch as a bank wants it: heading, one line a payment, then count and sum. The same batch gives the same bytes.

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
        let cells = layout.out.iter().map(|(_, field)| match field {
            Field::Batch => batch.to_owned(),
            Field::Line => line.n.to_string(),
            Field::Name => line.name.clone(),
            Field::Account => line.account.clone(),
            Field::Bank => line.bank.clone(),
            Field::Amount => fen::decimal(line.amount),
            Field::Purpose => line.purpose.clone(),
            Field::Outcome | Field::Reference | Field::Reason | Field::Day => String::new(),
        });
        out.write_record(cells).ok()?;
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
