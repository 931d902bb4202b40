//! Declared conflicts, exclusion groups, and rules that take the place of others: what prevails, and on which article that rests.

use anye_law::book::RelationKind;
use anye_web::{Frame, Visitor, page};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::Policy;
use crate::browse::{Bond, RuleLink, conflict_bond, group_bond, link};

#[derive(Template)]
#[template(path = "law_conflicts.html")]
struct ConflictsPage {
    frame: Frame,
    sentence: String,
    groups: Vec<(String, Vec<Bond>)>,
    replaced: Vec<(RuleLink, RuleLink)>,
}

/// Answers `GET /law/conflicts`.
pub async fn conflicts(State(policy): State<Policy>, visitor: Visitor) -> Response {
    let book = policy.book();
    let frame = Frame::new(&policy.core, &visitor, "/law/conflicts", visitor.texts.t("law-conflicts-title"))
        .under(visitor.texts.t("law-desk-title"), "/law");
    let declared: Vec<Bond> =
        (0..book.conflicts.len()).map(|ix| conflict_bond(&policy, &visitor, &frame, ix)).collect();
    let exclusive: Vec<Bond> =
        (0..book.exclusives.len()).map(|ix| group_bond(&policy, &visitor, &frame, ix, None)).collect();
    let mut replaced = Vec::new();
    for id in policy.rule_ids() {
        for one in book.rule(id).relations.iter().filter(|one| one.kind == RelationKind::Replaces) {
            replaced.push((link(&policy, &visitor, id), link(&policy, &visitor, one.rule)));
        }
    }
    let values = [
        ("conflicts", declared.len().to_string()),
        ("groups", exclusive.len().to_string()),
        ("replaced", replaced.len().to_string()),
    ];
    page(&ConflictsPage {
        sentence: frame.texts.args("law-conflicts-state", &values),
        groups: vec![
            (frame.t("law-conflicts-declared"), declared),
            (frame.t("law-conflicts-groups"), exclusive),
        ],
        replaced,
        frame,
    })
}
