//! Figures as files: XLSX, CSV, Parquet and SDMX-CSV, with the query, the time and the marks on the figures. It must never write a formula that a program would run.

use anye_base::world::china_minute;
use anye_base::{ErrorKind, Fault};
use anye_forms::{Form, PeriodType, parse_decimal};
use anye_web::{Asking, Failed, Texts, Visitor};
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::figures::{Pairs, read, shown_value};
use super::routes::Desk;
use super::said::{self, worded};
use crate::collect::label;
use crate::figures::{Column, FigureQuery, FigureTable, query};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Answers `GET /figures/export?as=`.
pub async fn export(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(pairs): Query<Pairs>,
) -> Result<Response, Failed> {
    let reporting = &desk.reporting;
    let (asked, _) = read(reporting, &visitor, &pairs)?;
    let asking = Asking::new(&reporting.core, &visitor);
    let table = query(reporting, &asking.caller(None), &asked).await?;
    let form = reporting.form(&asked.form)?;
    let kind = pairs.iter().find(|(key, _)| key == "as").map(|(_, value)| value.as_str()).unwrap_or_default();
    let name = format!("{}-{}-{}", asked.form, asked.from, asked.place);
    match kind {
        "xlsx" => {
            let bytes = workbook(&visitor.texts, form, &asked, &table).map_err(Fault::internal)?;
            Ok(file(XLSX, &format!("{name}.xlsx"), bytes))
        }
        "csv" => {
            Ok(file("text/csv; charset=utf-8", &format!("{name}.csv"), csv_of(&visitor.texts, form, &table)?))
        }
        "sdmx" => {
            let kind = "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8";
            Ok(file(kind, &format!("{name}.sdmx.csv"), sdmx(form, &asked, &table)?))
        }
        "parquet" => {
            let bytes = super::parquet::file(form, &asked, &table).map_err(Fault::internal)?;
            Ok(file("application/vnd.apache.parquet", &format!("{name}.parquet"), bytes))
        }
        _ => Err(Fault::new(ErrorKind::Invalid, "figure_export").into()),
    }
}

/// A file to keep.
pub fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let held = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, held)], bytes).into_response()
}

/// Text that no program takes for a formula.
pub fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

fn heads(texts: &Texts, form: &Form, table: &FigureTable) -> Vec<String> {
    let mut heads: Vec<String> = [
        "report-period",
        "figures-place-code",
        "reporting-place",
        "figures-code",
        "figures-n",
        "figures-as-of",
        "figures-forced",
    ]
    .iter()
    .map(|key| texts.t(key))
    .collect();
    let column = |one: &Column| {
        let item = form.column(&one.id).filter(|_| !one.indicator).map(|at| &form.items[at]);
        let own = || texts.lang.pick(&one.zh, &one.en).to_owned();
        let name = item.map_or_else(own, |item| label(form, item, texts.lang == anye_base::Lang::En));
        if one.unit.is_empty() { name } else { format!("{name}({})", one.unit) }
    };
    heads.extend(table.columns.iter().map(column));
    heads
}

fn csv_of(texts: &Texts, form: &Form, table: &FigureTable) -> Result<Vec<u8>, Fault> {
    // The mark at the beginning tells Excel that this is UTF-8.
    let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    out.write_record(heads(texts, form, table)).map_err(Fault::internal)?;
    for row in &table.rows {
        let mut record = vec![
            row.period.clone(),
            row.place.clone(),
            harmless(&row.place_name),
            harmless(&row.code),
            row.n.to_string(),
            china_minute(row.as_of),
            row.forced.to_string(),
        ];
        let values = table.columns.iter().zip(&row.values);
        record.extend(values.map(|(column, value)| match value {
            Some(_) => shown_value(form, column, value.as_ref()).replace(',', ""),
            None => String::new(),
        }));
        out.write_record(record).map_err(Fault::internal)?;
    }
    out.into_inner().map_err(Fault::internal)
}

