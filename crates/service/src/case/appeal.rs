//! Appealing (申诉): a case of the programme that the refusing one names, linked to the case it appeals against, decided by others.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_casework::use_case::flow::Flow;
use anye_db::Begin;
use anye_db::audit::Event;
use serde_json::json;

use super::rights::{denied, may_apply, may_read};
use super::send::open;
use crate::Service;
use crate::model::{Answers, Application, Stand};
use crate::store;

/// Appeals; the id of the new case.
///
/// # Errors
/// Nothing to appeal against, no programme to appeal by, not the caller's, appealed already.
pub async fn appeal(service: &Service, caller: &Caller<'_>, id: &str, why: &str) -> Result<String, Fault> {
    let why = super::act::written(why)?;
    let service = &service.now();
    let db = &service.core.db;
    let row = store::case::find(&mut &*db, id).await?.ok_or_else(|| Fault::not_found("case"))?;
    let before = store::application::find(&mut &*db, &row.application).await?;
    let before =
        before.filter(|one| may_read(caller, one, &row.place)).ok_or_else(|| Fault::not_found("case"))?;
    if !may_apply(caller, &before) {
        return Err(denied(Permission::ServiceApply));
    }
    let name = service.subjects.find(db, before.kind(), &before.subject).await?;
    let name = name.map(|one| one.shown()).unwrap_or_default();
    let none = || Fault::new(ErrorKind::Conflict, "service_no_appeal");
    if !matches!(row.stand, Stand::Refused | Stand::Rejected) {
        return Err(none());
    }
    let by = service.programme(&row.programme).and_then(|one| one.appeal.as_ref());
    let programme = by.and_then(|id| service.programme(id)).ok_or_else(none)?;
    let mut tx = match db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(seen) => return Ok(seen.read()?),
    };
    let now = caller.world.now_ms();
    let mut answers = Answers::new();
    if let Some(field) = programme.fields.first() {
        answers.insert(format!("f.{}", field.id), why.clone());
    }
    let made = Application {
        id: caller.world.new_id(),
        programmes: vec![programme.id.clone()],
        matter: String::new(),
        answers,
        state: "sent".to_owned(),
        made_by: caller.actor.id.clone(),
        made_name: caller.actor.name.clone(),
        made_at: now,
        changed_at: now,
        sent_at: Some(now),
        row_version: 1,
        ..before
    };
    store::application::insert(&mut tx, &made).await?;
    let case = open(service, &mut tx, programme, &made, &name, Some(id)).await?;
    let by = (caller.actor.name.as_str(), now);
    Flow::link(&mut tx, id, &case, "appeal", by).await?;
    let event = Event::new("service.appeal", "case", id).at_place(&made.place);
    tx.commit_with(event.detail(&json!({ "case": case, "note": why })), &case).await?;
    Ok(case)
}
