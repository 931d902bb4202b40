//! Releasing a commitment (释放承诺): the decision was taken back, or the amount is another. What is in a batch or paid cannot be released.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, DbError, WriteTx};
use serde_json::json;

use super::model::Commitment;
use super::store;
use crate::ledger::{Books, Legs, Posting, Side, post};
use crate::mark::mark;
use crate::{Money, rights};

/// Releases it in the transaction of what takes it back.
///
/// # Errors
/// Not there; in a batch, paid, or released already.
pub async fn release(tx: &mut WriteTx<'_>, id: &str, reason: &str) -> Result<Commitment, Fault> {
    let mut one = store::find(tx, id).await?.ok_or_else(|| Fault::not_found("commitment"))?;
    let taken = || Fault::new(ErrorKind::Conflict, "money_not_open");
    store::set_state(tx, id, "open", "released").await.map_err(|error| match error {
        DbError::Stale => taken(),
        other => other.into(),
    })?;
    let shares = store::shares(tx, id).await?;
    let legs = shares.iter().fold(Legs::default(), |legs, share| {
        let books = Books::new(&one.fund, &share.place, one.year);
        legs.moved(&books, Side::Committed, Side::Available, share.amount_fen)
    });
    let about = ("commitment", one.id.as_str());
    post(tx, Posting { kind: "release", reason, about, reverses: None, legs, beyond: true }).await?;
    mark("release.posted");
    one.state = "released".to_owned();
    Ok(one)
}

/// Releases it for a person who keeps the funds.
///
/// # Errors
/// As [`release`]; no right at the place; no reason.
pub async fn release_as(
    money: &Money,
    caller: &Caller<'_>,
    id: &str,
    reason: &str,
) -> Result<Commitment, Fault> {
    if reason.trim().is_empty() {
        return Err(
            Fault::new(ErrorKind::Invalid, "money_reason").field(FieldFault::new("reason", "money_reason"))
        );
    }
    let mut tx = match money.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let there = store::find(&mut tx, id).await?;
    let one = there
        .filter(|one| rights::may(caller, Permission::FundsRead, &one.place))
        .ok_or_else(|| Fault::not_found("commitment"))?;
    rights::must(caller, Permission::FundsManage, &one.place)?;
    let one = release(&mut tx, id, reason.trim()).await?;
    let event = Event::new("money.release", "money_commitment", id)
        .at_place(&one.place)
        .detail(&json!({ "amount": one.amount_fen, "reason": reason.trim() }));
    tx.commit_with(event, &one).await?;
    Ok(one)
}
