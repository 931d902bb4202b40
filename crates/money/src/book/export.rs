//! The book as a file (台账导出): CSV and XLSX. It must never write a formula that a program would run, nor a whole account number.

use anye_base::{Fault, Lang};
use anye_web::Texts;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::query::Entry;
use super::totals::Total;
use crate::fen;
use crate::fund::Funds;

/// Text that no program takes for a formula.
pub(crate) fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

const HEADS: [&str; 18] = [
    "money-batch",
    "money-line",
    "money-place",
    "money-fund",
    "money-year",
    "money-payee",
    "money-for",
    "money-account",
    "money-benefit",
    "money-benefit-id",
    "money-period",
    "money-yuan",
    "money-state",
    "money-settled-on",
    "money-bank-ref",
    "money-decision",
    "money-entry",
    "money-gaps",
];

/// The column of the amount.
const YUAN: u16 = 11;

fn heads(texts: &Texts) -> Vec<String> {
    HEADS.iter().map(|key| texts.t(key)).collect()
}

fn cells(funds: &Funds, texts: &Texts, one: &Entry) -> Vec<String> {
    let zh = texts.lang == Lang::Zh;
    vec![
        one.batch.clone(),
        one.n.to_string(),
        one.place.clone(),
        funds.fund(&one.fund).map_or_else(|| one.fund.clone(), |fund| fund.name.said(zh).to_owned()),
        one.year.to_string(),
        harmless(&one.payee_name),
        harmless(&whom(texts, one)),
        one.account.clone(),
        funds.benefit_name(&one.benefit, zh),
        one.benefit.clone(),
        one.period.clone(),
        fen::decimal(one.amount),
        texts.t(&format!("money-line-{}", one.state)),
        one.settled_on.clone().unwrap_or_default(),
        harmless(one.bank_ref.as_deref().unwrap_or_default()),
        one.decision.clone(),
        one.entry_id.clone(),
        one.gaps
            .iter()
            .map(|gap| texts.t(&format!("money-gap-{}", gap.word())))
            .collect::<Vec<_>>()
            .join("; "),
    ]
}

/// Whom it is for, as far as a name is known here.
pub(crate) fn whom(texts: &Texts, one: &Entry) -> String {
    if !one.whom_name.is_empty() {
        one.whom_name.clone()
    } else if one.whom == one.payee && one.whom_kind == one.payee_kind {
        one.payee_name.clone()
    } else if one.whom.contains(',') && !one.gaps.contains(&super::Gap::Person) {
        texts.t1("money-for-several", "n", one.whom.split(',').count().to_string())
    } else {
        texts.t("money-for-nobody")
    }
}

/// The totals as CSV; `places` says what a city is called.
///
/// # Errors
/// It could not be written.
pub fn totals_csv(
    funds: &Funds,
    texts: &Texts,
    all: &[Total],
    places: &dyn Fn(&str) -> String,
) -> Result<Vec<u8>, Fault> {
    let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let heads = [
        "money-city",
        "money-place",
        "money-benefit",
        "money-benefit-id",
        "money-persons",
        "money-payments",
        "money-yuan",
        "money-no-person",
    ];
    out.write_record(heads.map(|key| texts.t(key))).map_err(Fault::internal)?;
    for one in all {
        let row = [
            places(&one.city),
            one.city.clone(),
            funds.benefit_name(&one.benefit, texts.lang == Lang::Zh),
            one.benefit.clone(),
            one.persons.to_string(),
            one.lines.to_string(),
            fen::decimal(one.amount),
            one.no_person.to_string(),
        ];
        out.write_record(row).map_err(Fault::internal)?;
    }
    out.into_inner().map_err(Fault::internal)
}

/// As CSV, with the mark that tells Excel it is UTF-8.
///
/// # Errors
/// It could not be written.
pub fn csv_of(funds: &Funds, texts: &Texts, lines: &[Entry]) -> Result<Vec<u8>, Fault> {
    let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    out.write_record(heads(texts)).map_err(Fault::internal)?;
    for one in lines {
        out.write_record(cells(funds, texts, one)).map_err(Fault::internal)?;
    }
    out.into_inner().map_err(Fault::internal)
}

/// As a workbook; amounts are numbers, everything else is text.
///
/// # Errors
/// It could not be written.
pub fn workbook(funds: &Funds, texts: &Texts, lines: &[Entry]) -> Result<Vec<u8>, Fault> {
    sheet(funds, texts, lines).map_err(Fault::internal)
}

fn sheet(funds: &Funds, texts: &Texts, lines: &[Entry]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    let money = Format::new().set_num_format("#,##0.00");
    let sheet = book.add_worksheet();
    sheet.set_name(texts.t("money-book"))?;
    for (at, head) in (0_u16..).zip(heads(texts)) {
        sheet.write_string_with_format(0, at, head, &bold)?;
    }
    for (row, one) in (1_u32..).zip(lines) {
        for (at, cell) in (0_u16..).zip(cells(funds, texts, one)) {
            if at == YUAN {
                // For reading only: up to 2^53 fen a double holds every amount exactly.
                sheet.write_number_with_format(row, at, one.amount as f64 / 100.0, &money)?;
            } else {
                sheet.write_string_with_format(row, at, cell, &text)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}
