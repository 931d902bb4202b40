//! Figures (数字): numbers with unit, bound, what they count and what they are counted per.
//!
//! Identifiers, ordinals, dates and set phrases are no figures. Must never drop a number that is bounded or scaled only because its unit is unknown.

mod bounds;
mod implied;
mod measure_words;
mod parts;
mod per;
mod quantity;
mod set_phrases;
mod subject;
mod unit_table;

use crate::model::{Compare, Doubt, Figure, Span};
use crate::numerals::is_numeral;
use crate::source::{Source, ends_sentence};
use measure_words::Kind;

/// A figure with what the later passes need.
pub(crate) struct Found {
    pub figure: Figure,
    kind: Option<Kind>,
    /// 每新招用1人: not a figure of its own but what the next amount is counted per.
    per_phrase: bool,
}

/// What stands at a numeral.
enum Reading {
    Found(Box<Found>, usize),
    /// No figure up to here.
    Past(usize),
}

/// Every figure outside the taken characters. `titles` are read for plain counts only.
pub(crate) fn find(source: &Source, taken: &[bool], titles: &[Span]) -> Vec<Figure> {
    let mut found: Vec<Found> = Vec::new();
    let mut in_title = vec![false; source.len()];
    for title in titles {
        in_title[title.start..title.end].fill(true);
    }
    let (mut at, mut floor) = (0, 0);
    while at < source.len() {
        let sign = source.norm[at];
        let title = in_title[at];
        if taken[at] && !title {
            at += 1;
            floor = at;
            continue;
        }
        let reading = match sign {
            '半' | '减' | '近' | '过' => parts::half_at(source, at),
            sign if sign.is_ascii_digit() || is_numeral(sign) => Some(numeral_at(source, at, floor, title)),
            _ => None,
        };
        match reading {
            Some(Reading::Found(figure, end)) => {
                at = end.max(at + 1);
                if !figure.per_phrase {
                    floor = at;
                }
                found.push(*figure);
            }
            Some(Reading::Past(end)) => at = end.max(at + 1),
            None => at += 1,
        }
    }
    share_bounds(source, &mut found);
    share_per(source, found)
}

fn numeral_at(source: &Source, at: usize, floor: usize, title: bool) -> Reading {
    if let Some(end) = identifier_end(source, at) {
        return Reading::Past(end);
    }
    let special = parts::fraction_at(source, at).or_else(|| parts::ratio_at(source, at));
    if let Some(reading) = special {
        return reading;
    }
    match quantity::quantity_at(source, at, floor) {
        Reading::Found(mut found, end) if title => {
            let plain =
                found.kind != Some(Kind::Time) && source.norm[at].is_ascii_digit() && found.kind.is_some();
            found.figure.doubt = Some(Doubt { code: "in_title".into(), about: found.figure.text.clone() });
            if plain { Reading::Found(found, end) } else { Reading::Past(end) }
        }
        reading => reading,
    }
}

/// One past an identifier that begins here: 5G, 1+4, 第3条, 024-…, A4.
fn identifier_end(source: &Source, at: usize) -> Option<usize> {
    let run_end =
        (at..source.len()).find(|index| !source.norm[*index].is_ascii_digit()).unwrap_or(source.len());
    let before = source.before(at);
    // LPR+150BP: the sum says how much is added.
    if source.longest(run_end, &["BP", "bp", "个基点", "基点", "个BP", "个bp"]).is_some() {
        return None;
    }
    if before.is_some_and(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '+' | '.' | '#' | '@')) {
        return Some(run_end.max(at + 1));
    }
    if source.norm[at].is_ascii_digit() {
        let behind = source.at(run_end);
        let leading_zero = source.norm[at] == '0' && run_end - at > 1;
        if leading_zero
            || behind
                .is_some_and(|sign| sign.is_ascii_alphabetic() && sign != 'k' || matches!(sign, '+' | '@'))
        {
            let word = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '+' | '-' | '@' | '.');
            return Some((at..source.len()).find(|index| !word(source.norm[*index])).unwrap_or(source.len()));
        }
        return version_end(source, at, run_end);
    }
    None
}

/// 1.2.3 and other numbers with two points.
fn version_end(source: &Source, at: usize, run_end: usize) -> Option<usize> {
    let mut points = 0;
    let mut end = run_end;
    while source.at(end) == Some('.') && source.at(end + 1).is_some_and(|sign| sign.is_ascii_digit()) {
        points += 1;
        end += 1;
        while source.at(end).is_some_and(|sign| sign.is_ascii_digit()) {
            end += 1;
        }
    }
    (points > 1 && end > at).then_some(end)
}

/// 30户和从业人员600人以上: the bound holds for both.
fn share_bounds(source: &Source, found: &mut [Found]) {
    for index in (1..found.len()).rev() {
        let (head, tail) = found.split_at_mut(index);
        let (Some(earlier), Some(later)) = (head.last_mut(), tail.first()) else { continue };
        let both_count = earlier.kind == Some(Kind::Count) && later.kind == Some(Kind::Count);
        let shared = matches!(later.figure.compare, Some(Compare::AtLeast | Compare::AtMost))
            && later.figure.text.contains("以");
        if !both_count || !shared || earlier.figure.compare.is_some() {
            continue;
        }
        let between = source.normal(Span {
            start: earlier.figure.span.end,
            end: later.figure.span.start.max(earlier.figure.span.end),
        });
        if between.chars().count() <= 8
            && ["和", "及", "、"].iter().any(|word| between.starts_with(word))
            && !between.contains(',')
        {
            earlier.figure.compare = later.figure.compare;
        }
    }
}

/// 每新招用1人 … 1000元: the phrase becomes what the next amount of the sentence is counted per.
fn share_per(source: &Source, found: Vec<Found>) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::with_capacity(found.len());
    let mut waiting: Option<(String, usize)> = None;
    for mut item in found {
        if item.per_phrase {
            waiting = item.figure.per.take().map(|per| (per, item.figure.span.end));
            continue;
        }
        if let Some((per, end)) = waiting.take() {
            let same_sentence =
                !source.norm[end..item.figure.span.start].iter().any(|sign| ends_sentence(*sign));
            if same_sentence && item.kind == Some(Kind::Measure) {
                let own = item.figure.per.take().filter(|own| !own.starts_with(&per));
                item.figure.per = own.or(Some(per));
            } else if same_sentence {
                waiting = Some((per, end));
            }
        }
        figures.push(item.figure);
    }
    figures
}
