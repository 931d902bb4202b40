//! From a table in a file to rows to import: cells read strictly, everything odd about the sheet told. It must never guess a damaged code.

mod about;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use anye_forms::{Cells, Form, Period};
use anye_reading::{Row, Tables};

use super::findings::Finding;
use super::headers::{Headers, Known, Target, label};
use super::template::HIDDEN;
use crate::import::ImportRow;
use about::{about_sheet, template_of};
use value::{code, period_of, value};

/// What is wanted of a file.
#[derive(Debug, Clone)]
pub struct Want<'a> {
    /// Form.
    pub form: &'a Form,
    /// Period that was chosen.
    pub period: Period,
}

/// A file as rows to import.
#[derive(Debug, Default)]
pub struct Collected {
    /// Rows that could be read whole.
    pub rows: Vec<ImportRow>,
    /// How many they were, also when they have been handed on.
    pub read: usize,
    /// What is wrong or doubtful.
    pub findings: Vec<Finding>,
    /// Rows that cannot be taken for what stands in them.
    pub refused: BTreeSet<u32>,
    /// Number of the sheet in the file.
    pub sheet: usize,
    /// Its columns.
    pub headers: Headers,
    /// Nothing of the file can be taken.
    pub fatal: bool,
    /// xlsx or csv, and the encoding of a CSV file.
    pub format: String,
}

/// Reads the tables of a file.
#[must_use]
pub fn collect(tables: &Tables, want: &Want<'_>) -> Collected {
    let encoding = tables.encoding.as_deref().map(|name| format!(" {name}")).unwrap_or_default();
    let mut made = Collected { format: format!("{}{encoding}", tables.format), ..Collected::default() };
    template_of(tables, want, &mut made);
    let known = Known::of(want.form);
    let found = tables
        .sheets
        .iter()
        .enumerate()
        .filter(|(_, sheet)| sheet.name != HIDDEN)
        .find_map(|(at, sheet)| Some((at, sheet, known.headers(sheet)?)));
    let Some((at, sheet, headers)) = found else {
        made.fatal = true;
        made.findings.push(Finding::file(
            "no_header",
            true,
            "找不到表头：前 30 行里没有一行写着填报单位代码和指标名称。请用本期模板，或把表头改成指标名称或编号。",
            "No header was found: none of the first 30 rows names the code of the reporter and items. Use the template of the period, or name the columns by item or id.",
        ));
        return made;
    };
    made.sheet = at;
    about_sheet(sheet, &headers, &mut made);
    if headers.reporter().is_none() {
        made.fatal = true;
        made.findings.push(
            Finding::file(
                "no_reporter_column",
                true,
                "没有填报单位代码一列（统一社会信用代码或地区代码）。",
                "There is no column for the code of the reporter (credit code or place code).",
            )
            .at(headers.row, 0),
        );
        made.headers = headers;
        return made;
    }
    for item in want.form.items.iter().enumerate().filter(|(_, item)| item.required && item.part_of.is_none())
    {
        let parts = want.form.items.iter().enumerate().filter(|(_, one)| one.part_of == Some(item.0));
        let there = headers.of_item(item.0).is_some()
            || parts.into_iter().any(|(part, _)| headers.of_item(part).is_some());
        if !there && item.1.source != anye_forms::Source::Computed {
            let (zh, en) = (label(want.form, item.1, false), label(want.form, item.1, true));
            made.findings.push(
                Finding::file(
                    "no_column",
                    false,
                    format!("没有“{zh}”一列。"),
                    format!("There is no column “{en}”."),
                )
                .at(headers.row, 0)
                .of(&item.1.id),
            );
        }
    }
    let mut formulas: BTreeMap<u16, u32> = BTreeMap::new();
    for row in sheet.rows.iter().filter(|row| row.number >= headers.first) {
        one(row, want, &headers, &mut formulas, &mut made);
    }
    for (column, n) in formulas {
        made.findings.push(
            Finding::file(
                "formulas",
                false,
                format!("{n} 个单元格是公式，取文件里保存的结果。"),
                format!("{n} cells are formulas; the results kept in the file were taken."),
            )
            .at(headers.row, column),
        );
    }
    made.read = made.rows.len();
    if made.rows.is_empty() && made.refused.is_empty() {
        made.fatal = true;
        made.findings.push(Finding::file(
            "no_rows",
            true,
            "表头下面没有数据行。",
            "There are no rows below the header.",
        ));
    }
    made.headers = headers;
    made
}

/// One row.
fn one(
    row: &Row,
    want: &Want<'_>,
    headers: &Headers,
    formulas: &mut BTreeMap<u16, u32>,
    made: &mut Collected,
) {
    let mut cells = Cells::empty(want.form);
    let (mut reporter, mut period, mut reason) = (String::new(), String::new(), String::new());
    let (mut filled, mut wrong) = (false, false);
    let before = made.findings.len();
    for cell in row.cells() {
        let Some(target) = headers.columns.get(&cell.column) else { continue };
        if cell.formula {
            *formulas.entry(cell.column).or_default() += 1;
        }
        match target {
            Target::Reporter => match code(&cell) {
                Ok((text, repaired)) => {
                    reporter = text;
                    made.findings.extend(repaired.map(|finding| finding.at(row.number, cell.column)));
                }
                Err(finding) => {
                    wrong = true;
                    made.findings.push(finding.at(row.number, cell.column));
                }
            },
            Target::Period => cell.text.trim().clone_into(&mut period),
            Target::Reason => cell.text.trim().clone_into(&mut reason),
            Target::Name | Target::Ignored => {}
            Target::Item(column) => {
                let item = &want.form.items[*column];
                filled |= !cell.text.trim().is_empty();
                match value(item, &cell) {
                    Ok((held, note)) => {
                        cells.set(*column, held);
                        made.findings.extend(note.map(|one| one.at(row.number, cell.column).of(&item.id)));
                    }
                    Err(finding) => {
                        wrong = true;
                        made.findings.push(finding.at(row.number, cell.column).of(&item.id));
                    }
                }
            }
        }
    }
    if reporter.is_empty() && !filled && !wrong {
        made.findings.truncate(before);
        return;
    }
    if reporter.is_empty() && !wrong {
        wrong = true;
        let finding =
            Finding::file("no_reporter", true, "没有填报单位代码。", "The code of the reporter is missing.");
        made.findings.push(finding.at(row.number, headers.reporter().unwrap_or(0)));
    } else if !filled && !wrong {
        // A template lists everybody: a row that nobody filled in is no report.
        made.findings.truncate(before);
        return;
    }
    match period_of(&period, want.period) {
        Ok(()) => {}
        Err(finding) => {
            wrong = true;
            made.findings.push(finding.at(row.number, 0));
        }
    }
    if wrong {
        made.refused.insert(row.number);
        return;
    }
    made.rows.push(ImportRow {
        row: u64::from(row.number),
        reporter,
        period: want.period.to_string(),
        cells,
        reason,
    });
}
