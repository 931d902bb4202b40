//! Checking a batch (复核): another person than the maker, who showed again who they are, approves exactly what they saw. Rejecting gives the commitments back.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, DbError, WriteTx};
use serde_json::json;

use super::canonical::digest;
use super::confirmed::Confirmed;
use super::model::{Batch, Line};
use super::store;
use crate::mark::mark;
use crate::{Money, fen, person, rights};

/// A batch that the caller may read and act on, in the version that was seen.
pub(super) async fn acting(
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    id: &str,
    permission: Permission,
    seen: i64,
) -> Result<Batch, Fault> {
    let found = store::find(tx, id).await?;
    let batch = found
        .filter(|one| rights::may(caller, Permission::FundsRead, &one.place))
        .ok_or_else(|| Fault::not_found("batch"))?;
    rights::must(caller, permission, &batch.place)?;
    if batch.version != seen {
        return Err(Fault::new(ErrorKind::Stale, "stale"));
    }
    Ok(batch)
}

/// The lines, held against digest, count and sum: what was approved is what is there.
pub(super) async fn unchanged(tx: &mut WriteTx<'_>, batch: &Batch, seen: &str) -> Result<Vec<Line>, Fault> {
    let lines = store::lines(tx, &batch.id).await?;
    let in_it = || lines.iter().filter(|line| line.state != "withdrawn");
    let sum = fen::sum(in_it().map(|line| line.amount_fen));
    let count = i64::try_from(in_it().count()).unwrap_or(i64::MAX);
    if digest(batch, &lines) != batch.digest || sum != Some(batch.total) || count != batch.n_lines {
        return Err(Fault::new(ErrorKind::Conflict, "money_batch_altered"));
    }
    if seen != batch.digest {
        return Err(Fault::new(ErrorKind::Stale, "money_batch_changed"));
    }
    Ok(lines)
}

/// Puts somebody's hand to it; whoever stands in it already is refused, whatever the account.
pub(super) async fn hand(tx: &mut WriteTx<'_>, batch: &Batch, act: &str, key: &str) -> Result<(), Fault> {
    store::put_hand(tx, batch, act, key).await.map_err(|error| match error {
        DbError::Unique { .. } => Fault::new(ErrorKind::Denied, "money_same_person"),
        other => other.into(),
    })
}

/// Approves it. `seen`: version and digest that the person looked at.
///
/// # Errors
/// Not there, not allowed, the maker or somebody who approved it, changed since it was looked at, or not waiting for this.
pub async fn check(
    money: &Money,
    caller: &Caller<'_>,
    confirmed: &Confirmed,
    id: &str,
    seen: (i64, &str),
) -> Result<Batch, Fault> {
    confirmed.must_be(caller)?;
    let mut tx = match money.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let mut batch = acting(&mut tx, caller, id, Permission::PaymentCheck, seen.0).await?;
    if !matches!(batch.state.as_str(), "made" | "checked") {
        return Err(Fault::new(ErrorKind::Conflict, "money_batch_state"));
    }
    unchanged(&mut tx, &batch, seen.1).await?;
    let key = person::behind(&mut tx, caller).await?;
    hand(&mut tx, &batch, "check", &key).await?;
    mark("check.hand");
    let checks = store::hands(&mut tx, id).await?.iter().filter(|hand| hand.act == "check").count();
    let enough = i64::try_from(checks).unwrap_or(0) >= batch.needs;
    batch.state = if enough { "approved" } else { "checked" }.to_owned();
    store::update(&mut tx, &mut batch, None).await?;
    mark("check.done");
    let detail = json!({ "n": batch.n_lines, "total": batch.total, "digest": batch.digest, "checks": checks, "needs": batch.needs });
    store::happened(&mut tx, id, "check", &detail).await?;
    let event = Event::new("money.batch_check", "money_batch", id).at_place(&batch.place).detail(&detail);
    tx.commit_with(event, &batch).await?;
    Ok(batch)
}

/// Rejects it with a reason: its commitments are open again.
///
/// # Errors
/// Not there, not allowed, no reason, sent already.
pub async fn reject(
    money: &Money,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    reason: &str,
) -> Result<Batch, Fault> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 500 {
        return Err(
            Fault::new(ErrorKind::Invalid, "money_reason").field(FieldFault::new("reason", "money_reason"))
        );
    }
    let mut tx = match money.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let permission = [Permission::PaymentCheck, Permission::PaymentPay, Permission::PaymentMake];
    let there = store::find(&mut tx, id).await?;
    let place = there.as_ref().map(|one| one.place.clone()).unwrap_or_default();
    let own = permission.into_iter().find(|one| rights::may(caller, *one, &place));
    let mut batch = acting(&mut tx, caller, id, own.unwrap_or(Permission::PaymentCheck), seen).await?;
    if !batch.is_open() {
        return Err(Fault::new(ErrorKind::Conflict, "money_batch_state"));
    }
    store::reopen(&mut tx, id, "prepared").await?;
    store::set_lines(&mut tx, id, "prepared", "withdrawn").await?;
    batch.state = "rejected".to_owned();
    store::update(&mut tx, &mut batch, None).await?;
    let detail = json!({ "reason": reason });
    store::happened(&mut tx, id, "reject", &detail).await?;
    let event = Event::new("money.batch_reject", "money_batch", id).at_place(&batch.place).detail(&detail);
    tx.commit_with(event, &batch).await?;
    Ok(batch)
}
