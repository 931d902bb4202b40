//! Taking lines out of a batch (撤出) before it is paid. What was approved is void with it: whoever approved looks again.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::Begin;
use anye_db::audit::Event;
use serde_json::json;

use super::canonical::digest;
use super::check::acting;
use super::model::Batch;
use super::store;
use crate::mark::mark;
use crate::{Money, fen, person};

/// Takes lines out.
///
/// # Errors
/// Not there, not allowed, sent already, a line that is not in it, all of them, or no reason.
pub async fn withdraw(
    money: &Money,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    numbers: &[i64],
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
    let mut batch = acting(&mut tx, caller, id, Permission::PaymentMake, seen).await?;
    if !batch.is_open() {
        return Err(Fault::new(ErrorKind::Conflict, "money_batch_state"));
    }
    let mut numbers = numbers.to_vec();
    numbers.sort_unstable();
    numbers.dedup();
    let taken = store::withdraw(&mut tx, id, &numbers).await?;
    if taken == 0 || taken != numbers.len() as u64 {
        return Err(
            Fault::new(ErrorKind::Invalid, "money_lines").field(FieldFault::new("lines", "money_lines"))
        );
    }
    store::reopen(&mut tx, id, "withdrawn").await?;
    mark("withdraw.lines");
    let lines = store::lines(&mut tx, id).await?;
    let left: Vec<i64> =
        lines.iter().filter(|line| line.state == "prepared").map(|line| line.amount_fen).collect();
    if left.is_empty() {
        return Err(Fault::new(ErrorKind::Conflict, "money_lines_all"));
    }
    batch.n_lines = i64::try_from(left.len()).unwrap_or(i64::MAX);
    batch.total = fen::sum(left).ok_or_else(|| Fault::internal("a sum does not fit"))?;
    batch.needs = money.funds.needs(batch.total);
    batch.digest = digest(&batch, &lines);
    let void = store::void_checks(&mut tx, id).await?;
    // Whoever changes a batch is one of its makers.
    let key = person::behind(&mut tx, caller).await?;
    if !store::hands(&mut tx, id).await?.iter().any(|hand| hand.person_key == key) {
        store::put_hand(&mut tx, &batch, "make", &key).await?;
    }
    batch.state = "made".to_owned();
    store::update(&mut tx, &mut batch, None).await?;
    let detail =
        json!({ "n": taken, "void": void, "reason": reason, "total": batch.total, "digest": batch.digest });
    store::happened(&mut tx, id, "withdraw", &detail).await?;
    let event = Event::new("money.batch_withdraw", "money_batch", id).at_place(&batch.place).detail(&detail);
    tx.commit_with(event, &batch).await?;
    Ok(batch)
}
