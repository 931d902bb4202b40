//! The front page of the desk: each document with its articles, rules and scenarios as run now, and what no rule covers.

use anye_law::book::RuleId;
use anye_web::{Frame, Visitor, page};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::Policy;
use crate::cite::title;

struct Row {
    href: String,
    title: String,
    articles: usize,
    with_rules: usize,
    rules: usize,
    cases: usize,
    failing: usize,
    unshown: usize,
}

#[derive(Template)]
#[template(path = "law.html")]
struct FrontPage {
    frame: Frame,
    sentence: String,
    rows: Vec<Row>,
    without: Vec<String>,
    findings: usize,
    conflicts: usize,
    in_use: String,
    decisions: bool,
}

/// Whether a rule of the book cites an article.
pub fn cites(policy: &Policy, rule: RuleId, document: &str, article: &str) -> bool {
    let rule = policy.book().rule(rule);
    let mut all = rule.basis.iter().chain(rule.clauses.iter().flat_map(|clause| &clause.basis));
    all.any(|cite| cite.document == document && cite.article.as_deref() == Some(article))
}

fn row(policy: &Policy, visitor: &Visitor, meta: &anye_pack::DocumentMeta) -> Row {
    let book = policy.book();
    let rules: Vec<RuleId> =
        policy.rule_ids().filter(|id| book.documents[book.rule(*id).document.ix()].id == meta.id).collect();
    let stand = policy.stand();
    let counts: Vec<(usize, usize)> = rules.iter().map(|id| stand.passed(*id)).collect();
    let ruled =
        |article: &&anye_pack::Article| rules.iter().any(|id| cites(policy, *id, &meta.id, &article.number));
    Row {
        href: format!("/law/of/{}", meta.id),
        title: title(policy, visitor, &meta.id),
        articles: meta.articles.len(),
        with_rules: meta.articles.iter().filter(ruled).count(),
        rules: rules.len(),
        cases: counts.iter().map(|(_, all)| all).sum(),
        failing: counts.iter().map(|(passed, all)| all - passed).sum(),
        unshown: rules.iter().map(|id| stand.unshown(book, *id).len()).sum(),
    }
}

/// Answers `GET /law`.
pub async fn front(State(policy): State<Policy>, visitor: Visitor) -> Response {
    let frame = Frame::new(&policy.core, &visitor, "/law", visitor.texts.t("law-desk-title"));
    let rows: Vec<Row> = policy.pack.documents().iter().map(|meta| row(&policy, &visitor, meta)).collect();
    let stand = policy.stand();
    let values = [
        ("rules", policy.book().rules.len().to_string()),
        ("cases", rows.iter().map(|row| row.cases).sum::<usize>().to_string()),
        ("failing", rows.iter().map(|row| row.failing).sum::<usize>().to_string()),
    ];
    page(&FrontPage {
        sentence: frame.texts.args("law-desk-state", &values),
        rows,
        without: stand.rows_without.clone(),
        in_use: super::versions::in_use(&policy, &frame.texts),
        decisions: visitor.may_at_all(anye_access::Permission::LawDecisionsRead),
        findings: stand.findings.len(),
        conflicts: policy.book().conflicts.len() + policy.book().exclusives.len(),
        frame,
    })
}
