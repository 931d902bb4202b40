//! One rule in full: what it grants, who receives, its clauses in plain words with their source, and everything it stands on.

use anye_access::Permission;
use anye_base::{Fault, Lang};
use anye_law::book::RuleId;
use anye_law::decide::answer::{show as say, source};
use anye_law::decide::reads;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::between::{Bond, RuleLink, bonds, link};
use super::cases::{Example, examples};
use super::cities::{Cities, cities};
use super::history::{History, history};
use super::kind_word;
use super::money::{Given, given, limits};
use super::needs::{ListView, ParamView, list_view, param_view};
use crate::Policy;
use crate::cite::{Cited, cited, href, title};
use crate::plain::{Plain, rule_name};
use crate::window::{Windows, words};

/// A clause on a page.
pub struct ClauseView {
    /// Its number in a circle.
    pub number: String,
    /// In plain words.
    pub label: String,
    /// What must hold, in words.
    pub text: String,
    /// One of several of which one is enough.
    pub any: bool,
    /// Its own citations, else the rule's.
    pub basis: Vec<Cited>,
}

#[derive(Template)]
#[template(path = "rule.html")]
struct RulePage {
    frame: Frame,
    sentence: String,
    /// Where it can be tried, for those who may.
    try_href: Option<String>,
    note: String,
    facts: Vec<(String, String)>,
    document: (String, Option<String>),
    basis: Vec<Cited>,
    gives: Vec<Given>,
    clauses: Vec<ClauseView>,
    order: Vec<String>,
    limits: Vec<Given>,
    bonds: Vec<Bond>,
    cities: Cities,
    history: History,
    params: Vec<ParamView>,
    lists: Vec<ListView>,
    papers: Vec<String>,
    apply_at: Option<String>,
    instead: Vec<RuleLink>,
    doubts: Vec<String>,
    covers: Vec<String>,
    examples: Vec<Example>,
    text: String,
}

/// The clauses of a rule.
pub fn clauses(policy: &Policy, visitor: &Visitor, id: RuleId) -> Vec<ClauseView> {
    let book = policy.book();
    let rule = book.rule(id);
    let chinese = visitor.lang() == Lang::Zh;
    let plain = Plain { book, rule, chinese };
    let mut all = Vec::new();
    for block in &rule.blocks {
        for clause in &rule.clauses[usize::from(block.clauses.0)..usize::from(block.clauses.1)] {
            let basis = if clause.basis.is_empty() { &rule.basis } else { &clause.basis };
            all.push(ClauseView {
                number: say::circled(clause.number),
                label: if chinese { clause.label.clone() } else { String::new() },
                text: plain.say(clause.test),
                any: block.any,
                basis: cited(policy, visitor, basis),
            });
        }
    }
    all
}

/// Answers `GET /rules/{rule}`.
pub async fn show(
    State(policy): State<Policy>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let id = policy.rule(&id).ok_or_else(|| Fault::not_found("rule"))?;
    let book = policy.book();
    let rule = book.rule(id);
    let chinese = visitor.lang() == Lang::Zh;
    let plain = Plain { book, rule, chinese };
    let frame = Frame::new(&policy.core, &visitor, &format!("/rules/{}", rule.id), rule_name(rule, chinese))
        .under(visitor.texts.t("law-rules-title"), "/rules");
    let found = reads(book, id);
    let document = &book.documents[rule.document.ix()].id;
    Ok(page(&RulePage {
        sentence: format!(
            "{} · {}",
            frame.t(&format!("law-kind-{}", kind_word(rule.kind))),
            if chinese { &rule.english } else { &rule.name }
        ),
        try_href: visitor.may_at_all(Permission::PackRead).then(|| format!("/law/try/{}", rule.id)),
        note: rule.note.clone(),
        facts: facts(&policy, &frame, plain, id),
        document: (title(&policy, &visitor, document), href(&policy, &visitor, document, None)),
        basis: cited(&policy, &visitor, &rule.basis),
        gives: given(plain, id, &frame.texts),
        clauses: clauses(&policy, &visitor, id),
        order: rule
            .order
            .iter()
            .map(|key| {
                frame.t1(
                    if key.descending { "law-order-high" } else { "law-order-low" },
                    "what",
                    plain.say(key.value),
                )
            })
            .collect(),
        limits: limits(plain, &frame.texts),
        bonds: bonds(&policy, &visitor, &frame, id),
        cities: cities(&policy, &visitor, &frame, id),
        history: history(&policy, &visitor, &frame, id),
        params: found.params.iter().map(|param| param_view(&policy, &visitor, &frame, *param)).collect(),
        lists: found.lists.iter().map(|list| list_view(&policy, &visitor, &frame, *list)).collect(),
        papers: rule.papers.clone(),
        apply_at: rule.apply_at.clone(),
        instead: rule.instead.iter().map(|other| link(&policy, &visitor, *other)).collect(),
        doubts: rule.doubts.clone(),
        covers: rule.covers.clone(),
        examples: examples(book, &policy.law.scenarios, rule),
        text: raw(&policy, rule.span).unwrap_or_else(|| source(book, rule.span)),
        frame,
    }))
}

fn facts(policy: &Policy, frame: &Frame, plain: Plain<'_>, id: RuleId) -> Vec<(String, String)> {
    let (book, rule) = (policy.book(), plain.rule);
    let kind = book.kind(rule.subject);
    let place = policy.core.settings.home_place.clone();
    let windows = Windows::new(
        book,
        if rule.place.is_empty() { &place } else { &rule.place },
        crate::choice::law_day(frame.as_of),
    );
    let window = words(&windows.of(id, plain.chinese), rule, &frame.texts);
    let about = match (plain.chinese, kind.note.is_empty(), kind.english.is_empty()) {
        (true, false, _) => format!("{}({})", kind.name, kind.note),
        (false, _, false) => kind.english.clone(),
        _ => policy.kind_name(rule.subject, plain.chinese),
    };
    let mut all = vec![
        (frame.t("law-about"), about),
        (frame.t("law-payee"), rule.payee.map_or_else(|| frame.t("law-payee-self"), |node| plain.say(node))),
        (frame.t("law-in-force"), window),
        (frame.t("law-as-of"), plain.say(rule.as_of)),
        (frame.t("law-place"), policy.core.place_in(&rule.place, frame.as_of, frame.texts.lang)),
    ];
    all.extend(rule.known.map(|day| (frame.t("law-known"), day.to_string())));
    all.extend(rule.topic.clone().map(|topic| (frame.t("law-topic"), topic)));
    all
}

/// The text of a span with its lines kept.
fn raw(policy: &Policy, span: anye_law::span::Span) -> Option<String> {
    let file = policy.book().sources.get(span.file.0 as usize)?;
    Some(file.text.get(span.start as usize..span.end as usize)?.trim_end().to_owned())
}
