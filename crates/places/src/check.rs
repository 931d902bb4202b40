//! Finds what is wrong in a set of places and links (数据检查). It reports every problem and must never correct one.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::{CIVIL, LinkRecord, PlaceRecord, STATISTICAL};

/// Something wrong with a place or a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Stable code: `end_before_start`, `overlap`, `two_parents`, `gap`, `no_such_place`, `outside_parent`, `outside_place`, `cycle`,
    /// `level_order`, `not_linked`.
    pub code: &'static str,
    /// Code of the place.
    pub place: String,
    /// First day on which it shows; `Date::MIN` for an open beginning.
    pub date: Date,
    /// One plain sentence.
    pub message: String,
}

/// A stretch of days, half open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub from: Date,
    pub to: Date,
}

impl Span {
    pub(crate) fn of(from: Option<Date>, to: Option<Date>) -> Self {
        Self { from: from.unwrap_or(Date::MIN), to: to.unwrap_or(Date::MAX) }
    }

    pub(crate) fn holds(self, day: Date) -> bool {
        self.from <= day && day < self.to
    }

    fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

type Spans<'a> = HashMap<&'a str, Vec<(Span, &'a PlaceRecord)>>;
type Links<'a> = HashMap<(&'a str, &'a str), Vec<(Span, &'a LinkRecord)>>;

/// Every problem of the records, in the order of codes; none for a sound register.
pub fn check(places: &[PlaceRecord], links: &[LinkRecord]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut by_code: Spans<'_> = HashMap::new();
    for place in places {
        let span = Span::of(place.valid_from, place.valid_to);
        if span.from >= span.to {
            problems.push(problem(
                "end_before_start",
                &place.code,
                span.from,
                format!("{} ends on or before the day it starts", place.name),
            ));
        }
        by_code.entry(&place.code).or_default().push((span, place));
    }
    for versions in by_code.values_mut() {
        versions.sort_by_key(|(span, _)| span.from);
        for pair in versions.windows(2) {
            if pair[0].0.overlaps(pair[1].0) {
                let message =
                    format!("{} and {} hold the same code on one day", pair[0].1.name, pair[1].1.name);
                problems.push(problem("overlap", &pair[1].1.code, pair[1].0.from, message));
            }
        }
    }
    let mut by_child: Links<'_> = HashMap::new();
    for link in links {
        let span = Span::of(link.valid_from, link.valid_to);
        by_child.entry((&link.tree, &link.child)).or_default().push((span, link));
    }
    for list in by_child.values_mut() {
        list.sort_by_key(|(span, _)| span.from);
    }
    for ((tree, child), list) in &by_child {
        check_links(tree, child, list, &by_code, &mut problems);
    }
    // Where every parent is of a higher level, nothing can stand above itself.
    let uneven =
        by_code.values().any(|versions| versions.iter().any(|(_, place)| place.level != versions[0].1.level));
    if uneven || problems.iter().any(|problem| problem.code == "level_order") {
        for ((tree, child), list) in &by_child {
            check_cycles(tree, child, list, &by_child, &mut problems);
        }
    }
    check_orphans(places, &by_child, &mut problems);
    problems
        .sort_by(|a, b| (&a.place, a.date, a.code, &a.message).cmp(&(&b.place, b.date, b.code, &b.message)));
    problems
}

fn problem(code: &'static str, place: &str, date: Date, message: String) -> Problem {
    Problem { code, place: place.to_owned(), date, message }
}

fn check_links(
    tree: &str,
    child: &str,
    list: &[(Span, &LinkRecord)],
    by_code: &Spans<'_>,
    problems: &mut Vec<Problem>,
) {
    for (span, link) in list {
        if span.from >= span.to {
            problems.push(problem(
                "end_before_start",
                child,
                span.from,
                format!(
                    "its place under {} in the {tree} tree ends on or before the day it starts",
                    link.parent
                ),
            ));
            continue;
        }
        for (role, code, kind) in
            [("place", child, "outside_place"), ("parent", &*link.parent, "outside_parent")]
        {
            match by_code.get(code) {
                None => problems.push(problem(
                    "no_such_place",
                    child,
                    span.from,
                    format!("there is no {role} {code}, named in the {tree} tree"),
                )),
                Some(versions) => {
                    if let Some(day) = first_uncovered(*span, versions.iter().map(|(span, _)| *span)) {
                        let message = format!(
                            "{child} stands under {} in the {tree} tree on a day on which {code} does not exist",
                            link.parent
                        );
                        problems.push(problem(kind, child, day, message));
                    }
                }
            }
        }
        if let (Some(under), Some(above)) =
            (version_on(by_code, child, span.from), version_on(by_code, &link.parent, span.from))
            && above.level >= under.level
        {
            let message = format!(
                "{} stands under {} in the {tree} tree, which is not of a higher level",
                under.name, above.name
            );
            problems.push(problem("level_order", child, span.from, message));
        }
    }
    for pair in list.windows(2) {
        if pair[0].0.overlaps(pair[1].0) {
            let message = format!(
                "two parents on one day in the {tree} tree: {} and {}",
                pair[0].1.parent, pair[1].1.parent
            );
            problems.push(problem("two_parents", child, pair[1].0.from, message));
        }
    }
    // In the two divisions a place stays for as long as it exists; a grouping of another tree may be joined and left.
    if tree != CIVIL && tree != STATISTICAL {
        return;
    }
    let Some(versions) = by_code.get(child) else { return };
    for (version, place) in versions {
        if !list.iter().any(|(span, _)| span.overlaps(*version)) {
            continue;
        }
        if let Some(day) = first_uncovered(*version, list.iter().map(|(span, _)| *span)) {
            problems.push(problem(
                "gap",
                child,
                day,
                format!("{} has no parent in the {tree} tree on this day", place.name),
            ));
        }
    }
}

fn version_on<'a>(by_code: &Spans<'a>, code: &str, day: Date) -> Option<&'a PlaceRecord> {
    by_code.get(code)?.iter().find(|(span, _)| span.holds(day)).map(|(_, place)| *place)
}

