//! How a rule stands to others: exclusion groups, relations, declared conflicts. It must never decide which rule wins.

use anye_base::Lang;
use anye_law::book::{Choice, RelationKind, RuleId};
use anye_web::{Frame, Visitor};

use crate::Policy;
use crate::cite::{Cited, cited};
use crate::plain::rule_name;

/// A link to a rule.
pub struct RuleLink {
    /// Its page.
    pub href: String,
    /// Its name.
    pub name: String,
}

/// Something that stands between rules.
pub struct Bond {
    /// What it is: relation, group or conflict, with its name.
    pub label: String,
    /// The rules.
    pub rules: Vec<RuleLink>,
    /// Who wins, or what it means.
    pub text: String,
    /// What the pack says about it, in Chinese.
    pub note: String,
    /// Its citations.
    pub basis: Vec<Cited>,
}

/// A link to a rule's page.
pub fn link(policy: &Policy, visitor: &Visitor, id: RuleId) -> RuleLink {
    let rule = policy.book().rule(id);
    RuleLink { href: format!("/rules/{}", rule.id), name: rule_name(rule, visitor.lang() == Lang::Zh) }
}

fn relation_key(kind: RelationKind, turned: bool) -> &'static str {
    match (kind, turned) {
        (RelationKind::Replaces, false) => "law-replaces",
        (RelationKind::Replaces, true) => "law-replaced-by",
        (RelationKind::Adds, false) => "law-adds",
        (RelationKind::Adds, true) => "law-added-by",
        (RelationKind::CarriesOut, false) => "law-carries-out",
        (RelationKind::CarriesOut, true) => "law-carried-out-by",
        (RelationKind::DependsOn, false) => "law-depends-on",
        (RelationKind::DependsOn, true) => "law-needed-by",
    }
}

/// Who wins in an exclusion group.
pub fn choice_key(choice: Choice) -> &'static str {
    match choice {
        Choice::Applicant => "law-choice-applicant",
        Choice::Higher => "law-choice-higher",
        Choice::Earlier => "law-choice-earlier",
    }
}

/// All bonds of one rule.
pub fn bonds(policy: &Policy, visitor: &Visitor, frame: &Frame, id: RuleId) -> Vec<Bond> {
    let book = policy.book();
    let plain = |label: &str, other| Bond {
        label: frame.t(label),
        rules: vec![link(policy, visitor, other)],
        text: String::new(),
        note: String::new(),
        basis: Vec::new(),
    };
    let mut all: Vec<Bond> =
        book.rule(id).relations.iter().map(|one| plain(relation_key(one.kind, false), one.rule)).collect();
    for other in policy.rule_ids() {
        for one in book.rule(other).relations.iter().filter(|one| one.rule == id) {
            all.push(plain(relation_key(one.kind, true), other));
        }
    }
    for group in &book.rule(id).groups {
        all.push(group_bond(policy, visitor, frame, group.ix(), Some(id)));
    }
    for (ix, conflict) in book.conflicts.iter().enumerate() {
        if conflict.members.contains(&id) {
            all.push(conflict_bond(policy, visitor, frame, ix));
        }
    }
    all
}

fn named(zh: &str, en: &str, chinese: bool) -> String {
    if chinese || en.is_empty() { zh.to_owned() } else { en.to_owned() }
}

/// An exclusion group, without the rule that is being shown.
pub fn group_bond(
    policy: &Policy,
    visitor: &Visitor,
    frame: &Frame,
    ix: usize,
    without: Option<RuleId>,
) -> Bond {
    let group = &policy.book().exclusives[ix];
    let chinese = visitor.lang() == Lang::Zh;
    let members = group.members.iter().map(|(rule, _)| *rule).filter(|rule| Some(*rule) != without);
    let mut text = frame.t2(
        "law-group-text",
        "per",
        policy.kind_name(group.per, chinese),
        "choice",
        frame.t(choice_key(group.choice)),
    );
    if group.over_time {
        text.push_str(&frame.t("law-group-over-time"));
    }
    Bond {
        label: frame.t1("law-group", "name", named(&group.name, &group.english, chinese)),
        rules: members.map(|rule| link(policy, visitor, rule)).collect(),
        text,
        note: group.note.clone(),
        basis: cited(policy, visitor, &group.basis),
    }
}

/// A declared conflict.
pub fn conflict_bond(policy: &Policy, visitor: &Visitor, frame: &Frame, ix: usize) -> Bond {
    let conflict = &policy.book().conflicts[ix];
    let chinese = visitor.lang() == Lang::Zh;
    let text = match (conflict.prevails, conflict.open) {
        (Some(rule), _) => {
            frame.t1("law-conflict-prevails", "name", rule_name(policy.book().rule(rule), chinese))
        }
        (None, true) => frame.t("law-conflict-open"),
        (None, false) => frame.t("law-conflict-both"),
    };
    Bond {
        label: frame.t1("law-conflict", "name", named(&conflict.name, &conflict.english, chinese)),
        rules: conflict.members.iter().map(|rule| link(policy, visitor, *rule)).collect(),
        text,
        note: conflict.note.clone(),
        basis: cited(policy, visitor, &conflict.basis),
    }
}
