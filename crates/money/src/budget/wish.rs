//! A budget or a change of it (预算下达与调整): one person wishes it, another confirms it. Only then it is in the books.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, DbError, WriteTx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::store::{self, Budget};
use crate::ledger::{Books, Legs, Posting, Side, post};
use crate::mark::mark;
use crate::{Money, fen, person, rights};

/// What is wished.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewBudget {
    /// Fund.
    pub fund: String,
    /// Place.
    pub place: String,
    /// Year.
    pub year: i64,
    /// Fen; below nothing for a cut.
    pub amount_fen: i64,
    /// Why.
    pub reason: String,
}

/// Wishes it.
///
/// # Errors
/// Something is missing or no amount, the fund is not kept at that level, or no right at the place.
pub async fn wish(money: &Money, caller: &Caller<'_>, new: &NewBudget) -> Result<Budget, Fault> {
    checked(money, new)?;
    rights::must(caller, Permission::FundsManage, &new.place)?;
    let mut tx = match money.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let key = person::behind(&mut tx, caller).await?;
    let there = store::has_one(&mut tx, &new.fund, &new.place, new.year).await?;
    if !there && new.amount_fen <= 0 {
        return Err(wrong("amount", "money_amount"));
    }
    let one = Budget {
        id: caller.world.new_id(),
        fund: new.fund.clone(),
        place: new.place.clone(),
        year: new.year,
        kind: if there { "adjust" } else { "first" }.to_owned(),
        amount: new.amount_fen,
        reason: new.reason.trim().to_owned(),
        state: "wished".to_owned(),
        by_name: caller.actor.name.clone(),
        at: caller.world.now_ms(),
        done_name: None,
        done_at: None,
        entry_id: None,
        version: 1,
    };
    store::insert(&mut tx, &one, &key).await?;
    mark("budget.wished");
    let event = Event::new("money.budget_wish", "money_budget", &one.id)
        .at_place(&one.place)
        .detail(&json!({ "fund": one.fund, "year": one.year, "amount": one.amount }));
    tx.commit_with(event, &one).await?;
    Ok(one)
}

fn wrong(field: &'static str, code: &'static str) -> Fault {
    Fault { code, ..Fault::new(ErrorKind::Invalid, "money_budget") }.field(FieldFault::new(field, code))
}

/// What is wrong with place, fund, year and amount, all of it at once.
fn checked(money: &Money, new: &NewBudget) -> Result<(), Fault> {
    let mut fault = Fault::new(ErrorKind::Invalid, "money_budget");
    let today = money.core.world.today();
    if money.core.places().find(&new.place, today).is_none() {
        fault = fault.field(FieldFault::new("place", "money_place"));
    }
    match money.funds.fund(&new.fund) {
        None => fault = fault.field(FieldFault::new("fund", "money_fund")),
        Some(fund) => {
            let level = crate::fund::Level::of(&new.place);
            if !level.is_some_and(|level| fund.levels.contains(&level)) {
                fault = fault.field(FieldFault::new("place", "money_level"));
            }
        }
    }
    if !(2000..=2100).contains(&new.year) {
        fault = fault.field(FieldFault::new("year", "money_year"));
    }
    if new.amount_fen == 0 || new.amount_fen.unsigned_abs() > fen::MOST.unsigned_abs() {
        fault = fault.field(FieldFault::new("amount", "money_amount"));
    }
    if new.reason.trim().is_empty() || new.reason.chars().count() > 500 {
        fault = fault.field(FieldFault::new("reason", "money_reason"));
    }
    if fault.fields.is_empty() { Ok(()) } else { Err(fault) }
}

/// What waits for a second person, who is another one than the first.
async fn waiting(tx: &mut WriteTx<'_>, caller: &Caller<'_>, id: &str, seen: i64) -> Result<Budget, Fault> {
    let found = store::find(tx, id).await?;
    let (one, wisher) = found
        .filter(|(one, _)| rights::may(caller, Permission::FundsRead, &one.place))
        .ok_or_else(|| Fault::not_found("budget"))?;
    let may = [Permission::FundsManage, Permission::PaymentCheck];
    if !may.into_iter().any(|permission| rights::may(caller, permission, &one.place)) {
        rights::must(caller, Permission::PaymentCheck, &one.place)?;
    }
    if one.state != "wished" {
        return Err(Fault::new(ErrorKind::Conflict, "money_budget_done"));
    }
    if one.version != seen {
        return Err(Fault::new(ErrorKind::Stale, "stale"));
    }
    if person::behind(tx, caller).await? == wisher {
        return Err(Fault::new(ErrorKind::Denied, "money_same_person"));
    }
    Ok(one)
}

/// Confirms it: now it is in the books.
///
/// # Errors
/// Not there, not allowed, the same person, done already, changed meanwhile; a cut deeper than what is available.
pub async fn confirm(money: &Money, caller: &Caller<'_>, id: &str, seen: i64) -> Result<Budget, Fault> {
    let mut tx = match money.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let mut one = waiting(&mut tx, caller, id, seen).await?;
    let books = Books::new(&one.fund, &one.place, one.year);
    let legs = Legs::default().moved(&books, Side::Budget, Side::Available, one.amount);
    let kind = if one.kind == "first" { "budget" } else { "adjust" };
    let posting = Posting {
        kind,
        reason: &one.reason.clone(),
        about: ("budget", id),
        reverses: None,
        legs,
        beyond: false,
    };
    let entry = post(&mut tx, posting).await?;
    mark("budget.posted");
    one.entry_id = Some(entry.id);
    done(&mut tx, caller, &mut one, "confirmed", seen).await?;
    let event = Event::new("money.budget_confirm", "money_budget", id)
        .at_place(&one.place)
        .detail(&json!({ "fund": one.fund, "year": one.year, "amount": one.amount }));
    tx.commit_with(event, &one).await?;
    Ok(one)
}

/// Refuses it.
///
/// # Errors
/// As [`confirm`].
pub async fn refuse(money: &Money, caller: &Caller<'_>, id: &str, seen: i64) -> Result<Budget, Fault> {
    let mut tx = match money.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let mut one = waiting(&mut tx, caller, id, seen).await?;
    done(&mut tx, caller, &mut one, "refused", seen).await?;
    tx.commit_with(Event::new("money.budget_refuse", "money_budget", id).at_place(&one.place), &one).await?;
    Ok(one)
}

async fn done(
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    one: &mut Budget,
    state: &str,
    seen: i64,
) -> Result<(), Fault> {
    one.state = state.to_owned();
    one.done_name = Some(caller.actor.name.clone());
    one.done_at = Some(caller.world.now_ms());
    one.version = seen + 1;
    store::finish(tx, one, seen).await.map_err(|error| match error {
        DbError::Stale => Fault::new(ErrorKind::Conflict, "money_budget_done"),
        other => other.into(),
    })
}
