//! Events to be found (事件): `series,date[,end][,name]`. An event must never be guessed from the figures themselves.

use serde::Serialize;

use crate::series::{Fault, Frequency, Period, Problem, read_date};

/// A known event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// The series it concerns; `None` means all (written `*` or left empty).
    pub series: Option<String>,
    /// Its first period.
    pub date: Period,
    /// Its last; the year after `date` where none is given.
    pub end: Period,
    /// What it is called; its date where nothing is given.
    pub name: String,
}

impl Event {
    /// Whether it concerns a series.
    pub fn concerns(&self, series: &str) -> bool {
        self.series.as_deref().is_none_or(|own| own == series)
    }
}

const KNOWN: [(&str, [&str; 3]); 4] = [
    ("series", ["series", "序列", "指标"]),
    ("date", ["date", "日期", "开始"]),
    ("end", ["end", "结束", "截止"]),
    ("name", ["name", "名称", "事件"]),
];

/// Reads events. Columns `series,date[,end][,name]` in any order; a header is wanted.
///
/// # Errors
/// Every problem found, with row and field; also an event of a series that the data do not have, if `series` is given.
pub fn read_events(
    text: &str,
    frequency: Frequency,
    series: Option<&[&str]>,
) -> Result<Vec<Event>, Vec<Problem>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut columns: Option<[Option<usize>; 4]> = None;
    let (mut events, mut problems) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let Ok(record) = record else {
            problems.push(problem(Fault::WrongCells, 0, 0, "", ""));
            break;
        };
        let row = record.position().map_or(0, |position| position.line()) as usize;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let Some(found) = columns else {
            let found = header(&record);
            if found[1].is_none() {
                let line = record.iter().collect::<Vec<_>>().join(",");
                return Err(vec![problem(Fault::MissingColumn, row, 0, "date", &line)]);
            }
            columns = Some(found);
            continue;
        };
        match event(&record, row, &found, frequency, series) {
            Ok(event) => events.push(event),
            Err(found) => problems.push(found),
        }
    }
    if events.is_empty() && problems.is_empty() {
        problems.push(problem(Fault::Empty, 0, 0, "", ""));
    }
    if problems.is_empty() { Ok(events) } else { Err(problems) }
}

fn header(record: &csv::StringRecord) -> [Option<usize>; 4] {
    KNOWN
        .map(|(_, words)| record.iter().position(|cell| words.contains(&cell.trim().to_lowercase().as_str())))
}

fn event(
    record: &csv::StringRecord,
    row: usize,
    columns: &[Option<usize>; 4],
    frequency: Frequency,
    series: Option<&[&str]>,
) -> Result<Event, Problem> {
    let cell = |at: usize| columns[at].and_then(|column| record.get(column)).map_or("", str::trim);
    let place = |at: usize| columns[at].map_or(0, |column| column + 1);
    let period = |at: usize| {
        let text = cell(at);
        let bad = |fault| problem(fault, row, place(at), KNOWN[at].0, text);
        let period = read_date(text, Some(frequency)).map_err(bad)?;
        if period.frequency() == frequency { Ok(period) } else { Err(bad(Fault::MixedFrequency)) }
    };
    let name = cell(0);
    let own = (!matches!(name, "" | "*")).then(|| name.to_owned());
    if let (Some(own), Some(series)) = (&own, series)
        && !series.contains(&own.as_str())
    {
        return Err(problem(Fault::NoName, row, place(0), "series", name));
    }
    let date = period(1)?;
    let year = i32::try_from(frequency.per_year()).unwrap_or(12);
    let end = if cell(2).is_empty() { date.add(year) } else { period(2)? };
    if end < date {
        return Err(problem(Fault::BadDate, row, place(2), "end", cell(2)));
    }
    let name = if cell(3).is_empty() { date.to_string() } else { cell(3).to_owned() };
    Ok(Event { series: own, date, end, name })
}

fn problem(fault: Fault, row: usize, column: usize, field: &str, found: &str) -> Problem {
    Problem { fault, row, column, field: field.to_owned(), found: found.chars().take(60).collect() }
}
