//! Asking for papers and facts, and giving them (补正): the clock stands still where the step says so, and goes on by itself when everything was given.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_db::WriteTx;
use anye_programmes::StepAct;
use serde_json::json;

use super::draft::{lay, programmes};
use super::held::Held;
use super::pass::at_work;
use super::rights::{denied, may, mine};
use super::settle;
use crate::Service;
use crate::due::resumed;
use crate::form::{form, slots};
use crate::mark::mark;
use crate::model::{Answers, Stand};
use crate::store;

/// Asks.
pub(super) async fn ask(
    service: &Service,
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    held: &mut Held<'_>,
    asked: &[String],
    note: &str,
) -> Result<(), Fault> {
    at_work(held)?;
    let step = held.must(service, tx, caller, StepAct::Ask).await?;
    let wanted = programmes(service, &held.application)?;
    let found = slots(service, tx, &wanted, &held.application, caller.world.today()).await?;
    let form = form(service, tx, &wanted, &held.application, &found).await?;
    if asked.is_empty() || asked.iter().any(|key| form.ask(key).is_none()) {
        return Err(Fault::new(ErrorKind::Invalid, "service_asked"));
    }
    let (now, by) = (caller.world.now_ms(), (caller.actor.id.as_str(), caller.actor.name.as_str()));
    if step.pauses {
        held.flow.pause(tx, by, now, note).await?;
        mark("ask.paused");
    } else {
        held.flow.note(tx, by, now, "asked", json!({ "note": note })).await?;
    }
    held.row.stand = Stand::Asked;
    held.row.asked = asked.to_vec();
    held.row.why = note.to_owned();
    held.keep(tx).await?;
    settle::tell(tx, held, ("请补充材料", "Something is still needed"), note).await
}

/// Gives; when nothing that was asked for is open any more, the clock goes on.
pub(super) async fn give(
    service: &Service,
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    held: &mut Held<'_>,
    answers: &Answers,
) -> Result<(), Fault> {
    if held.row.stand != Stand::Asked {
        return Err(Fault::new(ErrorKind::Conflict, "service_not_asked"));
    }
    // The applicant, or a clerk to whom the papers were brought.
    if !mine(caller, &held.application) && !may(caller, Permission::ServiceApply, &held.row.place) {
        return Err(denied(Permission::ServiceApply));
    }
    let asked = &held.row.asked;
    let stray = |key: &String| !asked.contains(&key.strip_prefix("e.").unwrap_or(key).to_owned());
    if answers.keys().any(stray) {
        return Err(Fault::new(ErrorKind::Invalid, "service_asked"));
    }
    let (now, by) = (caller.world.now_ms(), (caller.actor.id.as_str(), caller.actor.name.as_str()));
    let seen = held.application.row_version;
    let own = mine(caller, &held.application);
    lay(service, tx, &mut held.application, answers, own).await?;
    held.application.changed_at = now;
    held.application.row_version += 1;
    store::application::update(tx, &held.application, seen).await?;
    mark("give.saved");
    let given = &held.application.answers;
    held.row
        .asked
        .retain(|key| given.get(key).is_none_or(|said| said.is_empty()) || !answers.contains_key(key));
    if held.row.asked.is_empty() {
        held.row.stand = Stand::Working;
        match held.flow.case.paused_at {
            Some(stopped) => {
                let span = held.step().and_then(|step| step.within);
                let due_at = resumed(span, &service.calendar, held.flow.case.due_at, stopped, now);
                let promised = held.row.promised_at;
                let whole = held.programme.promise;
                held.row.promised_at = promised.map(|at| resumed(whole, &service.calendar, at, stopped, now));
                held.flow.resume(tx, by, now, due_at, "").await?;
                mark("give.resumed");
            }
            None => held.flow.note(tx, by, now, "given", json!({})).await?,
        }
    } else {
        held.flow.note(tx, by, now, "given_part", json!({ "left": held.row.asked.len() })).await?;
    }
    held.keep(tx).await
}
