//! One point or stretch of the calendar as the text names it: 2020年12月31日, 6月底, 今年, 一季度, 前五个月.
//!
//! Must never decide what the date does in its sentence.

use super::calendar::{Day, days_in, months};
use crate::numerals::{chinese_integer, digit, is_numeral};
use crate::source::Source;

/// What a point covers and how it was fixed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Point {
    /// One past its last character.
    pub end: usize,
    /// The year, where named or known.
    pub year: Option<i32>,
    /// The year is written as digits.
    pub year_written: bool,
    /// First and last month, where named.
    pub months: Option<(u32, u32)>,
    /// First and last day within the month, where named.
    pub days: Option<(u32, u32)>,
    /// The end of the stretch is meant: 年底, 6月底, 5月末.
    pub at_end: bool,
    /// 上年, 当年, 届: not certain which year is meant.
    pub vague_year: bool,
}

impl Point {
    fn year_only(end: usize, year: Option<i32>, written: bool) -> Self {
        Self { end, year, year_written: written, months: None, days: None, at_end: false, vague_year: false }
    }

    /// First and last day, where the year is known and the day exists.
    pub fn range(&self) -> Option<(Day, Day)> {
        let year = self.year?;
        let (first, last) = self.months.unwrap_or((1, 12));
        let (mut from, mut to) = months(year, first, last);
        if let Some((low, high)) = self.days {
            from.day = low;
            to.day = if high >= 28 && high > days_in(year, last) && low != high {
                days_in(year, last)
            } else {
                high
            };
            if from.day > days_in(year, first) || to.day > days_in(year, last) {
                return None;
            }
        }
        Some((from, to))
    }

    /// The same point in the year of the point before it: 2020年1月1日至12月31日.
    pub fn in_year_of(mut self, earlier: &Self) -> Self {
        if !self.year_written {
            self.year = earlier.year;
            self.year_written = earlier.year_written;
        }
        self
    }
}

/// The point that begins at this position.
pub(crate) fn point_at(source: &Source, start: usize, document_year: Option<i32>) -> Option<Point> {
    if let Some(point) = dashed(source, start) {
        return Some(point);
    }
    if let Some((year, written, vague, after)) = year_at(source, start, document_year) {
        let mut point = Point::year_only(after, year, written);
        point.vague_year = vague;
        within_year(source, &mut point);
        return Some(point);
    }
    let mut point = Point::year_only(start, document_year, false);
    within_year(source, &mut point);
    (point.end > start).then_some(point)
}

