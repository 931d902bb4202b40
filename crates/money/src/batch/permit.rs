//! Files with many account numbers (批量导出审批): above a number of payees one person asks and another allows, for a day. It must never let who asked allow it, by whatever account.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, Read};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::confirmed::Confirmed;
use super::model::Batch;
use super::show::must_see;
use super::store;
use crate::{Money, person, rights};

/// So many payees' accounts one person takes out alone.
pub const ALONE: i64 = 100;
/// How long what was allowed holds: a day.
const HOLDS_MS: i64 = 24 * 3_600_000;

/// A wish for the file, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Permit {
    /// Id.
    pub id: String,
    /// Batch.
    pub batch_id: String,
    /// Who asks.
    pub asked_name: String,
    /// The person behind the account.
    #[serde(skip)]
    pub asked_key: String,
    /// What for.
    pub reason: String,
    /// When.
    pub at: i64,
    /// waiting, granted or refused.
    pub state: String,
    /// Who answered.
    pub done_name: Option<String>,
    /// When.
    pub done_at: Option<i64>,
    /// Until when the file may be taken out.
    pub ends_at: Option<i64>,
}

/// The wishes of a batch, the newest first.
///
/// # Errors
/// Not there, or not to be read.
pub async fn permits(money: &Money, caller: &Caller<'_>, batch: &str) -> Result<Vec<Permit>, Fault> {
    must_see(money, caller, batch).await?;
    Ok(store::permits(&mut &money.core.db, batch).await?)
}

/// Asks for the file.
///
/// # Errors
/// Not there, not allowed, not paid yet, no reason, or asked already.
pub async fn ask_file(
    money: &Money,
    caller: &Caller<'_>,
    batch: &str,
    reason: &str,
) -> Result<Permit, Fault> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 500 {
        return Err(
            Fault::new(ErrorKind::Invalid, "money_reason").field(FieldFault::new("reason", "money_reason"))
        );
    }
    let own = must_see(money, caller, batch).await?;
    rights::must(caller, Permission::PaymentPay, &own.place)?;
    let mut tx = match money.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let key = person::behind(&mut tx, caller).await?;
    if own.file_digest.is_none() {
        return Err(Fault::new(ErrorKind::Conflict, "money_batch_state"));
    }
    let mine = |one: &Permit| one.state == "waiting" && one.asked_key == key;
    if store::permits(&mut tx, batch).await?.iter().any(mine) {
        return Err(Fault::new(ErrorKind::Conflict, "money_file_asked"));
    }
    let one = Permit {
        id: caller.world.new_id(),
        batch_id: batch.to_owned(),
        asked_name: caller.actor.name.clone(),
        asked_key: key,
        reason: reason.to_owned(),
        at: caller.world.now_ms(),
        state: "waiting".to_owned(),
        done_name: None,
        done_at: None,
        ends_at: None,
    };
    store::insert_permit(&mut tx, &one).await?;
    let detail = json!({ "reason": reason, "n": own.n_lines, "permit": one.id });
    store::happened(&mut tx, batch, "ask-file", &detail).await?;
    let event = Event::new("money.file_ask", "money_batch", batch).at_place(&own.place).detail(&detail);
    tx.commit_with(event, &one).await?;
    Ok(one)
}

/// Allows or refuses it, by another person, who showed again who they are.
///
/// # Errors
/// Not there, not allowed, who asked, or answered already.
pub async fn answer_file(
    money: &Money,
    caller: &Caller<'_>,
    confirmed: &Confirmed,
    (batch, permit): (&str, &str),
    grant: bool,
) -> Result<Permit, Fault> {
    confirmed.must_be(caller)?;
    let own = must_see(money, caller, batch).await?;
    let may = [Permission::PaymentCheck, Permission::PaymentPay];
    if !may.iter().any(|right| rights::may(caller, *right, &own.place)) {
        rights::must(caller, Permission::PaymentCheck, &own.place)?;
    }
    let mut tx = match money.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let found = store::permit(&mut tx, permit).await?.filter(|one| one.batch_id == batch);
    let mut one = found.ok_or_else(|| Fault::not_found("permit"))?;
    if person::behind(&mut tx, caller).await? == one.asked_key {
        return Err(Fault::new(ErrorKind::Denied, "money_same_person"));
    }
    if one.state != "waiting" {
        return Err(Fault::new(ErrorKind::Conflict, "money_batch_state"));
    }
    let now = caller.world.now_ms();
    one.state = if grant { "granted" } else { "refused" }.to_owned();
    (one.done_name, one.done_at) = (Some(caller.actor.name.clone()), Some(now));
    one.ends_at = grant.then_some(now + HOLDS_MS);
    store::decide(&mut tx, &one).await?;
    let what = if grant { "permit-file" } else { "refuse-file" };
    let detail = json!({ "permit": one.id, "asked": one.asked_name, "until": one.ends_at });
    store::happened(&mut tx, batch, what, &detail).await?;
    let word = if grant { "money.file_permit" } else { "money.file_refuse" };
    let event = Event::new(word, "money_batch", batch).at_place(&own.place).detail(&detail);
    tx.commit_with(event, &one).await?;
    Ok(one)
}

/// Whether the caller may take the file out now: it holds few accounts, or another person allowed it and the time is not over.
pub(super) async fn must_be_allowed(
    from: &mut impl Read,
    caller: &Caller<'_>,
    batch: &Batch,
) -> Result<(), Fault> {
    if batch.n_lines <= ALONE {
        return Ok(());
    }
    let key = person::behind(from, caller).await?;
    let now = caller.world.now_ms();
    let holds = |one: &Permit| {
        one.state == "granted" && one.asked_key == key && one.ends_at.is_some_and(|end| end > now)
    };
    if store::permits(from, &batch.id).await?.iter().any(holds) {
        return Ok(());
    }
    Err(Fault::new(ErrorKind::Denied, "money_file_permit").arg("most", ALONE))
}
