//! Reading `series,date,value` of any origin.

use super::{Frequency, Problem, Series};

/// Placeholder.
pub fn read_csv(_text: &str, _frequency: Option<Frequency>) -> Result<Vec<(String, Series)>, Vec<Problem>> {
    Err(Vec::new())
}
