//! One person: what stands now, numbers covered with a button to look, what happened, corrections, who looked.

use anye_access::Permission;
use anye_base::world::china_minute;
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_web::extract::{Form as Sent, Paging};
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::said::{Choice, born, file, is_shown, place, problems, sex, with_status};
use crate::Registry;
use crate::person::api::{past, shown};
use crate::person::model::{Field, NewNumber, Purpose, State as Stands};
use crate::person::number::Kind;
use crate::person::picker::{Near, Picked, pick};
use crate::person::{self, Correction, NumberChange, Person, Revealed, Wanted};
use crate::rights::may_since;
use crate::seal::Secret;

struct Held {
    id: String,
    kind: String,
    shown: String,
    state: String,
    doubtful: bool,
    full: Option<String>,
}

struct Past {
    field: String,
    value: String,
    days: String,
    recorded: String,
    superseded: String,
    source: String,
}

struct Happened {
    day: String,
    said: String,
    by: String,
    href: Option<String>,
}

#[derive(Template)]
#[template(path = "person.html")]
struct ShowPage {
    frame: Frame,
    problems: Vec<(String, String)>,
    id: String,
    version: i64,
    sentence: String,
    merged_into: Option<String>,
    lines: Vec<(String, String)>,
    numbers: Vec<Held>,
    phone: Option<Held>,
    birth: Option<Held>,
    purposes: Vec<Choice>,
    note: String,
    looked: Option<String>,
    happened: Vec<Happened>,
    past: Vec<Past>,
    pairs: Vec<(String, i64)>,
    fields: Vec<Choice>,
    kinds: Vec<Choice>,
    today: String,
    edits: bool,
    reveals: bool,
}

/// What an address says beside the person.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: Option<String>,
}

/// Answers `GET /persons/{person}`.
pub async fn show(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let caller = asking.caller(None);
    let found = person::find(&registry, &caller, &id).await?;
    person::opened(&registry, &caller, &found).await?;
    Ok(made(&registry, &visitor, &found, Extra { done: done.done, ..Extra::default() }).await?)
}

/// What a page shows beside the person.
#[derive(Default)]
struct Extra<'a> {
    done: Option<String>,
    revealed: Option<Revealed>,
    note: String,
    purpose: String,
    fault: Option<&'a Fault>,
}

async fn made(
    registry: &Registry,
    visitor: &Visitor,
    found: &Person,
    extra: Extra<'_>,
) -> Result<Response, Fault> {
    let asking = Asking::new(&registry.core, visitor);
    let caller = asking.caller(None);
    let mut all = shown(registry, std::slice::from_ref(found)).await?;
    let one = all.pop().ok_or_else(|| Fault::not_found("person"))?;
    let here = format!("/persons/{}", found.id);
    let frame = Frame::new(&registry.core, visitor, &here, found.name.clone())
        .under(visitor.texts.t("persons-title"), "/persons")
        .notice(extra.done.as_deref());
    let full = |field: &str| {
        extra
            .revealed
            .as_ref()
            .filter(|revealed| revealed.field == field)
            .map(|revealed| revealed.value.clone())
    };
    let plain = |id: &str, shown: String| Held {
        full: full(id),
        id: id.to_owned(),
        kind: String::new(),
        shown,
        state: String::new(),
        doubtful: false,
    };
    let numbers = one.numbers.iter().map(|number| Held {
        kind: format!("{} {}", frame.t(&format!("number-kind-{}", number.kind.word())), number.issuer)
            .trim()
            .to_owned(),
        state: frame.t(&format!("number-state-{}", number.state)),
        doubtful: number.doubtful,
        ..plain(&number.id, number.shown.clone())
    });
    let numbers: Vec<Held> = numbers.collect();
    let line = |field: Field, value: String| (frame.t(&format!("person-field-{}", field.word())), value);
    let residence_type = match one.residence_type.as_str() {
        "" => frame.t("person-unknown"),
        word => frame.t(&format!("residence-{word}")),
    };
    let lines = vec![
        line(Field::Sex, sex(&frame, &one)),
        line(Field::Place, place(registry, &frame, &one.place)),
        line(Field::ResidencePlace, place(registry, &frame, &one.residence_place)),
        line(Field::ResidenceType, residence_type),
        (frame.t("person-source"), [found.source.as_str(), &found.evidence].join(" ").trim().to_owned()),
        (frame.t("person-registered"), format!("{} {}", china_minute(found.created_at), found.created_name)),
    ];
    let pairs =
        person::duplicates::of_person(&mut &registry.core.db, std::slice::from_ref(&found.id)).await?;
    let waiting =
        pairs.into_iter().filter(|pair| matches!(pair.state.as_str(), "open" | "proposed" | "undone"));
    let made = ShowPage {
        problems: problems(&frame.texts, extra.fault),
        id: found.id.clone(),
        version: found.version,
        sentence: [sex(&frame, &one), born(&frame, &one), place(registry, &frame, &one.place)].join(" · "),
        merged_into: found.merged_into.clone().filter(|_| found.state == Stands::Merged),
        lines,
        numbers,
        phone: one.phone.clone().map(|covered| plain("phone", covered)),
        birth: one.birth_month.clone().map(|month| plain("birth", month)),
        purposes: Purpose::ALL
            .iter()
            .map(|one| Choice::new(one.word(), frame.t(&format!("purpose-{}", one.word())), &extra.purpose))
            .collect(),
        note: extra.note,
        looked: extra.revealed.as_ref().map(|revealed| frame.t1("person-looked", "n", revealed.today)),
        happened: happened(registry, &caller, visitor, found).await?,
        past: history(registry, &frame, &found.id).await?,
        pairs: waiting.map(|pair| (format!("/persons/duplicates/{}", pair.id), pair.score)).collect(),
        fields: Field::ALL
            .iter()
            .map(|field| {
                Choice::new(field.word(), frame.t(&format!("person-field-{}", field.word())), "phone")
            })
            .collect(),
        kinds: Kind::ALL
            .iter()
            .map(|kind| {
                Choice::new(kind.word(), frame.t(&format!("number-kind-{}", kind.word())), "resident")
            })
            .collect(),
        today: registry.core.world.today().to_string(),
        edits: may_since(registry, &caller, Permission::PersonsEdit, &found.place),
        reveals: may_since(registry, &caller, Permission::PersonsReveal, &found.place),
        frame,
    };
    Ok(with_status(page(&made), extra.fault))
}

