//! Money that comes in (拨入、结转、基金收入) and that is handed to another place (下拨).

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::Begin;
use anye_db::audit::Event;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::ledger::{Books, Entry, Legs, Posting, Side, post};
use crate::mark::mark;
use crate::{Money, fen, rights};

/// Money that moves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewCash {
    /// Fund.
    pub fund: String,
    /// Place whose books it moves in; of a transfer, where it goes from.
    pub place: String,
    /// Of a transfer, where it goes to.
    pub to: String,
    /// Year.
    pub year: i64,
    /// income (come in this year) or carry (left of the year before).
    pub kind: String,
    /// Fen.
    pub amount_fen: i64,
    /// Voucher and reason.
    pub reason: String,
}

fn checked(money: &Money, new: &NewCash, places: &[&str]) -> Result<(), Fault> {
    let mut fault = Fault::new(ErrorKind::Invalid, "money_cash");
    let today = money.core.world.today();
    if money.funds.fund(&new.fund).is_none() {
        fault = fault.field(FieldFault::new("fund", "money_fund"));
    }
    if places.iter().any(|place| money.core.places().find(place, today).is_none()) {
        fault = fault.field(FieldFault::new("place", "money_place"));
    }
    if !(2000..=2100).contains(&new.year) {
        fault = fault.field(FieldFault::new("year", "money_year"));
    }
    if !(1..=fen::MOST).contains(&new.amount_fen) {
        fault = fault.field(FieldFault::new("amount", "money_amount"));
    }
    if new.reason.trim().is_empty() || new.reason.chars().count() > 500 {
        fault = fault.field(FieldFault::new("reason", "money_reason"));
    }
    if fault.fields.is_empty() { Ok(()) } else { Err(fault) }
}

/// Books money that came in.
///
/// # Errors
/// Something is missing, or no right at the place.
pub async fn receive(money: &Money, caller: &Caller<'_>, new: &NewCash) -> Result<Entry, Fault> {
    checked(money, new, &[&new.place])?;
    let kind = match new.kind.as_str() {
        "carry" => "carry",
        "income" | "" => "income",
        _ => {
            let fault = Fault::new(ErrorKind::Invalid, "money_cash");
            return Err(fault.field(FieldFault::new("kind", "money_kind")));
        }
    };
    rights::must(caller, Permission::FundsManage, &new.place)?;
    let books = Books::new(&new.fund, &new.place, new.year);
    let legs = Legs::default().moved(&books, Side::Source, Side::Cash, new.amount_fen);
    posted(money, caller, new, kind, legs).await
}

/// Hands money from one place to another.
///
/// # Errors
/// Something is missing, no right at the place it goes from, or not enough there.
pub async fn transfer(money: &Money, caller: &Caller<'_>, new: &NewCash) -> Result<Entry, Fault> {
    checked(money, new, &[&new.place, &new.to])?;
    if new.place == new.to {
        let fault = Fault::new(ErrorKind::Invalid, "money_cash");
        return Err(fault.field(FieldFault::new("to", "money_place")));
    }
    rights::must(caller, Permission::FundsManage, &new.place)?;
    let (from, to) = (Books::new(&new.fund, &new.place, new.year), Books::new(&new.fund, &new.to, new.year));
    let legs = Legs::default().moved(&from, Side::Cash, Side::Transferred, new.amount_fen).moved(
        &to,
        Side::Source,
        Side::Cash,
        new.amount_fen,
    );
    posted(money, caller, new, "transfer", legs).await
}

async fn posted(
    money: &Money,
    caller: &Caller<'_>,
    new: &NewCash,
    kind: &'static str,
    legs: Legs,
) -> Result<Entry, Fault> {
    let mut tx = match money.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => {
            let id: String = before.read()?;
            let found = crate::ledger::store::find(&mut &money.core.db, &id).await?;
            return found.ok_or_else(|| Fault::not_found("entry"));
        }
    };
    let about = ("fund", new.fund.as_str());
    let reason = new.reason.trim();
    let entry = post(&mut tx, Posting { kind, reason, about, reverses: None, legs, beyond: false }).await?;
    mark("appropriate.posted");
    let event = Event::new(format!("money.{kind}"), "money_entry", &entry.id)
        .at_place(&new.place)
        .detail(&json!({ "fund": new.fund, "year": new.year, "amount": new.amount_fen, "to": new.to }));
    tx.commit_with(event, &entry.id).await?;
    Ok(entry)
}
