//! How the rule book stands: every scenario run, the checker's findings, what has no rule. Worked out once for each rule book that is put in use.

use std::collections::{BTreeMap, BTreeSet};

use anye_law::book::{Book, RuleId};
use anye_law::compile::Compiled;
use anye_law::decide::answer::{show, source};
use anye_law::scenario::{self, CaseResult};
use anye_law::span::Diagnostic;
use anye_law::syntax::ast::ScenarioItem;
use anye_pack::Pack;

/// The capabilities whose rows a rule can carry out.
const CAPABILITIES: [&str; 2] = ["policy", "benefits"];

/// How the rule book stands.
#[derive(Debug, Default)]
pub struct Stand {
    /// Results of the cases by rule.
    pub cases: BTreeMap<u16, Vec<CaseResult>>,
    /// Clauses (numbers) that a case shows failing, by rule.
    pub shown: BTreeMap<u16, BTreeSet<u32>>,
    /// What the checker says.
    pub findings: Vec<Diagnostic>,
    /// Requirement rows of policy and benefits that no rule carries out.
    pub rows_without: Vec<String>,
}

impl Stand {
    /// Runs all scenarios and the checker over a law that was compiled just now.
    pub fn of(pack: &Pack, law: Compiled) -> Self {
        let law = pack.checked(law);
        let book = &law.book;
        let mut stand = Self { findings: law.diagnostics, ..Self::default() };
        for scenario in &law.scenarios {
            let Ok(rule) = scenario::find(book, scenario) else { continue };
            if let Ok(results) = scenario::run(book, scenario) {
                stand.cases.entry(rule.0).or_default().extend(results);
            }
            stand.shown.entry(rule.0).or_default().extend(failing(book, rule, scenario));
        }
        let covered: BTreeSet<&str> =
            book.rules.iter().flat_map(|rule| &rule.covers).map(String::as_str).collect();
        let rows = pack.requirements().iter().filter(|row| CAPABILITIES.contains(&row.capability.as_str()));
        stand.rows_without =
            rows.filter(|row| !covered.contains(row.id.as_str())).map(|row| row.id.clone()).collect();
        stand
    }

    /// Passed and all cases of a rule.
    pub fn passed(&self, rule: RuleId) -> (usize, usize) {
        let cases = self.cases.get(&rule.0).map_or(&[][..], Vec::as_slice);
        (cases.iter().filter(|case| case.passed()).count(), cases.len())
    }

    /// Clauses that no case shows failing.
    pub fn unshown(&self, book: &Book, rule: RuleId) -> Vec<u32> {
        let shown = self.shown.get(&rule.0);
        let all = book.rule(rule).clauses.iter().map(|clause| clause.number);
        all.filter(|number| shown.is_none_or(|shown| !shown.contains(number))).collect()
    }
}

/// The clauses that the cases of a scenario expect to fail.
fn failing(book: &Book, rule: RuleId, scenario: &ScenarioItem) -> Vec<u32> {
    let mut found = Vec::new();
    for case in &scenario.cases {
        let text = source(book, case.span);
        let expected = text.rsplit_once('→').map_or("", |(_, expected)| expected);
        let numbers = book.rule(rule).clauses.iter().map(|clause| clause.number);
        found.extend(numbers.filter(|number| expected.contains(&show::circled(*number))));
    }
    found
}
