//! On whose behalf a job works (代办人): who asked for it, and the rights they had then. It must never give more than they held when they asked.

use anye_base::{Actor, ActorKind};
use serde::{Deserialize, Serialize};

use crate::{Caller, Grant, Grants, Role};

/// Who asked for a job, as it is kept with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behalf {
    /// Account.
    pub account: String,
    /// Its name.
    pub name: String,
    /// Trace of the request.
    #[serde(default)]
    pub trace: String,
    /// Roles held: grant, role, place.
    pub held: Vec<(String, Role, String)>,
}

impl Behalf {
    /// Of whoever asks now.
    #[must_use]
    pub fn of(caller: &Caller<'_>) -> Self {
        let held = caller.grants.held().iter().map(|one| (one.id.clone(), one.role, one.place.clone()));
        Self {
            account: caller.actor.id.clone(),
            name: caller.actor.name.clone(),
            trace: caller.actor.trace.clone(),
            held: held.collect(),
        }
    }

    /// Who acts, and with which rights, while the job runs.
    #[must_use]
    pub fn acting(&self) -> (Actor, Grants) {
        let actor = Actor {
            kind: ActorKind::Person,
            id: self.account.clone(),
            name: self.name.clone(),
            source: "job".to_owned(),
            trace: self.trace.clone(),
        };
        let held = self.held.iter().map(|(id, role, place)| Grant {
            id: id.clone(),
            role: *role,
            place: place.clone(),
        });
        (actor, Grants::new(&self.account, held.collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_acts_has_the_rights_that_were_held_and_a_job_of_before_is_read() {
        let kept = r#"{"account":"a","name":"n","held":[["g","clerk","210402"]]}"#;
        let behalf: Behalf = serde_json::from_str(kept).unwrap();
        let (actor, grants) = behalf.acting();
        assert_eq!((actor.id.as_str(), actor.source.as_str(), actor.trace.as_str()), ("a", "job", ""));
        let held: Vec<(&str, Role, &str)> =
            grants.held().iter().map(|one| (one.id.as_str(), one.role, one.place.as_str())).collect();
        assert_eq!(held, [("g", Role::Clerk, "210402")]);
    }
}
