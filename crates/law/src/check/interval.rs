//! When and where a rule reaches, as far as the text itself says so. It must never fill in an end that a parameter decides.

use super::fold::Fold;
use crate::book::{Book, Rule, Val, Valid, covers};
use crate::day::Day;

/// One end of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The text names none.
    Open,
    /// This day.
    On(Day),
    /// A parameter or fact decides.
    Unsettled,
}

/// First and last day of a rule.
pub(super) fn window(book: &Book, rule: &Rule) -> (End, End) {
    let fold = Fold::new(book, rule);
    match rule.valid {
        Valid::Always => (End::Open, End::Open),
        Valid::Between(from, to) => {
            let end = |id: Option<_>| match id {
                None => End::Open,
                Some(id) => fold.day(id).map_or(End::Unsettled, End::On),
            };
            (end(from), end(to))
        }
        Valid::Window(id) => match fold.value(id) {
            Some(Val::Window(from, to)) => (End::On(from), End::On(to)),
            _ => (End::Unsettled, End::Unsettled),
        },
    }
}

/// First and last day; what is open or unsettled reaches as far as days go.
pub(super) fn widest(book: &Book, rule: &Rule) -> (Day, Day) {
    let (from, to) = window(book, rule);
    let day = |end, far| if let End::On(day) = end { day } else { far };
    (day(from, Day::MIN), day(to, Day::MAX))
}

/// Whether there can be a day on which both are in force.
pub(super) fn may_meet_in_time(book: &Book, one: &Rule, two: &Rule) -> bool {
    let ((from, to), (start, end)) = (widest(book, one), widest(book, two));
    from <= end && start <= to
}

/// Whether there is a place that both reach.
pub(super) fn may_meet_in_place(one: &Rule, two: &Rule) -> bool {
    covers(&one.place, &two.place) || covers(&two.place, &one.place)
}