fn workbook(
    texts: &Texts,
    form: &Form,
    asked: &FigureQuery,
    table: &FigureTable,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (bold, text) = (Format::new().set_bold().set_text_wrap(), Format::new().set_num_format("@"));
    let sheet = book.add_worksheet();
    sheet.set_name(texts.t("figures-title"))?;
    for (at, head) in (0_u16..).zip(heads(texts, form, table)) {
        sheet.write_string_with_format(0, at, head, &bold)?;
    }
    for (line, row) in (1_u32..).zip(&table.rows) {
        let words = [&row.period, &row.place, &row.place_name, &row.code];
        for (at, word) in (0_u16..).zip(words) {
            sheet.write_string_with_format(line, at, word.as_str(), &text)?;
        }
        sheet.write_number(line, 4, row.n as f64)?;
        sheet.write_string(line, 5, china_minute(row.as_of))?;
        sheet.write_number(line, 6, row.forced as f64)?;
        for (at, (column, value)) in (7_u16..).zip(table.columns.iter().zip(&row.values)) {
            let shown = value.as_ref().map(|_| shown_value(form, column, value.as_ref()).replace(',', ""));
            if let Some(number) = shown.and_then(|text| text.parse::<f64>().ok()) {
                sheet.write_number(line, at, number)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 3)?;
    let note = book.add_worksheet();
    note.set_name(texts.t("figures-note"))?;
    let class = texts.t(if asked.approved { "figures-approved" } else { "figures-submitted" });
    let last = if asked.to.is_empty() { &asked.from } else { &asked.to };
    let lines = [
        (texts.t("report-form"), worded(texts, &form.name)),
        (texts.t("definition-version"), form.version.clone()),
        (
            texts.t("report-period"),
            format!("{} – {}", said::period(texts, &asked.from), said::period(texts, last)),
        ),
        (texts.t("figures-class"), class),
        (texts.t("figures-asked-at"), china_minute(table.asked_at)),
    ];
    for (line, (name, value)) in (0_u32..).zip(lines) {
        note.write_string_with_format(line, 0, name, &bold)?;
        note.write_string(line, 1, value)?;
    }
    book.save_to_buffer()
}

/// The letter of a frequency.
fn frequency(kind: PeriodType) -> &'static str {
    match kind {
        PeriodType::Year => "A",
        PeriodType::HalfYear => "S",
        PeriodType::Quarter => "Q",
        PeriodType::Month => "M",
        PeriodType::Day => "D",
        PeriodType::HalfMonth | PeriodType::TenDay | PeriodType::Wave => "N",
    }
}

/// SDMX-CSV 2.0: one observation a line.
fn sdmx(form: &Form, asked: &FigureQuery, table: &FigureTable) -> Result<Vec<u8>, Fault> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let heads = [
        "STRUCTURE",
        "STRUCTURE_ID",
        "ACTION",
        "FREQ",
        "REF_AREA",
        "INDICATOR",
        "BREAKDOWN",
        "BREAKDOWN_CODE",
        "TIME_PERIOD",
        "OBS_VALUE",
        "UNIT_MEASURE",
        "OBS_STATUS",
        "N_REPORTS",
        "FORCED",
    ];
    out.write_record(heads).map_err(Fault::internal)?;
    let structure = format!("ANYE:{}(1.0)", form.id.to_uppercase().replace('-', "_"));
    let dim = if asked.dim.is_empty() { "_T" } else { &asked.dim };
    for row in &table.rows {
        let time = row.period.replace('H', "-S").replace('Q', "-Q");
        for (column, value) in table.columns.iter().zip(&row.values) {
            let plain = value.as_ref().map(|text| plain(form, column, text)).unwrap_or_default();
            // A normal value, a provisional one, or one that is missing.
            let status = match (value, asked.approved) {
                (None, _) => "M",
                (Some(_), true) => "A",
                (Some(_), false) => "P",
            };
            let (n, forced) = (row.n.to_string(), row.forced.to_string());
            let code = if row.code.is_empty() { "_T" } else { &row.code };
            let record = [
                "dataflow",
                &structure,
                "I",
                frequency(form.period),
                &row.place,
                &column.id,
                dim,
                code,
                &time,
                &plain,
                &column.unit,
                status,
                &n,
                &forced,
            ];
            out.write_record(record).map_err(Fault::internal)?;
        }
    }
    out.into_inner().map_err(Fault::internal)
}

/// A value in its unit, without separators of thousands.
pub(super) fn plain(form: &Form, column: &Column, text: &str) -> String {
    let item = form.column(&column.id).filter(|_| !column.indicator).map(|at| &form.items[at]);
    match item.and_then(|item| Some((item, parse_decimal(text, item.digits)?))) {
        Some((item, number)) => anye_forms::show_number(item, number).replace(',', ""),
        None => text.to_owned(),
    }
}
