//! Scenarios (情景): cases an officer writes beside the rules, run strictly, and the mutants they must notice. It must never pass a case by accident.

mod build;
mod expect;
pub(crate) mod literal;
mod mutate;

use std::collections::BTreeSet;

use crate::book::{Book, KindId, ParamId, RuleId};
use crate::decide::{Engine, Need, Wishes};
use crate::span::{Diagnostic, Span};
use crate::syntax::ast::{Assignment, CaseItem, ScenarioItem};

pub(crate) use literal::type_words;
pub use mutate::{Mutant, children, mutants, roots};

/// How one case came out.
#[derive(Debug, Clone, serde::Serialize)]
pub struct CaseResult {
    /// The rule under test.
    pub rule: String,
    /// The case's title.
    pub title: String,
    /// Requirement rows it shows.
    pub covers: Vec<String>,
    /// Where.
    pub span: Span,
    /// What differs; empty: passed.
    pub differences: Vec<String>,
}

impl CaseResult {
    /// Whether it came out as expected.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.differences.is_empty()
    }
}

/// Runs all cases of a scenario.
///
/// # Errors
/// The rule is not in the book.
pub fn run(book: &Book, scenario: &ScenarioItem) -> Result<Vec<CaseResult>, Box<Diagnostic>> {
    let rule = find(book, scenario)?;
    let engine = Engine::new(book);
    let covers: Vec<String> = scenario.covers.iter().map(|id| id.value.clone()).collect();
    Ok(scenario
        .cases
        .iter()
        .map(|case| CaseResult {
            rule: book.rule(rule).name.clone(),
            title: case.title.value.clone(),
            covers: covers.clone(),
            span: case.span,
            differences: one(book, &engine, rule, &scenario.base, case, true),
        })
        .collect())
}

/// Whether every case still comes out as expected under this book (for mutants: no strict reading).
#[must_use]
pub fn holds(book: &Book, scenario: &ScenarioItem) -> bool {
    let Ok(rule) = find(book, scenario) else { return false };
    let engine = Engine::new(book);
    scenario.cases.iter().all(|case| one(book, &engine, rule, &scenario.base, case, false).is_empty())
}

/// The rule a scenario is about.
///
/// # Errors
/// The rule is not in the book.
pub fn find(book: &Book, scenario: &ScenarioItem) -> Result<RuleId, Box<Diagnostic>> {
    let name = &scenario.rule;
    book.rules
        .iter()
        .position(|rule| rule.name == name.value || rule.id == name.value)
        .and_then(|ix| u16::try_from(ix).ok())
        .map(RuleId)
        .ok_or_else(|| {
            Box::new(Diagnostic::error(
                "L301",
                name.span,
                format!("没有名为“{}”的规则", name.value),
                format!("there is no rule '{}'", name.value),
            ))
        })
}

fn one(
    book: &Book,
    engine: &Engine<'_>,
    rule: RuleId,
    base: &[Assignment],
    case: &CaseItem,
    strict: bool,
) -> Vec<String> {
    let said: Vec<&Assignment> = base.iter().chain(&case.changes).collect();
    let built = match build::build(book, rule, &said, case.span) {
        Ok(built) => built,
        Err(diagnostic) => return vec![diagnostic.zh],
    };
    let mut out = Vec::new();
    if strict {
        let (fields, params) = read_together(book, rule);
        for (kind, field) in built.fields.iter().filter(|it| !fields.contains(*it)) {
            let kind = book.kind(*kind);
            out.push(format!("没有规则读取 {}.{}", kind.name, kind.fields[usize::from(*field)].name));
        }
        for param in built.params.iter().filter(|it| !params.contains(*it)) {
            out.push(format!("没有规则读取 参数.{}", book.params[param.ix()].name));
        }
    }
    let session = engine.session(&built.facts, built.known);
    let wishes =
        Wishes { choices: built.facts.choices().to_vec(), funds: built.facts.funds().to_vec(), asked: None };
    let records = session.run(&session.rules_for(rule), &wishes);
    let Some(record) = records.iter().find(|record| record.rule == rule && record.row == built.subject)
    else {
        out.push("没有得出决定".to_owned());
        return out;
    };
    let missing = session.needs(record).iter().map(|need| need_name(book, need)).collect::<Vec<_>>();
    out.extend(expect::differences(book, &built.facts, &case.expect, record, &missing));
    out
}

/// What the rule and those decided with it read.
fn read_together(book: &Book, rule: RuleId) -> (BTreeSet<(KindId, u16)>, BTreeSet<ParamId>) {
    let mut all = crate::decide::reads(book, rule);
    for group in &book.rule(rule).groups {
        for (member, _) in &book.exclusives[group.ix()].members {
            let more = crate::decide::reads(book, *member);
            all.fields.extend(more.fields);
            all.params.extend(more.params);
        }
    }
    (all.fields, all.params)
}

/// What is needed, as a case names it: the field's own name, or 参数 and its name.
fn need_name(book: &Book, need: &Need) -> String {
    match need {
        Need::Field { kind, field, .. } => book.kind(*kind).fields[usize::from(*field)].name.clone(),
        Need::Param(param) => format!("参数.{}", book.params[param.ix()].name),
        Need::List(list) => book.lists[list.ix()].name.clone(),
        Need::Ledger(rule) | Need::Rule { rule, .. } => book.rule(*rule).name.clone(),
        Need::Choice(group) => book.exclusives[group.ix()].name.clone(),
    }
}
