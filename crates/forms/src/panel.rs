//! What a panel says about a candidate: admitted or refused, marks, tilt. It must never admit whom it knows too little about.

use anye_law::book::{NodeId, Val};

use crate::facts::Facts;
use crate::formula::{ReportThings, evaluate};
use crate::model::{Admission, Panel, Tag, Words};

impl Panel {
    /// Whether it takes somebody with these facts.
    #[must_use]
    pub fn admits(&self, facts: &Facts) -> Admission {
        match self.logic.only {
            None => Admission::Admitted,
            Some(root) => match self.truth(root, facts) {
                Some(true) => Admission::Admitted,
                Some(false) => Admission::Refused(self.only_say.clone()),
                None => Admission::Unknown(Words::new(
                    format!("所需情况不全,无法判断是否属于“{}”:{}", self.name.zh, self.only_say.zh),
                    format!("too little is known to admit to '{}': {}", self.name.en, self.only_say.en),
                )),
            },
        }
    }

    /// The marks somebody with these facts gets.
    #[must_use]
    pub fn tags_of(&self, facts: &Facts) -> Vec<&Tag> {
        let given = self.tags.iter().zip(&self.logic.tags);
        given
            .filter(|(_, root)| root.is_some_and(|root| self.truth(root, facts) == Some(true)))
            .map(|(tag, _)| tag)
            .collect()
    }

    /// The factor of their share, in hundredths (100: none); the largest that applies.
    #[must_use]
    pub fn tilt_of(&self, facts: &Facts) -> u32 {
        let given = self.tilt.iter().zip(&self.logic.tilt);
        given
            .filter(|(_, root)| self.truth(**root, facts) == Some(true))
            .map(|(tilt, _)| tilt.factor_hundredths)
            .max()
            .unwrap_or(100)
    }

    fn truth(&self, root: NodeId, facts: &Facts) -> Option<bool> {
        let things =
            ReportThings { scales: &[], cells: &[], previous: None, facts, ids: &self.logic.fact_ids };
        match evaluate(&self.logic.book, root, &things) {
            Ok(Val::Bool(truth)) => Some(truth),
            _ => None,
        }
    }
}
