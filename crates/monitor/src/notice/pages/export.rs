//! The list as a file (导出清单): CSV and XLSX, what the caller may read and no more. Text goes in as text, so that no cell can become a formula.

use anye_access::Caller;
use anye_base::world::china_minute;
use anye_base::{Fault, Limit};
use anye_db::audit::Event;
use anye_web::{Asking, Failed, Texts, Visitor};
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::super::list::{Filter, Row, list};
use crate::Monitor;

/// So many rows of one file at most.
const MOST: usize = 20_000;

const COLUMNS: [&str; 13] = [
    "employer", "code", "place", "event", "day", "persons", "share", "needed", "breaches", "reported",
    "hours", "due", "overdue",
];

async fn all(monitor: &Monitor, caller: &Caller<'_>, filter: &Filter) -> Result<Vec<Row>, Fault> {
    let limit = Limit::new(500).unwrap_or_default();
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = list(monitor, caller, filter, after.as_ref(), limit).await?;
        rows.extend(page.items);
        match page.next {
            Some(next) if rows.len() < MOST => after = Some(next),
            _ => break,
        }
    }
    let event =
        Event::new("layoff.export", "layoff_notice", "").detail(&serde_json::json!({ "rows": rows.len() }));
    monitor.core.db.record(caller.world, caller.actor, event).await?;
    Ok(rows)
}

fn cells(monitor: &Monitor, texts: &Texts, row: &Row) -> [String; 13] {
    let one = &row.notice;
    let on = monitor.core.world.today();
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let word = |prefix: &str, word: &str| {
        if word.is_empty() { String::new() } else { texts.t(&format!("{prefix}-{word}")) }
    };
    [
        row.employer.clone(),
        row.code.clone(),
        monitor.core.place_in(one.place.get(..6).unwrap_or(&one.place), on, texts.lang),
        word("notice-event", &one.event),
        one.carried_out_on.clone().unwrap_or_default(),
        number(one.persons),
        super::percent(one.share),
        word("notice-needed", &one.needed),
        one.breaches.to_string(),
        one.reported_at.map(china_minute).unwrap_or_default(),
        number(row.hours_to_report),
        row.due_at.map(china_minute).unwrap_or_default(),
        texts.t(if row.overdue { "notice-yes" } else { "notice-no" }),
    ]
}

fn heads(texts: &Texts) -> Vec<String> {
    COLUMNS.iter().map(|key| texts.t(&format!("notice-col-{key}"))).collect()
}

/// A cell of a CSV; what a spreadsheet would take for a formula gets an apostrophe.
fn quoted(text: &str) -> String {
    let text =
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// Answers `GET /layoffs/export.csv`.
pub async fn csv(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let rows = all(&monitor, &asking.caller(None), &filter).await?;
    let line =
        |cells: &[String]| cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\r\n";
    let mut text = String::from("\u{feff}");
    text.push_str(&line(&heads(&visitor.texts)));
    for row in &rows {
        text.push_str(&line(&cells(&monitor, &visitor.texts, row)));
    }
    let name = "attachment; filename=\"layoff-notices.csv\"";
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, name)], text)
        .into_response())
}

/// Answers `GET /layoffs/export.xlsx`.
pub async fn xlsx(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let rows = all(&monitor, &asking.caller(None), &filter).await?;
    let texts = visitor.texts.clone();
    let work = move || workbook(&monitor, &texts, &rows).map_err(Fault::internal);
    let bytes = tokio::task::spawn_blocking(work).await.map_err(Fault::internal)??;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let name = "attachment; filename=\"layoff-notices.xlsx\"";
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

fn workbook(monitor: &Monitor, texts: &Texts, rows: &[Row]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(texts.t("notice-list-title"))?;
    let head = Format::new().set_bold();
    for (column, text) in (0u16..).zip(heads(texts)) {
        sheet.write_string_with_format(0, column, text, &head)?;
        sheet.set_column_width(column, if column == 0 { 32.0 } else { 14.0 })?;
    }
    for (at, row) in (1u32..).zip(rows) {
        for (column, text) in (0u16..).zip(cells(monitor, texts, row)) {
            // Persons, breaches and hours are numbers.
            let number = if matches!(column, 5 | 8 | 10) { text.parse::<i32>().ok() } else { None };
            match number {
                Some(number) => sheet.write_number(at, column, f64::from(number))?,
                None => sheet.write_string(at, column, text)?,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}
