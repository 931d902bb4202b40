//! Whom a rule concerns, where and when it is in force, and what must hold. It must never leave a clause out.

use super::cites;
use super::names::Words;
use crate::book::{Block, Clause, Node, RuleKind, Valid};
use crate::decide::answer::show;

/// The sort of a rule in a word.
pub(super) const fn sort(kind: RuleKind, chinese: bool) -> &'static str {
    match (kind, chinese) {
        (RuleKind::Benefit, true) => "待遇",
        (RuleKind::Category, true) => "认定",
        (RuleKind::Calculation, true) => "测算",
        (RuleKind::Ranking, true) => "排序",
        (RuleKind::Benefit, false) => "benefit",
        (RuleKind::Category, false) => "category",
        (RuleKind::Calculation, false) => "calculation",
        (RuleKind::Ranking, false) => "ranking",
    }
}

/// What is decided, about what, and who receives.
pub(super) fn about(words: &Words<'_>) -> Vec<String> {
    let rule = words.rule();
    let thing = words.kind(rule.subject);
    let first = match (rule.kind, words.chinese) {
        (RuleKind::Benefit, true) => format!("对每个{thing}分别决定是否给予。"),
        (RuleKind::Category, true) => format!("对每个{thing}认定是或否。"),
        (RuleKind::Calculation, true) => format!("对每个{thing}进行测算。"),
        (RuleKind::Ranking, true) => format!("对符合条件的{thing}排出名次。"),
        (RuleKind::Benefit, false) => format!("It is decided for each {thing} whether it is granted."),
        (RuleKind::Category, false) => format!("It says of each {thing} whether it belongs here."),
        (RuleKind::Calculation, false) => format!("It computes values for each {thing}."),
        (RuleKind::Ranking, false) => format!("It ranks each {thing} that meets the conditions."),
    };
    let mut lines = vec![first];
    if rule.kind == RuleKind::Benefit {
        let who = rule.payee.map_or_else(
            || if words.chinese { thing.clone() } else { format!("the {thing}") },
            |payee| words.term(payee),
        );
        lines.push(if words.chinese { format!("由{who}享受。") } else { format!("It goes to {who}.") });
    }
    if !rule.note.is_empty() {
        lines.push(words.quoted(&rule.note));
    }
    if let Some(topic) = &rule.topic {
        lines.push(format!("{}{}", words.either("事项:", "Topic: "), words.quoted(topic)));
    }
    lines
}

/// Place, days, and which day counts.
pub(super) fn validity(words: &Words<'_>) -> Vec<String> {
    let rule = words.rule();
    let place = &rule.place;
    let mut lines = vec![if words.chinese {
        format!("适用于编码 {place} 的地区及其下级。")
    } else {
        format!("It applies in the area coded {place} and below.")
    }];
    let term = |node| words.term(node);
    lines.push(match (rule.valid, words.chinese) {
        (Valid::Always, true) => "没有规定有效期限。".to_owned(),
        (Valid::Always, false) => "No end of validity is named.".to_owned(),
        (Valid::Window(node), true) => format!("有效期:{}。", term(node)),
        (Valid::Window(node), false) => format!("In force: {}.", term(node)),
        (Valid::Between(Some(a), Some(b)), true) => format!("有效期:{}至{}(含首尾两日)。", term(a), term(b)),
        (Valid::Between(Some(a), Some(b)), false) => {
            format!("In force from {} to {}, both included.", term(a), term(b))
        }
        (Valid::Between(Some(a), None), true) => format!("自{}起有效。", term(a)),
        (Valid::Between(Some(a), None), false) => format!("In force from {}.", term(a)),
        (Valid::Between(None, Some(b)), true) => format!("有效至{}(含当日)。", term(b)),
        (Valid::Between(None, Some(b)), false) => format!("In force until {}, that day included.", term(b)),
        (Valid::Between(None, None), true) => "没有规定有效期限。".to_owned(),
        (Valid::Between(None, None), false) => "No end of validity is named.".to_owned(),
    });
    if !matches!(words.book.node(rule.as_of), Node::Today) && !matches!(rule.valid, Valid::Always) {
        let day = term(rule.as_of);
        lines.push(if words.chinese {
            format!("是否在有效期内,看{day}。")
        } else {
            format!("What must lie in that time is {day}.")
        });
    }
    if let Some(known) = rule.known {
        let day = words.day(known);
        lines.push(if words.chinese {
            format!("{day}起收入规则库。")
        } else {
            format!("In the rule book since {day}.")
        });
    }
    lines
}

/// Blocks and clauses, with the figures they use.
pub(super) fn conditions(words: &Words<'_>) -> Vec<String> {
    let rule = words.rule();
    let mut lines = Vec::new();
    for (ix, local) in rule.locals.iter().enumerate().filter(|(_, local)| !local.output) {
        let Ok(ix) = u16::try_from(ix) else { continue };
        let (name, value) = (words.local(rule, ix), words.term(local.node));
        lines.push(if words.chinese {
            format!("{name}指:{value}。")
        } else {
            format!("{name} is {value}.")
        });
    }
    for block in &rule.blocks {
        let (from, to) = (usize::from(block.clauses.0), usize::from(block.clauses.1));
        let clauses = rule.clauses.get(from..to).unwrap_or_default();
        if let Some(head) = opening(words, block, clauses.len()) {
            lines.push(head);
        }
        lines.extend(clauses.iter().map(|clause| one(words, clause)));
    }
    if rule.blocks.is_empty() && rule.kind != RuleKind::Calculation {
        lines.push(words.either("没有条件。", "There are no conditions.").to_owned());
    }
    lines
}

fn opening(words: &Words<'_>, block: &Block, count: usize) -> Option<String> {
    let text = match (block.any, count) {
        (_, 0 | 1) => return None,
        (true, _) => words.either("以下各项至少符合一项:", "At least one of these must hold:"),
        (false, _) => words.either("以下各项都必须符合:", "All of these must hold:"),
    };
    Some(text.to_owned())
}

fn one(words: &Words<'_>, clause: &Clause) -> String {
    let number = show::circled(clause.number);
    let label =
        if words.chinese && !clause.label.is_empty() { format!("{}:", clause.label) } else { String::new() };
    let basis = match clause.basis.is_empty() {
        true => String::new(),
        false if words.chinese => format!("({})", cites(&clause.basis, true)),
        false => format!(" ({})", cites(&clause.basis, false)),
    };
    format!("{number} {label}{}{basis}{}", words.holds(clause.test), words.either("。", "."))
}
