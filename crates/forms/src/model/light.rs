//! Lights (预警灯): levels of an indicator. It must never make up a level the text does not state.

use anye_law::num::Num;
use serde::Serialize;

use super::{Cite, Words};
use crate::figure::Against;

/// A light.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Light {
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// The indicator.
    pub indicator: String,
    /// Where the text asks for it.
    pub cite: Vec<Cite>,
    /// Names of the levels, the calm one first: `green`, `blue`, `yellow`, `orange`, `red`.
    pub scale: Vec<String>,
    /// The value above which (or, falling, below which) each further level begins; `None` where nobody set it.
    pub thresholds: Option<Vec<Num>>,
    /// Danger lies below instead of above.
    pub falling: bool,
    /// A value exactly at a threshold belongs to the higher level.
    pub at_counts: bool,
    /// So many calmer periods in a row before the light goes down.
    pub down_after: u8,
    /// The target of the indicator for the place and period decides: met is calm, not met is grave.
    pub by_target: bool,
    /// The estimate's departure from its habit is watched; thresholds are alarms per 100 units a year that chance alone would raise (误报率).
    pub by_rate: bool,
    /// Who set the thresholds when the text does not (an office, the demonstration).
    pub set_by: Option<Words>,
    /// Why there is no threshold.
    pub unset: Words,
}

impl Light {
    /// The level of a light by target; `None` for one by thresholds.
    #[must_use]
    pub fn level_by(&self, against: &Against) -> Option<usize> {
        self.by_target.then(|| if against.met { 0 } else { self.scale.len().saturating_sub(1) })
    }

    /// The level of a value on its own, without hysteresis; `None` where nobody set the thresholds.
    #[must_use]
    pub fn level(&self, value: Num) -> Option<usize> {
        let beyond = |threshold: &Num| match value.cmp(threshold) {
            std::cmp::Ordering::Equal => self.at_counts,
            std::cmp::Ordering::Greater => !self.falling,
            std::cmp::Ordering::Less => self.falling,
        };
        Some(self.thresholds.as_ref()?.iter().take_while(|one| beyond(one)).count())
    }
}
