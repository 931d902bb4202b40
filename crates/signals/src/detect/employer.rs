//! One employer (用人单位): losses over several windows, against its size, against a number, and against what is usual for its like. A layoff
//! in slices, or of 49 where a rule asks for 50, must not slip through.

use serde::{Deserialize, Serialize};

/// An employer's losses up to the period judged.
#[derive(Clone, Copy, Debug)]
pub struct Employer<'a> {
    /// Headcount at the start of each period, where it is known.
    pub headcount: &'a [Option<u32>],
    /// Posts lost (or separations, as the caller defines) in each period, the newest last; a missing report is `None`.
    pub lost: &'a [Option<u32>],
    /// Usual share lost in one period at employers like it (stratum), above 0.
    pub usual: f64,
    /// How much more than by pure chance losses vary: variance over mean, 1 or more.
    pub dispersion: f64,
}

/// When to speak; the values come from the pack.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// Windows in periods.
    pub windows: Vec<usize>,
    /// People lost in a window.
    pub people: u32,
    /// Share of the headcount lost in a window.
    pub share: f64,
    /// A share speaks only from so many people on.
    pub least_people: u32,
    /// Alarms per 100 employers a year that chance may raise.
    pub rate: f64,
    /// Periods in a year.
    pub per_year: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { windows: vec![1, 2, 3, 5], people: 50, share: 0.1, least_people: 5, rate: 1.0, per_year: 12 }
    }
}

/// The strongest window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct EmployerScan {
    /// Its length in periods, ending with the newest.
    pub window: usize,
    /// People lost in it.
    pub lost: u32,
    /// As a share of the headcount before the window.
    pub share: f64,
    /// Expected from its like.
    pub expected: f64,
    /// Chance of so many or more in any of the windows.
    pub chance: f64,
    /// Reached the number of people.
    pub by_people: bool,
    /// Reached the share.
    pub by_share: bool,
    /// Rarer than the rate asked for.
    pub by_chance: bool,
    /// Periods of the window without a report.
    pub missing: usize,
}

impl EmployerScan {
    /// Whether any limit is reached.
    pub const fn is_alarm(&self) -> bool {
        self.by_people || self.by_share || self.by_chance
    }
}

/// Looks through every window that ends with the newest period; `None` when nothing was lost in any of them.
pub fn scan_employer(employer: &Employer<'_>, limits: &Limits) -> Option<EmployerScan> {
    let asked = limits.rate / (100.0 * limits.per_year as f64);
    let mut strongest: Option<EmployerScan> = None;
    let windows = limits.windows.iter().filter(|&&window| window > 0 && window <= employer.lost.len());
    let tests = windows.clone().count() as f64;
    for &window in windows {
        let from = employer.lost.len() - window;
        let inside = &employer.lost[from..];
        let lost: u32 = inside.iter().flatten().fold(0, |sum, &lost| sum.saturating_add(lost));
        if lost == 0 {
            continue;
        }
        // Whoever left was there.
        let headcount = headcount_at(employer.headcount, from).unwrap_or(0).max(lost);
        let missing = inside.iter().filter(|lost| lost.is_none()).count();
        let expected = f64::from(headcount) * employer.usual * (window - missing) as f64;
        let dispersion = employer.dispersion.max(1.0);
        let chance = (tests * at_least(f64::from(lost) / dispersion, expected / dispersion)).min(1.0);
        let share = f64::from(lost) / f64::from(headcount);
        let found = EmployerScan {
            window,
            lost,
            share,
            expected,
            chance,
            by_people: lost >= limits.people,
            by_share: share >= limits.share && lost >= limits.least_people,
            by_chance: chance <= asked && lost >= limits.least_people,
            missing,
        };
        let stronger = strongest.is_none_or(|so_far| {
            (found.is_alarm(), -found.chance, found.lost) > (so_far.is_alarm(), -so_far.chance, so_far.lost)
        });
        if stronger {
            strongest = Some(found);
        }
    }
    strongest
}

/// The last headcount known at the start of a period, else the first known after it.
fn headcount_at(column: &[Option<u32>], at: usize) -> Option<u32> {
    let (before, after) = column.split_at(column.len().min(at + 1));
    before.iter().rev().flatten().next().or_else(|| after.iter().flatten().next()).copied()
}

/// Chance that a Poisson figure with this mean reaches `count` or more.
fn at_least(count: f64, mean: f64) -> f64 {
    let count = count.floor();
    if count <= 0.0 {
        return 1.0;
    }
    if mean <= 0.0 {
        return 0.0;
    }
    if count <= mean {
        // Not surprising: only that is asked.
        return 1.0;
    }
    let mut term = 1.0;
    let mut sum = 1.0;
    let mut k = count;
    while term > sum * 1e-12 {
        k += 1.0;
        term *= mean / k;
        sum += term;
    }
    (count * mean.ln() - mean - log_factorial(count) + sum.ln()).exp().min(1.0)
}

/// Logarithm of n! (Stirling with three corrections; exact below 16).
fn log_factorial(n: f64) -> f64 {
    if n < 16.0 {
        return (2..=n as u32).map(|k| f64::from(k).ln()).sum();
    }
    let inverse = 1.0 / n;
    let corrections = inverse / 12.0 - inverse.powi(3) / 360.0 + inverse.powi(5) / 1260.0;
    n * n.ln() - n + 0.5 * (std::f64::consts::TAU * n).ln() + corrections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn poisson_tails_match_published_ones() {
        for (count, mean, expected) in [
            (1.0, 0.5, 0.393_469_340),
            (5.0, 2.0, 0.052_653_017),
            (10.0, 3.0, 0.001_102_488),
            (40.0, 20.0, 0.000_050_000),
        ] {
            let found = at_least(count, mean);
            assert!((found - expected).abs() < 3e-5 * (1.0 + expected / 1e-3), "{count} {mean}: {found}");
        }
        assert!((log_factorial(20.0) - 42.335_616_460_753_485).abs() < 1e-9);
    }
}
