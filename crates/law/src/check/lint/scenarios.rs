//! Scenarios (情景) beside the rules: rules without any, clauses that no case shows failing, expectations of clauses that are not there. It must never run one.

use std::collections::{HashMap, HashSet};

use super::super::sound;
use crate::book::{Book, Rule, RuleId};
use crate::compile::near::nearest;
use crate::span::Diagnostic;
use crate::syntax::ast::{Expected, ScenarioItem};

/// Holds the scenarios against the rules.
pub(in super::super) fn check(book: &Book, scenarios: &[&ScenarioItem], out: &mut Vec<Diagnostic>) {
    let rules = by_name(book);
    let mut shown: HashMap<RuleId, HashSet<u32>> = HashMap::new();
    let mut granted: HashSet<RuleId> = HashSet::new();
    for scenario in scenarios {
        let Some(&rule) = rules.get(scenario.rule.value.as_str()) else {
            missing(book, scenario, out);
            continue;
        };
        let failing = shown.entry(rule).or_default();
        titles(scenario, out);
        let Some(def) = book.rules.get(rule.ix()) else { continue };
        for case in &scenario.cases {
            if matches!(case.expect.outcome, Expected::Granted | Expected::Rank) {
                granted.insert(rule);
            }
            for number in &case.expect.clauses {
                if !def.clauses.iter().any(|clause| clause.number == *number) {
                    out.push(Diagnostic::error(
                        "L332",
                        case.expect.span,
                        format!("规则“{}”没有条件 {number}", def.name),
                        format!("rule '{}' has no clause {number}", def.id),
                    ));
                }
            }
            if case.expect.outcome == Expected::Refused {
                failing.extend(&case.expect.clauses);
                // Refused without numbers: where one clause or one of a single block had to hold, all of them failed.
                let only = matches!(&def.blocks[..], [block] if block.any) || def.clauses.len() == 1;
                if only && case.expect.clauses.is_empty() {
                    failing.extend(def.clauses.iter().map(|clause| clause.number));
                }
            }
        }
    }
    coverage(book, &shown, &granted, out);
}

/// Rules by both names.
fn by_name(book: &Book) -> HashMap<&str, RuleId> {
    (0_u16..)
        .zip(&book.rules)
        .flat_map(|(ix, rule)| [(rule.name.as_str(), RuleId(ix)), (rule.id.as_str(), RuleId(ix))])
        .collect()
}

fn missing(book: &Book, scenario: &ScenarioItem, out: &mut Vec<Diagnostic>) {
    let name = &scenario.rule.value;
    // The rule is there but has errors of its own, which are said already.
    if book
        .rules
        .iter()
        .any(|rule| rule.name == format!("(有错误){name}") || rule.id == format!("unsound_{name}"))
    {
        return;
    }
    let mut found = Diagnostic::error(
        "L301",
        scenario.rule.span,
        format!("没有名为“{name}”的规则"),
        format!("there is no rule '{name}'"),
    );
    found.suggestion = nearest(name, sound(book).flat_map(|rule| [rule.name.as_str(), rule.id.as_str()]));
    out.push(found);
}

fn titles(scenario: &ScenarioItem, out: &mut Vec<Diagnostic>) {
    let mut seen = HashSet::new();
    for case in &scenario.cases {
        if !seen.insert(case.title.value.as_str()) {
            out.push(Diagnostic::warning(
                "L333",
                case.title.span,
                format!("例“{}”写了两次", case.title.value),
                format!("two cases are called '{}'", case.title.value),
            ));
        }
    }
}

fn coverage(
    book: &Book,
    shown: &HashMap<RuleId, HashSet<u32>>,
    granted: &HashSet<RuleId>,
    out: &mut Vec<Diagnostic>,
) {
    for (ix, rule) in (0_u16..).zip(&book.rules).filter(|(_, rule)| super::super::is_sound(rule)) {
        match shown.get(&RuleId(ix)) {
            None => out.push(Diagnostic::warning(
                "L330",
                rule.span,
                format!("规则“{}”没有情景", rule.name),
                format!("rule '{}' has no scenario", rule.id),
            )),
            Some(failing) => {
                clauses(rule, failing, out);
                if !granted.contains(&RuleId(ix)) {
                    out.push(Diagnostic::warning(
                        "L334",
                        rule.span,
                        format!("规则“{}”没有一个例是给予", rule.name),
                        format!("no case of rule '{}' is granted", rule.id),
                    ));
                }
            }
        }
    }
}

fn clauses(rule: &Rule, failing: &HashSet<u32>, out: &mut Vec<Diagnostic>) {
    for clause in rule.clauses.iter().filter(|clause| !failing.contains(&clause.number)) {
        out.push(Diagnostic::warning(
            "L331",
            clause.span,
            format!("规则“{}”的条件 {} 没有一个例显示它不成立", rule.name, clause.number),
            format!("no case of rule '{}' shows clause {} failing", rule.id, clause.number),
        ));
    }
}