async fn happened(
    registry: &Registry,
    caller: &anye_access::Caller<'_>,
    visitor: &Visitor,
    found: &Person,
) -> Result<Vec<Happened>, Fault> {
    let lang = visitor.lang();
    let all = person::timeline(registry, caller, found).await?;
    Ok(all
        .into_iter()
        .map(|one| Happened {
            day: one.day.to_string(),
            said: lang.pick(&one.zh, &one.en).to_owned(),
            by: one.by,
            href: one.href,
        })
        .collect())
}

async fn history(registry: &Registry, frame: &Frame, id: &str) -> Result<Vec<Past>, Fault> {
    let one = |fact: person::api::ShownFact| {
        let word = fact.field.word();
        let value = match fact.field {
            _ if fact.value.is_empty() => frame.t("person-unknown"),
            Field::Place | Field::ResidencePlace => place(registry, frame, &fact.value),
            Field::Sex => frame.t(&format!("sex-{}", fact.value)),
            Field::ResidenceType => frame.t(&format!("residence-{}", fact.value)),
            _ => fact.value.clone(),
        };
        Past {
            field: frame.t(&format!("person-field-{word}")),
            value,
            days: format!("{} – {}", fact.valid_from, fact.valid_to.unwrap_or_default()),
            recorded: format!("{} {}", china_minute(fact.recorded_at), fact.recorded_name),
            superseded: fact.superseded_at.map(china_minute).unwrap_or_default(),
            source: [fact.source, fact.evidence].join(" ").trim().to_owned(),
        }
    };
    Ok(past(registry, id).await?.into_iter().map(one).collect())
}

/// Answers `POST /persons/{person}/reveal`: the page once more, with the one full value in it.
pub async fn reveal(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(id): Path<String>,
    sent: Sent<Wanted>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let caller = asking.caller(None);
    let wanted = sent.data;
    let (revealed, fault) = match person::reveal(&registry, &caller, &id, &wanted).await {
        Ok(revealed) => (Some(revealed), None),
        Err(fault) if is_shown(&fault) => (None, Some(fault)),
        Err(fault) => return Err(fault.into()),
    };
    let found = person::find(&registry, &caller, &id).await?;
    let purpose = wanted.purpose.word().to_owned();
    let extra = Extra { revealed, note: wanted.note, purpose, fault: fault.as_ref(), done: None };
    Ok(made(&registry, &visitor, &found, extra).await?)
}

/// Why a copy is made.
#[derive(Debug, Deserialize)]
pub struct CopyWanted {
    purpose: Purpose,
    note: String,
}

/// Answers `POST /persons/{person}/copy`: the copy for the person, as a file.
pub async fn copy(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(id): Path<String>,
    sent: Sent<CopyWanted>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let caller = asking.caller(None);
    match person::copy(&registry, &caller, &id, sent.data.purpose, &sent.data.note).await {
        Ok(copy) => {
            let bytes = serde_json::to_vec_pretty(&copy).map_err(Fault::internal)?;
            Ok(file("application/json", &format!("person-{id}.json"), bytes))
        }
        Err(fault) if is_shown(&fault) => {
            let found = person::find(&registry, &caller, &id).await?;
            let purpose = sent.data.purpose.word().to_owned();
            let extra = Extra { purpose, fault: Some(&fault), ..Extra::default() };
            Ok(made(&registry, &visitor, &found, extra).await?)
        }
        Err(fault) => Err(fault.into()),
    }
}

/// A correction as a form sends it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Corrected {
    version: i64,
    field: String,
    value: Secret,
    valid_from: String,
    valid_to: String,
    source: String,
    evidence: String,
}

