//! The files of banks in `funds.toml`: columns out and back, and the words for what became of a line.

use super::model::{Bank, Field, Funds};
use super::raw::{RawBank, RawColumn};
use super::reading::Reading;

fn columns(
    reading: &mut Reading<'_>,
    raw: &[RawColumn],
    needed: &[Field],
    at: usize,
) -> Vec<(String, Field)> {
    let made: Vec<(String, Field)> = raw
        .iter()
        .filter_map(|one| Some((one.head.get_ref().clone(), reading.one_of(&one.field, &Field::ALL)?)))
        .collect();
    for field in needed {
        if !made.iter().any(|(_, own)| own == field) {
            let word = Field::ALL.iter().find(|(own, _)| own == field).map_or("", |(_, word)| word);
            reading.tell(
                at,
                "M016",
                true,
                format!("缺少列“{word}”"),
                format!("the column '{word}' is missing"),
            );
        }
    }
    made
}

/// A bank's layout.
pub(super) fn bank(reading: &mut Reading<'_>, made: &Funds, raw: &RawBank) -> Option<Bank> {
    let there: Vec<String> = made.banks.iter().map(|own| own.id.clone()).collect();
    let fresh = reading.fresh(&raw.id, &there);
    let at = raw.id.span().start;
    let gb18030 = reading.one_of(&raw.encoding, &[(false, "utf-8"), (true, "gb18030")])?;
    let separator = match &raw.separator {
        None => b',',
        Some(text) => reading.one_of(text, &[(b',', ","), (b'|', "|"), (b';', ";"), (b'\t', "\t")])?,
    };
    let out = columns(reading, &raw.out, &[Field::Line, Field::Name, Field::Account, Field::Amount], at);
    let back = columns(reading, &raw.back, &[Field::Line, Field::Amount, Field::Outcome], at);
    let words = [raw.paid.clone(), raw.failed.clone(), raw.unknown.clone()];
    let all: Vec<&String> = words.iter().flatten().collect();
    if words[0].is_empty()
        || words[1].is_empty()
        || all.iter().enumerate().any(|(n, word)| all[..n].contains(word))
    {
        let (zh, en) =
            ("成功和失败的说法都要有,且不重复", "words for paid and failed are needed, none twice");
        reading.tell(at, "M017", true, zh.into(), en.into());
    }
    let one = Bank {
        id: raw.id.get_ref().clone(),
        name: reading.words(&raw.name),
        gb18030,
        separator,
        out,
        total: raw.total.get_ref().clone(),
        back,
        words,
    };
    fresh.then_some(one)
}
