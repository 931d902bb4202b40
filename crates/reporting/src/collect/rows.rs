//! From a table in a file to rows to import: cells read strictly, everything odd about the sheet told. It must never guess a damaged code.

use std::collections::{BTreeMap, BTreeSet};

use anye_forms::{Cells, Form, Period, entry};
use anye_reading::{Cell as Held, CellKind, Row, Sheet, Tables};

use super::findings::{Finding, letters};
use super::headers::{Headers, Known, Target, label};
use super::template::HIDDEN;
use crate::import::ImportRow;

/// Ways of writing that leave no question: thousands of rows of them would hide the others.
const PLAIN: [&str; 5] = ["name", "trimmed", "full_width", "separators", "day_form"];

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

/// What the hidden sheet of a template says: the form, its version, the period.
fn template_of(tables: &Tables, want: &Want<'_>, made: &mut Collected) {
    let Some(sheet) = tables.sheets.iter().find(|sheet| sheet.name == HIDDEN) else { return };
    let value = |name: &str| {
        let row = sheet.rows.iter().find(|row| row.cell(1).is_some_and(|cell| cell.text == name))?;
        row.cell(2).map(|cell| cell.text.to_owned())
    };
    if let Some(form) = value("form").filter(|id| *id != want.form.id) {
        made.fatal = true;
        made.findings.push(Finding::file(
            "other_form",
            true,
            format!("这是报表 {form} 的模板，不是 {}。", want.form.id),
            format!("This is the template of the form {form}, not of {}.", want.form.id),
        ));
    }
    if let Some(version) = value("version").filter(|one| *one != want.form.version) {
        made.findings.push(Finding::file(
            "other_version",
            false,
            format!("模板是旧版本 {version}，现行版本 {}；按列名对应。", want.form.version),
            format!(
                "The template is of an older version {version}, in use is {}; columns were matched by name.",
                want.form.version
            ),
        ));
    }
    if let Some(period) = value("period").filter(|text| *text != want.period.to_string()) {
        made.fatal = true;
        made.findings.push(Finding::file(
            "other_period",
            true,
            format!("这是 {period} 的模板，选的报告期是 {}。", want.period),
            format!("This is the template for {period}, but {} was chosen.", want.period),
        ));
    }
}

fn about_sheet(sheet: &Sheet, headers: &Headers, made: &mut Collected) {
    let mut told = |finding: Finding| made.findings.push(finding);
    for (column, text) in &headers.unknown {
        told(
            Finding::file(
                "unknown_column",
                false,
                format!("不认识的列“{text}”，没有读。"),
                format!("The column “{text}” is not known and was not read."),
            )
            .at(headers.row, *column),
        );
    }
    for (text, first, second) in &headers.doubled {
        let (a, b) = (letters(*first), letters(*second));
        told(
            Finding::file(
                "doubled_column",
                true,
                format!("“{text}”有两列（{a}、{b}），请删去一列。"),
                format!("There are two columns “{text}” ({a} and {b}); delete one."),
            )
            .at(headers.row, *second),
        );
    }
    for area in &sheet.merged {
        told(Finding::file(
            "merged",
            false,
            format!("合并单元格 {area}：只有左上角的值被读到。"),
            format!("Merged cells {area}: only the value at the top left is read."),
        ));
    }
    let hidden: Vec<u32> = sheet
        .rows
        .iter()
        .filter(|row| row.hidden && row.number >= headers.first)
        .map(|row| row.number)
        .collect();
    if let Some(first) = hidden.first() {
        told(
            Finding::file(
                "hidden_rows",
                false,
                format!("有 {} 个隐藏的数据行也被读了，请确认。", hidden.len()),
                format!(
                    "{} hidden rows hold data and were read too; make sure that they belong here.",
                    hidden.len()
                ),
            )
            .at(*first, 0),
        );
    }
    if sheet.hidden {
        told(Finding::file(
            "hidden_sheet",
            false,
            "数据在隐藏的工作表里。",
            "The data are in a hidden sheet.",
        ));
    }
    if !headers.doubled.is_empty() {
        made.fatal = true;
    }
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

fn period_of(text: &str, wanted: Period) -> Result<(), Box<Finding>> {
    if text.is_empty() {
        return Ok(());
    }
    let read = text.parse::<Period>().or_else(|_| Period::from_dhis2(text));
    // A date in the column of a month means the month that it lies in.
    let within = anye_law::day::Day::parse(text).is_some_and(|day| wanted.contains(day));
    if read.is_ok_and(|period| period == wanted) || within {
        return Ok(());
    }
    Err(Box::new(Finding::file(
        "wrong_period",
        true,
        format!("报告期写的是“{text}”，这里收的是 {wanted}。"),
        format!("The period is “{text}”, but this is for {wanted}."),
    )))
}

/// The code of a reporter. A number that a sheet has rounded is lost: it is refused, not mended.
fn code(cell: &Held<'_>) -> Result<(String, Option<Finding>), Box<Finding>> {
    let text = cell.text.trim().trim_start_matches('\'').trim();
    if cell.kind == CellKind::Text {
        let wide: String = text.chars().map(narrow).filter(|c| !c.is_whitespace() && *c != '-').collect();
        return Ok((wide.to_uppercase(), None));
    }
    let whole = text.strip_suffix(".0").unwrap_or(text);
    let digits = whole.bytes().all(|b| b.is_ascii_digit());
    if cell.kind != CellKind::Number || !digits || whole.len() > 15 {
        return Err(Box::new(Finding::file(
            "code_number",
            true,
            format!("代码被存成了数字“{text}”，15 位以后的数字已经丢失；请把该列设为文本后重新填写。"),
            format!(
                "The code was stored as the number “{text}”; its digits beyond the 15th are lost. Make the column text and write the code again."
            ),
        )));
    }
    let note = Finding::file(
        "code_was_number",
        false,
        format!("代码存成了数字，按“{whole}”读。"),
        format!("The code was stored as a number and read as “{whole}”."),
    );
    Ok((whole.to_owned(), Some(note)))
}

/// Full-width letters and digits as plain ones.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

fn value(
    item: &anye_forms::Item,
    cell: &Held<'_>,
) -> Result<(anye_forms::Cell, Option<Finding>), Box<Finding>> {
    if cell.kind == CellKind::Error {
        return Err(Box::new(Finding::file(
            "failed_formula",
            true,
            format!("公式出错（{}），请填数值。", cell.text),
            format!("The formula failed ({}); write the value.", cell.text),
        )));
    }
    if cell.kind == CellKind::Date && item.kind.is_number() {
        return Err(Box::new(Finding::file(
            "date_in_number",
            true,
            format!("这里要填数字，单元格却是日期（{}）；请把单元格格式改为常规后重填。", cell.text),
            format!(
                "A number is wanted here, but the cell is a date ({}); change its format to general and write it again.",
                cell.text
            ),
        )));
    }
    match entry(item, cell.text) {
        Ok((held, note)) => {
            let told = note
                .filter(|note| note.doubt || !PLAIN.contains(&note.code))
                .map(|note| Finding::file(note.code, false, note.say.zh, note.say.en));
            Ok((held, told))
        }
        Err(error) => {
            let meant = error.suggestion.as_deref();
            let zh = meant.map(|text| format!("；是否为 {text}?")).unwrap_or_default();
            let en = meant.map(|text| format!("; did you mean {text}?")).unwrap_or_default();
            Err(Box::new(Finding::file(
                error.code,
                true,
                format!("{}{zh}", error.say.zh),
                format!("{}{en}", error.say.en),
            )))
        }
    }
}
