//! Making a certificate void (作废), with a reason that stays with it: who checks its number sees at once that it is void. It is never deleted, and its number never given again.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_db::Begin;
use anye_db::audit::Event;
use serde_json::json;

use super::act::written;
use super::held::Held;
use super::rights::{denied, may, may_read, mine};
use crate::Service;
use crate::model::Issued;
use crate::store;
use crate::store::issued::Message;

/// Makes it void and tells whom it was for.
///
/// # Errors
/// Not there, not allowed, one's own, no reason, or void already.
pub async fn void(service: &Service, caller: &Caller<'_>, number: &str, why: &str) -> Result<Issued, Fault> {
    let why = written(why)?;
    let mut tx = match service.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let nothing = || Fault::not_found("service_certificate");
    let mut one = store::issued::find(&mut tx, number).await?.ok_or_else(nothing)?;
    let held = Held::of(service, &mut tx, &one.case_id).await?;
    let held = held.filter(|held| may_read(caller, &held.application, &held.row.place));
    let held = held.ok_or_else(nothing)?;
    if mine(caller, &held.application) {
        return Err(Fault::new(ErrorKind::Denied, "service_own_case"));
    }
    if !may(caller, Permission::ServiceCheck, &held.row.place) {
        return Err(denied(Permission::ServiceCheck));
    }
    if one.void_at.is_some() {
        return Err(Fault::new(ErrorKind::Conflict, "service_void_already"));
    }
    let (now, by) = (caller.world.now_ms(), (caller.actor.id.as_str(), caller.actor.name.as_str()));
    store::issued::void(&mut tx, number, &why, by, now).await?;
    if !held.application.account.is_empty() {
        let message = Message {
            id: caller.world.new_id(),
            case_id: one.case_id.clone(),
            zh: format!("{}（{number}）已作废：{why}", one.title.0),
            en: format!("{} ({number}) is void: {why}", one.title.1),
            at: now,
        };
        store::issued::tell(&mut tx, &held.application.account, &message).await?;
    }
    (one.void_at, one.void_why) = (Some(now), Some((why.clone(), caller.actor.name.clone())));
    let event = Event::new("service.void", "case", &one.case_id).at_place(&held.row.place);
    tx.commit_with(event.detail(&json!({ "number": number, "why": why })), &one).await?;
    Ok(one)
}
