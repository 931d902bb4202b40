//! A number with its unit, or a range of two, made into a figure.
//!
//! Must never guess a unit without a doubt.

use super::implied::unit_or_doubt;
use super::measure_words::{Kind, Unit, unit_at};
use super::set_phrases::{Counts, arabic_counts, chinese_counts};
use super::{Found, Reading, bounds, parts, per, subject};
use crate::model::{Compare, Doubt, Figure, Span};
use crate::numerals::{Number, number_at};
use crate::source::Source;

/// Two numbers with one unit, or one.
pub(super) struct Quantity {
    pub start: usize,
    pub end: usize,
    pub value: f64,
    pub upper: Option<f64>,
    pub number: Number,
    pub unit: Option<Unit>,
}

/// The figure at a numeral, or how far to go on.
pub(super) fn quantity_at(source: &Source, at: usize, floor: usize) -> Reading {
    let Some(number) = number_at(source, at) else {
        let numeral = |sign: char| sign.is_ascii_digit() || crate::numerals::is_numeral(sign);
        return Reading::Past(
            (at..source.len()).find(|index| !numeral(source.norm[*index])).unwrap_or(source.len()),
        );
    };
    let past = Reading::Past(number.end);
    if matches!(source.before(at), Some('第')) {
        return rank_at(source, at, &number).unwrap_or(past);
    }
    let Some(quantity) = read(source, at, number) else {
        return past;
    };
    let end = quantity.end;
    match accept(source, quantity, floor) {
        Some(found) => {
            let end = end.max(found.figure.span.end);
            Reading::Found(Box::new(found), end)
        }
        None => Reading::Past(end),
    }
}

/// 第8位: a rank is a figure, other ordinals are not.
fn rank_at(source: &Source, at: usize, number: &Number) -> Option<Reading> {
    let unit = source.at(number.end).filter(|sign| matches!(sign, '位' | '名'))?;
    let span = Span { start: at - 1, end: number.end + 1 };
    let figure = parts::plain(source, span, number.value()?, &unit.to_string(), None);
    Some(Reading::Found(Box::new(Found { figure, kind: None, per_phrase: false }), span.end))
}

fn read(source: &Source, at: usize, number: Number) -> Option<Quantity> {
    let unit = unit_at(source, number.end, number.chinese);
    let first_end = unit.as_ref().map_or(number.end, |unit| unit.end);
    if let Some(range) = range_at(source, at, &number, unit.as_ref(), first_end) {
        return Some(range);
    }
    let (value, upper) = (number.value()?, number.second_value());
    let mut quantity = Quantity { start: at, end: first_end, value, upper, number, unit };
    // 一年半, 2个半小时
    let time = quantity.unit.as_ref().is_some_and(|unit| unit.name == "年" || unit.name == "个月");
    if time && source.at(first_end) == Some('半') {
        quantity.value += 0.5;
        quantity.end += 1;
    }
    Some(quantity)
}

/// 3至6个月, 100元至200元, 3—5万元
fn range_at(
    source: &Source,
    at: usize,
    first: &Number,
    unit: Option<&Unit>,
    first_end: usize,
) -> Option<Quantity> {
    // 100万元(含)至500万元
    let noted = source.longest(first_end, &["(含)", "(不含)"]).map_or(0, |(_, length)| length);
    let separator = source.past_space(first_end + noted);
    let length = match source.at(separator)? {
        '至' | '到' | '~' => 1,
        '-' if source.at(separator + 1) == Some('-') => 2,
        '-' => 1,
        _ => return None,
    };
    let second = number_at(source, source.past_space(separator + length))?;
    if second.bare_scale {
        return None;
    }
    let last_unit = unit_at(source, second.end, second.chinese);
    let matching = match (unit, &last_unit) {
        (Some(low), Some(high)) => low.name == high.name,
        (Some(low), None) => low.kind == Kind::Measure,
        (None, Some(_)) => true,
        (None, None) => first.exponent > 0 && second.exponent > 0,
    };
    if !matching {
        return None;
    }
    let low_digits: f64 = first.mantissa.parse().ok()?;
    let high_digits: f64 = second.mantissa.parse().ok()?;
    let inherits = unit.is_none() && first.exponent == 0 && second.exponent > 0 && low_digits < high_digits;
    let value = if inherits { first.value_scaled(second.exponent)? } else { first.value()? };
    let end = last_unit.as_ref().map_or(second.end, |unit| unit.end);
    let number = Number { chinese: first.chinese || second.chinese, ..first.clone() };
    Some(Quantity {
        start: at,
        end,
        value,
        upper: Some(second.value()?),
        number,
        unit: last_unit.or_else(|| unit.cloned()),
    })
}

