//! Reading `series,date,value` of any origin: all problems of a file at once, each with its place. It must never guess a number: what is not plain is refused.

mod cell;
mod header;

use std::collections::HashMap;

use super::{Fault, Frequency, Period, Problem, Series};
pub(crate) use cell::date as read_date;
use header::Columns;

/// At most so many problems are told; the file is refused either way.
const TOLD: usize = 200;
/// First and last period of one series lie at most so many years apart.
const SPAN_YEARS: i32 = 400;
/// All series together have at most so many periods, and so many more a row: a short file must not fill the memory with gaps.
const PERIODS: usize = 100_000;
const PERIODS_A_ROW: usize = 24;

/// The series of a CSV text in the order in which they first appear.
///
/// Columns `series,date,value` (序列、日期、数值) in any order, others ignored; without a `series` column the file is one series named "". Separators: comma,
/// tab or semicolon, also full-width. Dates: 2020-05, 2020-05-01, 2020/5, 2020.5, 202005, 2020年5月, 2020Q2, 2020年二季度. Rows may come in any order;
/// missing periods become gaps. An empty value, `-`, `—`, `…`, `NA` or `null` is a gap as well, never zero. With `frequency` quarter, dates of days or months stand for the quarter
/// in which they lie; with month, a quarter is refused. Decoding (GBK …) is the caller's.
///
/// # Errors
/// Every problem found, in order of rows (at most 200).
pub fn read_csv(text: &str, frequency: Option<Frequency>) -> Result<Vec<(String, Series)>, Vec<Problem>> {
    let text = text.trim_start_matches('\u{feff}');
    let delimiter = header::delimiter(text);
    // A full-width comma between cells is a comma; inside quotes it would not be, so it only counts where the header has no other.
    let owned =
        (delimiter == b',' && !header::first_line(text).contains(',')).then(|| text.replace('，', ","));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(owned.as_deref().unwrap_or(text).as_bytes());
    let mut gathering = Gathering::new(frequency);
    let mut columns: Option<Columns> = None;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(fault) => {
                let row = fault.position().map_or(0, |position| position.line()) as usize;
                gathering.report(Fault::WrongCells, row, 0, "", "");
                continue;
            }
        };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let row = record.position().map_or(0, |position| position.line()) as usize;
        match &columns {
            None => match Columns::find(&record) {
                Ok((found, is_header)) => {
                    if !is_header {
                        gathering.row(&record, row, &found);
                    }
                    columns = Some(found);
                }
                Err(missing) => {
                    for field in missing {
                        gathering.report(
                            Fault::MissingColumn,
                            row,
                            0,
                            field,
                            &record.iter().collect::<Vec<_>>().join(","),
                        );
                    }
                    return Err(gathering.problems);
                }
            },
            Some(found) => gathering.row(&record, row, found),
        }
    }
    gathering.finish()
}

/// One series while rows come in.
struct Growing {
    name: String,
    frequency: Frequency,
    values: HashMap<Period, Option<f64>>,
    /// Line of the first row, for problems of the whole series.
    row: usize,
}

struct Gathering {
    wanted: Option<Frequency>,
    order: HashMap<String, usize>,
    series: Vec<Growing>,
    problems: Vec<Problem>,
    /// Rows of data.
    rows: usize,
}

impl Gathering {
    fn new(wanted: Option<Frequency>) -> Self {
        Self { wanted, order: HashMap::new(), series: Vec::new(), problems: Vec::new(), rows: 0 }
    }

    fn report(&mut self, fault: Fault, row: usize, column: usize, field: &str, found: &str) {
        if self.problems.len() < TOLD {
            let found = found.chars().take(60).collect();
            self.problems.push(Problem { fault, row, column, field: field.into(), found });
        }
    }

    fn row(&mut self, record: &csv::StringRecord, row: usize, columns: &Columns) {
        self.rows += 1;
        if record.len() < columns.needed()
            || (record.len() > columns.width
                && record.iter().skip(columns.width).any(|cell| !cell.trim().is_empty()))
        {
            self.report(Fault::WrongCells, row, 0, "", &record.iter().collect::<Vec<_>>().join(","));
            return;
        }
        let name = columns.series.map_or("", |column| record[column].trim());
        if name.is_empty()
            && let Some(column) = columns.series
        {
            self.report(Fault::NoName, row, column + 1, "series", "");
            return;
        }
        let date = cell::date(&record[columns.date], self.wanted);
        let value = cell::value(&record[columns.value]);
        if let Err(fault) = date {
            self.report(fault, row, columns.date + 1, "date", &record[columns.date]);
        }
        if let Err(fault) = value {
            self.report(fault, row, columns.value + 1, "value", &record[columns.value]);
        }
        if let (Ok(period), Ok(value)) = (date, value) {
            self.take(name, period, value, row, columns, record);
        }
    }

    fn take(
        &mut self,
        name: &str,
        period: Period,
        value: Option<f64>,
        row: usize,
        columns: &Columns,
        record: &csv::StringRecord,
    ) {
        let index = self.order.get(name).copied().unwrap_or_else(|| {
            self.order.insert(name.to_owned(), self.series.len());
            self.series.push(Growing {
                name: name.to_owned(),
                frequency: period.frequency(),
                values: HashMap::new(),
                row,
            });
            self.series.len() - 1
        });
        let series = &mut self.series[index];
        if series.frequency != period.frequency() {
            self.report(Fault::MixedFrequency, row, columns.date + 1, "date", &record[columns.date]);
        } else if series.values.insert(period, value).is_some() {
            self.report(Fault::Duplicate, row, columns.date + 1, "date", &record[columns.date]);
        }
    }

    fn finish(mut self) -> Result<Vec<(String, Series)>, Vec<Problem>> {
        let mut ready = Vec::new();
        let mut left = PERIODS + PERIODS_A_ROW * self.rows;
        for growing in std::mem::take(&mut self.series) {
            let (Some(first), Some(last)) = (growing.values.keys().min(), growing.values.keys().max()) else {
                continue;
            };
            let length = last.since(*first) + 1;
            let room = usize::try_from(length).ok().and_then(|length| left.checked_sub(length));
            if last.year() - first.year() > SPAN_YEARS || room.is_none() {
                self.report(Fault::TooLong, growing.row, 0, "date", &format!("{first}–{last}"));
                continue;
            }
            left = room.unwrap_or(0);
            let values =
                (0..length).map(|step| growing.values.get(&first.add(step)).copied().flatten()).collect();
            ready.push((growing.name, Series::new(*first, values)));
        }
        if ready.is_empty() && self.problems.is_empty() {
            self.report(Fault::Empty, 0, 0, "", "");
        }
        if self.problems.is_empty() { Ok(ready) } else { Err(self.problems) }
    }
}

#[cfg(test)]
mod tests;
