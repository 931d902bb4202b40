//! A rule as it is written in the pack, line by line, with the clause that stands on each line. It must never show a text that the engine does not run.

use anye_law::book::{Book, Rule};

/// One line.
pub struct Line {
    /// Its number in the file.
    pub number: usize,
    /// What it says.
    pub text: String,
    /// The clause whose condition begins here.
    pub clause: Option<u32>,
    /// How that clause stands in the case that is tried: held, failed, unknown, or empty.
    pub state: &'static str,
}

/// The file of a rule and its lines.
pub fn lines(book: &Book, rule: &Rule) -> (String, Vec<Line>) {
    let Some(file) = book.sources.get(rule.span.file.0 as usize) else { return (String::new(), Vec::new()) };
    let number_at = |at: u32| 1 + file.text.get(..at as usize).unwrap_or_default().matches('\n').count();
    let first = number_at(rule.span.start);
    let text = file.text.get(rule.span.start as usize..rule.span.end as usize).unwrap_or_default();
    let clause_at = |number: usize| {
        rule.clauses.iter().find(|one| number_at(one.span.start) == number).map(|one| one.number)
    };
    let all = text.trim_end().lines().enumerate().map(|(at, text)| Line {
        number: first + at,
        text: text.to_owned(),
        clause: clause_at(first + at),
        state: "",
    });
    (file.path.clone(), all.collect())
}
