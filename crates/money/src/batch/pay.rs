//! Paying a batch (支付): a third person, who showed again who they are, sends exactly what was approved. The bank's file is made from it and can be had again, the same to the byte.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_db::audit::{Event, hex};
use anye_db::{Begin, Read};
use serde_json::json;
use sm3::{Digest as _, Sm3};

use super::check::{acting, hand, unchanged};
use super::confirmed::Confirmed;
use super::model::{Batch, Line};
use super::show::must_see;
use super::store;
use crate::bank::{Going, write};
use crate::ledger::{Legs, Posting, Side, post};
use crate::mark::mark;
use crate::{Money, person, rights};

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
    let file = file(money, &mut tx, &batch, &lines).await?;
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

/// The bank's file, accounts opened.
async fn file(money: &Money, from: &mut impl Read, batch: &Batch, lines: &[Line]) -> Result<Vec<u8>, Fault> {
    let layout = money.funds.bank(&batch.bank).ok_or_else(|| Fault::not_found("bank"))?;
    let accounts = store::accounts(from, &batch.id).await?;
    let purpose = money.funds.fund(&batch.fund).map(|fund| fund.name.zh.clone()).unwrap_or_default();
    let mut going = Vec::with_capacity(lines.len());
    for line in lines.iter().filter(|line| line.state != "withdrawn") {
        let held =
            accounts.get(&line.account_id).ok_or_else(|| Fault::internal("a line without its account"))?;
        let account = money.vault.open(&held.id, &held.sealed)?;
        if money.vault.blind(&account) != line.account_blind {
            return Err(Fault::new(ErrorKind::Conflict, "money_account_changed")
                .arg("n", 1)
                .arg("line", line.n));
        }
        going.push(Going {
            n: line.n,
            name: held.name.clone(),
            account,
            bank: held.bank.clone(),
            amount: line.amount_fen,
            purpose: format!("{purpose} {}", line.period),
        });
    }
    write(layout, &batch.number(), &going)
        .ok_or_else(|| Fault::new(ErrorKind::Conflict, "money_bank_file").arg("bank", &layout.id))
}

/// The file of a batch that was paid, for who may pay: the same bytes each time, each time recorded. Whole account numbers stand in it.
///
/// # Errors
/// Not there, not allowed, not paid yet; or the file would not be what was sent.
pub async fn bank_file(money: &Money, caller: &Caller<'_>, id: &str) -> Result<(String, Vec<u8>), Fault> {
    let mut from = &money.core.db;
    let batch = must_see(money, caller, id).await?;
    rights::must(caller, Permission::PaymentPay, &batch.place)?;
    let Some(kept) = &batch.file_digest else {
        return Err(Fault::new(ErrorKind::Conflict, "money_batch_state"));
    };
    let lines = store::lines(&mut from, id).await?;
    let bytes = file(money, &mut from, &batch, &lines).await?;
    if hex(&Sm3::digest(&bytes)) != *kept {
        return Err(Fault::new(ErrorKind::Conflict, "money_batch_altered"));
    }
    let event = Event::new("money.bank_file", "money_batch", id)
        .at_place(&batch.place)
        .for_purpose("payment")
        .detail(&json!({ "n": batch.n_lines, "file": kept }));
    money.core.db.record(caller.world, caller.actor, event).await?;
    Ok((format!("{}.csv", batch.number()), bytes))
}
