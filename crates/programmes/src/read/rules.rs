//! Rules that programmes decide by. It must never let a rule be asked about nothing, nor a field state what nobody could keep.

use anye_forms::table::{Tab, Text};

use super::{Names, unknown};
use crate::law::{RuleInfo, RuleKind};
use crate::model::{Field, FieldKind, RuleUse, SubjectKind};

/// `rule = "ID"` with `thing`, or `rules = [{ rule, thing, required }]`.
pub(super) fn read<'a>(
    tab: &Tab<'_>,
    subject: SubjectKind,
    fields: &[Field],
    names: &Names<'a>,
) -> (Vec<RuleUse>, Vec<&'a RuleInfo>) {
    let (mut uses, mut infos) = (Vec::new(), Vec::new());
    let mut rows = tab.tabs("rules");
    rows.iter().for_each(|row| row.keys(&["rule", "thing", "required"]));
    if tab.has("rule") {
        rows.push(*tab);
    }
    for row in &rows {
        let Some(text) = row.need_text("rule") else { continue };
        let thing = row.text("thing");
        let required = tab.has("rules") && row.at != tab.at && row.flag("required").unwrap_or(false);
        if let Some(law) = names.law {
            let Some(info) = law.rules.get(text.value) else {
                let all = law.rules.keys().map(String::as_str);
                unknown(&row.file, text.at, "P108", ("规则", "rule"), text.value, all);
                continue;
            };
            if !matches!(info.kind, RuleKind::Benefit | RuleKind::Recognition) {
                row.file.error(
                    text.at,
                    "P222",
                    format!("“{}”是测算或排序,不能据以决定", text.value),
                    format!("'{}' computes or ranks; nothing can be decided by it", text.value),
                );
            }
            about(row, &text, thing.as_ref(), info, subject, fields);
            infos.push(info);
        }
        let thing = thing.map(|text| text.value.to_owned());
        uses.push(RuleUse { rule: text.value.to_owned(), thing, required });
    }
    (uses, infos)
}

/// The thing the rule is asked about.
fn about(
    row: &Tab<'_>,
    rule: &Text<'_>,
    thing: Option<&Text<'_>>,
    info: &RuleInfo,
    subject: SubjectKind,
    fields: &[Field],
) {
    let own = subject.kind() == Some(info.subject.as_str());
    match thing {
        None if own => {}
        None => row.file.error(
            rule.at,
            "P212",
            format!("规则“{}”的对象是“{}”,要用 thing 写明是哪一个", rule.value, info.subject),
            format!("the rule '{}' is about {}: `thing` has to say which", rule.value, info.subject),
        ),
        Some(text) if text.value == "new" => {}
        Some(text) => {
            let field = fields.iter().find(|field| field.id == text.value);
            let fits = field.map(|field| match &field.kind {
                FieldKind::Subject(kind) => kind.kind() == Some(info.subject.as_str()),
                FieldKind::Entry(_) => true,
                _ => false,
            });
            match fits {
                None => {
                    let all = fields.iter().map(|field| field.id.as_str()).chain(["new"]);
                    unknown(&row.file, text.at, "P101", ("字段", "field"), text.value, all);
                }
                Some(false) => row.file.error(
                    text.at,
                    "P212",
                    format!("字段“{}”不是“{}”", text.value, info.subject),
                    format!("the field '{}' names none of {}", text.value, info.subject),
                ),
                Some(true) => {}
            }
        }
    }
}

/// A field states a fact of what the programme is about, or of what its rules read; another one nobody could keep.
pub(super) fn told_facts(
    tab: &Tab<'_>,
    fields: &[Field],
    kinds: &[&str],
    rules: &[&RuleInfo],
    names: &Names<'_>,
) {
    if names.law.is_none() {
        return;
    }
    let kind_of = |fact: &str| fact.split('.').next().unwrap_or_default().to_owned();
    let rows = tab.tabs("field");
    for field in fields {
        let Some(fact) = &field.fact else { continue };
        let kind = kind_of(fact);
        let read = rules.iter().any(|rule| rule.reads.iter().any(|read| kind_of(read) == kind));
        if !read && !kinds.contains(&kind.as_str()) {
            let row = rows.iter().find(|row| row.text("id").is_some_and(|id| id.value == field.id));
            row.unwrap_or(tab).file.error(
                row.map_or(tab.at, |row| row.place("fact")),
                "P221",
                format!("“{fact}”不是本业务对象的情况"),
                format!("'{fact}' is no fact of what this programme is about"),
            );
        }
    }
}
