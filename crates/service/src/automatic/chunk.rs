//! One chunk of a nightly run (一批): many subjects of one place in one session of the law. Pure: facts in, who is entitled out.

use anye_law::book::{Book, RuleId};
use anye_law::day::Day;
use anye_law::decide::{Engine, Facts, Outcome, Status, Wishes};
use serde_json::Value;

/// Somebody entitled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Subject.
    pub subject: String,
    /// Money in fen.
    pub amount_fen: Option<i64>,
    /// Numbers of the conditions that hold; their words stand in the rule.
    pub held: Vec<u32>,
}

/// Who of a chunk is entitled by a rule. A chunk whose facts cannot be read is told, with the first reason; nobody is passed over in silence.
///
/// # Errors
/// Why the facts cannot be read.
pub fn entitled(book: &Book, rule: RuleId, facts: &Value, on: Day) -> Result<Vec<Found>, String> {
    let facts = Facts::read(book, facts, on)
        .map_err(|errors| errors.first().map(|one| format!("{} {}", one.path, one.en)).unwrap_or_default())?;
    let engine = Engine::new(book);
    let session = engine.session(&facts, None);
    let def = book.rule(rule);
    let granted = session.run(&[rule], &Wishes { asked: Some(rule), ..Wishes::default() });
    let found =
        granted.into_iter().filter(|record| record.outcome == Outcome::Granted).filter_map(|record| {
            let subject = facts.id(def.subject, record.row)?.to_owned();
            let held = def.clauses.iter().zip(&record.clauses).filter(|(_, status)| **status == Status::Held);
            Some(Found {
                subject,
                amount_fen: record.fen,
                held: held.map(|(clause, _)| clause.number).collect(),
            })
        });
    Ok(found.collect())
}
