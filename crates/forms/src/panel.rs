//! What a panel says about a candidate: admitted or refused, marks, tilt. It must never admit whom it knows too little about.

use crate::facts::Facts;
use crate::model::{Admission, Panel, Tag, Words};

impl Panel {
    /// Whether it takes somebody with these facts.
    #[must_use]
    pub fn admits(&self, facts: &Facts) -> Admission {
        let _ = facts;
        Admission::Unknown(Words::default())
    }

    /// The marks somebody with these facts gets.
    #[must_use]
    pub fn tags_of(&self, facts: &Facts) -> Vec<&Tag> {
        let _ = facts;
        Vec::new()
    }

    /// The factor of their stratum's share, in hundredths (100: none).
    #[must_use]
    pub fn tilt_of(&self, facts: &Facts) -> u32 {
        let _ = facts;
        100
    }
}
