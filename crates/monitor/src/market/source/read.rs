//! From a table in a file to values of a source: columns found by name, numbers read strictly, every bad row told. It must never guess a number or a code.

use std::collections::{BTreeMap, BTreeSet};

use anye_forms::Period;
use anye_reading::{CellKind, Row, Sheet, Tables};

use super::{Column, Role, Source, Subject};

/// A value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Value {
    /// Code of the employer or place.
    pub subject: String,
    /// Period.
    pub period: String,
    /// Column.
    pub item: String,
    /// Scaled by the digits of the column.
    pub value: i64,
}

/// Something wrong: row of the sheet, column id, and a code for the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Row; 0: the file.
    pub row: u32,
    /// Column id; empty: the row.
    pub column: String,
    /// Code: a key of the words, `market-bad-…`.
    pub code: &'static str,
    /// What was written.
    pub text: String,
}

/// What stands in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    /// Values of the sound rows, in order.
    pub values: Vec<Value>,
    /// Sound rows.
    pub rows: usize,
    /// Rows that were refused.
    pub refused: usize,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// Columns that the schema does not declare; not taken.
    pub unknown: Vec<String>,
    /// xlsx or csv.
    pub format: String,
}

impl Read {
    /// Nothing can be taken.
    pub fn is_fatal(&self) -> bool {
        self.values.is_empty()
    }
}

fn plain(text: &str) -> String {
    let text: String =
        text.chars().filter(|one| !one.is_whitespace() && !matches!(one, '*' | '＊' | '\u{feff}')).collect();
    let cut = text.find(['(', '（']).filter(|at| *at > 0).unwrap_or(text.len());
    text[..cut].to_lowercase()
}

fn column_of<'a>(source: &'a Source, header: &str) -> Option<&'a Column> {
    let header = plain(header);
    let is = |name: &str| plain(name) == header;
    source.column.iter().find(|one| {
        is(&one.id) || is(&one.name.zh) || is(&one.name.en) || one.also.iter().any(|name| is(name))
    })
}

/// Columns of the header, or `None`: this row is none.
fn header<'a>(source: &'a Source, row: &Row) -> Option<BTreeMap<u16, &'a Column>> {
    let found: BTreeMap<u16, &Column> =
        row.cells().filter_map(|cell| Some((cell.column, column_of(source, cell.text)?))).collect();
    let has = |role: Role| found.values().any(|one| one.role == role);
    (has(Role::Subject) && has(Role::Period) && has(Role::Value)).then_some(found)
}

/// Reads the first sheet with a header. `known` says whether a code of a place is one.
#[must_use]
pub fn read(source: &Source, tables: &Tables, known: &dyn Fn(&str) -> bool) -> Read {
    let mut made = Read { format: tables.format.clone(), ..Read::default() };
    let found = tables.sheets.iter().find_map(|sheet| {
        let at = sheet.rows.iter().take(30).position(|row| header(source, row).is_some())?;
        Some((sheet, at))
    });
    let Some((sheet, at)) = found else {
        made.findings.push(Finding {
            row: 0,
            column: String::new(),
            code: "market-bad-header",
            text: String::new(),
        });
        return made;
    };
    let columns = header(source, &sheet.rows[at]).unwrap_or_default();
    made.unknown = sheet.rows[at]
        .cells()
        .filter(|cell| !columns.contains_key(&cell.column) && !cell.text.trim().is_empty())
        .map(|cell| cell.text.trim().to_owned())
        .collect();
    let twice = doubled(&columns);
    if !twice.is_empty() {
        made.findings.push(Finding {
            row: sheet.rows[at].number,
            column: twice,
            code: "market-bad-doubled",
            text: String::new(),
        });
        return made;
    }
    for required in source.values().filter(|one| one.required) {
        if !columns.values().any(|one| one.id == required.id) {
            let (row, column) = (sheet.rows[at].number, required.id.clone());
            made.findings.push(Finding { row, column, code: "market-bad-column", text: String::new() });
            return made;
        }
    }
    rows(source, sheet, at, &columns, known, &mut made);
    if made.rows == 0 && made.refused == 0 {
        made.findings.push(Finding {
            row: 0,
            column: String::new(),
            code: "market-bad-empty",
            text: String::new(),
        });
    }
    made.values.sort();
    made
}

fn doubled(columns: &BTreeMap<u16, &Column>) -> String {
    let mut seen = BTreeSet::new();
    let twice = columns.values().find(|one| !seen.insert(&one.id));
    twice.map(|one| one.id.clone()).unwrap_or_default()
}

