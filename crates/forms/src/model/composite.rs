//! Composite indices (合成指数): several indicators put on one scale and added up by weights. It must never make up a weight the text does not state.

use anye_law::num::Num;
use serde::Serialize;

use super::{Cite, Words};
use crate::period::Period;

/// A composite index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Composite {
    /// Stable id; a light watches it as the indicator `index.ID`.
    pub id: String,
    /// Name.
    pub name: Words,
    /// What it tells and on which scale.
    pub definition: Words,
    /// The form whose month close works it out.
    pub form: String,
    /// Where the text asks for it.
    pub cite: Vec<Cite>,
    /// What it is made of.
    pub parts: Vec<CompositePart>,
    /// One weight a part; `None` where nobody set them.
    pub weights: Option<Vec<Num>>,
    /// First and last period of the usual times that scores are measured against; `None` where nobody set them.
    pub usual: Option<(Period, Period)>,
    /// Who set weights and usual times when the text does not.
    pub set_by: Option<Words>,
    /// Why there are none.
    pub unset: Words,
}

/// An indicator in a composite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CompositePart {
    /// The indicator.
    pub indicator: String,
    /// Less of it is worse.
    pub less_is_worse: bool,
}

/// How a light names a composite as its indicator.
pub const INDEX: &str = "index.";
/// How a light by rate names the estimate that it watches.
pub const ESTIMATE: &str = "est.";

impl Composite {
    /// The name its figures go by: `index.ID`.
    #[must_use]
    pub fn indicator(&self) -> String {
        format!("{INDEX}{}", self.id)
    }
}
