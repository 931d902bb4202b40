//! The frame (抽样框): what is known of all employers of a stratum, not only of those that report. It must never hold a name.

use serde::{Deserialize, Serialize};

/// One stratum (层): place × industry × size, with its totals from the register of employers at the base date (建档期).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stratum {
    /// Number of the place; its meaning is the caller's.
    pub place: u32,
    /// Number of the industry.
    pub industry: u16,
    /// Size class.
    pub size: u8,
    /// Employers in the frame.
    pub employers: u32,
    /// People they employ at the base date.
    pub headcount: f64,
}

/// From whom a thin stratum borrows, nearest first: the partition is a city, so the first is "city × industry × size".
pub(super) const POOLS: usize = 4;

/// Key of the pool of a stratum at a depth: same industry and size; same industry; same place; everybody.
pub(super) fn pool_key(stratum: &Stratum, depth: usize) -> (usize, u32, u32) {
    match depth {
        0 => (0, u32::from(stratum.industry), u32::from(stratum.size)),
        1 => (1, u32::from(stratum.industry), 0),
        2 => (2, stratum.place, 0),
        _ => (3, 0, 0),
    }
}