/// Answers `POST /persons/{person}/facts`.
pub async fn correct(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(id): Path<String>,
    sent: Sent<Corrected>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let caller = asking.caller(sent.once.as_ref());
    let may = |code: &str| crate::rights::may(&caller, Permission::PersonsEdit, code);
    let near = Near { place: visitor.own_place(&registry.core), may: &may };
    let result = match correction(&registry, &sent.data, near) {
        Ok(correction) => person::correct(&registry, &caller, &id, sent.data.version, &correction).await,
        Err(fault) => Err(fault),
    };
    after(&registry, &visitor, &id, result, "person-corrected").await
}

async fn after(
    registry: &Registry,
    visitor: &Visitor,
    id: &str,
    result: Result<i64, Fault>,
    done: &str,
) -> Result<Response, Failed> {
    match result {
        Ok(_) => Ok(Redirect::to(&format!("/persons/{id}?done={done}")).into_response()),
        Err(fault) if is_shown(&fault) => {
            let asking = Asking::new(&registry.core, visitor);
            let found = person::find(registry, &asking.caller(None), id).await?;
            Ok(made(registry, visitor, &found, Extra { fault: Some(&fault), ..Extra::default() }).await?)
        }
        Err(fault) => Err(fault.into()),
    }
}

fn correction(registry: &Registry, sent: &Corrected, near: Near<'_>) -> Result<Correction, Fault> {
    let refuse = |field: &'static str, code: &'static str| {
        Fault::new(ErrorKind::Invalid, "person_invalid").field(FieldFault::new(field, code))
    };
    let field = Field::from_word(&sent.field).ok_or_else(|| refuse("field", "person_field"))?;
    let today = registry.core.world.today();
    let valid_from = match sent.valid_from.trim() {
        "" => today,
        text => text.parse().map_err(|_| refuse("valid_from", "person_birth"))?,
    };
    let valid_to = match sent.valid_to.trim() {
        "" => None,
        text => Some(text.parse().map_err(|_| refuse("valid_to", "person_birth"))?),
    };
    let mut value = sent.value.clone();
    if matches!(field, Field::Place | Field::ResidencePlace)
        && let Picked::One(code) = pick(registry, value.clear(), near, today)
    {
        value = Secret::new(code);
    }
    if field == Field::ResidenceType {
        value = match value.clear().trim() {
            "城镇" => "urban".into(),
            "农村" => "rural".into(),
            _ => value,
        };
    }
    let (source, evidence) = (sent.source.clone(), sent.evidence.clone());
    Ok(Correction { field, value, valid_from, valid_to, source, evidence })
}

/// A number as a form sends it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Numbered {
    version: i64,
    number: Secret,
    kind: String,
    issuer: String,
    paper: String,
    replaces: String,
    was: String,
    evidence: String,
}

/// Answers `POST /persons/{person}/numbers`.
pub async fn add_number(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(id): Path<String>,
    sent: Sent<Numbered>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let data = sent.data;
    let number = NewNumber {
        number: data.number,
        kind: Kind::from_word(&data.kind),
        issuer: data.issuer,
        paper: data.paper,
    };
    let replaces = (!data.replaces.is_empty()).then_some(data.replaces);
    let change = NumberChange { number, replaces, was: data.was, evidence: data.evidence };
    let caller = asking.caller(sent.once.as_ref());
    let result = person::add_number(&registry, &caller, &id, data.version, &change).await;
    after(&registry, &visitor, &id, result, "person-numbered").await
}

struct Looked {
    at: String,
    by: String,
    what: String,
    purpose: String,
    note: String,
}

#[derive(Template)]
#[template(path = "person_looks.html")]
struct LooksPage {
    frame: Frame,
    rows: Vec<Looked>,
    next: Option<String>,
}

/// Answers `GET /persons/{person}/looks`: who looked, to be shown to the person.
pub async fn looks(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(id): Path<String>,
    paging: Paging,
) -> Result<Response, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let caller = asking.caller(None);
    let found = person::find(&registry, &caller, &id).await?;
    let all = person::looks(&registry, &caller, &id, paging.cursor.as_ref(), paging.limit).await?;
    let here = format!("/persons/{id}/looks");
    let frame = Frame::new(&registry.core, &visitor, &here, visitor.texts.t("person-looks-title"))
        .under(visitor.texts.t("persons-title"), "/persons")
        .under(found.name, format!("/persons/{id}"));
    let row = |one: &person::Look| Looked {
        at: china_minute(one.at),
        by: one.account_name.clone(),
        what: frame.t(&format!("look-{}", one.what)),
        purpose: if one.purpose.is_empty() {
            String::new()
        } else {
            frame.t(&format!("purpose-{}", one.purpose))
        },
        note: one.note.clone(),
    };
    let rows = all.items.iter().map(row).collect();
    let next = all.next.map(|cursor| format!("{here}?cursor={}", cursor.encode()));
    Ok(page(&LooksPage { rows, next, frame }))
}
