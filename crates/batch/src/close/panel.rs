//! A partition's frame and panel as Parquet files (样本分区). It must never fill in what was not reported.

use std::path::Path;

use anye_signals::close::Partition;
use anye_signals::estimate::{Month, Status, Stratum};
use anye_signals::series::Period;

use super::table::{Column, Table};
use crate::population::Fault;

/// Statuses in the order of their numbers in the file.
const STATUSES: [Status; 6] =
    [Status::Outside, Status::Reported, Status::Silent, Status::Closed, Status::Born, Status::Entered];

/// One month of all reporters, column by column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reporters {
    /// Position of the stratum in the frame.
    pub stratum: Vec<u32>,
    /// Design weight.
    pub weight: Vec<f64>,
    /// Headcount at the base date.
    pub base: Vec<Option<u32>>,
    /// Headcount at the survey date.
    pub current: Vec<Option<u32>>,
    /// What became of it.
    pub status: Vec<Status>,
}

/// A partition in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Strata.
    pub frame: Vec<Stratum>,
    /// First month.
    pub start: Period,
    /// The months, without a gap; the same reporters in the same order in each.
    pub months: Vec<Reporters>,
}

impl Panel {
    /// As `anye-signals` wants it.
    #[must_use]
    pub fn partition(&self) -> Partition<'_> {
        Partition { frame: &self.frame, start: self.start, months: self.months.iter().map(borrow).collect() }
    }

    /// Reads `DIR/frame/<name>.parquet` and `DIR/panel/<name>.parquet`.
    pub fn read(dir: &Path, name: &str) -> Result<Self, Fault> {
        let frame = frame(&Table::read(&dir.join("frame").join(format!("{name}.parquet")))?)?;
        let rows = Table::read(&dir.join("panel").join(format!("{name}.parquet")))?;
        let months: Vec<i64> = rows.ints("month")?;
        let (start, count) = span(&rows, &months)?;
        let each = months.len() / count;
        let (stratum, weight) = (rows.ints::<u32>("stratum")?, rows.reals("weight")?);
        let (base, current) = (heads(&rows, "base")?, heads(&rows, "current")?);
        let status = statuses(&rows)?;
        let cut = |at: usize| at * each..(at + 1) * each;
        let month = |at: usize| Reporters {
            stratum: stratum[cut(at)].to_vec(),
            weight: weight[cut(at)].to_vec(),
            base: base[cut(at)].to_vec(),
            current: current[cut(at)].to_vec(),
            status: status[cut(at)].to_vec(),
        };
        Ok(Self { frame, start, months: (0..count).map(month).collect() })
    }
}

fn borrow(one: &Reporters) -> Month<'_> {
    Month {
        stratum: &one.stratum,
        weight: &one.weight,
        base: &one.base,
        current: &one.current,
        status: &one.status,
    }
}

fn frame(table: &Table) -> Result<Vec<Stratum>, Fault> {
    let (place, industry) = (table.ints::<u32>("place")?, table.ints::<u16>("industry")?);
    let (size, employers) = (table.ints::<u8>("size")?, table.ints::<u32>("employers")?);
    let headcount = table.reals("headcount")?;
    let stratum = |at: usize| Stratum {
        place: place[at],
        industry: industry[at],
        size: size[at],
        employers: employers[at],
        headcount: headcount[at],
    };
    Ok((0..place.len()).map(stratum).collect())
}

/// First month and number of months of rows that stand month after month, as many in each.
fn span(rows: &Table, months: &[i64]) -> Result<(Period, usize), Fault> {
    let period = |row: usize| {
        let (year, month) = (months[row] / 100, months[row] % 100);
        let period = i32::try_from(year).ok().zip(u32::try_from(month).ok());
        period.and_then(|(year, month)| Period::month(year, month)).ok_or_else(|| {
            rows.wrong("month", row + 1, format!("{} is no month such as 202005", months[row]))
        })
    };
    if months.is_empty() {
        return Err(rows.wrong("month", 0, "has no rows".to_owned()));
    }
    let each = months.iter().take_while(|month| **month == months[0]).count();
    let start = period(0)?;
    for (row, found) in months.iter().enumerate() {
        let wanted = start.add(i32::try_from(row / each).unwrap_or(i32::MAX));
        if period(row)? != wanted {
            return Err(rows.wrong(
                "month",
                row + 1,
                format!("{found} stands where {wanted} has to: each month has the same {each} reporters, months follow one another"),
            ));
        }
    }
    if !months.len().is_multiple_of(each) {
        return Err(rows.wrong("month", months.len(), format!("the last month has fewer than {each} rows")));
    }
    Ok((start, months.len() / each))
}

fn heads(rows: &Table, name: &str) -> Result<Vec<Option<u32>>, Fault> {
    let fit = |(row, value): (usize, &Option<i64>)| match value {
        None => Ok(None),
        Some(value) => u32::try_from(*value)
            .map(Some)
            .map_err(|_| rows.wrong(name, row + 1, format!("{value} is no number of people"))),
    };
    rows.maybe(name)?.iter().enumerate().map(fit).collect()
}

fn statuses(rows: &Table) -> Result<Vec<Status>, Fault> {
    let numbers: Vec<usize> = rows.ints("status")?;
    let status = |(row, number): (usize, &usize)| {
        let wrong = || {
            let known = "0 outside, 1 reported, 2 silent, 3 closed, 4 born, 5 entered";
            rows.wrong("status", row + 1, format!("{number} is no status: {known}"))
        };
        STATUSES.get(*number).copied().ok_or_else(wrong)
    };
    numbers.iter().enumerate().map(status).collect()
}

/// Writes both files of a partition.
pub fn write_panel(dir: &Path, name: &str, partition: &Partition<'_>) -> Result<(), Fault> {
    let frame = partition.frame;
    let columns = vec![
        ("place", Column::ints(frame.iter().map(|one| i64::from(one.place)))),
        ("industry", Column::ints(frame.iter().map(|one| i64::from(one.industry)))),
        ("size", Column::ints(frame.iter().map(|one| i64::from(one.size)))),
        ("employers", Column::ints(frame.iter().map(|one| i64::from(one.employers)))),
        ("headcount", Column::Reals(frame.iter().map(|one| one.headcount).collect())),
    ];
    Table::new(&dir.join("frame").join(format!("{name}.parquet")), columns).write()?;
    let months = || partition.months.iter();
    let number = |status: &Status| STATUSES.iter().position(|one| one == status).unwrap_or(0) as i64;
    let month = |at: usize| {
        let period = partition.start.add(i32::try_from(at).unwrap_or(i32::MAX));
        i64::from(period.year()) * 100 + period.index() as i64
    };
    let heads = |heads: &[Option<u32>]| heads.iter().map(|one| one.map(i64::from)).collect::<Vec<_>>();
    let columns = vec![
        (
            "month",
            Column::ints(
                months().enumerate().flat_map(|(at, one)| vec![month(at); one.status.len()].into_iter()),
            ),
        ),
        ("stratum", Column::ints(months().flat_map(|one| one.stratum.iter().map(|one| i64::from(*one))))),
        ("weight", Column::Reals(months().flat_map(|one| one.weight.iter().copied()).collect())),
        ("base", Column::Ints(months().flat_map(|one| heads(one.base)).collect())),
        ("current", Column::Ints(months().flat_map(|one| heads(one.current)).collect())),
        ("status", Column::ints(months().flat_map(|one| one.status.iter().map(number)))),
    ];
    Table::new(&dir.join("panel").join(format!("{name}.parquet")), columns).write()
}
