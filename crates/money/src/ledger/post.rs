//! Posting (记账): in the transaction of what brings it about. After each posting every set of books it touched is in balance, or nothing is written, in every build.

use anye_base::{ErrorKind, Fault};
use anye_db::{Read, WriteTx};

use super::model::{Books, Circle, Leg, Legs, Side, Unbalanced};
use super::store::{self, Entry};
use crate::fen;

/// What is posted.
#[derive(Debug, Clone)]
pub struct Posting<'a> {
    /// Word of the kind.
    pub kind: &'static str,
    /// Why.
    pub reason: &'a str,
    /// What brought it about, and which.
    pub about: (&'static str, &'a str),
    /// The entry it takes back.
    pub reverses: Option<&'a str>,
    /// Its legs.
    pub legs: Legs,
    /// Whether available budget may fall below nothing: where the pack only alarms.
    pub beyond: bool,
}

/// Posts it and gives the entry.
///
/// # Errors
/// Not balanced; not enough budget or money; the store's own.
pub async fn post(tx: &mut WriteTx<'_>, posting: Posting<'_>) -> Result<Entry, Fault> {
    let scope = tx.scope();
    let legs = posting.legs.balanced().map_err(unbalanced)?;
    if legs.iter().any(|leg| leg.amount.unsigned_abs() > fen::MOST.unsigned_abs() * 100) {
        return Err(unbalanced(Unbalanced::Overflow));
    }
    let entry = Entry {
        id: scope.world.new_id(),
        at: scope.world.now_ms(),
        on_day: scope.world.today().to_string(),
        kind: posting.kind.to_owned(),
        reason: posting.reason.to_owned(),
        ref_kind: posting.about.0.to_owned(),
        ref_id: posting.about.1.to_owned(),
        reverses: posting.reverses.map(str::to_owned),
        by_name: scope.actor.name.clone(),
        legs,
    };
    store::insert(tx, &entry, &scope.actor.id).await?;
    // In the order of accounts, so that two postings never wait for each other in a circle.
    for leg in &entry.legs {
        let balance = store::add(tx, leg).await?;
        enough(leg, balance, posting.beyond)?;
    }
    let mut books: Vec<&Books> = entry.legs.iter().map(|leg| &leg.books).collect();
    books.dedup();
    for one in books {
        in_balance(tx, one).await?;
    }
    Ok(entry)
}

/// What can run short must not.
fn enough(leg: &Leg, balance: i64, beyond: bool) -> Result<(), Fault> {
    let code = match leg.side {
        Side::Available if beyond => return Ok(()),
        Side::Available => "money_budget_short",
        Side::Cash => "money_cash_short",
        Side::Committed => "money_committed_short",
        Side::Spent | Side::Transit | Side::Paid | Side::Receivable | Side::Transferred => "money_side_short",
        Side::Budget | Side::Source => return Ok(()),
    };
    if balance >= 0 {
        return Ok(());
    }
    let fault = Fault::new(ErrorKind::Conflict, "money_short").arg("short", fen::yuan(-balance));
    Err(Fault { code, ..fault }
        .arg("fund", &leg.books.fund)
        .arg("place", &leg.books.place)
        .arg("year", leg.books.year))
}

/// The books that were touched add up to nothing: asserted after every posting.
async fn in_balance(from: &mut impl Read, books: &Books) -> Result<(), Fault> {
    let balances = store::balances(from, books).await?;
    for circle in [Circle::Budget, Circle::Cash] {
        let own = balances.iter().filter(|(side, _)| side.circle() == circle).map(|(_, balance)| *balance);
        if fen::sum(own) != Some(0) {
            return Err(unbalanced(Unbalanced::Sum(books.clone(), circle)));
        }
    }
    Ok(())
}

fn unbalanced(why: Unbalanced) -> Fault {
    match why {
        Unbalanced::Empty => Fault::new(ErrorKind::Invalid, "money_nothing"),
        why => Fault::internal(format!("the ledger would not balance: {why:?}")),
    }
}
