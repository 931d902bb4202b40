//! Pages of rounds: they parse, call one use case and answer.

use anye_access::{Caller, Permission};
use anye_base::world::china_minute;
use anye_base::{ErrorKind, Fault, Lang, masked_name};
use anye_web::extract::Form;
use anye_web::problem::status;
use anye_web::{Asking, Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::Posts;
use crate::model::{Candidate, Round, Whole};
use crate::use_case::{self, Answered, NewRound, may};

/// What a form or a request of the API holds.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = posts::Sent)]
#[serde(default)]
pub struct Sent {
    /// wish, rank, confirm, accept, decline or keep.
    pub act: String,
    /// The version of the round as seen.
    pub version: i64,
    /// Whom it is about.
    pub person: String,
    /// Numbers of places in their order, with commas; empty: any.
    pub wishes: String,
    /// Why somebody declines, or a remark.
    pub note: String,
}

struct RoundRow {
    href: String,
    title: String,
    allocation: String,
    place: String,
    state: String,
    opened: String,
}

#[derive(Template)]
#[template(path = "rounds.html")]
struct ListPage {
    frame: Frame,
    rows: Vec<RoundRow>,
    allocations: Vec<(String, String)>,
    may_open: bool,
    sent: NewRound,
    error: String,
}

struct Person {
    name: String,
    href: String,
    person: String,
    rank: String,
    lot: String,
    state: String,
    place: String,
    wishes: String,
    note: String,
    clauses: Vec<(String, String, String)>,
    offered: bool,
    place_form: String,
}

#[derive(Template)]
#[template(path = "round.html")]
struct ShowPage {
    frame: Frame,
    round: Round,
    allocation: String,
    doubts: Vec<String>,
    basis: Vec<String>,
    state: String,
    place: String,
    places: Vec<(i64, String, String)>,
    people: Vec<Person>,
    next: &'static str,
    may_wish: bool,
    may_answer: bool,
    may_keep: bool,
    public_href: String,
    error: String,
    ranked: String,
    confirmed: String,
}

#[derive(Template)]
#[template(path = "public.html")]
struct PublicPage {
    frame: Frame,
    round: Round,
    place: String,
    confirmed: String,
    places: Vec<(i64, String, String)>,
    people: Vec<Person>,
}

/// Answers `GET /posts`.
pub async fn list(State(posts): State<Posts>, visitor: Visitor) -> Result<Response, Failed> {
    listed(&posts, &visitor, NewRound::default(), None).await
}

async fn listed(
    posts: &Posts,
    visitor: &Visitor,
    sent: NewRound,
    fault: Option<&Fault>,
) -> Result<Response, Failed> {
    let core = posts.rooms.core();
    let asking = Asking::new(core, visitor);
    let caller = asking.caller(None);
    let found = use_case::list(posts, &caller).await?;
    let frame = Frame::new(core, visitor, "/posts", visitor.texts.t("posts-title"));
    let zh = visitor.lang() == Lang::Zh;
    let name = |id: &str| {
        let one = posts.allocations.iter().find(|one| one.id == id);
        one.map_or_else(|| id.to_owned(), |one| if zh { one.name.zh.clone() } else { one.name.en.clone() })
    };
    let rows = found.iter().map(|one| RoundRow {
        href: format!("/posts/rounds/{}", one.id),
        title: one.title.clone(),
        allocation: name(&one.allocation),
        place: core.place_in(&one.place, core.world.today(), visitor.lang()),
        state: frame.t(&format!("posts-state-{}", one.state)),
        opened: china_minute(one.opened_at),
    });
    let made = ListPage {
        rows: rows.collect(),
        allocations: posts.allocations.iter().map(|one| (one.id.clone(), name(&one.id))).collect(),
        may_open: visitor.may_at_all(Permission::RegistersWork),
        sent: if sent.place.is_empty() {
            NewRound { place: visitor.own_place(core).to_owned(), ..sent }
        } else {
            sent
        },
        error: fault.map(|fault| said(&frame.texts, fault)).unwrap_or_default(),
        frame,
    };
    let answer = page(&made);
    Ok(match fault {
        Some(fault) => (status(fault.kind), answer).into_response(),
        None => answer,
    })
}

/// Answers `POST /posts`.
pub async fn open(
    State(posts): State<Posts>,
    visitor: Visitor,
    form: Form<NewRound>,
) -> Result<Response, Failed> {
    let asking = Asking::new(posts.rooms.core(), &visitor);
    match use_case::open(&posts, &asking.caller(form.once.as_ref()), &form.data).await {
        Ok(made) => {
            Ok(Redirect::to(&format!("/posts/rounds/{}?done=posts-done-open", made.id)).into_response())
        }
        Err(fault) if shown_again(&fault) => listed(&posts, &visitor, form.data, Some(&fault)).await,
        Err(fault) => Err(fault.into()),
    }
}

/// Answers `GET /posts/rounds/{id}`.
pub async fn show(
    State(posts): State<Posts>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    shown(&posts, &visitor, &id, None).await
}

/// Answers `POST /posts/rounds/{id}`.
pub async fn act(
    State(posts): State<Posts>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Form<Sent>,
) -> Result<Response, Failed> {
    let asking = Asking::new(posts.rooms.core(), &visitor);
    match done(&posts, &asking.caller(form.once.as_ref()), &id, &form.data).await {
        Ok(_) => {
            Ok(Redirect::to(&format!("/posts/rounds/{id}?done=posts-done-{}", form.data.act)).into_response())
        }
        Err(fault) if shown_again(&fault) => shown(&posts, &visitor, &id, Some(&fault)).await,
        Err(fault) => Err(fault.into()),
    }
}

/// Does what was sent.
pub(crate) async fn done(posts: &Posts, caller: &Caller<'_>, id: &str, sent: &Sent) -> Result<Round, Fault> {
    let seen = sent.version;
    let answer = |accepts| Answered { person: &sent.person, accepts, note: &sent.note };
    match sent.act.as_str() {
        "wish" => {
            let wrong = || {
                let field = anye_base::FieldFault::new("wishes", "posts_wish");
                Fault::new(ErrorKind::Invalid, "posts_invalid").field(field)
            };
            let numbers = sent.wishes.split([',', '，', ' ', '、']).filter(|one| !one.is_empty());
            let wishes = numbers.map(str::parse).collect::<Result<Vec<i64>, _>>().map_err(|_| wrong())?;
            use_case::wish(posts, caller, id, seen, &sent.person, &wishes).await
        }
        "rank" => use_case::rank(posts, caller, id, seen).await,
        "confirm" => use_case::confirm(posts, caller, id, seen).await,
        "keep" => use_case::keep_up(posts, caller, id, seen).await,
        "accept" => use_case::answer(posts, caller, id, seen, &answer(true)).await,
        "decline" => use_case::answer(posts, caller, id, seen, &answer(false)).await,
        _ => Err(Fault::new(ErrorKind::Invalid, "posts_act")),
    }
}

fn shown_again(fault: &Fault) -> bool {
    matches!(fault.kind, ErrorKind::Invalid | ErrorKind::Conflict | ErrorKind::TooLarge)
        || fault.code == "second_person"
}

fn said(texts: &Texts, fault: &Fault) -> String {
    let words = |code: &str| texts.t(&format!("error-{}", code.replace('_', "-")));
    match &fault.fields[..] {
        [] => words(fault.code),
        fields => fields.iter().map(|one| words(one.code)).collect::<Vec<_>>().join(" "),
    }
}

async fn shown(
    posts: &Posts,
    visitor: &Visitor,
    id: &str,
    fault: Option<&Fault>,
) -> Result<Response, Failed> {
    let core = posts.rooms.core();
    let asking = Asking::new(core, visitor);
    let caller = asking.caller(None);
    let whole = use_case::show(posts, &caller, id).await?;
    let frame = Frame::new(core, visitor, "/posts", whole.round.title.clone());
    let plan = posts.allocations.iter().find(|one| one.id == whole.round.allocation);
    let zh = visitor.lang() == Lang::Zh;
    let pick = |words: &anye_forms::Words| if zh { words.zh.clone() } else { words.en.clone() };
    let works = may(&caller, Permission::RegistersWork, &whole.round.place);
    let checks = works || may(&caller, Permission::ServiceCheck, &whole.round.place);
    let stamp = |name: &Option<String>, at: Option<i64>| match (name, at) {
        (Some(name), Some(at)) => format!("{name} · {}", china_minute(at)),
        _ => String::new(),
    };
    let made = ShowPage {
        allocation: plan.map(|one| pick(&one.name)).unwrap_or_default(),
        doubts: plan.map(|one| one.doubt.iter().map(pick).collect()).unwrap_or_default(),
        basis: plan.map(|one| one.cite.clone()).unwrap_or_default(),
        state: frame.t(&format!("posts-state-{}", whole.round.state)),
        place: core.place_in(&whole.round.place, core.world.today(), visitor.lang()),
        places: places(&whole),
        people: people(&frame.texts, &whole, plan, false),
        next: match whole.round.state.as_str() {
            "collecting" if works => "rank",
            "ranked" if checks => "confirm",
            _ => "",
        },
        may_wish: works && whole.round.state == "collecting",
        may_answer: works && whole.round.state == "confirmed",
        may_keep: works && matches!(whole.round.state.as_str(), "confirmed" | "closed"),
        public_href: match whole.round.state.as_str() {
            "confirmed" | "closed" => format!("/posts/rounds/{id}/public"),
            _ => String::new(),
        },
        ranked: stamp(&whole.round.ranked_name, whole.round.ranked_at),
        confirmed: stamp(&whole.round.confirmed_name, whole.round.confirmed_at),
        error: fault.map(|fault| said(&frame.texts, fault)).unwrap_or_default(),
        round: whole.round,
        frame,
    };
    let answer = page(&made);
    Ok(match fault {
        Some(fault) => (status(fault.kind), answer).into_response(),
        None => answer,
    })
}

/// Answers `GET /posts/rounds/{id}/public`: for everybody, names covered.
pub async fn public(
    State(posts): State<Posts>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let core = posts.rooms.core();
    let whole = use_case::public(&posts, &id).await?;
    let frame = Frame::new(core, &visitor, "/posts", whole.round.title.clone());
    let made = PublicPage {
        place: core.place_in(&whole.round.place, core.world.today(), visitor.lang()),
        confirmed: whole.round.confirmed_at.map(china_minute).unwrap_or_default(),
        places: places(&whole),
        people: people(&frame.texts, &whole, None, true),
        round: whole.round,
        frame,
    };
    Ok(page(&made))
}

fn places(whole: &Whole) -> Vec<(i64, String, String)> {
    whole.places.iter().map(|one| (one.seq, one.title.clone(), one.employer.clone())).collect()
}

fn people(texts: &Texts, whole: &Whole, plan: Option<&crate::Allocation>, covered: bool) -> Vec<Person> {
    let one = |one: &Candidate| {
        let place = one.offered.and_then(|seq| whole.places.iter().find(|place| place.seq == seq));
        let wishes: Vec<String> = one.wishes.iter().map(ToString::to_string).collect();
        Person {
            name: if covered { masked_name(&one.name) } else { one.name.clone() },
            href: format!("/persons/{}", one.person),
            person: one.person.clone(),
            rank: one.rank.map(|rank| rank.to_string()).unwrap_or_default(),
            lot: one.lot.map(|lot| lot.to_string()).unwrap_or_default(),
            state: texts.t(&format!("posts-person-{}", one.state.replace('_', "-"))),
            place: place.map(|place| format!("{} · {}", place.seq, place.title)).unwrap_or_default(),
            wishes: wishes.join(","),
            note: one.note.clone(),
            clauses: clauses(texts, one.reasons.as_ref()),
            offered: one.state == "offered",
            place_form: match (one.state.as_str(), place, plan) {
                ("accepted", Some(place), Some(plan)) => {
                    format!(
                        "/registers/{}/new?subject={}&{}={}",
                        plan.holders, one.person, plan.into, place.entry_id
                    )
                }
                _ => String::new(),
            },
        }
    };
    whole.candidates.iter().filter(|candidate| !covered || candidate.rank.is_some()).map(one).collect()
}

/// Name of the clause, how it stands, why.
fn clauses(texts: &Texts, reasons: Option<&Value>) -> Vec<(String, String, String)> {
    let key = if texts.lang == Lang::Zh { "zh" } else { "en" };
    let all = reasons.and_then(|reasons| reasons[key]["clauses"].as_array());
    let text = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    let row = |one: &Value| (text(one, "label"), text(one, "status"), text(one, "reason"));
    all.into_iter().flatten().map(row).collect()
}
