//! Clauses over chunks of rows. It must never keep state between chunks.

mod board;
mod calendar;
mod chunk;
mod collect;
mod figures;
mod lane;
mod mask;
mod more;
mod rule;

pub(crate) use board::Board;
pub use mask::{CHUNK, Mask};
pub(crate) use rule::verdicts;

use anye_law::book::RuleId;
use anye_law::day::Day;
use anye_law::decide::{Engine, Things, Verdict};

use crate::population::Partition;

/// The verdicts of one rule for all things of its kind, before the stages that look at several decisions.
#[must_use]
pub fn decide_all(
    engine: &Engine<'_>,
    facts: &Partition<'_>,
    known: Option<Day>,
    rule: RuleId,
) -> Vec<Verdict> {
    let board = Board::new(engine, facts, known);
    let rows = facts.count(engine.book.rule(rule).subject) as usize;
    let mut all = Vec::with_capacity(rows);
    for start in (0..rows).step_by(CHUNK) {
        verdicts(&board, rule, start, CHUNK.min(rows - start), &mut all);
    }
    all
}
