//! Sums of a partition that go up (向上汇总的单元): every figure of every month, as it is to the last bit.

use std::path::Path;

use anye_signals::close::CellSeries;
use anye_signals::estimate::Cell;
use anye_signals::series::Period;
use serde_json::{Map, Value};

use super::table::{Column, Table};
use crate::population::Fault;

/// Whole figures of a cell; all others are reals.
const WHOLE: [&str; 2] = ["expected", "responded"];

fn fields(cell: &Cell) -> Map<String, Value> {
    match serde_json::to_value(cell) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// Writes them: a row for each industry and month.
pub(super) fn write(path: &Path, cells: &[CellSeries]) -> Result<(), Fault> {
    let rows: Vec<(&CellSeries, i64, Map<String, Value>)> = cells
        .iter()
        .flat_map(|one| {
            let month = |at: usize| {
                let period = one.start.add(i32::try_from(at).unwrap_or(i32::MAX));
                i64::from(period.year()) * 100 + period.index() as i64
            };
            one.months.iter().enumerate().map(move |(at, cell)| (one, month(at), fields(cell)))
        })
        .collect();
    let names: Vec<String> = fields(&Cell::default()).into_iter().map(|(name, _)| name).collect();
    let mut columns = vec![
        ("place", Column::ints(rows.iter().map(|(one, _, _)| i64::from(one.place)))),
        ("industry", Column::ints(rows.iter().map(|(one, _, _)| i64::from(one.industry)))),
        ("month", Column::ints(rows.iter().map(|(_, month, _)| *month))),
    ];
    for name in &names {
        let value = |fields: &Map<String, Value>| fields.get(name).cloned().unwrap_or_default();
        let column = if WHOLE.contains(&name.as_str()) {
            Column::ints(rows.iter().map(|(_, _, fields)| value(fields).as_i64().unwrap_or(0)))
        } else {
            Column::Reals(
                rows.iter().map(|(_, _, fields)| value(fields).as_f64().unwrap_or(f64::NAN)).collect(),
            )
        };
        columns.push((name, column));
    }
    Table::new(path, columns).write()
}

/// Reads them again.
pub(super) fn read(path: &Path) -> Result<Vec<CellSeries>, Fault> {
    let table = Table::read(path)?;
    let (place, industry) = (table.ints::<u32>("place")?, table.ints::<u16>("industry")?);
    let month: Vec<i64> = table.ints("month")?;
    let names: Vec<String> = fields(&Cell::default()).into_iter().map(|(name, _)| name).collect();
    let mut cells: Vec<Map<String, Value>> = vec![Map::new(); place.len()];
    for name in names {
        if WHOLE.contains(&name.as_str()) {
            for (cell, value) in cells.iter_mut().zip(table.ints::<u32>(&name)?) {
                cell.insert(name.clone(), value.into());
            }
        } else {
            for (cell, value) in cells.iter_mut().zip(table.reals(&name)?) {
                cell.insert(name.clone(), (*value).into());
            }
        }
    }
    let mut out: Vec<CellSeries> = Vec::new();
    for (row, cell) in cells.into_iter().enumerate() {
        let wrong = |what: String| table.wrong("month", row + 1, what);
        let (year, index) = (i32::try_from(month[row] / 100), u32::try_from(month[row] % 100));
        let start = year.ok().zip(index.ok()).and_then(|(year, index)| Period::month(year, index));
        let start = start.ok_or_else(|| wrong(format!("{} is no month", month[row])))?;
        let cell: Cell =
            serde_json::from_value(Value::Object(cell)).map_err(|error| wrong(error.to_string()))?;
        match out.last_mut() {
            Some(last) if last.place == place[row] && last.industry == industry[row] => {
                last.months.push(cell)
            }
            _ => {
                out.push(CellSeries { place: place[row], industry: industry[row], start, months: vec![cell] })
            }
        }
    }
    Ok(out)
}
