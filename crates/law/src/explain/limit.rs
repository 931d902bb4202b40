//! How often, how much in all, from which money, and how a rule stands to others. It must never decide which of two rules wins.

use super::cites;
use super::names::Words;
use crate::book::{Choice, RelationKind};

/// 次数, 上限.
pub(super) fn limits(words: &Words<'_>) -> Vec<String> {
    let rule = words.rule();
    let mut lines = Vec::new();
    for times in &rule.times {
        let (each, limit) = (words.each(times.per, times.kind), words.term(times.limit));
        let window = times.window.map(|window| words.term(window));
        lines.push(match (words.chinese, window, times.yearly) {
            (true, Some(window), _) => format!("{each}在{window}期间至多 {limit} 次。"),
            (true, None, true) => format!("{each}每年至多 {limit} 次。"),
            (true, None, false) => format!("{each}至多 {limit} 次。"),
            (false, Some(window), _) => format!("At most {limit} time(s) for {each} within {window}."),
            (false, None, true) => format!("At most {limit} time(s) a year for {each}."),
            (false, None, false) => format!("At most {limit} time(s) for {each}."),
        });
    }
    for cap in &rule.caps {
        let (each, limit) = (words.each(cap.per, cap.kind), words.term(cap.limit));
        lines.push(match (words.chinese, cap.yearly) {
            (true, true) => format!("{each}每年合计不超过{limit};超出的部分不给。"),
            (true, false) => format!("{each}合计不超过{limit};超出的部分不给。"),
            (false, true) => {
                format!("In all at most {limit} a year for {each}; what goes beyond is not paid.")
            }
            (false, false) => format!("In all at most {limit} for {each}; what goes beyond is not paid."),
        });
    }
    lines
}

/// 资金, 分担.
pub(super) fn money(words: &Words<'_>) -> Vec<String> {
    let rule = words.rule();
    let mut lines = Vec::new();
    let funds: Vec<String> = rule
        .funds
        .iter()
        .map(|(name, share)| {
            let part = share.map(|share| format!(" {}", percent(share))).unwrap_or_default();
            format!("{}{part}", words.quoted(name))
        })
        .collect();
    if !funds.is_empty() {
        let shared = rule.funds.iter().any(|(_, share)| share.is_some());
        lines.push(match (words.chinese, shared || funds.len() == 1) {
            (true, true) => format!("资金来源:{}。", words.list(&funds)),
            (true, false) => format!("资金来源:{};没有另外指定时用第一项。", funds.join("或")),
            (false, true) => format!("Paid from {}.", words.list(&funds)),
            (false, false) => {
                format!("Paid from {}; the first unless another is proposed.", funds.join(" or "))
            }
        });
    }
    let shares: Vec<String> = rule
        .shares
        .iter()
        .map(|share| {
            let rest = words.either("其余", "the rest").to_owned();
            format!("{} {}", words.quoted(&share.who), share.part.map_or(rest, percent))
        })
        .collect();
    if !shares.is_empty() {
        lines.push(if words.chinese {
            format!("分担:{}。", words.list(&shares))
        } else {
            format!("Borne by {}.", words.list(&shares))
        });
    }
    lines
}

fn percent(part: crate::num::Num) -> String {
    match part.times(crate::num::Num::int(100)) {
        Some(whole) if whole.is_whole() => format!("{whole}%"),
        _ => format!("{}/{}", part.numerator(), part.denominator()),
    }
}

/// Replaces, adds, excludes, clashes, asks.
pub(super) fn relations(words: &Words<'_>) -> Vec<String> {
    let rule = words.rule();
    let name = |id| words.quoted(&words.rule_name(id));
    let end = words.either("。", ".");
    let mut lines = Vec::new();
    for relation in &rule.relations {
        let (zh, en) = match relation.kind {
            RelationKind::Replaces => ("替代", "It replaces "),
            RelationKind::Adds => ("补充", "It adds to "),
            RelationKind::CarriesOut => ("实施", "It carries out "),
            RelationKind::DependsOn => ("依附于", "It depends on "),
        };
        lines.push(format!("{}{}{end}", words.either(zh, en), name(relation.rule)));
    }
    for other in &rule.replaced_by {
        let lead = words.either(
            "在其适用的地区和时间内,被以下规则替代:",
            "Where and when it applies, it is replaced by ",
        );
        lines.push(format!("{lead}{}{end}", name(*other)));
    }
    for group in &rule.groups {
        lines.push(exclusive(words, &words.book.exclusives[group.ix()]));
    }
    for conflict in words.book.conflicts.iter().filter(|it| it.members.contains(&words.id)) {
        let others: Vec<String> =
            conflict.members.iter().filter(|id| **id != words.id).map(|id| name(*id)).collect();
        let how = match (conflict.prevails, words.chinese) {
            (Some(winner), true) => format!("以{}为准", name(winner)),
            (Some(winner), false) => format!("{} prevails", name(winner)),
            (None, true) if conflict.open => "怎样处理尚未决定".to_owned(),
            (None, true) => "两者并行".to_owned(),
            (None, false) if conflict.open => "nobody has decided yet which prevails".to_owned(),
            (None, false) => "both stand".to_owned(),
        };
        lines.push(if words.chinese {
            format!("与{}不一致:{how}。", words.list(&others))
        } else {
            format!("It conflicts with {}: {how}.", words.list(&others))
        });
    }
    let asks: Vec<String> = super::arrange::asked(words, words.id).into_iter().map(name).collect();
    if !asks.is_empty() {
        lines.push(format!("{}{}{end}", words.either("要先看:", "It asks first: "), words.list(&asks)));
    }
    let asking: Vec<String> = super::arrange::asking(words).into_iter().map(name).collect();
    if !asking.is_empty() {
        lines.push(format!(
            "{}{}{end}",
            words.either("被以下规则用到:", "It is asked by "),
            words.list(&asking)
        ));
    }
    lines
}

fn exclusive(words: &Words<'_>, group: &crate::book::Exclusive) -> String {
    let others: Vec<String> = group
        .members
        .iter()
        .filter(|(id, _)| *id != words.id)
        .map(|(id, _)| words.quoted(&words.rule_name(*id)))
        .collect();
    let (others, kind) = (words.list(&others), words.kind(group.per));
    let choice = match (group.choice, words.chinese) {
        (Choice::Applicant, true) => "由申请人选择",
        (Choice::Higher, true) => "取金额高的",
        (Choice::Earlier, true) => "先批的在先",
        (Choice::Applicant, false) => "the applicant chooses",
        (Choice::Higher, false) => "the higher amount is taken",
        (Choice::Earlier, false) => "what was granted first stands",
    };
    let time = match (group.over_time, words.chinese) {
        (true, true) => ",以前时期享受过的也算",
        (true, false) => ", grants of earlier times included",
        (false, _) => "",
    };
    let basis = cites(&group.basis, words.chinese);
    if words.chinese {
        format!("同一{kind}不能与{others}同时享受{time};{choice}({basis})。")
    } else {
        format!("One {kind} cannot have it together with {others}{time}; {choice} ({basis}).")
    }
}
