//! The desk of duplicates: pairs with score and reasons, the two records side by side, proposing, deciding, undoing.

use anye_access::Permission;
use anye_base::Fault;
use anye_base::world::china_minute;
use anye_web::extract::{Form as Sent, Paging};
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::said::{Choice, Line, is_shown, line, problems, with_status};
use crate::Registry;
use crate::person::api::shown;
use crate::person::duplicates::{self, Decision, Pair, Proposal};
use crate::person::{self, Person};

struct Row {
    href: String,
    score: i64,
    one: String,
    other: String,
    places: String,
    reasons: String,
    state: String,
}

#[derive(Template)]
#[template(path = "person_pairs.html")]
struct ListPage {
    frame: Frame,
    sentence: String,
    states: Vec<Choice>,
    rows: Vec<Row>,
    next: Option<String>,
    searches: bool,
}

/// Who keeps the register may have everybody searched.
fn searches(visitor: &Visitor) -> bool {
    visitor.may_at_all(Permission::PersonsEdit) || visitor.may_at_all(Permission::PersonsMerge)
}

/// Answers `POST /persons/duplicates`: the search over everybody, as a job that the answer leads to.
pub async fn pairs_search(
    State(registry): State<Registry>,
    visitor: Visitor,
    _sent: Sent<Done>,
) -> Result<Response, Failed> {
    if !searches(&visitor) {
        return Err(anye_access::denied(Permission::PersonsEdit).into());
    }
    let asking = Asking::new(&registry.core, &visitor);
    let job = duplicates::ask(&registry, &asking.caller(None)).await?;
    Ok(Redirect::to(&format!("/jobs/{}", job.id)).into_response())
}

fn reasons(frame: &Frame, pair: &Pair) -> String {
    let said: Vec<String> =
        pair.reasons.iter().map(|reason| frame.t(&format!("pair-reason-{}", reason.word()))).collect();
    said.join(frame.texts.lang.pick("、", ", "))
}

/// Answers `GET /persons/duplicates`.
pub async fn pairs(
    State(registry): State<Registry>,
    visitor: Visitor,
    Query(which): Query<duplicates::api::Which>,
    paging: Paging,
) -> Result<Response, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let caller = asking.caller(None);
    let found = duplicates::list(
        &registry,
        &caller,
        &which.state,
        &which.place,
        paging.cursor.as_ref(),
        paging.limit,
    )
    .await?;
    let state = if which.state.is_empty() { "wait" } else { which.state.as_str() };
    let here = format!("/persons/duplicates?state={}", which.state);
    let frame = Frame::new(&registry.core, &visitor, &here, visitor.texts.t("pairs-title"))
        .under(visitor.texts.t("persons-title"), "/persons");
    let ids: Vec<String> =
        found.items.iter().flat_map(|pair| [pair.one.clone(), pair.other.clone()]).collect();
    let persons = person::by_ids(&mut &registry.core.db, &ids).await?;
    let who = |id: &str| persons.iter().find(|one| one.id == id);
    let name = |id: &str| who(id).map(|one| one.name.clone()).unwrap_or_default();
    let place =
        |id: &str| who(id).map(|one| super::said::place(&registry, &frame, &one.place)).unwrap_or_default();
    let row = |pair: &Pair| Row {
        href: format!("/persons/duplicates/{}", pair.id),
        score: pair.score,
        one: name(&pair.one),
        other: name(&pair.other),
        places: format!("{} / {}", place(&pair.one), place(&pair.other)),
        reasons: reasons(&frame, pair),
        state: frame.t(&format!("pair-state-{}", pair.state)),
    };
    let made = ListPage {
        sentence: frame.t1("pairs-sentence", "n", found.items.len()),
        states: ["", "open", "proposed", "merged", "distinct"]
            .iter()
            .map(|word| {
                let key = if word.is_empty() { "wait" } else { word };
                Choice::new(
                    *word,
                    frame.t(&format!("pair-state-{key}")),
                    if state == "wait" { "" } else { state },
                )
            })
            .collect(),
        rows: found.items.iter().map(row).collect(),
        next: found.next.map(|cursor| format!("{here}&cursor={}", cursor.encode())),
        searches: searches(&visitor),
        frame,
    };
    Ok(page(&made))
}

#[derive(Template)]
#[template(path = "person_pair.html")]
struct PairPage {
    frame: Frame,
    problems: Vec<(String, String)>,
    sentence: String,
    pair: Pair,
    lines: Vec<(String, String, String, bool)>,
    hrefs: (String, String),
    keep: Option<String>,
    told: Vec<(String, String)>,
    proposes: bool,
    decides: bool,
    undoes: bool,
    own: bool,
}

/// Answers `GET /persons/duplicates/{pair}`.
pub async fn pair(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response, Failed> {
    Ok(made(&registry, &visitor, &id, done.done.as_deref(), None).await?)
}

/// What an address says beside the pair.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: Option<String>,
}

