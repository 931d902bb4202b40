//! Taking an entry back (红字冲销): another entry with the same legs the other way round and a reason. Never a change of what was posted.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::Begin;
use anye_db::audit::Event;
use serde_json::json;

use super::model::Legs;
use super::post::{Posting, post};
use super::store::{self, Entry};
use crate::mark::mark;
use crate::{Money, rights};

/// Kinds that are taken back by their own acts only: a batch by its returns, a commitment by its release.
const OWN_WAY: [&str; 7] = ["commit", "release", "send", "settle", "return", "recover", "reverse"];

/// Takes an entry back.
///
/// # Errors
/// Not there, not allowed at a place it touched, taken back before, no reason, or something has been spent of it.
pub async fn reverse(money: &Money, caller: &Caller<'_>, id: &str, reason: &str) -> Result<Entry, Fault> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 500 {
        return Err(
            Fault::new(ErrorKind::Invalid, "money_reason").field(FieldFault::new("reason", "money_reason"))
        );
    }
    let mut tx = match money.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => {
            let id: String = before.read()?;
            return found(store::find(&mut &money.core.db, &id).await?);
        }
    };
    let entry = found(store::find(&mut tx, id).await?)?;
    for leg in &entry.legs {
        if !rights::may(caller, Permission::FundsRead, &leg.books.place) {
            return Err(Fault::not_found("entry"));
        }
        rights::must(caller, Permission::FundsManage, &leg.books.place)?;
    }
    if OWN_WAY.contains(&entry.kind.as_str()) {
        return Err(Fault::new(ErrorKind::Conflict, "money_reverse_own_way"));
    }
    if store::reversed_by(&mut tx, id).await?.is_some() {
        return Err(Fault::new(ErrorKind::Conflict, "money_reversed"));
    }
    let posting = Posting {
        kind: "reverse",
        reason,
        about: ("entry", id),
        reverses: Some(id),
        legs: Legs::reversed(&entry.legs),
        beyond: false,
    };
    let made = match post(&mut tx, posting).await {
        Err(fault) if fault.code == "already_there" => {
            return Err(Fault::new(ErrorKind::Conflict, "money_reversed"));
        }
        other => other?,
    };
    mark("reverse.posted");
    let place = entry.legs.first().map(|leg| leg.books.place.clone()).unwrap_or_default();
    let event = Event::new("money.reverse", "money_entry", &made.id)
        .at_place(place)
        .detail(&json!({ "of": id, "reason": reason }));
    tx.commit_with(event, &made.id).await?;
    Ok(made)
}

fn found(entry: Option<Entry>) -> Result<Entry, Fault> {
    entry.ok_or_else(|| Fault::not_found("entry"))
}
