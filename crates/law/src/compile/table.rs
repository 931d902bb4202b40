//! Tables of the pack (取值表): CSV with a citation in each row. It must never take a cell that it cannot read.

use crate::book::{Book, Ty, Val};
use crate::day::Day;
use crate::scenario::literal;
use crate::span::{Diagnostic, FileId, Severity, Span};
use crate::syntax::ast::{Cite, Item, Text};

/// A data table of the pack: `data/x.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Path as the rules name it.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// One row, read.
pub(super) struct Row {
    pub value: Val,
    pub place: Option<String>,
    pub from: Day,
    pub to: Day,
    pub basis: Vec<Cite>,
}

/// Rows of a table; every wrong cell is named by row and column.
pub(super) fn rows(
    book: &Book,
    path: &Text,
    ty: Ty,
    header: &[&str],
    tables: &[Table],
    out: &mut Vec<Diagnostic>,
    each: &mut dyn FnMut(Row, &mut Vec<Diagnostic>),
) {
    let Some(table) = tables.iter().find(|table| table.path == path.value) else {
        out.push(Diagnostic::error(
            "L320",
            path.span,
            format!("没有表“{}”", path.value),
            format!("there is no table '{}'", path.value),
        ));
        return;
    };
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .comment(Some(b'#'))
        .from_reader(table.text.trim_start_matches('\u{feff}').as_bytes());
    let columns: Vec<String> =
        reader.headers().map(|row| row.iter().map(str::to_owned).collect()).unwrap_or_default();
    let at = |name: &str| columns.iter().position(|column| column == name);
    let stray = columns.iter().any(|column| !header.contains(&column.as_str()));
    if at(header[0]).is_none() || at("basis").is_none() || stray {
        out.push(Diagnostic::error(
            "L321",
            path.span,
            format!("表“{}”的首行应为 {}", path.value, header.join(",")),
            format!("the first line of '{}' must be {}", path.value, header.join(",")),
        ));
        return;
    }
    let mut record = csv::StringRecord::new();
    loop {
        let line = reader.position().line();
        let read = reader.read_record(&mut record);
        let line = record.position().map_or(line, csv::Position::line);
        match read {
            Ok(false) => return,
            Ok(true) => {
                let cell = |name: &str| {
                    at(name).and_then(|column| record.get(column)).filter(|cell| !cell.is_empty())
                };
                let mut wrong = |column: &str, what: &str, english: &str| {
                    out.push(wrong_cell(path, line, column, what, english));
                };
                if let Some(row) = row(book, ty, header[0], path.span, &cell, &mut wrong) {
                    each(row, out);
                }
            }
            Err(_) => {
                out.push(wrong_cell(path, line, "-", "这一行读不出来", "the row cannot be read"));
                if reader.is_done() {
                    return;
                }
            }
        }
    }
}

fn wrong_cell(path: &Text, line: u64, column: &str, what: &str, english: &str) -> Diagnostic {
    Diagnostic::error(
        "L322",
        path.span,
        format!("表“{}”第 {line} 行“{column}”列:{what}", path.value),
        format!("'{}', row {line}, column {column}: {english}", path.value),
    )
}

/// One row, when its value can be read.
fn row<'c>(
    book: &Book,
    ty: Ty,
    first: &str,
    span: Span,
    cell: &dyn Fn(&str) -> Option<&'c str>,
    wrong: &mut dyn FnMut(&str, &str, &str),
) -> Option<Row> {
    let mut day = |name: &str, open: Day| match cell(name) {
        None => open,
        Some(text) => Day::parse(text).unwrap_or_else(|| {
            wrong(name, "不是日期(如 2009-01-01)", "no day such as 2009-01-01");
            open
        }),
    };
    let (from, to) = (day("from", Day::MIN), day("to", Day::MAX));
    let basis = match cell("basis") {
        None => {
            wrong("basis", "没有写依据", "no citation");
            Vec::new()
        }
        Some(text) => cites(text, span).unwrap_or_else(|| {
            wrong("basis", "不是依据(如 FS2020 第九条)", "no citation such as FS2020 第九条");
            Vec::new()
        }),
    };
    let Some(text) = cell(first) else {
        wrong(first, "没有写", "nothing is written");
        return None;
    };
    let found = if ty == Ty::Text {
        Ok(Val::Text(text.into()))
    } else {
        let (expr, problems) = crate::syntax::parse_expression(FileId(u32::MAX), text);
        if problems.is_empty() {
            literal::value(book, &expr, ty)
        } else {
            Err(("读不出来".to_owned(), "it cannot be read".to_owned()))
        }
    };
    match found {
        Ok(value) => Some(Row { value, place: cell("place").map(str::to_owned), from, to, basis }),
        Err((zh, en)) => {
            wrong(first, &zh, &en);
            None
        }
    }
}

/// The citations of a cell, standing where the table is named; `None` when they cannot be read as such.
fn cites(text: &str, span: Span) -> Option<Vec<Cite>> {
    // The parser reads citations only where a section may stand.
    let (file, problems) = crate::syntax::parse(span.file, &format!("清单 表 t\n  依据 {text}\n"));
    let [Item::List(list)] = &file.items[..] else { return None };
    let sound = problems.iter().all(|found| found.severity != Severity::Error) && !list.head.basis.is_empty();
    sound.then(|| list.head.basis.iter().map(|cite| Cite { span, ..cite.clone() }).collect())
}
