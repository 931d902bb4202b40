//! Days that a new fact takes from those that stand (切分有效期). Pure: it must never leave a gap or an overlap that was not there.

use anye_base::Date;

/// From the first day to the first day no longer; `None`: for good.
pub type Days = (Date, Option<Date>);

/// Whether two stretches share a day.
#[must_use]
pub fn overlap(one: Days, other: Days) -> bool {
    other.1.is_none_or(|to| one.0 < to) && one.1.is_none_or(|to| other.0 < to)
}

/// The days of the old stretch that the new one leaves alone.
#[must_use]
pub fn left_over(old: Days, new: Days) -> Vec<Days> {
    let mut left = Vec::new();
    if old.0 < new.0 {
        left.push((old.0, Some(new.0)));
    }
    if let Some(to) = new.1
        && old.1.is_none_or(|end| to < end)
    {
        left.push((to, old.1));
    }
    left
}
