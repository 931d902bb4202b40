//! Parts of a whole: 4∶4∶2, 2/3, 三分之二, 百分之五, 减半, 过半, 半年以上.
//!
//! Must never read a clock time or a school year as a ratio.

use super::measure_words::Kind;
use super::{Found, Reading, bounds};
use crate::model::{Compare, Figure, Span};
use crate::numerals::{Number, number_at};
use crate::source::Source;

/// A figure without surroundings.
pub(super) fn plain(source: &Source, span: Span, value: f64, unit: &str, compare: Option<Compare>) -> Figure {
    Figure {
        value,
        upper: None,
        parts: Vec::new(),
        unit: unit.to_owned(),
        per: None,
        compare,
        subject: None,
        text: source.original(span),
        span,
        doubt: None,
    }
}

fn found(figure: Figure, kind: Option<Kind>) -> Reading {
    let end = figure.span.end;
    Reading::Found(Box::new(Found { figure, kind, per_phrase: false }), end)
}

/// The figure with the bounds around it.
fn bounded(source: &Source, start: usize, end: usize, value: f64, unit: &str) -> Figure {
    let before = bounds::before(source, start, 0);
    let behind = bounds::behind(source, end, None);
    let span =
        Span { start: before.map_or(start, |bound| bound.edge), end: behind.map_or(end, |bound| bound.edge) };
    plain(source, span, value, unit, bounds::joined(before, behind, false))
}

/// 4∶4∶2, 1:1
pub(super) fn ratio_at(source: &Source, at: usize) -> Option<Reading> {
    let mut parts = Vec::new();
    let mut end = at;
    loop {
        let number = number_at(source, end).filter(|number| !number.chinese && number.exponent == 0)?;
        if number.mantissa.len() > 5 {
            return None;
        }
        parts.push(number.value()?);
        end = number.end;
        if source.at(end) != Some(':') || !source.at(end + 1).is_some_and(|sign| sign.is_ascii_digit()) {
            break;
        }
        end += 1;
    }
    if parts.len() < 2 {
        return None;
    }
    let clock = parts.len() == 2
        && parts[0] < 25.0
        && parts[1] < 60.0
        && source.norm[at..end].iter().rev().position(|sign| *sign == ':') == Some(2);
    let around = |index: usize| source.longest(index, &["时", "至", "-", "~", "前", "后", "分"]).is_some();
    let said = source
        .longest_before(at, &["上午", "下午", "早", "晚", "每天", "日", "至", "-", "~", "时间"])
        .is_some();
    if clock && (around(end) || said) {
        return Some(Reading::Past(end));
    }
    let mut figure = bounded(source, at, end, parts[0], "ratio");
    figure.parts = parts;
    Some(found(figure, None))
}

/// 2/3, 三分之二, 百分之五, 千分之三, 一半
pub(super) fn fraction_at(source: &Source, at: usize) -> Option<Reading> {
    if source.starts(at, "一半") && !matches!(source.at(at + 2), Some('年' | '个' | '月' | '天' | '小'))
    {
        return Some(found(bounded(source, at, at + 2, 0.5, "fraction"), None));
    }
    for (word, unit) in [("百分之", "%"), ("千分之", "‰"), ("万分之", "‱")] {
        if source.starts(at, word) {
            return share_behind(source, at, at + 3, unit);
        }
    }
    let whole = number_at(source, at)?;
    if source.starts(whole.end, "分之") {
        let part = number_at(source, whole.end + 2)?;
        return quotient(source, at, &part, &whole, part.end);
    }
    if source.at(whole.end) == Some('/') && !whole.chinese {
        let below =
            number_at(source, whole.end + 1).filter(|number| !number.chinese && number.exponent == 0)?;
        let a_fraction =
            whole.mantissa.len() < 4 && below.mantissa.len() < 4 && whole.value()? < below.value()?;
        return if a_fraction {
            quotient(source, at, &whole, &below, below.end)
        } else {
            Some(Reading::Past(below.end))
        };
    }
    None
}

fn share_behind(source: &Source, at: usize, number: usize, unit: &str) -> Option<Reading> {
    let share = number_at(source, number)?;
    let mut end = share.end;
    let mut upper = share.second_value();
    if matches!(source.at(end), Some('至' | '到' | '-' | '~')) {
        let second_at = ["百分之", "千分之"]
            .iter()
            .find(|word| source.starts(end + 1, word))
            .map_or(end + 1, |_| end + 4);
        if let Some(second) = number_at(source, second_at) {
            upper = second.value();
            end = second.end;
        }
    }
    let mut figure = bounded(source, at, end, share.value()?, unit);
    figure.upper = upper;
    if upper.is_some() && figure.compare.is_none() {
        figure.compare = Some(Compare::Range);
    }
    figure.subject = super::subject::subject(source, at, end, Some(Kind::Measure), 0);
    Some(found(figure, Some(Kind::Measure)))
}

fn quotient(source: &Source, at: usize, part: &Number, whole: &Number, end: usize) -> Option<Reading> {
    let (part, whole) = (part.value()?, whole.value()?);
    if whole == 0.0 {
        return None;
    }
    let figure = bounded(source, at, end, part / whole, "fraction");
    Some(found(figure, None))
}

/// 减半, 近半, 过半, 半数以上, 半年以上
pub(super) fn half_at(source: &Source, at: usize) -> Option<Reading> {
    let halves = [
        ("减半", None),
        ("近半数", Some(Compare::About)),
        ("近半", Some(Compare::About)),
        ("过半数", Some(Compare::MoreThan)),
        ("过半", Some(Compare::MoreThan)),
    ];
    for (word, compare) in halves {
        let end = at + word.chars().count();
        let goes_on = matches!(source.at(end), Some('年' | '个' | '月' | '天' | '小' | '数' | '百'));
        if source.starts(at, word) && !goes_on && !(word == "过半" && source.before(at) == Some('超')) {
            return Some(found(plain(source, Span { start: at, end }, 0.5, "fraction", compare), None));
        }
    }
    if source.starts(at, "半数") {
        return Some(found(bounded(source, at, at + 2, 0.5, "fraction"), None));
    }
    for (word, unit) in [
        ("半年", "年"),
        ("半个月", "个月"),
        ("半月", "个月"),
        ("半天", "天"),
        ("半小时", "小时"),
        ("半个小时", "小时"),
    ] {
        let end = at + word.chars().count();
        let part_of =
            matches!(source.before(at), Some('上' | '下' | '每' | '年' | '月' | '个' | '近' | '后' | '前'));
        if !source.starts(at, word) || part_of {
            continue;
        }
        let before = bounds::before(source, at, 0);
        let behind = bounds::behind(source, end, Some(Kind::Time));
        let compare = bounds::joined(before, behind, false)?;
        let span = Span {
            start: before.map_or(at, |bound| bound.edge),
            end: behind.map_or(end, |bound| bound.edge),
        };
        return Some(found(plain(source, span, 0.5, unit, Some(compare)), Some(Kind::Time)));
    }
    None
}
