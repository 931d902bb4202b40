//! One document: its articles, the rules of each with their clauses and their scenarios as run now.

use anye_base::Fault;
use anye_law::book::RuleId;
use anye_law::decide::answer::show as say;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::front::cites;
use crate::Policy;
use crate::browse::{RuleLink, link};
use crate::cite::title;

struct RuleRow {
    link: RuleLink,
    clauses: usize,
    passed: usize,
    cases: usize,
    /// Clauses that no case shows failing.
    unshown: String,
    /// Cases that come out otherwise, with what differs.
    failing: Vec<(String, String)>,
}

struct Section {
    number: String,
    id: String,
    title: String,
    href: String,
    rules: Vec<RuleRow>,
}

#[derive(Template)]
#[template(path = "law_document.html")]
struct DocumentPage {
    frame: Frame,
    sentence: String,
    sections: Vec<Section>,
}

fn rule_row(policy: &Policy, visitor: &Visitor, id: RuleId) -> RuleRow {
    let stand = policy.stand();
    let (passed, cases) = stand.passed(id);
    let unshown = stand.unshown(policy.book(), id);
    let failing = stand.cases.get(&id.0).into_iter().flatten().filter(|case| !case.passed());
    RuleRow {
        link: link(policy, visitor, id),
        clauses: policy.book().rule(id).clauses.len(),
        passed,
        cases,
        unshown: unshown.into_iter().map(say::circled).collect(),
        failing: failing.map(|case| (case.title.clone(), case.differences.join(" "))).collect(),
    }
}

/// Answers `GET /law/of/{document}`.
pub async fn document(
    State(policy): State<Policy>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let meta = policy.pack.document(&id).ok_or_else(|| Fault::not_found("document"))?;
    let frame = Frame::new(&policy.core, &visitor, &format!("/law/of/{id}"), title(&policy, &visitor, &id))
        .under(visitor.texts.t("law-desk-title"), "/law");
    let section = |article: &anye_pack::Article| {
        let rules = policy.rule_ids().filter(|rule| cites(&policy, *rule, &id, &article.number));
        Section {
            number: article.number.clone(),
            id: format!("a{}", article.number.replace('.', "-")),
            title: visitor.lang().pick(&article.title.zh, &article.title.en).to_owned(),
            href: format!("/pack/{id}#a{}", article.number.replace('.', "-")),
            rules: rules.map(|rule| rule_row(&policy, &visitor, rule)).collect(),
        }
    };
    let sections: Vec<Section> = meta.articles.iter().map(section).collect();
    let without = sections.iter().filter(|section| section.rules.is_empty()).count();
    Ok(page(&DocumentPage {
        sentence: frame.t2("law-document-state", "n", sections.len(), "without", without),
        sections,
        frame,
    }))
}
