//! What the engine asks of the facts. The facts file, a Parquet partition and a test each answer in their own way; the engine is the same code.

use crate::book::{KindId, ParamId, RuleId, Val};
use crate::day::Day;

/// The facts of one run: things by kind and row, the day and place of the decision, the ledger.
pub trait Things {
    /// Where it is decided (division code).
    fn place(&self) -> &str;
    /// The day of the decision (当日).
    fn today(&self) -> Day;
    /// How many things of a kind there are; rows are `0..count`.
    fn count(&self, kind: KindId) -> u32;
    /// A field of a thing; a relation gives `Val::Thing`.
    fn get(&self, kind: KindId, row: u32, field: u16) -> Val;
    /// A reverse collection of a thing.
    fn members(&self, kind: KindId, row: u32, reverse: u16) -> &[u32];
    /// The value of a parameter for a day: what the case says, else what the book says; `Unknown` when neither does.
    fn param(&self, param: ParamId, on: Day) -> Val;
    /// Calls `each` for every ledger entry of this thing and rule.
    fn ledger(&self, kind: KindId, row: u32, rule: RuleId, each: &mut dyn FnMut(&Entry));
}

/// One entry of the ledger: something granted, or applied for and not decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What.
    pub rule: RuleId,
    /// The things it concerns (the object, the payee, anybody named in the entry).
    pub things: Vec<(KindId, u32)>,
    /// When it was granted or applied for (its first day).
    pub date: Day,
    /// Its last day, when it runs over time.
    pub to: Option<Day>,
    /// Money, in fen.
    pub fen: i64,
    /// Months.
    pub months: i64,
    /// Applied for and not decided.
    pub pending: bool,
    /// The fund that paid it.
    pub fund: Option<String>,
}
