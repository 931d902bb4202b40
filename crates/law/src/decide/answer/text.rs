//! A decision in one line: `不予享受 · 一次性吸纳就业补贴 · 条件④ 合同期限 8 个月 < 12 个月 · 依据 FS2020 第九条第一款`. It must never say more than the
//! decision does.

use super::super::record::{Outcome, Status};
use super::shape::{Answer, Decision};
use crate::syntax::ast::RuleKind;

/// All decisions, one a line.
#[must_use]
pub fn lines(answer: &Answer, chinese: bool) -> String {
    let mut text = String::new();
    for decision in &answer.decisions {
        text.push_str(&decision.text);
        text.push('\n');
        for paper in decision.papers.iter().filter(|_| decision.outcome == Outcome::Granted) {
            text.push_str(&format!("  {} {paper}\n", if chinese { "材料" } else { "paper" }));
        }
        for doubt in &decision.doubts {
            text.push_str(&format!("  {} {doubt}\n", if chinese { "疑义" } else { "doubt" }));
        }
    }
    text
}

/// One decision.
#[must_use]
pub fn line(decision: &Decision, chinese: bool) -> String {
    let rule = &decision.rule;
    let name = if chinese || rule.english.is_empty() { &rule.name } else { &rule.english };
    let subject = if chinese { &decision.subject.name } else { &decision.subject.kind };
    let mut parts = vec![head(decision, chinese).to_owned(), name.clone()];
    parts.push(format!("{subject} {}", decision.subject.id));
    reasons(decision, chinese, &mut parts);
    let failed: Vec<_> =
        decision.clauses.iter().filter(|c| decision.why.failed.contains(&c.number)).collect();
    let mut basis: Vec<&str> =
        failed.iter().flat_map(|clause| clause.basis.iter()).map(|cite| cite.text.as_str()).collect();
    if let Some(by) = &decision.why.excluded {
        basis.extend(by.basis.iter().map(|cite| cite.text.as_str()));
    }
    if basis.is_empty() {
        basis.extend(decision.basis.iter().map(|cite| cite.text.as_str()));
    }
    let mut seen: Vec<&str> = Vec::new();
    basis.retain(|text| {
        !seen.contains(text) && {
            seen.push(text);
            true
        }
    });
    if chinese {
        parts.push(format!("依据 {}", basis.join(",")));
    } else {
        parts.push(format!("basis {}", basis.join(", ")));
    }
    parts.join(" · ")
}

/// The outcome in words.
fn head(decision: &Decision, chinese: bool) -> &'static str {
    let category = decision.rule.kind == RuleKind::Category;
    match (decision.outcome, chinese) {
        (Outcome::Granted, true) if category => "符合",
        (Outcome::Granted, false) if category => "is so",
        (Outcome::Granted, true) => "给予",
        (Outcome::Granted, false) => "granted",
        (Outcome::Refused, true) if category => "不符合",
        (Outcome::Refused, false) if category => "is not so",
        (Outcome::Refused, true) => "不予享受",
        (Outcome::Refused, false) => "refused",
        (Outcome::NotInForce, true) => "不在有效期",
        (Outcome::NotInForce, false) => "not in force",
        (Outcome::Excluded, true) => "排除",
        (Outcome::Excluded, false) => "excluded",
        (Outcome::Needs, true) => "需补充",
        (Outcome::Needs, false) => "needs",
        (Outcome::Conflict, true) => "冲突",
        (Outcome::Conflict, false) => "conflict",
        (Outcome::Error, true) => "无法计算",
        (Outcome::Error, false) => "error",
    }
}

fn reasons(decision: &Decision, chinese: bool, parts: &mut Vec<String>) {
    match decision.outcome {
        Outcome::Granted => given(decision, chinese, parts),
        Outcome::Refused => {
            let failed = decision.clauses.iter().filter(|clause| {
                clause.status == Status::Failed && decision.why.failed.contains(&clause.number)
            });
            parts.extend(failed.map(|clause| clause.reason.clone()));
        }
        Outcome::NotInForce => parts.push(not_in_force(decision, chinese)),
        Outcome::Excluded => parts.extend(decision.why.excluded.iter().map(|by| by.text.clone())),
        Outcome::Needs => {
            for need in &decision.why.needs {
                let help = match (need.help.is_empty(), chinese) {
                    (true, _) => String::new(),
                    (false, true) => format!("({})", need.help),
                    (false, false) => format!(" ({})", need.help),
                };
                parts.push(format!("{}{help}", need.text));
            }
        }
        Outcome::Conflict | Outcome::Error => {}
    }
    if let Some(error) = &decision.why.error {
        parts.push(if chinese { error.zh.clone() } else { error.en.clone() });
    }
}

fn given(decision: &Decision, chinese: bool, parts: &mut Vec<String>) {
    let say = |zh: String, en: String| if chinese { zh } else { en };
    if let Some(amount) = &decision.amount {
        let capped = match (decision.capped, chinese) {
            (false, _) => "",
            (true, true) => "(封顶)",
            (true, false) => " (capped)",
        };
        parts.push(say(format!("{amount} 元{capped}"), format!("{amount} yuan{capped}")));
    }
    if let Some(months) = &decision.months {
        let months = months.as_str().map_or_else(|| months.to_string(), str::to_owned);
        parts.push(say(format!("{months} 个月"), format!("{months} months")));
    }
    if let Some(day) = decision.starts {
        parts.push(say(format!("起始 {day}"), format!("from {day}")));
    }
    if let Some(day) = decision.ends {
        parts.push(say(format!("终止 {day}"), format!("until {day}")));
    }
    for output in &decision.outputs {
        let name = if chinese || output.id.is_empty() { &output.name } else { &output.id };
        parts.push(format!("{name} {}", output.text));
    }
    if let Some(rank) = decision.rank {
        let tie =
            if decision.tied { say("(并列)".to_owned(), " (tied)".to_owned()) } else { String::new() };
        parts.push(say(format!("第 {rank} 名{tie}"), format!("rank {rank}{tie}")));
    }
    let split: Vec<_> = decision
        .split
        .iter()
        .map(|part| {
            say(format!("{} {} 元", part.who, part.amount), format!("{} {} yuan", part.who, part.amount))
        })
        .collect();
    if !split.is_empty() {
        parts.push(say(format!("分担 {}", split.join(",")), format!("borne by {}", split.join(", "))));
    }
    if let Some(fund) = &decision.fund {
        parts.push(say(format!("资金 {fund}"), format!("fund {fund}")));
    }
}

fn not_in_force(decision: &Decision, chinese: bool) -> String {
    let day = |day: Option<crate::day::Day>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
    match (decision.why.not_in_force, chinese) {
        (Some("place"), true) => "所在地区不适用".to_owned(),
        (Some("place"), false) => "does not apply at this place".to_owned(),
        (Some("known"), true) => "知悉日之后才入库".to_owned(),
        (Some("known"), false) => "taken in later than asked".to_owned(),
        (Some("replaced"), _) => {
            let by = decision.why.replaced_by.as_ref();
            if chinese {
                format!("由“{}”替代", by.map_or("", |rule| &rule.name))
            } else {
                format!("replaced by {}", by.map_or("", |rule| &rule.id))
            }
        }
        _ => {
            let (from, to) = (day(decision.interval.from), day(decision.interval.to));
            if chinese {
                format!("基准日 {} 不在 {from} 至 {to} 内", day(decision.base_day))
            } else {
                format!("base day {} is not within {from} to {to}", day(decision.base_day))
            }
        }
    }
}
