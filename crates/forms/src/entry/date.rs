//! Days as people and sheets write them: 2020-05-31, 2020.5.31, 20200531, 2020年5月31日, Excel's day numbers. It must never take a month for a day in silence.

use anye_law::day::Day;

use super::{EntryError, Note, Read};
use crate::cell::Cell;

/// Excel counts days from here (1900-01-00, with a 29 February 1900 that never was), so this holds from 1900-03-01 on.
const EXCEL_ZERO: i32 = -25_569;

pub(super) fn read(plain: &str) -> Read {
    if plain.len() == 10
        && let Some(day) = Day::parse(plain)
    {
        return Ok((Cell::Day(day.0), None));
    }
    if plain.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && let Some(found) = figures(plain)
    {
        return found;
    }
    let parts: Vec<&str> = plain
        .split([' ', 'T'])
        .next()
        .unwrap_or_default()
        .split(['-', '/', '.', '年', '月', '日', '号'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let number = |text: &&str| text.parse::<i32>().ok().filter(|_| text.len() <= 4);
    let numbers: Option<Vec<i32>> = parts.iter().map(number).collect();
    match numbers.as_deref() {
        Some([year, month, date]) if *year >= 1900 => {
            let day = u32::try_from(*month).ok().zip(u32::try_from(*date).ok());
            let day = day.and_then(|(month, date)| Day::new(*year, month, date));
            let Some(day) = day else { return Err(no_such_day(plain)) };
            Ok((Cell::Day(day.0), Some(read_as(plain, day))))
        }
        Some([_, _, year]) if *year >= 1900 => Err(EntryError::new(
            "not_a_day",
            format!("“{plain}”分不清月和日,请写 2020-05-31 的格式"),
            format!("in '{plain}' month and day cannot be told apart; write it as 2020-05-31"),
        )),
        Some([year, month]) if *year >= 1900 && (1..=12).contains(month) => Err(EntryError::new(
            "not_a_day",
            format!("“{plain}”没有写日"),
            format!("'{plain}' has no day of the month"),
        )),
        _ => Err(not_a_day(plain)),
    }
}

/// Figures alone: 20200531 or Excel's number of a day, with its time of day behind a point.
fn figures(plain: &str) -> Option<Read> {
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    if part.contains('.') {
        return None;
    }
    if whole.len() == 8 && part.is_empty() {
        let number = |from: usize, to: usize| whole.get(from..to).and_then(|text| text.parse::<u32>().ok());
        let day = i32::try_from(number(0, 4)?).ok().zip(number(4, 6).zip(number(6, 8)));
        let day = day.and_then(|(year, (month, date))| Day::new(year, month, date));
        return Some(day.map_or_else(
            || Err(no_such_day(plain)),
            |day| Ok((Cell::Day(day.0), Some(read_as(plain, day)))),
        ));
    }
    let number: i32 = whole.parse().ok()?;
    // 1954 to 2119: what a report can mean. Smaller numbers are years and counts.
    if !(20_000..=80_000).contains(&number) {
        return None;
    }
    let day = Day(EXCEL_ZERO + number);
    let note = Note::doubt(
        "serial",
        format!("{plain} 按 Excel 的日期序号读作 {day}"),
        format!("{plain} was read as Excel's number of the day {day}"),
    );
    Some(Ok((Cell::Day(day.0), Some(note))))
}

fn read_as(plain: &str, day: Day) -> Note {
    Note::new("day_form", format!("“{plain}”读作 {day}"), format!("'{plain}' was read as {day}"))
}

fn no_such_day(plain: &str) -> EntryError {
    EntryError::new("not_a_day", format!("没有“{plain}”这一天"), format!("there is no day '{plain}'"))
}

fn not_a_day(plain: &str) -> EntryError {
    EntryError::new(
        "not_a_day",
        format!("“{plain}”不是日期,请写 2020-05-31 的格式"),
        format!("'{plain}' is no day; write it as 2020-05-31"),
    )
}
