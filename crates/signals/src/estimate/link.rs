//! The link of one stratum (环比链): how it moved in one month, its parts and its variance. It must never count a silent reporter as lost.

use super::sums::{Moments, Sums};

/// Rates of change of a stratum in one month, each as a share of its headcount the month before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Link {
    /// Growth of those that reported both times: what silent reporters are imputed with.
    pub continuing: f64,
    /// Growth of everybody: continuing, returned, closed, born.
    pub all: f64,
    pub lost: f64,
    pub won: f64,
    pub closed: f64,
    pub born: f64,
    /// Surprise of those that came back: their report against what was imputed.
    pub returned: f64,
    /// Variance of `all`.
    pub variance: f64,
}

impl Link {
    /// From the sums of a stratum or pool; `None` without anybody who reported twice.
    ///
    /// With M, S, C, Q the weighted headcount the month before of matched, silent, closed and returned reporters, R the link of the
    /// matched, and T = M + S + C + Q: growth = (R·(M + S) + returned now + born now) / T. Its variance is the linearised one of a
    /// stratified sample without replacement; every reporter's residual is a linear form in (now, before).
    pub fn of(sums: &Sums, employers: f64) -> Option<Self> {
        let (matched, total) = (&sums.matched, sums.before());
        if matched.count < 1.0 || matched.before <= 0.0 || total <= 0.0 {
            return None;
        }
        let continuing = matched.now / matched.before;
        let scale = 1.0 + sums.silent.before / matched.before;
        let now = continuing * (matched.before + sums.silent.before) + sums.returned.now + sums.born.now;
        let all = now / total;
        let squares = matched.squares(scale, continuing - all - scale * continuing)
            + sums.silent.squares(0.0, continuing - all)
            + sums.closed.squares(0.0, -all)
            + sums.returned.squares(1.0, -all)
            + sums.born.squares(1.0, 0.0);
        Some(Self {
            continuing,
            all,
            lost: (scale * sums.lost + sums.lost_returned + sums.closed.before) / total,
            won: (scale * sums.won + sums.won_returned + sums.born.now) / total,
            closed: sums.closed.before / total,
            born: sums.born.now / total,
            returned: (sums.returned.now - continuing * sums.returned.before) / total,
            variance: finite_sample(sums.telling(), employers) * squares / (total * total),
        })
    }

    /// The link of a stratum too thin to speak for itself: what its reporters did is known, the rest of the frame moves like the pool.
    pub fn thin(sums: &Sums, pool: &Self, level: f64) -> (Self, f64) {
        let rest = (level - sums.raw_before).max(0.0);
        let total = sums.raw_before + rest;
        if total <= 0.0 {
            return (*pool, 1.0);
        }
        let silent = sums.raw_silent;
        let now = sums.raw_now + silent * pool.continuing + rest * pool.all;
        let part = |known: f64, rate: f64| (known + rest * rate) / total;
        let moved = (pool.continuing - 1.0) * silent;
        let link = Self {
            continuing: pool.continuing,
            all: now / total,
            lost: part(sums.raw_lost + sums.raw_closed + (-moved).max(0.0), pool.lost),
            won: part(sums.raw_won + sums.raw_born + moved.max(0.0), pool.won),
            closed: part(sums.raw_closed, pool.closed),
            born: part(sums.raw_born, pool.born),
            returned: part(0.0, pool.returned),
            variance: 0.0,
        };
        (link, (rest + silent) / total)
    }
}

/// The factor (1 − n/N)·n/(n − 1) of a sample without replacement; one reporter alone says nothing of its spread and counts as two.
pub(super) fn finite_sample(count: f64, employers: f64) -> f64 {
    let share = if employers > 0.0 { (count / employers).min(1.0) } else { 0.0 };
    (1.0 - share) * count / (count - 1.0).max(1.0)
}

/// A ratio of two weighted sums and its variance: the change since the base date.
pub(super) fn ratio(moments: &Moments, employers: f64) -> Option<(f64, f64)> {
    if moments.before <= 0.0 {
        return None;
    }
    let ratio = moments.now / moments.before;
    let squares = moments.squares(1.0, -ratio) / (moments.before * moments.before);
    Some((ratio, finite_sample(moments.count, employers) * squares))
}
