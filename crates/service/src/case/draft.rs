//! A draft (草稿): shown with its form, saved as often as one likes, under the same id. A later save never undoes an earlier one that the sender had not seen.

use anye_access::Caller;
use anye_base::{ErrorKind, Fault};
use anye_db::audit::Event;
use anye_db::{Begin, Read};
use anye_programmes::Programme;
use serde_json::json;

use super::rights::may_apply;
use super::start::things;
use crate::Service;
use crate::form::{Look, look, slots};
use crate::mark::mark;
use crate::model::{Answers, Application};
use crate::store;

/// Longest answer.
const LONGEST: usize = 2_000;
/// So many answers at most.
const MOST: usize = 400;

/// An application with its form.
#[derive(Debug)]
pub struct Draft {
    /// As kept.
    pub application: Application,
    /// Form, facts, what is wrong, what the law would say.
    pub look: Look,
}

/// The programmes of an application.
pub(crate) fn programmes<'s>(
    service: &'s Service,
    application: &Application,
) -> Result<Vec<&'s Programme>, Fault> {
    let one = |id: &String| {
        service
            .programme(id)
            .ok_or_else(|| Fault::new(ErrorKind::Conflict, "service_programme_gone").arg("id", id))
    };
    application.programmes.iter().map(one).collect()
}

/// An application that the caller may fill in; else it is as if it were not there.
pub(super) async fn own(from: &mut impl Read, caller: &Caller<'_>, id: &str) -> Result<Application, Fault> {
    let found = store::application::find(from, id).await?;
    found.filter(|one| may_apply(caller, one)).ok_or_else(|| Fault::not_found("service_application"))
}

/// Shows it.
///
/// # Errors
/// Not there, or not the caller's: the answer is the same.
pub async fn draft(service: &Service, caller: &Caller<'_>, id: &str, english: bool) -> Result<Draft, Fault> {
    let service = service.now();
    let mut from = &service.core.db;
    let application = own(&mut from, caller, id).await?;
    let programmes = programmes(&service, &application)?;
    let on = caller.world.today();
    let look = look(&service, &mut from, &programmes, &application, on, (english, &[])).await?;
    Ok(Draft { application, look })
}

/// Saves answers: those that are sent take the place of those that are there, the others stay.
///
/// # Errors
/// Not there, sent already, too much, or changed meanwhile by somebody else.
pub async fn save(
    service: &Service,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    answers: &Answers,
) -> Result<Application, Fault> {
    let service = service.now();
    let mut tx = match service.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let mut made = own(&mut tx, caller, id).await?;
    if !made.is_draft() {
        return Err(Fault::new(ErrorKind::Conflict, "service_sent_already"));
    }
    if made.row_version != seen {
        return Err(Fault::new(ErrorKind::Stale, "stale"));
    }
    let own = super::rights::mine(caller, &made);
    lay(&service, &mut tx, &mut made, answers, own).await?;
    made.changed_at = caller.world.now_ms();
    made.row_version += 1;
    store::application::update(&mut tx, &made, seen).await?;
    mark("save.updated");
    let event = Event::new("service.save", "service_application", id).at_place(&made.place);
    tx.commit_with(event.detail(&json!({ "fields": answers.len() })), &made).await?;
    Ok(made)
}

/// Lays answers over those that are there. Numbers of subjects become ids; what is no question of the form is left out, and what an office finds is none for who applies.
pub(super) async fn lay(
    service: &Service,
    tx: &mut anye_db::WriteTx<'_>,
    made: &mut Application,
    answers: &Answers,
    own: bool,
) -> Result<(), Fault> {
    let programmes = programmes(service, made)?;
    if answers.len() > MOST || answers.values().any(|said| said.chars().count() > LONGEST) {
        return Err(Fault::new(ErrorKind::TooLarge, "service_answer_long").arg("most", LONGEST));
    }
    // A named subject brings questions about it: its answers may come in the same form.
    for _ in 0..2 {
        let found = slots(service, tx, &programmes, made, tx.scope().world.today()).await?;
        let form = crate::form::form(service, tx, &programmes, made, &found).await?;
        for (key, said) in answers {
            let ask = form.ask(key.strip_prefix("e.").unwrap_or(key));
            let Some(ask) = ask.filter(|ask| !(own && ask.finding)) else { continue };
            let mut said = said.trim().to_owned();
            let kind = crate::form::model_subject(&ask.input);
            if let Some(kind) = kind.filter(|_| !said.is_empty() && !key.starts_with("e."))
                && let Some(one) = service.subjects.by_number(&service.core.db, kind, &said).await?
            {
                said = one.id;
            }
            if said.is_empty() {
                made.answers.remove(key);
            } else {
                made.answers.insert(key.clone(), said);
            }
        }
        let world = tx.scope().world;
        things(service, tx, world, &programmes, made).await?;
    }
    Ok(())
}
