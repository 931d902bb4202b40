//! A payment that came back later (退回): the money is on the account again, and it is owed as before.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, DbError, sql};
use serde_json::json;

use super::check::acting;
use super::model::Line;
use super::store;
use crate::Money;
use crate::commitment::store as commitments;
use crate::ledger::{Books, Legs, Posting, Side, post};
use crate::mark::mark;

/// Records it.
///
/// # Errors
/// Not there, not allowed, not paid or back already, no reason.
pub async fn returned(
    money: &Money,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    n: i64,
    reason: &str,
) -> Result<Line, Fault> {
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
    let mut batch = acting(&mut tx, caller, id, Permission::PaymentPay, seen).await?;
    let found = store::find_line(&mut tx, id, n).await?;
    let mut line = found.ok_or_else(|| Fault::not_found("line"))?;
    let query = sql(
        "update money_line set state = 'returned', note = $1 where batch_id = $2 and n = $3 and state = 'paid'",
    );
    let not_paid = |error| match error {
        DbError::Stale => Fault::new(ErrorKind::Conflict, "money_line_not_paid"),
        other => Fault::from(other),
    };
    tx.run_one(query.bind(reason).bind(id).bind(n)).await.map_err(not_paid)?;
    if crate::recovery::open_of(&mut tx, id, n).await? {
        return Err(Fault::new(ErrorKind::Conflict, "money_recovery_open"));
    }
    commitments::set_state(&mut tx, &line.commitment_id, "paid", "open").await.map_err(not_paid)?;
    let shares = commitments::shares(&mut tx, &line.commitment_id).await?;
    let legs = shares.iter().fold(Legs::default(), |legs, share| {
        let books = Books::new(&batch.fund, &share.place, batch.year);
        legs.moved(&books, Side::Paid, Side::Cash, share.amount_fen).moved(
            &books,
            Side::Spent,
            Side::Committed,
            share.amount_fen,
        )
    });
    let about = ("line", line.commitment_id.as_str());
    post(&mut tx, Posting { kind: "return", reason, about, reverses: None, legs, beyond: false }).await?;
    mark("return.posted");
    store::update(&mut tx, &mut batch, None).await?;
    let detail = json!({ "line": n, "amount": line.amount_fen, "reason": reason });
    store::happened(&mut tx, id, "return", &detail).await?;
    line.state = "returned".to_owned();
    line.note = Some(reason.to_owned());
    let event = Event::new("money.return", "money_batch", id).at_place(&batch.place).detail(&detail);
    tx.commit_with(event, &line).await?;
    Ok(line)
}
