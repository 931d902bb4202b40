//! Double entry (复式记账): accounts, legs, and when an entry is balanced. Pure. It must never let an unbalanced entry through, in any build.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::fen;

/// The two circles in which money goes round: what may be spent, and what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Circle {
    /// 预算.
    Budget,
    /// 资金.
    Cash,
}

macro_rules! sides {
    ($($(#[$doc:meta])* $name:ident $word:literal $circle:ident),* $(,)?) => {
        /// A side of a fund's books at a place in a year (科目).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[schema(as = money::Side)]
        pub enum Side { $($(#[$doc])* #[serde(rename = $word)] $name),* }

        impl Side {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word stored; its names are under `money-side-<word>`.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            /// Its circle.
            pub fn circle(self) -> Circle {
                match self { $(Self::$name => Circle::$circle),* }
            }
        }
    };
}

sides! {
    /// 预算数: what was granted (credit).
    Budget "budget" Budget,
    /// 可用指标: what may still be committed.
    Available "available" Budget,
    /// 已承诺.
    Committed "committed" Budget,
    /// 已列支.
    Spent "spent" Budget,
    /// 资金来源: what came in (credit).
    Source "source" Cash,
    /// 账面资金.
    Cash "cash" Cash,
    /// 在途: at the bank, outcome not known.
    Transit "transit" Cash,
    /// 已支付.
    Paid "paid" Cash,
    /// 应收回: overpaid, to be recovered.
    Receivable "receivable" Cash,
    /// 已下拨: handed to another place.
    Transferred "transferred" Cash,
}

impl Side {
    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|side| side.word() == word)
    }
}

/// The books of a fund at a place in a year.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
pub struct Books {
    /// Fund.
    pub fund: String,
    /// Place.
    pub place: String,
    /// Budget year.
    pub year: i64,
}

impl Books {
    /// Those of a fund at a place in a year.
    pub fn new(fund: &str, place: &str, year: i64) -> Self {
        Self { fund: fund.to_owned(), place: place.to_owned(), year }
    }
}

/// One leg: so much on a side, debit positive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Leg {
    /// Whose books.
    pub books: Books,
    /// Side.
    pub side: Side,
    /// Fen; debit positive, credit negative.
    pub amount: i64,
}

/// Legs under construction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Legs(Vec<Leg>);

/// Why legs make no entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unbalanced {
    /// Nothing in it.
    Empty,
    /// The legs of one circle of one set of books do not add up to nothing.
    Sum(Books, Circle),
    /// A sum does not fit.
    Overflow,
}

impl Legs {
    /// Moves an amount from one side to another of the same books.
    #[must_use]
    pub fn moved(mut self, books: &Books, from: Side, to: Side, amount: i64) -> Self {
        self.0.push(Leg { books: books.clone(), side: to, amount });
        self.0.push(Leg { books: books.clone(), side: from, amount: -amount });
        self
    }

    /// What takes legs back.
    pub fn reversed(legs: &[Leg]) -> Self {
        Self(legs.iter().map(|leg| Leg { amount: -leg.amount, ..leg.clone() }).collect())
    }

    /// The legs in the order of their accounts, same accounts together, none of nothing.
    ///
    /// # Errors
    /// They are not balanced, in each circle of each set of books, or there are none.
    pub fn balanced(self) -> Result<Vec<Leg>, Unbalanced> {
        let mut all: Vec<Leg> = Vec::new();
        let mut legs = self.0;
        legs.sort_by(|a, b| (&a.books, a.side).cmp(&(&b.books, b.side)));
        for leg in legs {
            match all.last_mut() {
                Some(last) if last.books == leg.books && last.side == leg.side => {
                    last.amount = last.amount.checked_add(leg.amount).ok_or(Unbalanced::Overflow)?;
                }
                _ => all.push(leg),
            }
        }
        all.retain(|leg| leg.amount != 0);
        check(&all)?;
        Ok(all)
    }
}

/// Refuses legs that do not add up to nothing in each circle of each set of books.
///
/// # Errors
/// Which do not.
pub fn check(legs: &[Leg]) -> Result<(), Unbalanced> {
    if legs.is_empty() {
        return Err(Unbalanced::Empty);
    }
    let mut books: Vec<&Books> = legs.iter().map(|leg| &leg.books).collect();
    books.sort();
    books.dedup();
    for one in books {
        for circle in [Circle::Budget, Circle::Cash] {
            let own = legs.iter().filter(|leg| &leg.books == one && leg.side.circle() == circle);
            match fen::sum(own.map(|leg| leg.amount)) {
                Some(0) => {}
                Some(_) => return Err(Unbalanced::Sum(one.clone(), circle)),
                None => return Err(Unbalanced::Overflow),
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn legs(moves: &[(usize, usize, usize, i64)]) -> Legs {
        moves.iter().fold(Legs::default(), |legs, (place, from, to, amount)| {
            let circle = |at: usize| Side::ALL[at % 4];
            let books = Books::new("f", ["210000", "211000", "211002"][place % 3], 2020);
            legs.moved(&books, circle(*from), circle(*to), *amount)
        })
    }

    #[test]
    fn a_leg_too_many_is_refused_in_every_build() {
        let books = Books::new("f", "210000", 2020);
        let mut some = Legs::default().moved(&books, Side::Available, Side::Committed, 5);
        some.0.push(Leg { books: books.clone(), side: Side::Cash, amount: 1 });
        assert_eq!(some.balanced(), Err(Unbalanced::Sum(books.clone(), Circle::Cash)));
        // Balanced in all, but between the circles: refused as well.
        let cross = Legs(vec![
            Leg { books: books.clone(), side: Side::Cash, amount: 5 },
            Leg { books: books.clone(), side: Side::Budget, amount: -5 },
        ]);
        assert!(matches!(cross.balanced(), Err(Unbalanced::Sum(..))));
        assert_eq!(Legs::default().balanced(), Err(Unbalanced::Empty));
    }

    proptest! {
        #[test]
        fn moves_are_always_balanced_and_a_reversal_undoes_them(moves in prop::collection::vec((0..3_usize, 0..4_usize, 0..4_usize, 1..1_000_000_i64), 1..40)) {
            let Ok(all) = legs(&moves).balanced() else { return Ok(()) };
            prop_assert!(check(&all).is_ok());
            let back = Legs::reversed(&all).balanced().unwrap();
            for (one, other) in all.iter().zip(&back) {
                prop_assert_eq!((&one.books, one.side, one.amount), (&other.books, other.side, -other.amount));
            }
        }
    }
}