fn rows(
    source: &Source,
    sheet: &Sheet,
    at: usize,
    columns: &BTreeMap<u16, &Column>,
    known: &dyn Fn(&str) -> bool,
    made: &mut Read,
) {
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    for row in sheet.rows[at + 1..].iter().filter(|row| row.cells().any(|cell| !cell.text.trim().is_empty()))
    {
        match one(source, row, columns, known) {
            Ok(values) => {
                let key = values.first().map(|value| (value.subject.clone(), value.period.clone()));
                if let Some(key) = key
                    && !seen.insert(key.clone())
                {
                    made.refused += 1;
                    made.findings.push(Finding {
                        row: row.number,
                        column: String::new(),
                        code: "market-bad-twice",
                        text: key.0,
                    });
                    continue;
                }
                made.rows += 1;
                made.values.extend(values);
            }
            Err(findings) => {
                made.refused += 1;
                made.findings.extend(findings);
            }
        }
    }
}

fn one(
    source: &Source,
    row: &Row,
    columns: &BTreeMap<u16, &Column>,
    known: &dyn Fn(&str) -> bool,
) -> Result<Vec<Value>, Vec<Finding>> {
    let (mut subject, mut period, mut numbers, mut bad) =
        (String::new(), String::new(), Vec::new(), Vec::new());
    for (at, column) in columns {
        let cell = row.cell(*at);
        let text = cell.map(|cell| cell.text.trim()).unwrap_or_default();
        let kind = cell.map(|cell| cell.kind);
        let mut tell = |code: &'static str| {
            bad.push(Finding {
                row: row.number,
                column: column.id.clone(),
                code,
                text: text.chars().take(60).collect(),
            });
        };
        match column.role {
            Role::Subject => match code_of(source.subject, text, kind, known) {
                Ok(code) => subject = code,
                Err(code) => tell(code),
            },
            Role::Period => match period_of(source, text) {
                Some(found) => period = found,
                None => tell("market-bad-period"),
            },
            Role::Value if text.is_empty() || matches!(text, "-" | "—" | "/" | "无") => {
                if column.required {
                    tell("market-bad-missing");
                }
            }
            Role::Value => match number(column, text, kind) {
                Some(value) => numbers.push((column.id.clone(), value)),
                None => tell("market-bad-number"),
            },
        }
    }
    if bad.is_empty() && numbers.is_empty() {
        bad.push(Finding {
            row: row.number,
            column: String::new(),
            code: "market-bad-nothing",
            text: String::new(),
        });
    }
    if !bad.is_empty() {
        return Err(bad);
    }
    let value = |(item, value)| Value { subject: subject.clone(), period: period.clone(), item, value };
    Ok(numbers.into_iter().map(value).collect())
}

/// A code as written. One that a spreadsheet made a number of has lost its end and is refused.
fn code_of(
    subject: Subject,
    text: &str,
    kind: Option<CellKind>,
    known: &dyn Fn(&str) -> bool,
) -> Result<String, &'static str> {
    match subject {
        Subject::Employer => {
            let whole = text.len() == 18 && text.bytes().all(|one| one.is_ascii_alphanumeric());
            let damaged = kind == Some(CellKind::Number) && text.bytes().all(|one| one.is_ascii_digit());
            if whole && !damaged { Ok(text.to_uppercase()) } else { Err("market-bad-code") }
        }
        Subject::Place => {
            let code = text.strip_suffix(".0").unwrap_or(text);
            if known(code) { Ok(code.to_owned()) } else { Err("market-bad-place") }
        }
    }
}

/// A period of the source's kind: `2020-05`, `202005`, `2020年5月`, a day of a date cell.
fn period_of(source: &Source, text: &str) -> Option<String> {
    let kind = source.kind()?;
    let plain = text.trim_end_matches('月').replace('年', "-").replace(['/', '.'], "-");
    let mut tried = vec![text.to_owned(), plain.clone()];
    if let Some((year, month)) = plain.split_once('-')
        && month.len() == 1
    {
        tried.push(format!("{year}-0{month}"));
    }
    if plain.len() == 6 && plain.bytes().all(|one| one.is_ascii_digit()) {
        tried.push(format!("{}-{}", &plain[..4], &plain[4..]));
    }
    if let Some(month) = plain.get(..7).filter(|_| plain.len() == 10) {
        tried.push(month.to_owned());
    }
    let read = tried.iter().filter_map(|text| text.parse::<Period>().ok());
    read.into_iter().find(|period| period.kind() == kind).map(|period| period.to_string())
}

/// A number scaled by the digits of its column; more digits than it has, or letters, are refused.
fn number(column: &Column, text: &str, kind: Option<CellKind>) -> Option<i64> {
    if matches!(kind, Some(CellKind::Error | CellKind::YesNo | CellKind::Date)) {
        return None;
    }
    let plain: String = text.replace([',', ',', ' '], "").replace(['−', '–'], "-");
    anye_forms::parse_decimal(&plain, column.digits).filter(|value| *value >= 0 || column.negative)
}
