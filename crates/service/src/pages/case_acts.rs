//! What a reader may do with a case now (可办动作), so that the page offers nothing that would be refused.

use anye_access::Permission;
use anye_programmes::StepAct;

use crate::Service;
use crate::case::{self, rights};
use crate::model::{Application, Stand, Whole};

/// What this reader may do now.
pub(super) fn acts(
    service: &Service,
    caller: &anye_access::Caller<'_>,
    whole: &Whole,
    application: &Application,
) -> Vec<&'static str> {
    if whole.row.stand == Stand::Asked {
        let may = rights::mine(caller, application)
            || rights::may(caller, Permission::ServiceApply, &whole.row.place);
        return if may { vec!["give"] } else { Vec::new() };
    }
    let next = whole.steps.iter().find(|step| step.state == "pending");
    let programme = service.programme(&whole.row.programme);
    let step = next.and_then(|next| programme?.steps.iter().find(|one| one.id == next.step));
    let Some(step) = step else { return Vec::new() };
    let office = case::office(service, &whole.row.place, step.level);
    if whole.row.stand == Stand::Second {
        let other = whole.row.proposal.as_ref().is_some_and(|one| one.by != caller.actor.id);
        let may = other && rights::may(caller, Permission::ServiceCheck, &office);
        return if may { vec!["confirm", "decline"] } else { Vec::new() };
    }
    if whole.row.stand != Stand::Working {
        return Vec::new();
    }
    let may = match step.role {
        anye_programmes::StepRole::Applicant => rights::mine(caller, application),
        role => rights::may(caller, rights::permission(role), &office),
    };
    if !may {
        return Vec::new();
    }
    let decides = step.acts.contains(&StepAct::Decide);
    let word = |act: &StepAct| match act {
        StepAct::Accept if decides => None,
        StepAct::Pass if decides && whole.row.granted.is_none() => None,
        StepAct::Accept => Some("accept"),
        StepAct::Ask => Some("ask"),
        StepAct::Return => Some("return"),
        StepAct::Pass => Some("pass"),
        StepAct::Decide => Some("decide"),
        StepAct::Reject => Some("reject"),
    };
    step.acts.iter().filter_map(word).collect()
}
