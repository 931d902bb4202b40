//! Dates and validity (时间与期限): points, periods, terms that hang on an event.
//!
//! A frequency (每月、每半年) is no date: it belongs to the measure. Must never guess a year without saying so in a doubt.

pub(crate) mod calendar;
mod deadlines;
mod edges;
mod point;
mod relative;
mod years;

use crate::model::{DateMention, DateRole, Doubt, Span};
use crate::numerals::digit;
use crate::source::{Source, ends_clause};
use calendar::Day;
use edges::{Lead, Tail, prefix_before, suffix_behind};
use point::{Point, point_at, small_number};
use years::{this_and_next, year_word, years_listed};

/// The dates of a text and which characters they take up.
pub(crate) struct Dates {
    pub mentions: Vec<DateMention>,
    /// Characters that name a fixed date and so are no figures.
    pub taken: Vec<bool>,
}

impl Dates {
    /// Says that missing years came from a cited document: a weaker ground than the document's own year.
    pub fn own_year_cited(&mut self) {
        for doubt in self.mentions.iter_mut().filter_map(|mention| mention.doubt.as_mut()) {
            if doubt.code == "year_from_document" {
                doubt.code = "year_from_citation".into();
            }
        }
    }
}

/// Finds every date outside the ranges already taken (titles of cited documents).
pub(crate) fn find(source: &Source, document_year: Option<i32>, closed: &[Span]) -> Dates {
    let mut taken = vec![false; source.len()];
    for span in closed {
        taken[span.start..span.end].fill(true);
    }
    let mut mentions = Vec::new();
    let mut at = 0;
    while at < source.len() {
        match (!taken[at]).then(|| calendar_mention(source, at, document_year)).flatten() {
            Some((mention, end)) => {
                taken[at..end].fill(true);
                at = end;
                mentions.extend(mention);
            }
            None => at += 1,
        }
    }
    mentions.extend(relative::find(source, &mut taken));
    mentions.sort_by_key(|mention: &DateMention| (mention.span.start, mention.span.end));
    Dates { mentions, taken }
}

/// One or two points with what surrounds them.
struct Stretch {
    first: Point,
    last: Option<Point>,
    /// Several years listed: 2008、2009两个年度.
    listed: bool,
    end: usize,
}

fn may_begin(sign: char) -> bool {
    sign.is_ascii_digit()
        || digit(sign).is_some()
        || matches!(sign, '十' | '今' | '当' | '去' | '明' | '本' | '全' | '年' | '上' | '下' | '前' | '第')
}

/// The mention that begins at this position and one past it. A number that only looks like a date gives `None`.
fn calendar_mention(
    source: &Source,
    at: usize,
    document_year: Option<i32>,
) -> Option<(Option<DateMention>, usize)> {
    let sign = source.at(at)?;
    if !may_begin(sign) || source.before(at).is_some_and(|before| before.is_ascii_digit() || before == '.') {
        return None;
    }
    let stretch = match years_listed(source, at).or_else(|| this_and_next(source, at, document_year)) {
        Some(stretch) => stretch,
        None => stretch_at(source, at, document_year)?,
    };
    let core_end = stretch.end;
    let recurring = ["每年", "每学年", "每季度", "每月"].iter().any(|word| source.ends(at, word));
    let (prefix, prefix_length) = prefix_before(source, at);
    let (suffix, end) = suffix_behind(source, core_end);
    let role = role_of(source, at, &stretch, prefix, suffix);
    let prefix_length = if role == DateRole::Mention { 0 } else { prefix_length };
    let span = Span { start: at - if recurring { 2 } else { prefix_length }, end };
    let (from, to, mut doubt) = bounds(&stretch, role, suffix);
    let (mut from, mut to) = (from.map(Day::iso), to.map(Day::iso));
    if recurring {
        (from, to) = (None, None);
        doubt = Some("recurring");
    } else if stretch.first.vague_year {
        doubt = Some("year_vague");
    } else if !stretch.first.year_written {
        doubt = Some(if stretch.first.year.is_some() { "year_from_document" } else { "year_unknown" });
    }
    let text = source.original(span);
    let doubt = doubt.map(|code| Doubt { code: code.into(), about: text.clone() });
    Some((Some(DateMention { from, to, relative_to: None, role, text, span, doubt }), end))
}

