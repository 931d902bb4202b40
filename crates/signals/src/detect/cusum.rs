//! Cumulative sums (累积和, Page 1954): small shifts that last. One that has risen must be able to fall again, so the past is slowly forgotten.

/// Two one-sided sums of scores beyond an allowance.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cusum {
    /// Evidence for a shift up.
    pub up: f64,
    /// Evidence for a shift down.
    pub down: f64,
}

/// Half of the shift one wants to see soonest, in standard deviations.
const ALLOWANCE: f64 = 0.5;
/// A single score counts for no more than this, so that one wild value alone is no shift.
pub(super) const CLIP: f64 = 3.0;
/// Share of the sum that is kept from period to period: half is forgotten within eight, so a sum that rose through a long fall comes down
/// again soon after it.
const KEPT: f64 = 0.92;
/// From here on a period is disturbed and teaches nothing about habit.
const DISTURBED: f64 = 6.0;

impl Cusum {
    /// Takes the next score.
    pub fn push(&mut self, score: f64) {
        let score = score.clamp(-CLIP, CLIP);
        self.up = (KEPT * self.up + score - ALLOWANCE).max(0.0);
        self.down = (KEPT * self.down - score - ALLOWANCE).max(0.0);
    }

    /// Whether a shift is under way.
    pub const fn disturbed(&self) -> bool {
        self.up >= DISTURBED || self.down >= DISTURBED
    }
}
