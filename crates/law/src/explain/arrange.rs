//! What stands round a rule: parameters with their values, doubts, papers, facts to fill in, citations. It must never hide that a value is missing.

use std::collections::BTreeSet;

use super::cites;
use super::names::Words;
use crate::book::{Node, NodeId, ParamId, RuleId};
use crate::day::Day;
use crate::decide::{Reads, kinds, reads};

/// A parameter or list is written out with at most this many values.
const MOST_VALUES: usize = 12;

fn own(words: &Words<'_>) -> Reads {
    reads(words.book, words.id)
}

/// Parameters and lists the rule reads, with values or why there are none.
pub(super) fn parameters(words: &Words<'_>) -> Vec<String> {
    let found = own(words);
    let mut lines: Vec<String> = found.params.iter().map(|id| parameter(words, *id)).collect();
    for id in &found.lists {
        let list = &words.book.lists[id.ix()];
        let items: BTreeSet<String> = list.rows.iter().map(|row| words.value(list.ty, &row.item)).collect();
        let count = items.len();
        let mut shown = words.list(&items.into_iter().take(MOST_VALUES).collect::<Vec<_>>());
        if count > MOST_VALUES {
            shown.push_str(&if words.chinese {
                format!("等 {count} 项")
            } else {
                format!(" and others, {count} in all")
            });
        }
        let open = if list.open {
            words.either("(开放:不在其中的视为未知)", " (open: what is not on it is unknown)")
        } else {
            ""
        };
        let name = words.quoted(&words.list_name(*id));
        lines.push(if words.chinese {
            format!("清单{name}:{shown}{open}。")
        } else {
            format!("List {name}: {shown}{open}.")
        });
    }
    lines
}

/// One parameter with all its values.
pub(super) fn parameter(words: &Words<'_>, id: ParamId) -> String {
    let param = &words.book.params[id.ix()];
    let name = words.quoted(&words.param_name(id));
    let values: Vec<String> = param
        .values
        .iter()
        .take(MOST_VALUES)
        .map(|value| {
            let what = words.value(param.ty, &value.value);
            let when = when(words, value.from, value.to);
            if words.chinese {
                format!("{what}(地区 {}{when})", value.place)
            } else {
                format!("{what} (area {}{when})", value.place)
            }
        })
        .collect();
    let mut text = if values.is_empty() {
        let why = param.unset.as_deref().map(|why| words.quoted(why)).unwrap_or_default();
        if words.chinese {
            format!("{name}:尚无数值{why}")
        } else {
            format!("{name}: no value yet {why}").trim_end().to_owned()
        }
    } else {
        format!("{name}{}{}", words.either(":", ": "), words.list(&values))
    };
    if let Some((low, high)) = &param.range {
        let (low, high) = (words.value(param.ty, low), words.value(param.ty, high));
        text.push_str(&if words.chinese {
            format!(";应在{low}至{high}之间")
        } else {
            format!("; must lie from {low} to {high}")
        });
    }
    if let Some(level) = &param.level {
        text.push_str(&if words.chinese {
            format!(";由{level}级确定")
        } else {
            format!("; set by {}", tier(level))
        });
    }
    text.push_str(words.either("。", "."));
    text
}

fn tier(level: &str) -> &str {
    match level {
        "省" => "the province",
        "市" => "the city",
        "县" => "the county",
        "国家" => "the state",
        _ => "the authority named there",
    }
}

fn when(words: &Words<'_>, from: Day, to: Day) -> String {
    match (from == Day::MIN, to == Day::MAX, words.chinese) {
        (true, true, _) => String::new(),
        (false, true, true) => format!(",自{}起", words.day(from)),
        (false, true, false) => format!(", from {}", words.day(from)),
        (true, false, true) => format!(",至{}", words.day(to)),
        (true, false, false) => format!(", to {}", words.day(to)),
        (false, false, true) => format!(",{}至{}", words.day(from), words.day(to)),
        (false, false, false) => format!(", {} to {}", words.day(from), words.day(to)),
    }
}

