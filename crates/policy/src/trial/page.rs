//! The page of a trial and the part of it that changes while one types. It must never write: neither a record nor an address holds what was typed.

use anye_base::{Fault, Lang};
use anye_law::book::RuleId;
use anye_law::scenario;
use anye_web::extract::Form as Posted;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::answer::{Answer, answer};
use super::draft::{Draft, Past, SUBJECT};
use super::form::{Form, blank, ensure, form};
use super::load;
use super::text::{Line, lines};
use crate::Policy;
use crate::browse::{Example, RuleLink, examples, link, scenarios_of};
use crate::cite::{Cited, cited};
use crate::library::{LibraryArticle, articles};
use crate::plain::rule_name;

struct CaseRow {
    /// Where it is loaded; none: too many different things for a form.
    href: Option<String>,
    loaded: bool,
    example: Example,
    differences: Vec<String>,
}

#[derive(Template)]
#[template(path = "law_try.html")]
struct TryPage {
    frame: Frame,
    sentence: String,
    /// Its page in the browser of rules.
    rule: RuleLink,
    /// Where the form is sent.
    here: String,
    file: String,
    lines: Vec<Line>,
    basis: Vec<Cited>,
    articles: Vec<LibraryArticle>,
    form: Form,
    answer: Answer,
    cases: Vec<CaseRow>,
}

#[derive(Template)]
#[template(path = "law_try_part.html")]
struct Part {
    frame: Frame,
    answer: Answer,
}

/// Which case is to be loaded.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    case: Option<usize>,
}

fn find(policy: &Policy, id: &str) -> Result<RuleId, Fault> {
    policy.rule(id).ok_or_else(|| Fault::not_found("rule"))
}

fn loaded(policy: &Policy, rule: RuleId, at: usize) -> Option<Draft> {
    let book = policy.book();
    let all = scenarios_of(&policy.law.scenarios, book.rule(rule));
    let mut all = all.flat_map(|one| one.cases.iter().map(move |case| (one, case)));
    let (scenario, case) = all.nth(at)?;
    load::draft(book, rule, scenario, case)
}

/// An empty form, at a place and on a day at which a case shows the rule.
fn begin(policy: &Policy, visitor: &Visitor, rule: RuleId) -> Draft {
    let first = loaded(policy, rule, 0);
    let on = visitor.as_of(&policy.core).to_string();
    let (place, on) = match first {
        Some(first) => (first.place, first.on),
        None => (policy.book().rule(rule).place.clone(), on),
    };
    blank(policy.book(), rule, &place, &on)
}

/// Answers `GET /law/try/{rule}`.
pub async fn show(
    State(policy): State<Policy>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let rule = find(&policy, &id)?;
    let draft = match asked.case {
        Some(at) => loaded(&policy, rule, at).ok_or_else(|| Fault::not_found("law_case"))?,
        None => begin(&policy, &visitor, rule),
    };
    whole(&policy, &visitor, rule, draft, asked.case).await
}

/// Answers `POST /law/try/{rule}`: the same page with what was typed, after something was added or taken out.
pub async fn change(
    State(policy): State<Policy>,
    visitor: Visitor,
    Path(id): Path<String>,
    posted: Posted<Vec<(String, String)>>,
) -> Result<Response, Failed> {
    let rule = find(&policy, &id)?;
    let book = policy.book();
    let mut draft = Draft::read(book, &posted.data);
    ensure(book, rule, &mut draft);
    for (key, value) in &posted.data {
        match key.as_str() {
            "add" => {
                if let Some(kind) = book.find_kind(value) {
                    draft.add(book, kind);
                }
            }
            "drop" => {
                if let Some((kind, id)) = value.split_once('.') {
                    draft.remove(book, kind, id);
                }
            }
            "add-past" => {
                let subject = &draft.things[0];
                let of = format!("{}.{SUBJECT}", subject.kind);
                let rule = book.rule(rule).id.clone();
                draft.past.push(Past { rule, of, date: draft.on.clone(), ..Past::default() });
            }
            "drop-past" => {
                if let Some(at) = value.parse::<usize>().ok().filter(|at| *at < draft.past.len()) {
                    draft.past.remove(at);
                }
            }
            _ => {}
        }
    }
    whole(&policy, &visitor, rule, draft, None).await
}

/// Answers `POST /law/try/{rule}/answer`: only what comes out.
pub async fn answer_part(
    State(policy): State<Policy>,
    visitor: Visitor,
    Path(id): Path<String>,
    posted: Posted<Vec<(String, String)>>,
) -> Result<Response, Failed> {
    let rule = find(&policy, &id)?;
    let mut draft = Draft::read(policy.book(), &posted.data);
    ensure(policy.book(), rule, &mut draft);
    let frame = Frame::new(&policy.core, &visitor, &format!("/law/try/{id}"), "");
    let answer = answer(&policy, &visitor, &frame, rule, &draft);
    Ok(page(&Part { frame, answer }))
}

async fn whole(
    policy: &Policy,
    visitor: &Visitor,
    id: RuleId,
    draft: Draft,
    case: Option<usize>,
) -> Result<Response, Failed> {
    let book = policy.book();
    let rule = book.rule(id);
    let here = format!("/law/try/{}", rule.id);
    let name = rule_name(rule, visitor.lang() == Lang::Zh);
    let address = case.map_or_else(|| here.clone(), |case| format!("{here}?case={case}"));
    let frame = Frame::new(&policy.core, visitor, &address, visitor.texts.t1("law-try-title", "rule", name))
        .under(visitor.texts.t("law-desk-title"), "/law");
    let answer = answer(policy, visitor, &frame, id, &draft);
    let (file, mut lines) = lines(book, rule);
    for line in &mut lines {
        line.state =
            answer.clauses.iter().find(|one| Some(one.number) == line.clause).map_or("", |one| one.state);
    }
    let cases = cases(policy, id, &here, case);
    let failing = cases.iter().filter(|one| !one.differences.is_empty()).count();
    let cites = rule.basis.iter().chain(rule.clauses.iter().flat_map(|clause| &clause.basis));
    Ok(page(&TryPage {
        sentence: frame.t2("law-try-state", "n", cases.len(), "failing", failing),
        rule: link(policy, visitor, id),
        file,
        lines,
        basis: cited(policy, visitor, &rule.basis),
        articles: articles(policy, visitor, cites).await?,
        form: form(policy, &frame, id, &draft),
        answer,
        cases,
        here,
        frame,
    }))
}

fn cases(policy: &Policy, id: RuleId, here: &str, loaded: Option<usize>) -> Vec<CaseRow> {
    let book = policy.book();
    let rule = book.rule(id);
    let scenarios = || scenarios_of(&policy.law.scenarios, rule);
    let ran = scenarios().flat_map(|one| scenario::run(book, one).unwrap_or_default());
    let fits = scenarios()
        .flat_map(|one| one.cases.iter().map(move |case| load::draft(book, id, one, case).is_some()));
    let shown = examples(book, &policy.law.scenarios, rule);
    let rows = shown.into_iter().zip(ran).zip(fits).enumerate();
    rows.map(|(at, ((example, ran), fits))| CaseRow {
        href: fits.then(|| format!("{here}?case={at}#facts")),
        loaded: loaded == Some(at),
        example,
        differences: ran.differences,
    })
    .collect()
}
