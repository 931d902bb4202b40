//! Change point, online (变点, Adams and MacKay 2007): how probable it is that the mean of the scores moved within the last half year.
//! It must never revise what it said before.

use super::cusum::CLIP;

/// Prior chance of a change in one period.
const HAZARD: f64 = 1.0 / 60.0;
/// Variance of a new mean around 0, scores having variance 1.
const PRIOR_VARIANCE: f64 = 4.0;
/// Longer runs are one.
const LONGEST: usize = 48;
/// A change counts as recent for so many periods.
const RECENT: f64 = 6.0;

/// The state: how probable each run length is, and the mean of that run.
#[derive(Clone, Debug)]
pub struct Change {
    /// Probability, sum and count for each run length, shortest first.
    runs: Vec<Run>,
    next: Vec<Run>,
}

#[derive(Clone, Copy, Debug)]
struct Run {
    probability: f64,
    sum: f64,
    count: f64,
}

const FRESH: Run = Run { probability: 1.0, sum: 0.0, count: 0.0 };

impl Run {
    /// Mean and variance of this run's level given what it saw.
    fn level(&self) -> (f64, f64) {
        let precision = self.count + 1.0 / PRIOR_VARIANCE;
        (self.sum / precision, 1.0 / precision)
    }
}

impl Default for Change {
    fn default() -> Self {
        // What went before is a long run around 0: scores are centred.
        let settled = Run { probability: 1.0, sum: 0.0, count: LONGEST as f64 };
        Self { runs: vec![settled], next: Vec::with_capacity(LONGEST + 1) }
    }
}

impl Change {
    /// Takes the next score.
    pub fn push(&mut self, score: f64) {
        let score = score.clamp(-CLIP, CLIP);
        self.next.clear();
        self.next.push(Run { probability: 0.0, ..FRESH });
        let (mut total, mut fresh) = (0.0, 0.0);
        let predict = |run: &Run| {
            let (mean, variance) = run.level();
            let spread = 1.0 + variance;
            (-(score - mean).powi(2) / (2.0 * spread)).exp() / spread.sqrt()
        };
        let start = predict(&FRESH);
        for run in &self.runs {
            let weight = run.probability * (1.0 - HAZARD) * predict(run);
            fresh += run.probability * HAZARD * start;
            total += weight;
            let grown = Run { probability: weight, sum: run.sum + score, count: run.count + 1.0 };
            let full = self.next.len() > LONGEST;
            match self.next.last_mut() {
                Some(last) if full => {
                    let both = last.probability + grown.probability;
                    let share = if both > 0.0 { grown.probability / both } else { 0.5 };
                    last.sum += share * (grown.sum - last.sum);
                    last.count += share * (grown.count - last.count);
                    last.probability = both;
                }
                _ => self.next.push(grown),
            }
        }
        self.next[0] = Run { probability: fresh, sum: score, count: 1.0 };
        total += fresh;
        for run in &mut self.next {
            run.probability /= total.max(f64::MIN_POSITIVE);
            // The oldest run forgets, or a change could never win over it again.
            if run.count > LONGEST as f64 {
                run.sum *= LONGEST as f64 / run.count;
                run.count = LONGEST as f64;
            }
        }
        std::mem::swap(&mut self.runs, &mut self.next);
    }

    /// Log odds that the mean moved up, and down, within the last half year.
    pub fn odds(&self) -> (f64, f64) {
        let (mut up, mut down) = (0.0, 0.0);
        for run in self.runs.iter().filter(|run| run.count <= RECENT) {
            let (mean, _) = run.level();
            if mean > 0.0 {
                up += run.probability;
            } else {
                down += run.probability;
            }
        }
        let odds = |p: f64| (p.max(1e-9) / (1.0 - p).max(1e-9)).ln();
        (odds(up), odds(down))
    }
}