async fn made(
    registry: &Registry,
    visitor: &Visitor,
    id: &str,
    done: Option<&str>,
    fault: Option<&Fault>,
) -> Result<Response, Fault> {
    let asking = Asking::new(&registry.core, visitor);
    let caller = asking.caller(None);
    let (pair, one, other) = duplicates::find(registry, &caller, id).await?;
    let both = shown(registry, &[one.clone(), other.clone()]).await?;
    let here = format!("/persons/duplicates/{id}");
    let frame = Frame::new(&registry.core, visitor, &here, format!("{} / {}", one.name, other.name))
        .under(visitor.texts.t("persons-title"), "/persons")
        .under(visitor.texts.t("pairs-title"), "/persons/duplicates")
        .notice(done);
    let lines = match &both[..] {
        [a, b] => {
            side_by_side(&frame, (&one, &other), (&line(registry, &frame, a), &line(registry, &frame, b)))
        }
        _ => Vec::new(),
    };
    let may = |permission| {
        [&one, &other]
            .iter()
            .all(|person| crate::rights::may_since(registry, &caller, permission, &person.place))
    };
    let own = pair.proposed_by.as_deref() == Some(&caller.actor.id);
    let state = pair.state.as_str();
    let made = PairPage {
        problems: problems(&frame.texts, fault),
        sentence: format!(
            "{} · {} · {}",
            frame.t1("pair-score", "score", pair.score),
            reasons(&frame, &pair),
            frame.t(&format!("pair-state-{state}"))
        ),
        lines,
        hrefs: (format!("/persons/{}", one.id), format!("/persons/{}", other.id)),
        keep: pair.keep.as_deref().map(|keep| if keep == one.id { "A" } else { "B" }.to_owned()),
        told: told(&frame, &pair),
        proposes: matches!(state, "open" | "undone" | "distinct") && may(Permission::PersonsEdit),
        decides: state == "proposed" && !own && may(Permission::PersonsMerge),
        undoes: state == "merged" && may(Permission::PersonsMerge),
        own: state == "proposed" && own,
        pair,
        frame,
    };
    Ok(with_status(page(&made), fault))
}

/// What was proposed and decided, by whom and why.
fn told(frame: &Frame, pair: &Pair) -> Vec<(String, String)> {
    let said = |at: Option<i64>, by: &Option<String>, note: &str| {
        let (at, by) = (at?, by.as_deref()?);
        Some(format!("{} {by}：{note}", china_minute(at)))
    };
    let proposed = said(pair.proposed_at, &pair.proposed_name, &pair.proposed_note);
    let decided = said(pair.decided_at, &pair.decided_name, &pair.decided_note);
    let mut all = Vec::new();
    all.extend(proposed.map(|text| (frame.t("pair-proposed"), text)));
    all.extend(decided.map(|text| (frame.t("pair-decided"), text)));
    all
}

/// Field, both values, and whether they are the same.
fn side_by_side(
    frame: &Frame,
    persons: (&Person, &Person),
    (a, b): (&Line, &Line),
) -> Vec<(String, String, String, bool)> {
    let row = |key: &str, a: &str, b: &str, same: bool| (frame.t(key), a.to_owned(), b.to_owned(), same);
    let (one, other) = persons;
    vec![
        row("person-field-name", &a.name, &b.name, one.name_key == other.name_key),
        row("person-field-sex", &a.sex, &b.sex, one.sex == other.sex),
        row("person-field-birth_date", &a.born, &b.born, one.birth_date == other.birth_date),
        row("person-number", &a.number, &b.number, false),
        row("person-field-phone", &a.phone, &b.phone, a.phone == b.phone && !a.phone.is_empty()),
        row("person-field-place", &a.place, &b.place, one.place == other.place),
        row(
            "person-field-residence_place",
            &a.residence,
            &b.residence,
            one.residence_place == other.residence_place,
        ),
        row("person-source", &one.source, &other.source, one.source == other.source),
        row(
            "person-registered",
            &format!("{} {}", china_minute(one.created_at), one.created_name),
            &format!("{} {}", china_minute(other.created_at), other.created_name),
            false,
        ),
    ]
}

/// What is done with a pair.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Act {
    act: String,
    version: i64,
    keep: String,
    note: String,
}

/// Answers `POST /persons/duplicates/{pair}`: propose, merge, distinct, undo. Each use case asks for its own right.
pub async fn pair_act(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(id): Path<String>,
    sent: Sent<Act>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let caller = asking.caller(sent.once.as_ref());
    let act = &sent.data;
    let decision = |same| Decision { same, note: act.note.clone() };
    let (result, done) = match act.act.as_str() {
        "merge" => {
            (duplicates::decide(&registry, &caller, &id, act.version, &decision(true)).await, "pair-merged")
        }
        "distinct" => (
            duplicates::decide(&registry, &caller, &id, act.version, &decision(false)).await,
            "pair-distinct",
        ),
        "undo" => (duplicates::undo(&registry, &caller, &id, act.version, &act.note).await, "pair-undone"),
        _ => {
            let proposal = Proposal { keep: act.keep.clone(), note: act.note.clone() };
            (duplicates::propose(&registry, &caller, &id, act.version, &proposal).await, "pair-proposed")
        }
    };
    match result {
        Ok(()) => Ok(Redirect::to(&format!("/persons/duplicates/{id}?done={done}")).into_response()),
        Err(fault) if is_shown(&fault) => Ok(made(&registry, &visitor, &id, None, Some(&fault)).await?),
        Err(fault) => Err(fault.into()),
    }
}
