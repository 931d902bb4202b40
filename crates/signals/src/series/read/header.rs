//! Which column is which. It must never take a row of data for a header or the other way round without looking at the cells.

use super::cell;

const SERIES: &[&str] = &["series", "series_id", "id", "unique_id", "name", "序列", "指标", "名称", "系列"];
const DATE: &[&str] =
    &["date", "period", "month", "quarter", "ds", "time", "日期", "时间", "时期", "月份", "季度", "期"];
const VALUE: &[&str] = &["value", "y", "figure", "数值", "值", "数据"];

/// Places of the columns, from 0.
pub(super) struct Columns {
    pub series: Option<usize>,
    pub date: usize,
    pub value: usize,
    /// Cells in the first row.
    pub width: usize,
}

impl Columns {
    /// From the first row; `true` if that row is a header. Without one, three cells are series, date, value and two are date, value.
    pub fn find(record: &csv::StringRecord) -> Result<(Self, bool), Vec<&'static str>> {
        let names: Vec<String> = record.iter().map(|name| cell::narrow(name).to_lowercase()).collect();
        let place = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
        let (series, date, value) = (place(SERIES), place(DATE), place(VALUE));
        if let (Some(date), Some(value)) = (date, value) {
            return Ok((Self { series, date, value, width: record.len() }, true));
        }
        let looks_like_data = |at: usize| record.get(at).is_some_and(|cell| cell::date(cell, None).is_ok());
        match record.len() {
            3 if looks_like_data(1) => Ok((Self { series: Some(0), date: 1, value: 2, width: 3 }, false)),
            2 if looks_like_data(0) => Ok((Self { series: None, date: 0, value: 1, width: 2 }, false)),
            _ => {
                let mut missing = Vec::new();
                if date.is_none() {
                    missing.push("date");
                }
                if value.is_none() {
                    missing.push("value");
                }
                Err(missing)
            }
        }
    }

    /// Cells a row needs at least.
    pub fn needed(&self) -> usize {
        self.series.unwrap_or(0).max(self.date).max(self.value) + 1
    }
}

/// The first line with something in it.
pub(super) fn first_line(text: &str) -> &str {
    text.lines().find(|line| !line.trim().is_empty()).unwrap_or("")
}

/// Comma, tab or semicolon, whichever the first line has most of.
pub(super) fn delimiter(text: &str) -> u8 {
    let line = first_line(text);
    let count = |sign: char| line.chars().filter(|&other| other == sign).count();
    let mut best = (b',', count(',').max(count('，')));
    for (sign, byte) in [('\t', b'\t'), (';', b';')] {
        if count(sign) > best.1 {
            best = (byte, count(sign));
        }
    }
    best.0
}
