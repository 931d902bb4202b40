//! What a rule gives: money, months, days, outputs, ranks, and the exceptions to them. It must never compute.

use super::cites;
use super::names::Words;
use crate::book::{RuleKind, Ty};

/// What follows when the conditions hold.
pub(super) fn grants(words: &Words<'_>) -> Vec<String> {
    let rule = words.rule();
    let mut lines = Vec::new();
    let mut say = |zh: &str, en: &str, text: String| {
        lines.push(if words.chinese { format!("{zh}{text}。") } else { format!("{en}{text}.") });
    };
    for (ix, local) in rule.locals.iter().enumerate().filter(|(_, local)| local.output) {
        let Ok(ix) = u16::try_from(ix) else { continue };
        let (name, value) = (words.local(rule, ix), words.term(local.node));
        say("给出", "It gives ", format!("{name}{}{value}", words.either(":", ": ")));
    }
    if let Some(node) = rule.amount {
        say("金额:", "Amount: ", words.term(node));
    }
    if let Some(node) = rule.at_most {
        say("金额最高不超过", "The amount is at most ", words.term(node));
    }
    if let Some(node) = rule.months {
        say("月数:", "Number of months: ", words.term(node));
    }
    if let Some(node) = rule.starts {
        say("自", "From ", format!("{}{}", words.term(node), words.either("起", " on")));
    }
    if let Some(node) = rule.ends {
        say("至", "Until ", format!("{}{}", words.term(node), words.either("止", ", that day included")));
    }
    for exception in &rule.exceptions {
        let (what, when) = (words.target(rule, exception.target), words.holds(exception.when));
        let basis = match exception.basis.is_empty() {
            true => String::new(),
            false if words.chinese => format!("({})", cites(&exception.basis, true)),
            false => format!(" ({})", cites(&exception.basis, false)),
        };
        let value = words.term(exception.value);
        if words.chinese {
            say("例外:", "", format!("{when}的,{what}为{value}{basis}"));
        } else {
            say("", "Exception: ", format!("where {when}, the {what} is {value}{basis}"));
        }
    }
    lines.extend(ranks(words));
    if lines.is_empty() && rule.kind == RuleKind::Benefit {
        lines.push(words.either("不涉及金额。", "No money is involved.").to_owned());
    }
    lines
}

/// 次序, 抽签.
fn ranks(words: &Words<'_>) -> Vec<String> {
    let rule = words.rule();
    let mut lines = Vec::new();
    for (ix, key) in rule.order.iter().enumerate() {
        let truth = words.book.ty(key.value) == Ty::Bool;
        let what = if truth { words.holds(key.value) } else { words.term(key.value) };
        let (zh, en) = match (truth, key.descending) {
            (true, true) => ("的在前", "those come first for which "),
            (true, false) => ("的在后", "those come last for which "),
            (false, true) => ("大的在前", "the larger comes first: "),
            (false, false) => ("小的在前", "the smaller comes first: "),
        };
        let number = ix + 1;
        lines.push(if words.chinese {
            format!("次序 {number}:{what}{zh}。")
        } else {
            format!("Order {number}: {en}{what}.")
        });
    }
    if let Some(lot) = rule.lot {
        let lot = words.term(lot);
        lines.push(if words.chinese {
            format!("仍相同的,按{lot}小的在前。")
        } else {
            format!("Ties are broken by {lot}, the smaller first.")
        });
    }
    lines
}
