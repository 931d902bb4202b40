//! One question as it stands in the form: what is asked, how it may be answered. It must never ask for what only an office can find.

use anye_law::book::{Dim, KindId, Ty};
use anye_law::decide::answer::unit;
use anye_web::Frame;

use super::answers::{Answers, NOT_KNOWN};
use crate::Policy;
use crate::choice::Choice;
use crate::plain::{rule_name, spaced};

/// A question.
pub struct Question {
    /// Name of the form field.
    pub name: String,
    /// Kind and field.
    pub key: String,
    /// Id in the page.
    pub id: String,
    /// What is asked.
    pub label: String,
    /// About what.
    pub about: String,
    /// Help, in Chinese as the dictionary has it.
    pub help: String,
    /// Choices; empty: something is typed.
    pub choices: Vec<Choice>,
    /// What was typed.
    pub value: String,
    /// Unit or how to write it.
    pub hint: String,
    /// What is wrong with the answer.
    pub error: Option<String>,
}

/// A field as a question.
pub fn question(policy: &Policy, frame: &Frame, answers: &Answers, kind: KindId, field: u16) -> Question {
    let book = policy.book();
    let chinese = frame.texts.lang == anye_base::Lang::Zh;
    let def = book.kind(kind);
    let field = &def.fields[usize::from(field)];
    let value = answers.said.get(&(def.id.clone(), field.id.clone())).cloned().unwrap_or_default();
    let mut choices = match field.ty {
        Ty::Bool => {
            vec![Choice::new("yes", frame.t("law-yes"), &value), Choice::new("no", frame.t("law-no"), &value)]
        }
        Ty::Enum(id) => {
            let members = &book.enums[id.ix()].members;
            members
                .iter()
                .map(|(zh, en)| Choice::new(en, if chinese { zh.clone() } else { spaced(en) }, &value))
                .collect()
        }
        _ => Vec::new(),
    };
    if !choices.is_empty() {
        choices.push(Choice::new(NOT_KNOWN, frame.t("law-not-known"), &value));
    }
    let hint = match field.ty {
        Ty::Date => frame.t("law-hint-date"),
        Ty::Month => frame.t("law-hint-month"),
        Ty::Num(Dim::NUMBER) => frame.t("law-hint-number"),
        Ty::Num(_) => frame.t1("law-hint-unit", "unit", unit(book, field.ty, chinese)),
        _ => String::new(),
    };
    Question {
        name: format!("f.{}.{}", def.id, field.id),
        key: format!("{}.{}", def.id, field.id),
        id: format!("f-{}-{}", def.id, field.id),
        label: if chinese { field.name.clone() } else { spaced(&field.id) },
        about: policy.kind_name(kind, chinese),
        help: if field.help == field.name { String::new() } else { field.help.clone() },
        choices,
        value: if value == NOT_KNOWN { String::new() } else { value },
        hint,
        error: None,
    }
}

/// Which of several benefits, of which only one can be had.
pub fn group(policy: &Policy, frame: &Frame, id: anye_law::book::GroupId) -> Question {
    let book = policy.book();
    let chinese = frame.texts.lang == anye_base::Lang::Zh;
    let group = &book.exclusives[id.ix()];
    let member = |id: anye_law::book::RuleId| {
        let rule = book.rule(id);
        Choice::new(&rule.id, rule_name(rule, chinese), "")
    };
    let name = if chinese || group.english.is_empty() { &group.name } else { &group.english };
    Question {
        name: format!("c.{}", group.id),
        key: format!("c.{}", group.id),
        id: format!("c-{}", group.id),
        label: frame.t("law-choose"),
        about: name.clone(),
        help: String::new(),
        choices: group.members.iter().map(|(rule, _)| member(*rule)).collect(),
        value: String::new(),
        hint: String::new(),
        error: None,
    }
}

/// An answer in words, for the list of what was said.
pub fn said(policy: &Policy, frame: &Frame, answers: &Answers) -> Vec<(String, String, String)> {
    let book = policy.book();
    let chinese = frame.texts.lang == anye_base::Lang::Zh;
    let mut all = Vec::new();
    for ((kind, field), value) in &answers.said {
        let Some(id) = book.find_kind(kind) else { continue };
        let Some(at) = book.kind(id).find_field(field) else { continue };
        let question = question(policy, frame, answers, id, at);
        let words = question.choices.iter().find(|choice| choice.chosen).map(|choice| choice.label.clone());
        let words = words
            .unwrap_or_else(|| if value == NOT_KNOWN { frame.t("law-not-known") } else { value.clone() });
        all.push((format!("{kind}.{field}"), format!("{} · {}", question.about, question.label), words));
    }
    for (id, rule) in &answers.chosen {
        let Some(group) = book.exclusives.iter().find(|group| group.id == *id) else { continue };
        let name = if chinese || group.english.is_empty() { &group.name } else { &group.english };
        let rule = book.find_rule(rule).map(|rule| rule_name(book.rule(rule), chinese));
        all.push((format!("c.{id}"), name.clone(), rule.unwrap_or_default()));
    }
    all
}