fn accept(source: &Source, quantity: Quantity, floor: usize) -> Option<Found> {
    let kind = quantity.unit.as_ref().map(|unit| unit.kind);
    let near = source.before(quantity.start) == Some('近') && kind == Some(Kind::Time);
    let before = if near { None } else { bounds::before(source, quantity.start, floor) };
    // 低于全省平均水平0.4个百分点 states a distance, not a bound.
    let distance = quantity.unit.as_ref().is_some_and(|unit| unit.name == "百分点");
    let before = before.filter(|bound| {
        !(distance
            && matches!(bound.compare, Compare::MoreThan | Compare::LessThan)
            && bound.edge == quantity.start)
    });
    let behind = bounds::behind(source, quantity.end, kind);
    let above = quantity.number.bare_scale && source.before(quantity.start) == Some('上');
    let compare = bounds::joined(before, behind, quantity.number.about || above);
    let per_end = per::per_behind(source, quantity.end);
    let per = match per_end {
        Some(end) => Some(format!(
            "{}{}",
            quantity.unit.as_ref()?.name,
            source.original(Span { start: quantity.end, end })
        )),
        None => per::per_before(source, quantity.start, floor),
    };
    let counts = Counts { compare, per: per.is_some() };
    let sound = if quantity.number.chinese {
        chinese_counts(source, &quantity, counts)
    } else {
        arabic_counts(source, &quantity, counts)
    };
    if !sound {
        return None;
    }
    let edge = before.map_or(quantity.start, |bound| bound.edge);
    let start = if edge == quantity.start { edge - change_before(source, edge) } else { edge };
    let end = behind.map_or(quantity.end, |bound| bound.edge).max(per_end.unwrap_or(0));
    let per_phrase = per_phrase(source, &quantity, per.as_deref(), kind);
    let subject = subject::subject(source, quantity.start, quantity.end, kind, floor);
    let (unit, doubt) = unit_or_doubt(source, &quantity, subject.as_deref());
    let span = Span { start, end };
    let per = if per_phrase { phrase_text(source, quantity.start, quantity.end) } else { per };
    let figure = Figure {
        value: quantity.value,
        upper: quantity.upper,
        parts: Vec::new(),
        unit,
        per,
        compare: compare.or(quantity.upper.map(|_| Compare::Range)),
        subject,
        text: source.original(span),
        span,
        doubt: doubt.map(|code| Doubt { code: code.into(), about: source.original(span) }),
    };
    Some(Found { figure, kind, per_phrase })
}

/// 减少21.2%, 扩大到5000户: the words of change belong to the figure's words. Their length.
fn change_before(source: &Source, number: usize) -> usize {
    #[rustfmt::skip]
    const CHANGES: &[&str] = &[
        "达到", "提高到", "扩大到", "增加到", "降低到", "减少到", "提高至", "扩大至", "增加至", "降低至",
        "减少至", "提至", "降至", "降到", "升至", "增长", "增长了", "下降", "下降了", "减少", "减少了",
        "增加", "增加了", "提高", "提高了", "上升", "上升了", "回落", "回落了", "力争达到",
    ];
    source.longest_before(number, CHANGES).map_or(0, |(_, length)| length)
}

/// 每新招用1人: 每, a verb, then one.
fn per_phrase(source: &Source, quantity: &Quantity, per: Option<&str>, kind: Option<Kind>) -> bool {
    let verb = per.is_some_and(|per| {
        let first = per.chars().nth(1);
        first.is_some_and(|sign| !matches!(sign, '个'))
            && per.chars().count() > 2
            && per.matches('每').count() == 1
            && !per.contains('/')
    });
    let known = per.is_some_and(|per| {
        [
            "每半年",
            "每季度",
            "每学年",
            "每学期",
            "每学时",
            "每课时",
            "每小时",
            "每人次",
            "每户次",
            "每企业",
            "每工作日",
            "每平方米",
            "每万元",
        ]
        .contains(&per)
    });
    let direct = per.is_some_and(|per| source.ends(quantity.start, per));
    // 每3年, 每100人
    let every = source.before(quantity.start) == Some('每') && kind != Some(Kind::Measure);
    every || verb && !known && direct && quantity.value == 1.0 && kind != Some(Kind::Measure)
}

fn phrase_text(source: &Source, number: usize, end: usize) -> Option<String> {
    let start = (0..number).rev().take(16).find(|index| source.norm[*index] == '每')?;
    Some(source.original(Span { start, end }))
}
