//! Working a case out with a rule book: facts read, one rule decided, one subject picked. It must never keep anything.

use anye_base::{ErrorKind, Fault, FieldFault};
use anye_law::book::Book;
use anye_law::day::Day;
use anye_law::decide::{Answer, FactError, Facts, Query, decide};
use serde_json::Value;

/// What is asked of a rule book.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// The facts.
    pub facts: &'a Value,
    /// The day of the decision.
    pub on: Day,
    /// As known on this day.
    pub known: Option<Day>,
    /// Name or id of the rule.
    pub benefit: &'a str,
    /// Id of the subject; may be left out where the rule decides about one only.
    pub subject: Option<&'a str>,
    /// Reasons in English.
    pub english: bool,
}

/// What is wrong with facts, for the one who sent them.
pub fn wrong(errors: &[FactError], english: bool) -> Fault {
    let one = |error: &FactError| {
        let what = if english { &error.en } else { &error.zh };
        FieldFault::new(error.path.clone(), "law_fact").arg("what", what)
    };
    errors.iter().map(one).fold(Fault::new(ErrorKind::Invalid, "law_facts"), Fault::field)
}

/// The answer with exactly one decision.
pub fn work(book: &Book, asked: &Asked<'_>) -> Result<Answer, Fault> {
    let rule = book.find_rule(asked.benefit).ok_or_else(|| {
        let field = FieldFault::new("benefit", "law_no_rule").arg("name", asked.benefit);
        Fault::new(ErrorKind::Invalid, "law_no_rule").arg("name", asked.benefit).field(field)
    })?;
    let facts = Facts::read(book, asked.facts, asked.on).map_err(|errors| wrong(&errors, asked.english))?;
    let query = Query { benefit: Some(rule), known: asked.known, english: asked.english, undecided: false };
    let mut answer = decide(book, &facts, &query).map_err(|error| wrong(&[error], asked.english))?;
    if let Some(subject) = asked.subject {
        answer.decisions.retain(|one| one.subject.id == subject);
    }
    match answer.decisions.len() {
        1 => Ok(answer),
        n => {
            let field = FieldFault::new("subject", "law_which_subject").arg("n", n);
            Err(Fault::new(ErrorKind::Invalid, "law_which_subject").arg("n", n).field(field))
        }
    }
}
