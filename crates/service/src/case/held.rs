//! A case held in a transaction (在办): its row, its steps, its programme and its application, and what its step allows. It must never be held without its number as seen.

use anye_access::Caller;
use anye_base::{ErrorKind, Fault};
use anye_casework::use_case::flow::{Flow, Next};
use anye_db::{Read, WriteTx};
use anye_places::Tree;
use anye_programmes::{Level, Programme, Step, StepAct};

use super::rights::{denied, may, may_read, mine, permission};
use crate::Service;
use crate::due::due;
use crate::model::{Application, Row};
use crate::store;

/// A case with all that decides what may be done.
pub(crate) struct Held<'s> {
    pub row: Row,
    pub flow: Flow,
    pub programme: &'s Programme,
    pub application: Application,
}

/// Holds a case that the caller may read, in the state that was seen.
pub(crate) async fn hold<'s>(
    service: &'s Service,
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
) -> Result<Held<'s>, Fault> {
    let held = Held::of(service, tx, id).await?;
    let held = held.filter(|held| may_read(caller, &held.application, &held.row.place));
    let held = held.ok_or_else(|| Fault::not_found("case"))?;
    held.flow.is_as_seen(seen)?;
    Ok(held)
}

impl<'s> Held<'s> {
    /// Holds a case for the program itself.
    pub(crate) async fn of(
        service: &'s Service,
        from: &mut impl Read,
        id: &str,
    ) -> Result<Option<Self>, Fault> {
        let (Some(row), Some(flow)) = (store::case::find(from, id).await?, Flow::of(from, id).await?) else {
            return Ok(None);
        };
        let application = store::application::find(from, &row.application).await?;
        let application = application.ok_or_else(|| Fault::internal("a case without its application"))?;
        let gone = || Fault::new(ErrorKind::Conflict, "service_programme_gone").arg("id", &row.programme);
        let programme = service.programme(&row.programme).ok_or_else(gone)?;
        Ok(Some(Self { row, flow, programme, application }))
    }

    /// The step that is to be done, as the programme declares it.
    pub fn step(&self) -> Option<&'s Step> {
        let at = self.flow.at()?;
        let id = &self.flow.steps.get(at)?.step;
        self.programme.steps.iter().find(|step| step.id == *id)
    }

    /// The place of the office whose step it is.
    pub fn office(&self, service: &Service) -> String {
        self.step()
            .map_or_else(|| self.row.place.clone(), |step| office(service, &self.row.place, step.level))
    }

    /// Whether the caller may do the step that is to be done; four eyes look at who did the others.
    pub async fn must(
        &self,
        service: &Service,
        from: &mut impl Read,
        caller: &Caller<'_>,
        act: StepAct,
    ) -> Result<&'s Step, Fault> {
        let step = self.step().ok_or_else(|| Fault::new(ErrorKind::Conflict, "service_no_step"))?;
        if !step.acts.contains(&act) {
            return Err(Fault::new(ErrorKind::Conflict, "service_not_in_step").arg("step", &step.name.zh));
        }
        let wanted = permission(step.role);
        let allowed = match step.role {
            anye_programmes::StepRole::Applicant => mine(caller, &self.application),
            _ => may(caller, wanted, &self.office(service)),
        };
        if !allowed {
            return Err(denied(wanted));
        }
        self.four_eyes(from, caller, step).await?;
        Ok(step)
    }

    /// Nobody who did one of the steps named does this one, and nobody decides what they applied for.
    pub async fn four_eyes(
        &self,
        from: &mut impl Read,
        caller: &Caller<'_>,
        step: &Step,
    ) -> Result<(), Fault> {
        for other in &step.not_by {
            if Flow::did(from, &self.row.case_id, other).await?.contains(&caller.actor.id) {
                return Err(Fault::new(ErrorKind::Denied, "service_same_person").arg("step", other));
            }
        }
        if let Some(before) = &self.row.appeals {
            // Whoever decided what is appealed against has no part in the appeal.
            let by = |one: &crate::model::Decided| {
                one.by == caller.actor.id || one.second.as_ref().is_some_and(|(id, _)| *id == caller.actor.id)
            };
            if store::case::decisions(from, before).await?.iter().any(by) {
                return Err(Fault::new(ErrorKind::Denied, "service_same_person").arg("step", "appeal"));
            }
        }
        if mine(caller, &self.application) && step.role != anye_programmes::StepRole::Applicant {
            return Err(Fault::new(ErrorKind::Denied, "service_own_case"));
        }
        Ok(())
    }

    /// What comes when the step that is at this place is to be done.
    pub fn next_at(&self, service: &Service, at: usize, now: i64) -> (i64, &'static str, String) {
        let step = self
            .flow
            .steps
            .get(at)
            .and_then(|kept| self.programme.steps.iter().find(|step| step.id == kept.step));
        let Some(step) = step else { return (now, "", self.row.place.clone()) };
        let due_at = step.within.map_or_else(
            || self.row.promised_at.unwrap_or(now).max(now),
            |span| due(span, &service.calendar, now),
        );
        (due_at, permission(step.role).word(), office(service, &self.row.place, step.level))
    }

    /// Writes the programme's side of it.
    pub async fn keep(&mut self, tx: &mut WriteTx<'_>) -> Result<(), Fault> {
        Ok(store::case::update(tx, &mut self.row).await?)
    }
}

/// As casework wants it.
pub(super) fn next<'a>(of: &'a (i64, &'static str, String)) -> Next<'a> {
    Next { due_at: of.0, needs: of.1, answers: &of.2 }
}

/// The place of the office of a level, over a place.
pub(crate) fn office(service: &Service, place: &str, level: Level) -> String {
    use anye_places::Level as Of;
    let wanted = match level {
        Level::Own => return place.to_owned(),
        Level::Village => Of::Village,
        Level::Township => Of::Township,
        Level::County => Of::County,
        Level::City => Of::City,
        Level::Province => Of::Province,
    };
    let (register, today) = (service.core.places(), service.core.world.today());
    if register.find(place, today).is_none_or(|own| own.level <= wanted) {
        // Applied for at that level or above it: that office does it.
        return place.to_owned();
    }
    let above = [Tree::CIVIL, Tree::STATISTICAL].into_iter().find_map(|tree| {
        register.ancestors(place, today, tree).find(|one| one.level == wanted).map(|one| one.code.to_owned())
    });
    above.unwrap_or_else(|| place.to_owned())
}
