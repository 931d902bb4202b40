//! Watching one series period by period (监视): the newest innovation is measured against the habit before it, four detectors read it,
//! and their strongest voice is told as the rate at which chance alone would raise it. It must never use the newest value to judge itself.

use serde::{Deserialize, Serialize};

use super::change::Change;
use super::critical::{Tails, combined_rate, rate_of};
use super::cusum::Cusum;
use super::robust::centre_and_spread;
use super::scan::Scan;

/// Which direction is bad (恶化方向).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Worse {
    /// More is worse: unemployment, layoffs.
    Up,
    /// Less is worse: jobs, vacancies.
    Down,
    /// Not said: both count, at twice the rate of false alarms.
    Either,
}

/// The detectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Detector {
    /// One period far from expectation (残差).
    Score,
    /// Small shifts that last (累积和).
    Cusum,
    /// A fall spread over several periods (窗口扫描).
    Scan,
    /// The mean has moved (变点).
    Change,
}

impl Detector {
    /// All, in the order of the tables.
    pub const ALL: [Self; 4] = [Self::Score, Self::Cusum, Self::Scan, Self::Change];
}

/// What is read in one period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Robust score (残差得分): innovation less its usual size, in its usual spread; positive is up.
    pub score: f64,
    /// The detectors' figures in the stronger direction.
    pub strength: [f64; 4],
    /// Alarms per 100 units a year at each detector's strength, if it were alone.
    pub alone: [f64; 4],
    /// Alarms per 100 units a year that chance alone would raise at this strength, all detectors together.
    pub rate: f64,
    /// Direction of the strongest.
    pub upward: bool,
    /// Window of the scan, in periods.
    pub window: usize,
    /// Innovations that the judgement rests on.
    pub history: usize,
    /// How heavy their tails were taken to be.
    pub tails: Tails,
    /// What turns a rate per unit, period and direction into alarms per 100 units a year.
    pub yearly: f64,
}

/// One series under watch.
#[derive(Clone, Debug)]
pub struct Watch {
    worse: Worse,
    per_year: usize,
    errors: Vec<f64>,
    /// Whether a shift was under way at each of them.
    disturbed: Vec<bool>,
    scores: Vec<f64>,
    cusum: Cusum,
    change: Change,
    tails: Tails,
}

/// Habit is judged on so many years.
const YEARS: usize = 10;
/// A score is no larger than this, so that a figure out of a constant series stays a figure.
const LARGEST: f64 = 99.0;

impl Watch {
    /// Of a series with so many periods a year.
    pub fn new(worse: Worse, per_year: usize) -> Self {
        Self {
            worse,
            per_year,
            errors: Vec::new(),
            disturbed: Vec::new(),
            scores: Vec::new(),
            cusum: Cusum::default(),
            change: Change::default(),
            tails: Tails::default(),
        }
    }

    /// Innovations wanted before anything is judged: two years.
    pub const fn least(&self) -> usize {
        2 * self.per_year
    }

    /// Takes history that is not judged.
    pub fn learn(&mut self, error: f64) {
        self.errors.push(error);
        self.disturbed.push(false);
    }

    /// The innovations that tell the habit: those of calm periods, or all of them when more than a quarter were disturbed, because then
    /// the disturbance has become the habit.
    fn habit(&self) -> Vec<f64> {
        let from = self.errors.len().saturating_sub(YEARS * self.per_year);
        let (errors, disturbed) = (&self.errors[from..], &self.disturbed[from..]);
        let wild = disturbed.iter().filter(|disturbed| **disturbed).count();
        if wild * 4 > errors.len() {
            return errors.to_vec();
        }
        errors.iter().zip(disturbed).filter(|(_, disturbed)| !**disturbed).map(|(error, _)| *error).collect()
    }

    /// Takes the next innovation; `None` while there is too little history.
    pub fn push(&mut self, error: f64) -> Option<Reading> {
        let habit = self.habit();
        if habit.len() < self.least() {
            self.learn(error);
            return None;
        }
        let (centre, spread) = centre_and_spread(&habit);
        if self.scores.len().is_multiple_of(self.per_year) {
            self.tails = Tails::of(&habit, centre);
        }
        let away = error - centre;
        // Below this share of its own size a difference is only rounding.
        let rounding = 1e-9 * (1.0 + centre.abs());
        let score = if away.abs() <= rounding {
            0.0
        } else {
            (away / spread.max(rounding / LARGEST)).clamp(-LARGEST, LARGEST)
        };
        let history = habit.len();
        self.scores.push(score);
        self.cusum.push(score);
        self.errors.push(error);
        self.disturbed.push(self.cusum.disturbed());
        self.change.push(score);
        Some(self.read(score, history))
    }

    fn read(&self, score: f64, history: usize) -> Reading {
        let scan = Scan::of(&self.scores);
        let (odds_up, odds_down) = self.change.odds();
        let up = [score, self.cusum.up, scan.up, odds_up];
        let down = [-score, self.cusum.down, scan.down, odds_down];
        let judge = |strength: [f64; 4]| {
            let alone = std::array::from_fn(|at| rate_of(Detector::ALL[at], self.tails, strength[at]));
            (combined_rate(self.tails, alone), strength, alone)
        };
        let (sides, upward, (chance, strength, alone)) = match self.worse {
            Worse::Up => (1.0, true, judge(up)),
            Worse::Down => (1.0, false, judge(down)),
            Worse::Either => {
                let (up, down) = (judge(up), judge(down));
                if up.0 <= down.0 { (2.0, true, up) } else { (2.0, false, down) }
            }
        };
        let yearly = 100.0 * self.per_year as f64 * sides;
        Reading {
            score,
            strength,
            alone: alone.map(|chance| chance * yearly),
            rate: chance * yearly,
            upward,
            window: scan.window,
            history,
            tails: self.tails,
            yearly,
        }
    }
}
