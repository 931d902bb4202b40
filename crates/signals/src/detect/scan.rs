//! Scan over several windows (多窗口扫描): a fall spread over months that no single month shows. The windows end at the month judged.

use super::cusum::CLIP;

/// Windows in periods; a window of one is the score itself, a detector of its own.
pub const WINDOWS: [usize; 3] = [2, 3, 5];

/// The strongest window, for each direction.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scan {
    /// Largest sum of scores over a window, divided by the root of its length.
    pub up: f64,
    /// The same downwards.
    pub down: f64,
    /// Window of the larger of both.
    pub window: usize,
}

impl Scan {
    /// Over scores up to and with the last.
    pub fn of(scores: &[f64]) -> Self {
        let mut found = Self::default();
        for window in WINDOWS.into_iter().filter(|&window| window <= scores.len()) {
            let sum: f64 = scores[scores.len() - window..].iter().map(|score| score.clamp(-CLIP, CLIP)).sum();
            let strength = sum / (window as f64).sqrt();
            if strength.abs() > found.up.max(found.down) {
                found.window = window;
            }
            found.up = found.up.max(strength);
            found.down = found.down.max(-strength);
        }
        found
    }
}
