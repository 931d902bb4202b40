//! One document: its articles as the library has them, beside each the rules that rest on it with their scenarios as run now, and what no rule covers.

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
use crate::library::{LibraryArticle, LibraryDocument};

struct CaseLine {
    title: String,
    href: String,
    /// What comes out otherwise; empty: as expected.
    differs: String,
}

struct RuleRow {
    link: RuleLink,
    try_href: String,
    /// Paragraphs and items that it cites.
    parts: String,
    clauses: usize,
    passed: usize,
    cases: Vec<CaseLine>,
    /// Clauses that no case shows failing.
    unshown: String,
    failing: usize,
}

/// A paragraph of the official text.
struct Paragraph {
    text: String,
    /// Whether a rule rests on it.
    ruled: bool,
}

struct Section {
    number: String,
    id: String,
    title: String,
    href: String,
    paragraphs: Vec<Paragraph>,
    rules: Vec<RuleRow>,
}

#[derive(Template)]
#[template(path = "law_document.html")]
struct DocumentPage {
    frame: Frame,
    sentence: String,
    /// The document in the library, when it is there.
    library: Option<String>,
    sections: Vec<Section>,
}

/// What a rule cites of an article, without the article itself.
fn parts(policy: &Policy, rule: RuleId, document: &str, article: &str) -> Vec<String> {
    let rule = policy.book().rule(rule);
    let mut all: Vec<String> = Vec::new();
    for cite in rule.basis.iter().chain(rule.clauses.iter().flat_map(|clause| &clause.basis)) {
        let here = cite.document == document && cite.article.as_deref() == Some(article);
        if here && !all.contains(&cite.rest) {
            all.push(cite.rest.clone());
        }
    }
    all
}

fn rule_row(policy: &Policy, visitor: &Visitor, id: RuleId, parts: &[String]) -> RuleRow {
    let stand = policy.stand();
    let rule = policy.book().rule(id);
    let (passed, _) = stand.passed(id);
    let unshown = stand.unshown(policy.book(), id);
    let try_href = format!("/law/try/{}", rule.id);
    let ran = stand.cases.get(&id.0).into_iter().flatten().enumerate();
    let cases: Vec<CaseLine> = ran
        .map(|(at, case)| CaseLine {
            title: case.title.clone(),
            href: format!("{try_href}?case={at}#facts"),
            differs: case.differences.join(" "),
        })
        .collect();
    let kept: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    RuleRow {
        link: link(policy, visitor, id),
        parts: kept.join("、"),
        clauses: rule.clauses.len(),
        passed,
        failing: cases.iter().filter(|case| !case.differs.is_empty()).count(),
        cases,
        unshown: unshown.into_iter().map(say::circled).collect(),
        try_href,
    }
}

/// The paragraphs of an article; one is ruled when a rule cites it, or the article as a whole.
fn paragraphs(article: &LibraryArticle, cited: &[String]) -> Vec<Paragraph> {
    let count = article.paragraphs.len();
    let ruled = |at: usize| {
        let number = u32::try_from(at + 1).map_or_else(|_| String::new(), say::numeral);
        let own = format!("第{number}款");
        cited.iter().any(|part| !part.contains('款') || part.contains(&own))
    };
    let one = |(at, text): (usize, &String)| Paragraph {
        text: text.clone(),
        ruled: count == 1 && !cited.is_empty() || ruled(at),
    };
    article.paragraphs.iter().enumerate().map(one).collect()
}

fn section(
    policy: &Policy,
    visitor: &Visitor,
    id: &str,
    article: &anye_pack::Article,
    library: Option<&LibraryDocument>,
) -> Section {
    let rules: Vec<RuleId> =
        policy.rule_ids().filter(|rule| cites(policy, *rule, id, &article.number)).collect();
    let cited: Vec<Vec<String>> =
        rules.iter().map(|rule| parts(policy, *rule, id, &article.number)).collect();
    let found = library.and_then(|found| found.articles.iter().find(|one| one.key == article.number));
    let rows = rules.iter().zip(&cited).map(|(rule, parts)| rule_row(policy, visitor, *rule, parts));
    let own = format!("/pack/{id}#a{}", article.number.replace('.', "-"));
    Section {
        number: article.number.clone(),
        id: format!("a{}", article.number.replace('.', "-")),
        title: visitor.lang().pick(&article.title.zh, &article.title.en).to_owned(),
        href: found.map_or(own, |found| found.href.clone()),
        rules: rows.collect(),
        paragraphs: found.map_or_else(Vec::new, |found| paragraphs(found, &cited.concat())),
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
    let library = crate::library::document(&policy, &visitor, &id).await?;
    let all = meta.articles.iter();
    let sections: Vec<Section> =
        all.map(|article| section(&policy, &visitor, &id, article, library.as_ref())).collect();
    let without = sections.iter().filter(|section| section.rules.is_empty()).count();
    Ok(page(&DocumentPage {
        sentence: frame.t2("law-document-state", "n", sections.len(), "without", without),
        library: library.map(|library| library.href),
        sections,
        frame,
    }))
}
