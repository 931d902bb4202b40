//! When a rule holds (沿革): its own window, those of the rules it replaces or gives way to, and of the figures it reads, on one line of time.
//! It must never draw an end that depends on facts as a fixed day.

use anye_base::Lang;
use anye_law::book::{RelationKind, RuleId};
use anye_law::day::Day;
use anye_law::decide::answer::show as say;
use anye_law::decide::reads;
use anye_web::{Frame, Visitor};

use super::between::{RuleLink, link};
use crate::Policy;
use crate::choice;
use crate::plain::spaced;
use crate::window::{Windows, words};

/// Where the bars begin and how wide they are together.
const LEFT: f64 = 250.0;
const WIDE: f64 = 460.0;
const ROW: f64 = 26.0;

/// One line of time.
pub struct Span {
    /// What it is.
    pub label: String,
    /// Rule or figure.
    pub name: String,
    /// Its page, for rules.
    pub rule: Option<RuleLink>,
    /// Where.
    pub place: String,
    /// When, in words.
    pub window: String,
    /// The rule of the page itself.
    pub this: bool,
    from: Option<Day>,
    to: Option<Day>,
}

/// A bar.
pub struct Bar {
    /// Name.
    pub label: String,
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Base line of the name.
    pub base: f64,
    /// Open at one end.
    pub css: &'static str,
}

/// The drawing and the table behind it.
pub struct History {
    /// All spans.
    pub spans: Vec<Span>,
    /// Bars of those with at least one fixed end.
    pub bars: Vec<Bar>,
    /// Years: where and which.
    pub years: Vec<(f64, i64)>,
    /// Height of the drawing.
    pub height: f64,
}

/// The history of a rule.
pub fn history(policy: &Policy, visitor: &Visitor, frame: &Frame, id: RuleId) -> History {
    let book = policy.book();
    let mut spans = vec![of_rule(policy, visitor, frame, id, "law-history-this")];
    spans[0].this = true;
    let rule = book.rule(id);
    for one in &rule.relations {
        let key = match one.kind {
            RelationKind::Replaces => "law-replaces",
            RelationKind::Adds => "law-adds",
            RelationKind::CarriesOut => "law-carries-out",
            RelationKind::DependsOn => continue,
        };
        spans.push(of_rule(policy, visitor, frame, one.rule, key));
    }
    for other in &rule.replaced_by {
        spans.push(of_rule(policy, visitor, frame, *other, "law-replaced-by"));
    }
    spans.extend(of_figures(policy, visitor, frame, id));
    let (bars, years) = draw(&spans);
    let height = ROW * bars.len() as f64 + 34.0;
    History { spans, bars, years, height }
}

fn of_rule(policy: &Policy, visitor: &Visitor, frame: &Frame, id: RuleId, key: &str) -> Span {
    let book = policy.book();
    let rule = book.rule(id);
    let windows = Windows::new(book, &rule.place, choice::law_day(frame.as_of));
    let window = windows.of(id, visitor.lang() == Lang::Zh);
    let link = link(policy, visitor, id);
    Span {
        label: frame.t(key),
        name: link.name.clone(),
        rule: Some(link),
        place: policy.core.place_in(&rule.place, frame.as_of, visitor.lang()),
        window: words(&window, rule, &frame.texts),
        this: false,
        from: window.from,
        to: window.to,
    }
}

fn of_figures(policy: &Policy, visitor: &Visitor, frame: &Frame, id: RuleId) -> Vec<Span> {
    let book = policy.book();
    let chinese = visitor.lang() == Lang::Zh;
    let mut all = Vec::new();
    for param in reads(book, id).params {
        let param = &book.params[param.ix()];
        let english = if param.english.is_empty() { spaced(&param.id) } else { param.english.clone() };
        let name = if chinese { param.name.clone() } else { english };
        for value in &param.values {
            let (from, to) =
                (Some(value.from).filter(|d| *d > Day::MIN), Some(value.to).filter(|d| *d < Day::MAX));
            if from.is_none() && to.is_none() {
                continue;
            }
            let window = match (from, to) {
                (Some(from), Some(to)) => frame.t2("law-window-both", "from", from, "to", to),
                (Some(from), None) => frame.t1("law-window-since", "from", from),
                (None, Some(to)) => frame.t1("law-window-until", "to", to),
                (None, None) => String::new(),
            };
            all.push(Span {
                label: frame.t("law-history-figure"),
                name: format!("{name} {}", say::words(book, param.ty, &value.value, chinese)),
                rule: None,
                place: super::needs::place(policy, frame, &value.place),
                window,
                this: false,
                from,
                to,
            });
        }
    }
    all
}

/// A name that fits before the bars: a Chinese character takes the room of two letters.
fn shortened(name: &str) -> String {
    let mut room = 36_usize;
    let mut kept = String::new();
    for c in name.chars() {
        let wide = if c.is_ascii() { 1 } else { 2 };
        if room < wide + 2 {
            kept.push('…');
            break;
        }
        room -= wide;
        kept.push(c);
    }
    kept
}

/// Years since the first, with days as parts.
fn at(day: Day) -> f64 {
    let text = day.to_string();
    let part = |range: std::ops::Range<usize>| text.get(range).and_then(|text| text.parse::<f64>().ok());
    part(0..4).unwrap_or_default()
        + (part(5..7).unwrap_or(1.0) - 1.0) / 12.0
        + (part(8..10).unwrap_or(1.0) - 1.0) / 372.0
}

fn draw(spans: &[Span]) -> (Vec<Bar>, Vec<(f64, i64)>) {
    let days = || spans.iter().flat_map(|span| [span.from, span.to]).flatten().map(at);
    let (first, last) = (days().fold(f64::INFINITY, f64::min), days().fold(f64::NEG_INFINITY, f64::max));
    if !first.is_finite() {
        return (Vec::new(), Vec::new());
    }
    // An open end gets a year of room, so that it is seen to go on.
    let fixed = || spans.iter().filter(|span| span.from.is_some() || span.to.is_some());
    let (before, after) = (fixed().any(|span| span.from.is_none()), fixed().any(|span| span.to.is_none()));
    let first = first.floor() - if before { 1.0 } else { 0.0 };
    let last = last.floor() + if after { 2.0 } else { 1.0 };
    let x = |year: f64| LEFT + (year - first) / (last - first) * WIDE;
    let bar = |(row, span): (usize, &Span)| {
        let y = 8.0 + ROW * row as f64;
        let (from, to) =
            (span.from.map_or(LEFT, |day| x(at(day))), span.to.map_or(LEFT + WIDE, |day| x(at(day))));
        let open = span.from.is_none() || span.to.is_none();
        Bar {
            label: shortened(&span.name),
            x: from,
            y,
            width: (to - from).max(3.0),
            base: y + 12.0,
            css: if open { " open" } else { "" },
        }
    };
    let step = ((last - first) / 8.0).ceil().max(1.0);
    let mut years = Vec::new();
    let mut year = first;
    while year <= last {
        years.push((x(year), year as i64));
        year += step;
    }
    (fixed().enumerate().map(bar).collect(), years)
}
