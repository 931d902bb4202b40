//! What a case expects, held against what came out. It must never forgive a difference.

use super::literal;
use crate::book::{Book, Dim, RuleId, Ty, Val};
use crate::decide::{Excluded, Facts, Outcome, Record};
use crate::num::Num;
use crate::syntax::ast::{Expect, Expected, Expr};

/// The differences, in words; empty when all is as expected.
pub(super) fn differences(
    book: &Book,
    facts: &Facts,
    expect: &Expect,
    record: &Record,
    missing: &[String],
) -> Vec<String> {
    let mut out = Vec::new();
    outcome(expect, record, &mut out);
    if !out.is_empty() {
        return out;
    }
    let rule = book.rule(record.rule);
    if let Some(expr) = &expect.amount {
        number(book, "金额", expr, Dim::MONEY, record.fen.map(Num::int), &mut out);
    }
    if let Some(expr) = &expect.months {
        number(book, "月数", expr, Dim::MONTH, record.months, &mut out);
    }
    if let Some(day) = &expect.starts
        && record.starts != Some(day.value)
    {
        out.push(format!("起始应为 {},实为 {:?}", day.value, record.starts.map(|d| d.to_string())));
    }
    if let Some(day) = &expect.ends
        && record.ends != Some(day.value)
    {
        out.push(format!("终止应为 {},实为 {:?}", day.value, record.ends.map(|d| d.to_string())));
    }
    for (name, expr) in &expect.outputs {
        let found = record.outputs.iter().find(|(ix, _)| {
            let local = &rule.locals[usize::from(*ix)];
            local.name == name.value || local.id == name.value
        });
        match found {
            None => out.push(format!("没有名为“{}”的给出", name.value)),
            Some((ix, value)) => {
                output(book, &name.value, expr, rule.locals[usize::from(*ix)].ty, value, &mut out)
            }
        }
    }
    for (who, expr) in &expect.shares {
        let part = record.split.iter().find(|(name, _)| *name == who.value).map(|(_, fen)| Num::int(*fen));
        number(book, &format!("分担 {}", who.value), expr, Dim::MONEY, part, &mut out);
    }
    if expect.capped && !record.capped {
        out.push("应封顶,实未封顶".to_owned());
    }
    if expect.outcome == Expected::Refused && !expect.clauses.is_empty() {
        let failed: Vec<u32> = crate::decide::failing(rule, &record.clauses)
            .map(|ix| rule.clauses[usize::from(ix)].number)
            .collect();
        if failed != expect.clauses {
            out.push(format!("不符条款应为 {:?},实为 {failed:?}", expect.clauses));
        }
    }
    if let Some(by) = &expect.by {
        let rules = match &record.excluded {
            Some(Excluded::Ledger { rule, .. } | Excluded::Rule { rule, .. }) => vec![*rule],
            Some(Excluded::Times { .. } | Excluded::Cap { .. }) => vec![record.rule],
            None => Vec::new(),
        };
        let named = |id: &RuleId| book.rule(*id).name == by.value || book.rule(*id).id == by.value;
        if !rules.iter().any(named) {
            out.push(format!("应被“{}”排除,实被 {:?} 排除", by.value, record.excluded));
        }
    }
    for path in &expect.needs {
        let wanted = path.iter().map(|step| step.name.value.as_str()).collect::<Vec<_>>().join(".");
        let last = path.last().map(|step| step.name.value.as_str()).unwrap_or_default();
        if !missing.iter().any(|name| name == last || *name == wanted) {
            out.push(format!("应需补充“{wanted}”,实需 {missing:?}"));
        }
    }
    if let Some(rank) = expect.rank
        && record.rank.map(|rank| rank.place) != Some(rank)
    {
        out.push(format!("应为第{rank}名,实为 {:?}", record.rank));
    }
    let _ = facts;
    out
}

fn outcome(expect: &Expect, record: &Record, out: &mut Vec<String>) {
    let wanted = match expect.outcome {
        Expected::Granted | Expected::Rank => Outcome::Granted,
        Expected::Refused => Outcome::Refused,
        Expected::NotInForce => Outcome::NotInForce,
        Expected::Excluded => Outcome::Excluded,
        Expected::Needs => Outcome::Needs,
        Expected::Conflict => Outcome::Conflict,
    };
    if wanted != record.outcome {
        out.push(format!(
            "结果应为 {wanted:?},实为 {:?}({:?} {:?})",
            record.outcome, record.clauses, record.fault
        ));
    }
}

fn number(book: &Book, what: &str, expr: &Expr, dim: Dim, value: Option<Num>, out: &mut Vec<String>) {
    output(book, what, expr, Ty::Num(dim), &value.map_or(Val::Unknown, Val::Num), out);
}

fn output(book: &Book, what: &str, expr: &Expr, ty: Ty, value: &Val, out: &mut Vec<String>) {
    match literal::value(book, expr, ty) {
        Err((zh, _)) => out.push(format!("{what}:{zh}")),
        Ok(wanted) if wanted != *value => out.push(format!("{what}应为 {wanted:?},实为 {value:?}")),
        Ok(_) => {}
    }
}