/// 疑义 of the rule and of what it reads.
pub(super) fn doubts(words: &Words<'_>) -> Vec<String> {
    let mut texts: Vec<&String> = words.rule().doubts.iter().collect();
    for id in own(words).params {
        texts.extend(&words.book.params[id.ix()].doubts);
    }
    let mut seen = BTreeSet::new();
    texts.retain(|text| seen.insert(*text));
    texts.into_iter().map(|text| words.quoted(text)).collect()
}

/// 材料, 办理, 另可.
pub(super) fn practice(words: &Words<'_>) -> Vec<String> {
    let rule = words.rule();
    let mut lines = Vec::new();
    let mut say = |zh: &str, en: &str, what: String| {
        lines.push(format!("{}{what}{}", words.either(zh, en), words.either("。", ".")));
    };
    if !rule.papers.is_empty() {
        let papers: Vec<String> = rule.papers.iter().map(|paper| words.quoted(paper)).collect();
        say("材料:", "Papers: ", words.list(&papers));
    }
    if let Some(place) = &rule.apply_at {
        say("到哪里办:", "Where to apply: ", words.quoted(place));
    }
    if !rule.instead.is_empty() {
        let names: Vec<String> = rule.instead.iter().map(|id| words.quoted(&words.rule_name(*id))).collect();
        say("不符合的,可以看看:", "When it does not fit, see ", words.list(&names));
    }
    lines
}

/// Facts by kind, with their type; what a person must find is marked.
pub(super) fn facts(words: &Words<'_>) -> Vec<String> {
    let found = own(words);
    let mut lines = Vec::new();
    for kind in kinds(words.book, words.id, &found) {
        let fields: Vec<String> = found
            .fields
            .iter()
            .filter(|(of, _)| *of == kind)
            .map(|(_, ix)| &words.book.kind(kind).fields[usize::from(*ix)])
            .map(|field| {
                let finding =
                    if field.finding { words.either(",由人认定", ", found by a person") } else { "" };
                let (open, close) = (words.either("(", " ("), words.either(")", ")"));
                format!("{}{open}{}{finding}{close}", words.field_name(field), words.ty(field.ty))
            })
            .collect();
        if !fields.is_empty() {
            let (name, colon, end) = (words.kind(kind), words.either(":", ": "), words.either("。", "."));
            lines.push(format!("{name}{colon}{}{end}", words.list(&fields)));
        }
    }
    if !found.ledger.is_empty() {
        let names: Vec<String> = found.ledger.iter().map(|id| words.quoted(&words.rule_name(*id))).collect();
        let lead = words.either("台账(以前的享受记录):", "Ledger (earlier grants): ");
        lines.push(format!("{lead}{}{}", words.list(&names), words.either("。", ".")));
    }
    lines
}

/// 依据, 需求.
pub(super) fn basis(words: &Words<'_>) -> Vec<String> {
    let rule = words.rule();
    let end = words.either("。", ".");
    let mut lines = vec![format!("{}{end}", cites(&rule.basis, words.chinese))];
    if !rule.covers.is_empty() {
        let lead = words.either("需求条目:", "Rows of the requirement table: ");
        lines.push(format!("{lead}{}{end}", words.list(&rule.covers)));
    }
    lines
}

/// Rules whose answer this one asks for directly.
pub(super) fn asked(words: &Words<'_>, id: RuleId) -> BTreeSet<RuleId> {
    let rule = words.book.rule(id);
    let mut found = BTreeSet::new();
    let mut open: Vec<NodeId> = crate::scenario::roots(rule);
    while let Some(node) = open.pop() {
        if let Node::Fulfils(other, _) | Node::Result(other, ..) = words.book.node(node) {
            found.insert(*other);
        }
        open.extend(crate::scenario::children(words.book.node(node)));
    }
    found.remove(&id);
    found
}

/// Rules that ask for this one's answer.
pub(super) fn asking(words: &Words<'_>) -> BTreeSet<RuleId> {
    (0..words.book.rules.len())
        .filter_map(|ix| u16::try_from(ix).ok().map(RuleId))
        .filter(|id| *id != words.id && asked(words, *id).contains(&words.id))
        .collect()
}
