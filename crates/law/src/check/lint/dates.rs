//! Dates of one rule (有效, 起始, 终止, 月数): ends before starts, more months than the rule lasts. It must never judge ends that a parameter decides.

use super::super::fold::Fold;
use super::super::interval::{End, window};
use crate::book::{Book, Rule, Valid};
use crate::day::Day;
use crate::span::Diagnostic;

/// Looks at the constant dates of a rule.
pub(in super::super) fn check(book: &Book, rule: &Rule, out: &mut Vec<Diagnostic>) {
    let fold = Fold::new(book, rule);
    if let (End::On(from), End::On(to)) = window(book, rule) {
        let span = match rule.valid {
            Valid::Between(Some(from), Some(to)) => book.spans[from.ix()].to(book.spans[to.ix()]),
            Valid::Window(id) => book.spans[id.ix()],
            _ => rule.span,
        };
        if to < from {
            out.push(Diagnostic::error(
                "L205",
                span,
                format!("有效期的终止({to})早于起始({from})"),
                format!("the rule ends ({to}) before it starts ({from})"),
            ));
        } else {
            months(&fold, rule, from, to, out);
        }
    }
    if let (Some(starts), Some(ends)) = (rule.starts, rule.ends)
        && let (Some(from), Some(to)) = (fold.day(starts), fold.day(ends))
        && to < from
    {
        out.push(Diagnostic::error(
            "L205",
            book.spans[ends.ix()],
            format!("终止({to})早于起始({from})"),
            format!("the benefit ends ({to}) before it starts ({from})"),
        ));
    }
}

fn months(fold: &Fold<'_>, rule: &Rule, from: Day, to: Day, out: &mut Vec<Diagnostic>) {
    let Some(node) = rule.months else { return };
    let Some(months) = fold.num(node) else { return };
    let lasts = to.plus_days(1).map_or(0, |after| from.whole_months_to(after));
    let begun = lasts.saturating_add(1);
    if months > crate::num::Num::int(begun) {
        out.push(Diagnostic::warning(
            "L250",
            fold.book.spans[node.ix()],
            format!("月数 {months} 个月,比规则有效的 {begun} 个月还长:请核对是否超出有效期"),
            format!("{months} months are more than the {begun} months for which the rule is in force"),
        ));
    }
}
