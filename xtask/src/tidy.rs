//! `cargo xtask tidy`: the habits of STYLE that a program can see. Each check is a function of the files; none may change one.

mod arrows;
mod headers;
mod hosts;
mod markers;
mod naming;
mod schemas;
mod size;
mod sql;
mod stale;
mod translations;

use std::fmt;

use crate::output;
use crate::repository::{File, Repository};

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    path: String,
    line: usize,
    message: String,
    /// A question only: shown, but no failure.
    question: bool,
}

impl Finding {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into(), question: false }
    }

    fn question(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { question: true, ..Self::new(path, line, message) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.question { "question: " } else { "" };
        write!(to, "{}:{}: {kind}{}", self.path, self.line, self.message)
    }
}

type Check = fn(&[File]) -> Vec<Finding>;

const CHECKS: [Check; 10] = [
    arrows::check,
    headers::check,
    hosts::check,
    markers::check,
    naming::check,
    schemas::check,
    size::check,
    sql::check,
    stale::check,
    translations::check,
];

pub fn run(repository: &Repository) -> Result<(), String> {
    let files = repository.files()?;
    let mut findings: Vec<Finding> = CHECKS.iter().flat_map(|check| check(&files)).collect();
    findings.sort();
    output::print(&findings.iter().map(|finding| format!("{finding}\n")).collect::<String>())?;
    let failures = findings.iter().filter(|finding| !finding.question).count();
    if failures > 0 {
        return Err(format!("tidy: {failures} to correct"));
    }
    output::print(&format!(
        "tidy: {} files, nothing to correct, {} to question\n",
        files.len(),
        findings.len()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_shown_as_one() {
        assert_eq!(Finding::question("a.rs", 3, "long").to_string(), "a.rs:3: question: long");
        assert_eq!(Finding::new("a.rs", 3, "long").to_string(), "a.rs:3: long");
    }
}
