//! The trial balance (试算平衡): every account of a year held against its legs. It must never repair anything.

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_db::Read;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Books, Circle, Side};
use super::store;
use crate::rights;

/// One account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Account {
    /// Whose books.
    pub books: Books,
    /// Side.
    pub side: Side,
    /// Balance as kept, debit positive.
    pub balance: i64,
    /// Sum of its legs.
    pub posted: i64,
}

/// The trial balance of a year over the places that the caller may read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Trial {
    /// The accounts.
    pub accounts: Vec<Account>,
    /// Sum of all debit balances.
    pub debit: i64,
    /// Sum of all credit balances, as a positive figure.
    pub credit: i64,
    /// Accounts whose balance is not the sum of their legs.
    pub drifted: Vec<Account>,
    /// Books that do not add up to nothing.
    pub unbalanced: Vec<Books>,
}

impl Trial {
    /// Whether everything is as it must be.
    pub fn holds(&self) -> bool {
        self.debit == self.credit && self.drifted.is_empty() && self.unbalanced.is_empty()
    }
}

/// Works it out.
///
/// # Errors
/// The store's own.
pub async fn trial(from: &mut impl Read, caller: &Caller<'_>, year: i64) -> Result<Trial, Fault> {
    let mut places = store::places(from, year, None).await?;
    places.retain(|place| rights::may(caller, Permission::FundsRead, place));
    let rows = store::sums(from, year, &places).await?;
    let mut made = Trial::default();
    for (books, side, balance, posted) in rows {
        if balance > 0 {
            made.debit += balance
        } else {
            made.credit -= balance
        }
        let account = Account { books, side, balance, posted };
        if balance != posted {
            made.drifted.push(account.clone());
        }
        made.accounts.push(account);
    }
    let mut at = 0;
    while at < made.accounts.len() {
        let books = made.accounts[at].books.clone();
        let own: Vec<&Account> = made.accounts[at..].iter().take_while(|one| one.books == books).collect();
        let sum =
            |circle| own.iter().filter(|one| one.side.circle() == circle).map(|one| one.balance).sum::<i64>();
        if sum(Circle::Budget) != 0 || sum(Circle::Cash) != 0 {
            made.unbalanced.push(books.clone());
        }
        at += own.len();
    }
    Ok(made)
}
