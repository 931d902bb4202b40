//! Critical values (临界值) of the detectors: how strong each must speak so that chance alone raises it at a stated rate. Simulated, not
//! fitted to any data of ours; `cargo run --release -p anye-signals --example critical_values` makes the tables again.

use serde::{Deserialize, Serialize};

use super::robust::median;
use super::watch::Detector;

/// Alarms begun per unit and period for which strengths are tabled; times 1,200 gives alarms per 100 units a year of months.
pub const STATED_RATES: [f64; 8] = [0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002];

/// How heavy the tails of a series' innovations are, in classes of Student's t.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tails {
    /// Like t with 3 degrees of freedom.
    Heavy,
    /// Like t with 5; also what is assumed before there is enough history.
    #[default]
    Middle,
    /// Like t with 8.
    Light,
    /// Like the normal distribution.
    Normal,
}

impl Tails {
    /// All, in the order of the tables.
    pub const ALL: [Self; 4] = [Self::Heavy, Self::Middle, Self::Light, Self::Normal];

    /// Degrees of freedom simulated for the class.
    pub const fn freedom(self) -> f64 {
        match self {
            Self::Heavy => 3.0,
            Self::Middle => 5.0,
            Self::Light => 8.0,
            Self::Normal => 200.0,
        }
    }

    /// The class of some innovations, by how far their outer tenth lies from the middle half. Lighter than [`Tails::Middle`] only with
    /// five years of months: to take tails for light is the costlier error.
    pub fn of(errors: &[f64], centre: f64) -> Self {
        let mut sizes: Vec<f64> = errors.iter().map(|error| (error - centre).abs()).collect();
        let count = sizes.len();
        if count < 24 {
            return Self::default();
        }
        let middle = median(&mut sizes);
        sizes.sort_unstable_by(f64::total_cmp);
        let outer = sizes[(count * 19 / 20).min(count - 1)];
        let ratio = if middle > 0.0 { outer / middle } else { f64::INFINITY };
        // 95 % point over median of |t|: 4.16 with 3, 3.54 with 5, 3.27 with 8, 2.91 normal.
        match ratio {
            ratio if ratio > 3.85 => Self::Heavy,
            ratio if ratio > 3.4 || count < 60 => Self::Middle,
            ratio if ratio > 3.08 => Self::Light,
            _ => Self::Normal,
        }
    }

    const fn row(self) -> usize {
        match self {
            Self::Heavy => 0,
            Self::Middle => 1,
            Self::Light => 2,
            Self::Normal => 3,
        }
    }
}

type Row = [f64; STATED_RATES.len()];

/// Strength at each stated rate: by tails, then detector.
const STRENGTH: [[Row; 4]; 4] = [
    [
        [2.023, 3.122, 4.117, 5.319, 7.332, 9.184, 11.491, 15.776],
        [1.770, 3.452, 4.074, 4.922, 6.034, 6.754, 7.460, 8.304],
        [1.833, 2.812, 3.343, 3.776, 4.324, 4.740, 5.144, 5.646],
        [-2.078, 0.101, 1.470, 2.326, 3.713, 4.977, 6.330, 8.130],
    ],
    [
        [1.836, 2.613, 3.224, 3.885, 4.870, 5.677, 6.601, 7.979],
        [1.570, 2.816, 3.527, 4.277, 5.228, 5.897, 6.573, 7.386],
        [1.703, 2.516, 3.014, 3.426, 3.904, 4.272, 4.618, 5.020],
        [-2.414, -1.006, 0.303, 1.412, 2.378, 3.275, 4.284, 5.836],
    ],
    [
        [1.750, 2.394, 2.866, 3.348, 3.993, 4.527, 5.057, 5.802],
        [1.474, 2.541, 3.307, 3.906, 4.798, 5.398, 6.017, 6.801],
        [1.644, 2.370, 2.813, 3.204, 3.660, 3.991, 4.281, 4.653],
        [-2.547, -1.434, -0.474, 0.598, 1.704, 2.385, 3.178, 4.479],
    ],
    [
        [1.633, 2.122, 2.440, 2.737, 3.106, 3.368, 3.614, 3.937],
        [1.347, 2.196, 2.796, 3.366, 4.104, 4.631, 5.180, 5.846],
        [1.564, 2.180, 2.541, 2.860, 3.243, 3.522, 3.776, 4.082],
        [-2.704, -1.903, -1.291, -0.642, 0.249, 0.953, 1.595, 2.326],
    ],
];

/// Minus the logarithm of the smallest rate of any detector alone, at each stated rate of all together.
const TOGETHER: [Row; 4] = [
    [3.234, 4.448, 5.453, 6.253, 7.263, 8.022, 8.662, 9.541],
    [3.274, 4.360, 5.253, 6.165, 7.207, 7.941, 8.720, 9.721],
    [3.294, 4.374, 5.191, 6.044, 7.169, 7.926, 8.682, 9.642],
    [3.340, 4.440, 5.249, 6.026, 7.057, 7.854, 8.607, 9.601],
];

/// The strength that chance reaches at a stated rate of alarms per unit and period, one direction.
pub fn critical(detector: Detector, tails: Tails, rate: f64) -> f64 {
    let row = &STRENGTH[tails.row()][detector as usize];
    between(&STATED_RATES.map(|stated| -stated.ln()), row, -rate.ln())
}

/// The rate of alarms per unit and period at which chance reaches a strength, one direction.
pub fn rate_of(detector: Detector, tails: Tails, strength: f64) -> f64 {
    read(&STRENGTH[tails.row()][detector as usize], strength)
}

/// The rate of all detectors together when the most surprised of them has the smallest of these rates alone.
pub(super) fn combined_rate(tails: Tails, alone: [f64; 4]) -> f64 {
    let smallest = alone.into_iter().fold(1.0, f64::min);
    read(&TOGETHER[tails.row()], -smallest.ln())
}

fn read(row: &Row, strength: f64) -> f64 {
    let log = between(row, &STATED_RATES.map(f64::ln), strength);
    log.exp().clamp(1e-9, 1.0)
}

/// Straight lines through the points, and straight on beyond both ends.
fn between(x: &Row, y: &Row, at: f64) -> f64 {
    let right = x.iter().position(|&x| at < x).unwrap_or(x.len() - 1).max(1);
    let (x0, x1, y0, y1) = (x[right - 1], x[right], y[right - 1], y[right]);
    if x1 > x0 { y0 + (y1 - y0) * (at - x0) / (x1 - x0) } else { y1 }
}
