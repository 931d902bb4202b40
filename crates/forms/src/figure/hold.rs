//! Values held against targets and beside published values. Published values are kept to the digit and never recomputed.

use anye_law::num::{Num, Rounding};

use super::{Against, Beside, Implied, Progress, rounded, signed};
use crate::model::{Indicator, Published, PublishedKind, Target, TargetKind};
use crate::period::Period;

/// A value (in the indicator's unit) held against a target.
#[must_use]
pub fn against(indicator: &Indicator, target: &Target, value: Num) -> Option<Against> {
    let aim = Num::parse(&target.value)?;
    let exact = match target.kind {
        TargetKind::Ceiling => aim.minus(value)?,
        TargetKind::Floor | TargetKind::Plan => value.minus(aim)?,
    };
    Some(Against { met: exact >= Num::ZERO, margin: rounded(exact, indicator.digits)?, exact })
}

/// How far a plan is carried out at the end of `at`, and how much of its period has passed. `None` for ceilings, floors and periods outside the plan's.
#[must_use]
pub fn progress(target: &Target, value: Num, at: Period) -> Option<Progress> {
    if target.kind != TargetKind::Plan {
        return None;
    }
    let hundred = Num::int(100);
    let share = value.over(Num::parse(&target.value)?)?.times(hundred)?;
    let (first, last) = (target.period.first_day()?, target.period.last_day()?);
    let end = at.last_day().filter(|end| (first..=last).contains(end))?;
    // A schedule counts whole months, as the offices do: the end of May is 5 of 12.
    let months =
        |from: anye_law::day::Day, to: anye_law::day::Day| Some(from.whole_months_to(to.plus_days(1)?));
    let schedule = Num::ratio(months(first, end)?.into(), months(first, last)?.into())?.times(hundred)?;
    Some(Progress {
        share: rounded(share, 2)?,
        schedule: rounded(schedule, 2)?,
        ahead: signed(share.minus(schedule)?, 2)?,
    })
}

/// A published value beside the computed one (in the indicator's unit). Of changes and ranks there is none.
#[must_use]
pub fn beside(indicator: &Indicator, published: &Published, computed: Num) -> Option<Beside> {
    if published.kind != PublishedKind::Value {
        return None;
    }
    let value = Num::parse(&published.value)?;
    let step = step(published.rounded_to)?;
    let agrees = computed.over(step)?.round(Rounding::HalfUp).times(step)? == value;
    Some(Beside {
        published: published.value.clone(),
        computed: rounded(computed, indicator.digits)?,
        difference: signed(computed.minus(value)?, indicator.digits)?,
        agrees,
    })
}

/// Whether a published share of a plan fits the published part it was made of: the two ranges that rounding leaves meet.
#[must_use]
pub fn share_fits(share: &Published, part: &Published, plan: &Target) -> Option<bool> {
    let whole = Num::parse(&plan.value)?;
    let of_whole = |value: Num| value.over(whole)?.times(Num::int(100));
    let [low, _, high] = ends(part)?;
    let [least, _, most] = ends(share)?;
    Some(of_whole(low)? <= most && least <= of_whole(high)?)
}

/// The earlier value that a published value and its published change imply, with the range rounding allows. Derived, never to be shown as published.
#[must_use]
pub fn implied_before(now: &Published, change: &Published) -> Option<Implied> {
    let (now, by) = (ends(now)?, ends(change)?);
    let before = |now: Num, by: Num| match change.kind {
        PublishedKind::YearPoints => now.minus(by),
        PublishedKind::YearPercent => {
            let factor = by.over(Num::int(100))?.plus(Num::ONE)?;
            if factor > Num::ZERO { now.over(factor) } else { None }
        }
        PublishedKind::Value | PublishedKind::Rank => None,
    };
    Some(Implied { low: before(now[0], by[2])?, point: before(now[1], by[1])?, high: before(now[2], by[0])? })
}

/// The lowest value that would be rounded to a published one, the published one, the highest.
fn ends(one: &Published) -> Option<[Num; 3]> {
    let (value, half) = (Num::parse(&one.value)?, step(one.rounded_to)?.over(Num::int(2))?);
    Some([value.minus(half)?, value, value.plus(half)?])
}

/// 10^-digits.
fn step(digits: i8) -> Option<Num> {
    let tens = Num::int(10_i64.checked_pow(u32::from(digits.unsigned_abs()))?);
    if digits < 0 { Some(tens) } else { Num::ONE.over(tens) }
}
