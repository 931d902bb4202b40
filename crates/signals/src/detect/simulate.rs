//! What chance alone does (零假设模拟): many calm series through the same detectors. Calibration and its tests stand on it; it must run the
//! very code that judges real figures.

use super::draw::Draw;
use super::watch::{Reading, Watch, Worse};

/// Calm series to simulate.
#[derive(Clone, Copy, Debug)]
pub struct Trial {
    /// Degrees of freedom of Student's t of the innovations.
    pub freedom: f64,
    /// Series.
    pub paths: usize,
    /// Periods judged in each.
    pub periods: usize,
    /// Periods of history before.
    pub history: usize,
    /// Seed.
    pub seed: u64,
}

/// Runs calm series and shows every reading with its path and period; more being worse.
pub fn simulate(trial: Trial, mut each: impl FnMut(usize, &Reading)) {
    let mut draw = Draw::new(trial.seed);
    for path in 0..trial.paths {
        let mut watch = Watch::new(Worse::Up, 12);
        for _ in 0..trial.history {
            watch.learn(draw.student(trial.freedom));
        }
        for period in 0..trial.periods + SETTLING {
            if let Some(reading) = watch.push(draw.student(trial.freedom))
                && period >= SETTLING
            {
                each(path, &reading);
            }
        }
    }
}

/// Alarms begun per unit and period for each of some thresholds on a figure of the readings, largest meaning most alarming. An alarm
/// ends after two periods below, as lights do.
pub fn alarm_rates(trial: Trial, figure: impl Fn(&Reading) -> f64, thresholds: &[f64]) -> Vec<f64> {
    let mut begun = vec![0u64; thresholds.len()];
    // Periods since each threshold was last reached.
    let mut calm = vec![usize::MAX; thresholds.len()];
    let mut current = 0;
    simulate(trial, |path, reading| {
        if path != current {
            current = path;
            calm.fill(usize::MAX);
        }
        let strength = figure(reading);
        for (at, threshold) in thresholds.iter().enumerate() {
            if strength < *threshold {
                calm[at] = calm[at].saturating_add(1);
            } else {
                begun[at] += u64::from(calm[at] >= 2);
                calm[at] = 0;
            }
        }
    });
    let judged = (trial.paths * trial.periods).max(1) as f64;
    begun.into_iter().map(|count| count as f64 / judged).collect()
}

/// Periods until sums and change points have forgotten their start.
const SETTLING: usize = 24;
