//! The answer to a query: decisions as data, as JSON, in words. It must never decide anything itself.

mod because;
mod build;
mod clause;
mod shape;
pub mod show;
mod text;

use super::Things;
use super::engine::{Engine, Session};
use super::facts::Facts;
use super::read::FactError;
use super::record::Record;
use super::run::Wishes;
use crate::book::{Book, RuleId};
use crate::day::Day;
pub use build::{Builder, unit};
pub use clause::{Speaker, source};
pub use shape::{
    Answer, Citation, ClauseState, Decision, ExcludedBy, Interval, NeedRef, Output, Part, RuleRef, ThingRef,
    Why, Words,
};
pub use text::lines;

/// What is asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Query {
    /// One rule; without it every rule whose kind of object occurs in the facts.
    pub benefit: Option<RuleId>,
    /// As the rule book stood on that day.
    pub known: Option<Day>,
    /// English words instead of Chinese.
    pub english: bool,
    /// Asking for a benefit by name is not yet choosing it in an exclusion group.
    pub undecided: bool,
}

/// Decides.
///
/// # Errors
/// When a rule is asked for and the facts have nothing of its kind.
pub fn decide(book: &Book, facts: &Facts, query: &Query) -> Result<Answer, FactError> {
    let engine = Engine::new(book);
    let session = engine.session(facts, query.known);
    let records = records(&session, facts, query)?;
    let builder = Builder { session: &session, chinese: !query.english };
    Ok(Answer {
        rule_book: book.version.clone(),
        on: facts.today(),
        known: query.known,
        place: facts.place().to_owned(),
        decisions: records.iter().map(|record| builder.decision(record)).collect(),
    })
}

/// The records alone, without words.
///
/// # Errors
/// As [`decide`].
pub fn records(session: &Session<'_, Facts>, facts: &Facts, query: &Query) -> Result<Vec<Record>, FactError> {
    let book = session.book();
    let rules = match query.benefit {
        None => session.rules_with_subjects(),
        Some(rule) => {
            let kind = book.rule(rule).subject;
            if facts.count(kind) == 0 {
                return Err(FactError::no_subject(book, rule));
            }
            session.rules_for(rule)
        }
    };
    let wishes = Wishes {
        choices: facts.choices().to_vec(),
        funds: facts.funds().to_vec(),
        asked: query.benefit.filter(|_| !query.undecided),
    };
    let mut records = session.run(&rules, &wishes);
    if let Some(rule) = query.benefit {
        records.retain(|record| record.rule == rule);
    }
    Ok(records)
}
