//! Years said without a day: 年底, 年内, 2008、2009两个年度, 今明两年.
//!
//! Must never take the 年 of a length (2年内) for a year.

use super::Stretch;
use super::point::{Point, point_at, written_year};
use crate::numerals::digit;
use crate::source::Source;

/// 年底, 年初, 年内 of the document's year.
pub(super) fn year_word(source: &Source, at: usize, document_year: Option<i32>) -> Option<Stretch> {
    let before = source.before(at);
    if before.is_some_and(|sign| {
        sign.is_ascii_digit()
            || digit(sign).is_some()
            || matches!(
                sign,
                '半' | '十' | '学' | '余' | '多' | '几' | '数' | '历' | '近' | '前' | '青' | '中' | '老'
            )
    }) {
        return None;
    }
    let after_bare_year = matches!(before, Some('年'))
        && !["每年", "今年", "当年", "去年", "明年"].iter().any(|word| source.ends(at, word));
    if after_bare_year {
        return None;
    }
    if source.starts(at, "年内") {
        let first = Point {
            end: at + 2,
            year: document_year,
            year_written: false,
            months: None,
            days: None,
            at_end: false,
            vague_year: false,
        };
        return Some(Stretch { end: at + 2, first, last: None, listed: false });
    }
    let first = point_at(source, at, document_year).filter(|point| point.end > at)?;
    Some(Stretch { end: first.end, first, last: None, listed: false })
}

/// 2008、2009两个年度; 2019和2020年; 2020—2022年; 今明两年.
pub(super) fn years_listed(source: &Source, at: usize) -> Option<Stretch> {
    let (first, mut end) = written_year(source, at)?;
    let mut last = first;
    let mut count = 1;
    loop {
        let gap = match source.at(end) {
            Some('-') if source.at(end + 1) == Some('-') => 2,
            Some('、' | '和' | '及' | '与' | '-' | '~' | '至' | '到') => 1,
            _ => break,
        };
        let Some((year, after)) = written_year(source, end + gap) else { break };
        (last, end, count) = (year, after, count + 1);
    }
    if count == 1 || last <= first {
        return None;
    }
    let tail = ["两个年度", "三个年度", "四个年度", "五个年度", "年度", "两年", "三年", "年", "学年"];
    let (_, length) = source.longest(end, &tail)?;
    let point = |year, end| Point {
        end,
        year: Some(year),
        year_written: true,
        months: None,
        days: None,
        at_end: false,
        vague_year: false,
    };
    let end = end + length;
    Some(Stretch { first: point(first, end), last: Some(point(last, end)), listed: true, end })
}

/// 今明两年
pub(super) fn this_and_next(source: &Source, at: usize, document_year: Option<i32>) -> Option<Stretch> {
    let (_, length) = source.longest(at, &["今明两年", "今明年", "今、明两年"])?;
    let point = |shift| Point {
        end: at + length,
        year: document_year.map(|year| year + shift),
        year_written: false,
        months: None,
        days: None,
        at_end: false,
        vague_year: false,
    };
    Some(Stretch { first: point(0), last: Some(point(1)), listed: true, end: at + length })
}