/// 2020-12-31, 2020.12.31, 2020/12/31
fn dashed(source: &Source, start: usize) -> Option<Point> {
    let (year, after) = small_number(source, start, 4).filter(|(_, after)| *after == start + 4)?;
    let mark = source.at(after).filter(|sign| matches!(sign, '-' | '.' | '/'))?;
    let (month, after) = small_number(source, after + 1, 2)?;
    if source.at(after) != Some(mark) {
        return None;
    }
    let (day, end) = small_number(source, after + 1, 2)?;
    let plausible = (1949..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let mut point = Point::year_only(end, Some(year as i32), true);
    point.months = Some((month, month));
    point.days = Some((day, day));
    plausible.then_some(point)
}

/// An Arabic number of at most `longest` digits.
pub(crate) fn small_number(source: &Source, start: usize, longest: usize) -> Option<(u32, usize)> {
    let mut end = start;
    let mut value = 0_u32;
    while let Some(figure) = source.at(end).and_then(|sign| sign.to_digit(10)) {
        if end - start == longest {
            return None;
        }
        value = value * 10 + figure;
        end += 1;
    }
    (end > start).then_some((value, end))
}

/// Year written or said, whether written, whether vague, and the position after it.
fn year_at(
    source: &Source,
    start: usize,
    document_year: Option<i32>,
) -> Option<(Option<i32>, bool, bool, usize)> {
    for (word, shift, vague) in [
        ("今年", 0, false),
        ("全年", 0, false),
        ("本年度", 0, false),
        ("本年", 0, false),
        ("当年度", 0, true),
        ("当年", 0, true),
        ("去年", -1, false),
        ("明年", 1, false),
    ] {
        let other = match word {
            "本年" => source.before(start) == Some('成'),
            // 应当年满18周岁
            "当年" => source.before(start) == Some('应') || source.starts(start, "当年满"),
            "全年" => source.starts(start, "全年通报"),
            _ => false,
        };
        if source.starts(start, word) && source.before(start) != Some('每') && !other {
            let year = document_year.map(|year| year + shift);
            return Some((year, false, vague, start + word.chars().count()));
        }
    }
    let (year, after) = written_year(source, start)?;
    let after = source.past_space(after);
    let behind = source.at(after)?;
    if !matches!(behind, '年' | '届') {
        return None;
    }
    let end = if source.starts(after, "年度") { after + 2 } else { after + 1 };
    Some((Some(year), true, behind == '届', end))
}

/// 2020 or 二〇二〇, without 年.
pub(crate) fn written_year(source: &Source, start: usize) -> Option<(i32, usize)> {
    let year = if let Some((year, end)) = small_number(source, start, 4).filter(|(_, end)| *end == start + 4)
    {
        (year as i32, end)
    } else {
        let run = source.norm.get(start..start + 4)?;
        if !run.iter().all(|sign| digit(*sign).is_some()) || source.at(start + 4).and_then(digit).is_some() {
            return None;
        }
        (chinese_integer(run)? as i32, start + 4)
    };
    (1949..2100).contains(&year.0).then_some(year)
}

/// A month or day number, Arabic or Chinese.
fn calendar_number(source: &Source, start: usize) -> Option<(u32, usize)> {
    if let Some(found) = small_number(source, start, 2) {
        return Some(found);
    }
    let mut end = start;
    while end < start + 3
        && source
            .at(end)
            .is_some_and(|sign| is_numeral(sign) && !matches!(sign, '百' | '千' | '万' | '亿' | '两'))
    {
        end += 1;
    }
    let value = chinese_integer(source.norm.get(start..end)?)?;
    Some((value as u32, end))
}

/// Reads what stands behind the year, or without one: halves, quarters, months, days, 底, 初.
fn within_year(source: &Source, point: &mut Point) {
    let has_year =
        point.year_written || point.year.is_some() && point.end > 0 && source.before(point.end) == Some('年');
    let start = source.past_space(point.end);
    for (word, first, last) in [("上半年", 1, 6), ("下半年", 7, 12), ("年初", 1, 1), ("初", 1, 1)] {
        if source.starts(start, word)
            && (word != "初" || has_year)
            && !source.starts(start, "初中")
            && !source.starts(start, "初、")
        {
            point.months = Some((first, last));
            point.end = start + word.chars().count();
            if word.ends_with('初') {
                point.days = Some((1, 1));
            }
            return;
        }
    }
    for word in ["年底", "年末", "底", "末"] {
        if source.starts(start, word) && (word.starts_with('年') || has_year) {
            point.at_end = true;
            point.end = start + word.chars().count();
            return;
        }
    }
    if quarter(source, start, point) || first_months(source, start, point) {
        return;
    }
    month_and_day(source, start, point);
}

fn quarter(source: &Source, start: usize, point: &mut Point) -> bool {
    let at = if source.at(start) == Some('第') { start + 1 } else { start };
    let Some((number, after)) = calendar_number(source, at).filter(|(number, _)| (1..=4).contains(number))
    else {
        return false;
    };
    if !source.starts(after, "季度")
        || (at == start && source.before(start).is_some_and(|sign| sign.is_ascii_digit()))
    {
        return false;
    }
    point.months = Some((number * 3 - 2, number * 3));
    point.end = after + 2;
    if matches!(source.at(point.end), Some('末' | '底')) {
        point.at_end = true;
        point.end += 1;
    }
    true
}

/// 前五个月, 1—5月
fn first_months(source: &Source, start: usize, point: &mut Point) -> bool {
    let ahead = if source.at(start) == Some('前') { calendar_number(source, start + 1) } else { None };
    if let Some((last, after)) = ahead.filter(|(last, _)| (1..=12).contains(last)) {
        for (word, factor) in [("个月", 1), ("个季度", 3), ("季度", 3)] {
            if source.starts(after, word) && last * factor <= 12 {
                point.months = Some((1, last * factor));
                point.end = after + word.chars().count();
                return true;
            }
        }
        return false;
    }
    let Some((first, after)) = small_number(source, start, 2).filter(|(first, _)| (1..=12).contains(first))
    else {
        return false;
    };
    if !matches!(source.at(after), Some('-' | '~' | '至' | '到')) {
        return false;
    }
    match small_number(source, after + 1, 2) {
        Some((last, end)) if last > first && last <= 12 && source.at(end) == Some('月') => {
            if source.at(end + 1).is_some_and(|sign| sign.is_ascii_digit()) {
                return false;
            }
            point.months = Some((first, last));
            point.end = end + 1;
            true
        }
        _ => false,
    }
}

fn month_and_day(source: &Source, start: usize, point: &mut Point) {
    if source.before(start).is_some_and(|sign| sign.is_ascii_digit() || sign == '.' || is_numeral(sign)) {
        return;
    }
    let Some((month, after)) = calendar_number(source, start).filter(|(month, _)| (1..=12).contains(month))
    else {
        return;
    };
    let after = source.past_space(after);
    if source.at(after) != Some('月') || source.starts(after, "月龄") || source.starts(after, "月薪") {
        return;
    }
    point.months = Some((month, month));
    point.end = if source.starts(after, "月份") { after + 2 } else { after + 1 };
    let next = source.past_space(point.end);
    if let Some((day, end)) = calendar_number(source, next).filter(|(day, _)| (1..=31).contains(day)) {
        let end = source.past_space(end);
        if matches!(source.at(end), Some('日' | '号')) {
            point.days = Some((day, day));
            point.end = end + 1;
            return;
        }
    }
    for (word, days) in [("上旬", (1, 10)), ("中旬", (11, 20)), ("下旬", (21, 31)), ("初", (1, 1))] {
        if source.starts(next, word) {
            point.days = Some(days);
            point.end = next + word.chars().count();
            return;
        }
    }
    if matches!(source.at(next), Some('底' | '末')) {
        point.at_end = true;
        point.end = next + 1;
    }
}
