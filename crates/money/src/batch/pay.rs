//! Paying a batch (支付): a third person, who showed again who they are, sends exactly what was approved.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_db::Begin;
use anye_db::audit::{Event, hex};
use serde_json::json;
use sm3::{Digest as _, Sm3};

use super::check::{acting, hand, unchanged};
use super::confirmed::Confirmed;
use super::file::file;
use super::model::Batch;
use super::store;
use crate::ledger::{Legs, Posting, Side, post};
use crate::mark::mark;
use crate::{Money, person};

/// Pays it.
///
/// # Errors
/// Not there, not allowed, one of those who made or approved it, changed, not approved, an account that changed, or not enough money.
pub async fn pay(
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
    let mut batch = acting(&mut tx, caller, id, Permission::PaymentPay, seen.0).await?;
    if batch.state != "approved" {
        return Err(Fault::new(ErrorKind::Conflict, "money_batch_state"));
    }
    let lines = unchanged(&mut tx, &batch, seen.1).await?;
    // The approvals must be of this very batch, by people who still stand in it.
    let hands = store::hands(&mut tx, id).await?;
    let valid = hands.iter().filter(|one| one.act == "check" && one.digest == batch.digest).count();
    if i64::try_from(valid).unwrap_or(0) < batch.needs.max(money.funds.needs(batch.total)) {
        return Err(Fault::new(ErrorKind::Conflict, "money_batch_changed"));
    }
    let key = person::behind(&mut tx, caller).await?;
    hand(&mut tx, &batch, "pay", &key).await?;
    mark("pay.hand");
    let ended = store::ended_accounts(&mut tx, id).await?;
    if let Some(first) = ended.first() {
        let fault = Fault::new(ErrorKind::Conflict, "money_account_changed");
        return Err(fault.arg("n", ended.len()).arg("line", first));
    }
    let file = file(money, &mut tx, &batch, &lines).await?.csv()?;
    let borne = store::borne(&mut tx, &batch, None).await?;
    let legs = store::moves(Legs::default(), &borne, Side::Cash, Side::Transit);
    let about = ("batch", id);
    let entry =
        post(&mut tx, Posting { kind: "send", reason: "", about, reverses: None, legs, beyond: false })
            .await?;
    mark("pay.posted");
    store::set_lines(&mut tx, id, "prepared", "sent").await?;
    mark("pay.lines");
    batch.state = "sent".to_owned();
    batch.sent_at = Some(caller.world.now_ms());
    batch.file_digest = Some(hex(&Sm3::digest(&file)));
    store::update(&mut tx, &mut batch, Some(&entry.id)).await?;
    let detail = json!({ "n": batch.n_lines, "total": batch.total, "digest": batch.digest, "file": batch.file_digest });
    store::happened(&mut tx, id, "pay", &detail).await?;
    let event = Event::new("money.batch_pay", "money_batch", id).at_place(&batch.place).detail(&detail);
    tx.commit_with(event, &batch).await?;
    Ok(batch)
}
