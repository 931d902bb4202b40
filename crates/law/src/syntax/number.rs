//! Numbers and days as the lexer meets them. It must never take a subtraction for a day of no calendar: years run from 1900 to 2199.

use crate::day::Day;
use crate::num::Num;
use crate::span::Diagnostic;

use super::lexer::Lexer;
use super::token::Tok;

/// The value of a half- or full-width digit.
pub(super) fn digit(c: char) -> Option<u8> {
    match c {
        '0'..='9' => u8::try_from(u32::from(c) - 0x30).ok(),
        '０'..='９' => u8::try_from(u32::from(c) - 0xff10).ok(),
        _ => None,
    }
}

/// Digits at the start of a text, as half-width text, and the bytes they take.
fn digits(text: &str) -> (String, usize) {
    let mut found = String::new();
    let mut bytes = 0;
    for c in text.chars() {
        let Some(d) = digit(c) else { break };
        found.push(char::from(b'0' + d));
        bytes += c.len_utf8();
    }
    (found, bytes)
}

/// A day, a month or a number.
pub(super) fn number(lexer: &mut Lexer<'_>) -> Tok {
    let start = lexer.place();
    if let Some((bytes, year, month, day)) = dashed(lexer.rest()).or_else(|| written(lexer.rest())) {
        lexer.skip(bytes);
        return calendar(lexer, start, &year, &month, day.as_deref());
    }
    let (mut text, bytes) = digits(lexer.rest());
    lexer.skip(bytes);
    let mut ahead = lexer.rest().chars();
    if let Some(dot) = ahead.next().filter(|c| matches!(c, '.' | '．')) {
        let (part, more) = digits(ahead.as_str());
        if more > 0 {
            text.push('.');
            text.push_str(&part);
            lexer.skip(dot.len_utf8() + more);
        }
    }
    if let Some(value) = Num::parse(&text).filter(|_| text.len() <= 30) {
        return Tok::Number(value);
    }
    let span = lexer.span(start);
    lexer.report(Diagnostic::error(
        "L004",
        span,
        "数字太长,无法准确保存",
        "The number is too long to be kept exactly",
    ));
    Tok::Bad
}

type Parts = (usize, String, String, Option<String>);

/// `2020-12-31` or `2020-03`.
fn dashed(text: &str) -> Option<Parts> {
    let (year, mut at) = digits(text);
    if year.len() != 4 {
        return None;
    }
    at += dash(&text[at..])?;
    let (month, n) = digits(&text[at..]);
    at += n;
    if month.is_empty() || month.len() > 2 {
        return None;
    }
    if let Some(bytes) = dash(&text[at..]) {
        let (day, n) = digits(&text[at + bytes..]);
        if !day.is_empty() && day.len() <= 2 {
            return Some((at + bytes + n, year, month, Some(day)));
        }
        return None;
    }
    (month.len() == 2 && plausible(&year)).then_some((at, year, month, None))
}

fn dash(text: &str) -> Option<usize> {
    let c = text.chars().next()?;
    matches!(c, '-' | '－' | '−').then(|| c.len_utf8())
}

/// `2020年12月31日` or `2020年3月`.
fn written(text: &str) -> Option<Parts> {
    let (year, mut at) = digits(text);
    if year.len() != 4 || !plausible(&year) {
        return None;
    }
    at += after(&text[at..], "年")?;
    let (month, n) = digits(&text[at..]);
    if month.is_empty() || month.len() > 2 {
        return None;
    }
    at += n;
    at += after(&text[at..], "月")?;
    let (day, n) = digits(&text[at..]);
    if !day.is_empty()
        && day.len() <= 2
        && let Some(end) = after(&text[at + n..], "日").or_else(|| after(&text[at + n..], "号"))
    {
        return Some((at + n + end, year, month, Some(day)));
    }
    Some((at, year, month, None))
}

fn after(text: &str, word: &str) -> Option<usize> {
    text.starts_with(word).then_some(word.len())
}

fn plausible(year: &str) -> bool {
    year.parse().is_ok_and(|y: i32| (1900..=2199).contains(&y))
}

fn calendar(lexer: &mut Lexer<'_>, start: usize, year: &str, month: &str, day: Option<&str>) -> Tok {
    let found =
        year.parse().ok().and_then(|y| Day::new(y, month.parse().ok()?, day.unwrap_or("1").parse().ok()?));
    if let Some(found) = found {
        return if day.is_some() { Tok::Date(found) } else { Tok::Month(found) };
    }
    let span = lexer.span(start);
    let written = lexer.slice(start).to_owned();
    lexer.report(Diagnostic::error(
        "L003",
        span,
        format!("没有“{written}”这一天(年份须在 1900 至 2199 之间)"),
        format!("There is no such day as {written} (years run from 1900 to 2199)"),
    ));
    Tok::Bad
}
