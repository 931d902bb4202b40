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
        [2.017, 3.110, 4.099, 5.297, 7.306, 9.160, 11.444, 15.731],
        [1.790, 2.785, 3.569, 4.307, 5.149, 5.790, 6.382, 7.074],
        [1.815, 2.587, 3.017, 3.397, 3.859, 4.190, 4.243, 4.556],
        [-2.203, -0.903, -0.255, 0.514, 1.688, 2.540, 3.265, 4.182],
    ],
    [
        [1.833, 2.608, 3.222, 3.880, 4.861, 5.660, 6.590, 7.966],
        [1.581, 2.528, 3.242, 3.913, 4.748, 5.307, 5.877, 6.540],
        [1.699, 2.426, 2.831, 3.182, 3.591, 3.887, 4.153, 4.305],
        [-2.459, -1.247, -0.650, -0.022, 0.961, 1.729, 2.505, 3.323],
    ],
    [
        [1.748, 2.391, 2.864, 3.344, 3.988, 4.519, 5.056, 5.793],
        [1.479, 2.500, 3.054, 3.677, 4.470, 5.004, 5.555, 6.222],
        [1.643, 2.328, 2.716, 3.051, 3.436, 3.714, 3.970, 4.245],
        [-2.568, -1.506, -0.880, -0.321, 0.546, 1.241, 1.986, 2.798],
    ],
    [
        [1.633, 2.122, 2.439, 2.737, 3.105, 3.368, 3.613, 3.937],
        [1.348, 2.196, 2.734, 3.302, 4.016, 4.538, 5.039, 5.650],
        [1.564, 2.174, 2.526, 2.828, 3.184, 3.441, 3.670, 3.944],
        [-2.707, -1.911, -1.324, -0.800, -0.091, 0.501, 1.081, 1.799],
    ],
];

/// Minus the logarithm of the smallest rate of any detector alone, at each stated rate of all together.
const TOGETHER: [Row; 4] = [
    [3.277, 4.637, 5.474, 6.264, 7.420, 8.017, 8.779, 9.806],
    [3.285, 4.552, 5.430, 6.217, 7.252, 8.061, 8.768, 9.898],
    [3.297, 4.464, 5.395, 6.196, 7.212, 7.975, 8.665, 9.606],
    [3.341, 4.455, 5.304, 6.142, 7.173, 7.953, 8.692, 9.532],
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