/// The first day of `want` that none of the spans (sorted by their first day) holds.
fn first_uncovered(want: Span, spans: impl Iterator<Item = Span>) -> Option<Date> {
    let mut reached = want.from;
    for span in spans {
        if span.from <= reached && reached < span.to {
            reached = span.to;
        }
    }
    (reached < want.to).then_some(reached)
}

fn check_cycles(
    tree: &str,
    child: &str,
    list: &[(Span, &LinkRecord)],
    by_child: &Links<'_>,
    problems: &mut Vec<Problem>,
) {
    for (span, link) in list {
        let mut at = &*link.parent;
        for _ in 0..64 {
            if at == child {
                problems.push(problem(
                    "cycle",
                    child,
                    span.from,
                    format!("it stands above itself in the {tree} tree"),
                ));
                break;
            }
            let up = by_child.get(&(tree, at)).and_then(|list| list.iter().find(|(s, _)| s.holds(span.from)));
            match up {
                Some((_, link)) => at = &link.parent,
                None => break,
            }
        }
    }
}

/// A place that no tree holds can neither be reached nor counted; only tops of trees stand without a parent.
fn check_orphans(places: &[PlaceRecord], by_child: &Links<'_>, problems: &mut Vec<Problem>) {
    let trees: std::collections::BTreeSet<&str> = by_child.keys().map(|(tree, _)| *tree).collect();
    let parents: std::collections::HashSet<&str> =
        by_child.values().flatten().map(|(_, link)| link.parent.as_str()).collect();
    for place in places {
        let span = Span::of(place.valid_from, place.valid_to);
        let linked = trees.iter().any(|tree| {
            by_child
                .get(&(*tree, place.code.as_str()))
                .is_some_and(|list| list.iter().any(|(s, _)| s.overlaps(span)))
        });
        let top = parents.contains(place.code.as_str())
            && !trees.iter().any(|tree| by_child.contains_key(&(*tree, place.code.as_str())));
        if !linked && !top && places.len() > 1 {
            problems.push(problem(
                "not_linked",
                &place.code,
                span.from,
                format!("{} stands in no tree", place.name),
            ));
        }
    }
}
