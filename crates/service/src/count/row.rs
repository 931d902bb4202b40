//! A case as it is counted: one place says which counts it belongs to, for the figure and for the list behind it. Pure.

use anye_forms::Calendar;

use super::model::Measure;
use crate::due::day_of;
use crate::model::Stand;

/// A case.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub case_id: String,
    pub programme: String,
    pub place: String,
    pub stand: Stand,
    pub why: String,
    pub made_at: i64,
    pub ended_at: Option<i64>,
    pub promised_at: Option<i64>,
    pub due_at: i64,
    pub standing_still: bool,
    pub returned: i64,
    pub escalations: i64,
    /// From when to when the clock stood still; none: still.
    pub pauses: Vec<(i64, Option<i64>)>,
    pub steps: Vec<Step>,
}

/// A step of it.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub step: String,
    pub zh: String,
    pub en: String,
    pub due_at: i64,
    pub done: Option<i64>,
    pub pending: bool,
}

/// A stretch of time, the end not in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Time {
    pub from: i64,
    pub to: i64,
    pub now: i64,
}

impl Time {
    pub(super) fn holds(self, at: i64) -> bool {
        self.from <= at && at < self.to
    }
}

impl Row {
    /// Whether a count has it.
    pub(super) fn is(&self, measure: Measure, time: Time) -> bool {
        let ended = self.ended_at.is_some_and(|at| time.holds(at));
        let sent = time.holds(self.made_at);
        match measure {
            Measure::Sent => sent,
            Measure::Decided => ended && self.stand != Stand::Withdrawn,
            Measure::Granted => ended && self.stand == Stand::Granted,
            Measure::Refused => ended && matches!(self.stand, Stand::Refused | Stand::Rejected),
            Measure::Withdrawn => ended && self.stand == Stand::Withdrawn,
            Measure::Open => sent && self.ended_at.is_none(),
            Measure::Late => {
                sent && self.ended_at.is_none() && !self.standing_still && self.due_at < time.now
            }
            Measure::Paused => sent && !self.pauses.is_empty(),
            Measure::Escalated => sent && self.escalations > 0,
            Measure::Returned => sent && self.returned > 0,
        }
    }

    /// Working days that a step took, by its place in the order: from the step before, without days on which the clock stood still.
    pub(super) fn days(&self, at: usize, calendar: &Calendar) -> Option<i64> {
        let done = self.steps.get(at)?.done?;
        let before = self.steps[..at].iter().rev().find_map(|step| step.done).unwrap_or(self.made_at);
        let between = |from: i64, to: i64| calendar.working_days_between(day_of(from), day_of(to)).max(0);
        let still: i64 = self
            .pauses
            .iter()
            .map(|(from, to)| ((*from).max(before), to.unwrap_or(done).min(done)))
            .filter(|(from, to)| from < to)
            .map(|(from, to)| between(from, to))
            .sum();
        Some((between(before, done) - still).max(0))
    }
}

/// Half of the numbers are below it and half above; none of none.
pub(super) fn median(numbers: &mut [i64]) -> Option<f64> {
    numbers.sort_unstable();
    let (low, high) = (numbers.get(numbers.len().checked_sub(1)? / 2)?, numbers.get(numbers.len() / 2)?);
    // Days of one case: far below what a float holds exactly.
    i32::try_from(low + high).ok().map(|sum| f64::from(sum) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_lies_between() {
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [7]), Some(7.0));
        assert_eq!(median(&mut [9, 1, 2]), Some(2.0));
        assert_eq!(median(&mut [4, 1, 2, 3]), Some(2.5));
    }
}
