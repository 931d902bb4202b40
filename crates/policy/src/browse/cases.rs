//! The scenarios of a rule as they are written: what differs from the base, what must come out. It must never run them.

use anye_law::book::{Book, Rule};
use anye_law::decide::answer::source;
use anye_law::syntax::ast::ScenarioItem;

/// A case of a scenario.
pub struct Example {
    /// Its title.
    pub title: String,
    /// What differs from the base.
    pub changes: String,
    /// What must come out.
    pub expected: String,
}

/// The scenarios that are about a rule.
pub fn of<'s>(scenarios: &'s [ScenarioItem], rule: &Rule) -> impl Iterator<Item = &'s ScenarioItem> {
    let (name, id) = (rule.name.clone(), rule.id.clone());
    scenarios.iter().filter(move |one| one.rule.value == name || one.rule.value == id)
}

/// All cases that show a rule.
pub fn examples(book: &Book, scenarios: &[ScenarioItem], rule: &Rule) -> Vec<Example> {
    let cases = of(scenarios, rule).flat_map(|scenario| &scenario.cases);
    let one = |case: &anye_law::syntax::ast::CaseItem| {
        let text = source(book, case.span);
        let (said, expected) = text.split_once('→').unwrap_or((&text, ""));
        let changes = said.split_once([':', ':']).map_or("", |(_, changes)| changes);
        Example {
            title: case.title.value.clone(),
            changes: changes.trim().to_owned(),
            expected: expected.trim().to_owned(),
        }
    };
    cases.map(one).collect()
}
