//! A cell (place × industry) in one month: figures that add, so a county, a city and a province are sums of cells. It must never hold a
//! rate, because rates do not add; [`Figures`] makes them at the end.

use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

/// Additive figures of one cell and month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Estimated headcount of the frame the month before.
    pub before: f64,
    /// Estimated headcount of the frame.
    pub level: f64,
    /// Posts lost at shrinking and closed employers, and won at growing and new ones.
    pub lost: f64,
    /// Posts won.
    pub won: f64,
    /// Of the lost: by confirmed closure.
    pub closed: f64,
    /// Of the won: by birth.
    pub born: f64,
    /// Correction by reports after silence: report less what was imputed.
    pub returned: f64,
    /// Variance of the month's change that strata have of their own.
    pub variance: f64,
    /// Standard error of the change that thin strata share with their pool; it adds as it is, which errs on the wide side.
    pub shared: f64,
    /// Variance of the level, own and shared, months taken as independent.
    pub level_variance: f64,
    /// Standard error of the level shared with pools.
    pub level_shared: f64,
    /// Headcount at the base date and now of the reporters that have both, raised to the frame.
    pub base: f64,
    /// The same reporters now, raised to the frame.
    pub since_base: f64,
    /// Variance of `since_base` given `base`.
    pub base_variance: f64,
    /// Employers in the frame.
    pub employers: f64,
    /// Reporters expected.
    pub expected: u32,
    /// Reporters that reported or are known to be closed.
    pub responded: u32,
    /// Sums of weights of the same.
    pub weight_expected: f64,
    /// Sum of weights of those that responded.
    pub weight_responded: f64,
    /// Weighted headcount now, and of it imputed for silent reporters.
    pub sample: f64,
    /// Of `sample`: imputed.
    pub imputed: f64,
    /// Frame headcount whose movement is borrowed from a pool.
    pub borrowed: f64,
    /// Frame headcount of which nobody in the whole partition tells anything this month; not in `before` and `level`.
    pub unknown: f64,
    /// Bare headcount of the reporters, as in "1.969 million staff".
    pub reported_headcount: f64,
}

impl AddAssign<&Cell> for Cell {
    fn add_assign(&mut self, other: &Self) {
        let pairs: [(&mut f64, f64); 22] = [
            (&mut self.before, other.before),
            (&mut self.level, other.level),
            (&mut self.lost, other.lost),
            (&mut self.won, other.won),
            (&mut self.closed, other.closed),
            (&mut self.born, other.born),
            (&mut self.returned, other.returned),
            (&mut self.variance, other.variance),
            (&mut self.shared, other.shared),
            (&mut self.level_variance, other.level_variance),
            (&mut self.level_shared, other.level_shared),
            (&mut self.base, other.base),
            (&mut self.since_base, other.since_base),
            (&mut self.base_variance, other.base_variance),
            (&mut self.employers, other.employers),
            (&mut self.weight_expected, other.weight_expected),
            (&mut self.weight_responded, other.weight_responded),
            (&mut self.sample, other.sample),
            (&mut self.imputed, other.imputed),
            (&mut self.borrowed, other.borrowed),
            (&mut self.reported_headcount, other.reported_headcount),
            (&mut self.unknown, other.unknown),
        ];
        for (to, from) in pairs {
            *to += from;
        }
        self.expected += other.expected;
        self.responded += other.responded;
    }
}

/// What is published of a cell or a sum of cells: every rate with its error, and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Estimated headcount (在岗人数) and its standard error.
    pub level: f64,
    /// Standard error of the level.
    pub level_error: f64,
    /// Change from the month before, in people.
    pub change: f64,
    /// Standard error of the change.
    pub change_error: f64,
    /// Gross job-loss rate (岗位流失率, 总): posts lost as a share of the month before.
    pub loss_rate: Option<f64>,
    /// Gross rate of posts won.
    pub gain_rate: Option<f64>,
    /// Net job-loss rate (净流失率): lost less won; negative where posts grew.
    pub net_loss_rate: Option<f64>,
    /// Standard error of the net rate.
    pub net_loss_error: Option<f64>,
    /// Of the loss rate: closures.
    pub closure_rate: Option<f64>,
    /// Of the gain rate: births.
    pub birth_rate: Option<f64>,
    /// Change since the base date (较建档期), as a share of the base.
    pub since_base: Option<f64>,
    /// Its standard error.
    pub since_base_error: Option<f64>,
    /// Response rate (回收率) by number and by weight.
    pub response: Option<f64>,
    /// Response rate by weight.
    pub response_weighted: Option<f64>,
    /// Share of the sample's headcount that is imputed (插补比例).
    pub imputed: Option<f64>,
    /// Share of the frame's headcount whose movement is borrowed from a wider group.
    pub borrowed: Option<f64>,
    /// Sum of design weights behind the figures (权重合计).
    pub weight: f64,
    /// Reporters behind the figures.
    pub reporters: u32,
}

impl Cell {
    /// Rates and errors of this cell or sum.
    pub fn figures(&self) -> Figures {
        let of = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
        let change_error = self.variance.sqrt().hypot(self.shared);
        let share = |part: f64| of(part, self.before);
        Figures {
            level: self.level,
            level_error: self.level_variance.sqrt().hypot(self.level_shared),
            change: self.level - self.before,
            change_error,
            loss_rate: share(self.lost),
            gain_rate: share(self.won),
            net_loss_rate: share(self.before - self.level),
            net_loss_error: share(change_error),
            closure_rate: share(self.closed),
            birth_rate: share(self.born),
            since_base: of(self.since_base - self.base, self.base),
            since_base_error: of(self.base_variance.sqrt(), self.base),
            response: of(f64::from(self.responded), f64::from(self.expected)),
            response_weighted: of(self.weight_responded, self.weight_expected),
            imputed: of(self.imputed, self.sample),
            borrowed: of(self.borrowed, self.level),
            weight: self.weight_expected,
            reporters: self.responded,
        }
    }
}
