//! Objections (异议): anybody may object while something is public; somebody who did not decide answers. What is found right stops the grant.

use anye_access::{Caller, Permission};
use anye_base::{Actor, ErrorKind, Fault, FieldFault};
use anye_casework::model::Outcome;
use anye_db::audit::Event;
use anye_db::{Begin, Once, Scope, WriteTx};
use anye_programmes::Objection as Effect;
use serde_json::json;

use crate::Service;
use crate::case::{Held, settle as after};
use crate::model::{Objection, Stand};
use crate::store;

/// Longest text.
const LONGEST: usize = 2_000;
/// Objections to one case that are taken.
const MOST: usize = 50;

/// An objection to be made.
#[derive(Debug, Clone, Default)]
pub struct Objecting {
    /// Who objects.
    pub name: String,
    /// How to reach them.
    pub contact: String,
    /// What they say.
    pub words: String,
}

/// Takes an objection; nobody has to be signed in.
///
/// # Errors
/// Nothing public under this number, no words, or too many.
pub async fn object(
    service: &Service,
    actor: &Actor,
    once: Option<&Once>,
    number: &str,
    new: &Objecting,
) -> Result<String, Fault> {
    let mut fault = Fault::new(ErrorKind::Invalid, "service_objection");
    for (field, text) in [("name", &new.name), ("contact", &new.contact), ("words", &new.words)] {
        if text.trim().is_empty() || text.chars().count() > LONGEST {
            fault = fault.field(FieldFault::new(field, "service_objection"));
        }
    }
    if !fault.fields.is_empty() {
        return Err(fault);
    }
    let world = &service.core.world;
    let mut tx = match service.core.db.begin(Scope { world, actor, once }).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let gone = || Fault::not_found("service_public");
    let row = store::case::by_number(&mut tx, number.trim()).await?.ok_or_else(gone)?;
    let public = store::public::find(&mut tx, &row.case_id).await?.ok_or_else(gone)?;
    let today = world.today().to_string();
    if !matches!(public.state.as_str(), "public" | "held") || public.to_day < today {
        return Err(gone());
    }
    if store::public::objections(&mut tx, &row.case_id).await?.len() >= MOST {
        return Err(Fault::new(ErrorKind::TooMany, "service_objections"));
    }
    let made = Objection {
        id: world.new_id(),
        case_id: row.case_id.clone(),
        name: new.name.trim().to_owned(),
        contact: new.contact.trim().to_owned(),
        words: new.words.trim().to_owned(),
        at: world.now_ms(),
        answer: None,
        upheld: None,
        answered: None,
    };
    store::public::object(&mut tx, &made).await?;
    let holds = service.programme(&row.programme).and_then(|one| one.publicity.as_ref());
    let holds = holds.is_some_and(|one| one.objection == Effect::Holds);
    let mut flow = super::begin::flow(&mut tx, &row.case_id).await?;
    if holds {
        store::public::turn(&mut tx, &row.case_id, "held", None).await?;
        let mut row = row.clone();
        row.stand = Stand::Held;
        store::case::update(&mut tx, &mut row).await?;
        // Somebody has to look at it now.
        flow.case.needs = Permission::ServiceCheck.word().to_owned();
        flow.case.due_at = made.at;
    }
    flow.note(&mut tx, (&actor.id, "公众"), made.at, "objection", json!({ "holds": holds })).await?;
    let event = Event::new("service.object", "case", &row.case_id).at_place(&row.place);
    tx.commit_with(event, &made.id).await?;
    Ok(made.id)
}

/// Answers an objection. Found right, the grant is refused; when none is open any more, the days go on.
pub(crate) async fn settle(
    service: &Service,
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    held: &mut Held<'_>,
    objection: &str,
    upheld: bool,
    note: &str,
) -> Result<(), Fault> {
    if !matches!(held.row.stand, Stand::Public | Stand::Held) {
        return Err(
            Fault::new(ErrorKind::Conflict, "service_not_at_work").arg("stand", held.row.stand.word())
        );
    }
    let office = held.office(service);
    let target = anye_access::Target::place(&office);
    if !anye_access::decide(caller.grants, Permission::ServiceCheck, target, caller.places).allowed {
        return Err(
            Fault::new(ErrorKind::Denied, "denied").arg("permission", Permission::ServiceCheck.word())
        );
    }
    let decided = store::case::decisions(tx, &held.row.case_id).await?;
    if decided.iter().any(|one| one.by == caller.actor.id) {
        return Err(Fault::new(ErrorKind::Denied, "service_same_person").arg("step", "decide"));
    }
    let all = store::public::objections(tx, &held.row.case_id).await?;
    let open = all.iter().filter(|one| one.answered.is_none());
    let (this, others): (Vec<_>, Vec<_>) = open.partition(|one| one.id == objection);
    if this.is_empty() {
        return Err(Fault::not_found("service_objection"));
    }
    let (now, by) = (caller.world.now_ms(), (caller.actor.id.as_str(), caller.actor.name.as_str()));
    store::public::answer(tx, objection, note, upheld, by, now).await?;
    held.flow.note(tx, by, now, "settled", json!({ "note": note, "upheld": upheld })).await?;
    if upheld {
        store::public::turn(tx, &held.row.case_id, "stopped", Some(now)).await?;
        held.row.stand = Stand::Refused;
        held.row.granted = Some(false);
        held.row.why = note.to_owned();
        held.row.ended_at = Some(now);
        held.flow.end(tx, by, now, Outcome::Refused, note).await?;
        held.keep(tx).await?;
        return after::tell(tx, held, ("不予批准", "Refused"), note).await;
    }
    if held.row.stand == Stand::Held && others.is_empty() {
        store::public::turn(tx, &held.row.case_id, "public", None).await?;
        held.row.stand = Stand::Public;
    }
    held.keep(tx).await
}