fn stretch_at(source: &Source, at: usize, document_year: Option<i32>) -> Option<Stretch> {
    if source.at(at) == Some('年') {
        return year_word(source, at, document_year);
    }
    // 提前, 以前, 之前 and 目前 are no 前五个月.
    if source.at(at) == Some('前')
        && matches!(source.before(at), Some('提' | '以' | '之' | '目' | '先' | '日'))
    {
        return None;
    }
    let first = point_at(source, at, document_year)?;
    if first.end <= at || bare_chinese_month(source, at, &first) {
        return None;
    }
    let separator = source.past_space(first.end);
    let gap = match source.at(separator) {
        Some('至' | '到' | '~') => 1,
        Some('-') if source.at(separator + 1) == Some('-') => 2,
        Some('-') => 1,
        _ => 0,
    };
    let second_at = source.past_space(separator + gap);
    let last = if gap > 0 { second_point(source, second_at, &first, document_year) } else { None };
    let end = last.as_ref().map_or(first.end, |point| point.end);
    Some(Stretch { first, last, listed: false, end })
}

/// 三月 without year, day or 底 is more often a length or a name than a date.
fn bare_chinese_month(source: &Source, at: usize, point: &Point) -> bool {
    let chinese = source.at(at).is_some_and(|sign| digit(sign).is_some() || sign == '十');
    chinese
        && !point.year_written
        && point.days.is_none()
        && !point.at_end
        && source.before(point.end) == Some('月')
}

fn second_point(source: &Source, at: usize, first: &Point, document_year: Option<i32>) -> Option<Point> {
    // 1月1日至31日
    if let (Some((day, after)), Some(_)) = (small_number(source, at, 2), first.days)
        && source.at(after) == Some('日')
        && (1..=31).contains(&day)
    {
        let mut last = first.clone();
        last.days = Some((day, day));
        last.end = after + 1;
        return Some(last);
    }
    let last = point_at(source, at, document_year).filter(|point| point.end > at)?;
    Some(last.in_year_of(first))
}

/// Whether the clause before speaks of a term (执行期、有效期).
fn speaks_of_term(source: &Source, at: usize) -> bool {
    let start =
        (0..at).rev().take(14).take_while(|index| !ends_clause(source.norm[*index])).last().unwrap_or(at);
    (start..at).any(|index| {
        ["期限", "执行期", "有效期", "实施期", "试行期", "补贴期"]
            .iter()
            .any(|word| source.starts(index, word))
    })
}

fn role_of(source: &Source, at: usize, stretch: &Stretch, lead: Lead, tail: Tail) -> DateRole {
    match (lead, tail) {
        _ if stretch.listed || stretch.last.is_some() => DateRole::Period,
        (_, Tail::Before) => DateRole::Due,
        (_, Tail::Within) if speaks_of_term(source, at) => DateRole::Period,
        (_, Tail::Within) => DateRole::Due,
        (Lead::Until, _) | (_, Tail::Stop) => DateRole::Until,
        (_, Tail::Onward) => DateRole::From,
        // 从2009年应届毕业生中选取 names a year; 自2020年1月1日执行 starts a term.
        (Lead::From, _)
            if stretch.first.days.is_some()
                || source.longest(stretch.end, &["执行", "实施", "施行", "计"]).is_some() =>
        {
            DateRole::From
        }
        (Lead::By, _) => DateRole::Due,
        _ if labelled_as_deadline(source, at) => DateRole::Due,
        _ if speaks_of_term(source, at) => DateRole::Period,
        _ => DateRole::Mention,
    }
}

/// 完成时限：2021年12月: the label says what the date does.
fn labelled_as_deadline(source: &Source, at: usize) -> bool {
    let at = if source.before(at) == Some(' ') { at - 1 } else { at };
    [
        "完成时限:",
        "完成时间:",
        "办结时限:",
        "完成日期:",
        "时限要求:",
        "完成期限:",
        "时间节点:",
        "截止时间:",
        "整改时限:",
    ]
    .iter()
    .any(|label| source.ends(at, label))
}

/// First and last day by role, and a doubt where the words leave the bound open.
fn bounds(stretch: &Stretch, role: DateRole, tail: Tail) -> (Option<Day>, Option<Day>, Option<&'static str>) {
    let Some((from, to)) = stretch.first.range() else {
        return (None, None, Some("no_such_day"));
    };
    if let Some(last) = &stretch.last {
        return match last.range() {
            Some((_, end)) if end >= from => (Some(from), Some(end), None),
            Some((_, end)) => (Some(from), Some(end), Some("period_reversed")),
            None => (Some(from), None, Some("no_such_day")),
        };
    }
    let whole_stretch = stretch.first.days.is_none() && !stretch.first.at_end;
    match role {
        DateRole::From => (Some(from), None, None),
        DateRole::Due if tail == Tail::Before && whole_stretch => {
            (None, Some(from.previous()), Some("bound_day"))
        }
        DateRole::Due | DateRole::Until => (None, Some(to), None),
        DateRole::Mention if tail == Tail::After => (Some(to), None, None),
        _ if stretch.first.at_end => (None, Some(to), None),
        DateRole::Period | DateRole::Mention => (Some(from), Some(to), None),
    }
}
