//! The operations on persons. Every answer is masked but those of `reveal` and `copy`; a number is only ever sent in a body.

use anye_base::{ErrorKind, Fault};
use anye_web::extract::{IfMatch, Json as Body, Paging, etag};
use anye_web::{Asking, Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::find::numbers_of;
use super::register::MoveIn;
use super::sealing::{keys, shown_value};
use super::{
    Correction, Entry, Field, Filter, Look, NewPerson, NumberChange, Person, Purpose, Registered, Revealed,
    Shown, Wanted, masked, number, store,
};
use crate::Registry;
use crate::seal::Secret;

/// A page of persons, masked.
#[derive(Debug, Serialize, ToSchema)]
pub struct Persons {
    /// The rows.
    pub items: Vec<Shown>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

pub(super) async fn shown(registry: &Registry, all: &[Person]) -> Result<Vec<Shown>, Fault> {
    let numbers = numbers_of(&mut &registry.core.db, all).await?;
    let today = registry.core.world.today();
    all.iter().map(|one| masked(keys(registry)?, one, &numbers, today)).collect()
}

/// Persons by the beginning of a name or of its pinyin initials, and by place. Numbers and phones go through `POST /api/persons/search`.
#[utoipa::path(get, path = "/api/persons", operation_id = "persons_list", tag = "persons",
    params(("q" = Option<String>, Query, description = "Beginning of the name, or of the first letters of its pinyin"),
        ("place" = Option<String>, Query, description = "Place under which they live"),
        ("limit" = Option<u32>, Query, description = "1 to 500"), ("cursor" = Option<String>, Query, description = "Next page")),
    responses((status = 200, body = Persons), (status = 422, body = Problem)))]
pub async fn list(
    State(registry): State<Registry>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
    paging: Paging,
) -> Result<Json<Persons>, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let caller = asking.caller(None);
    let page = super::search(&registry, &caller, &filter, paging.cursor.as_ref(), paging.limit).await?;
    let items = shown(&registry, &page.items).await?;
    Ok(Json(Persons { items, next: page.next.map(|cursor| cursor.encode()) }))
}

/// An exact number or phone.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Exact {
    /// A number of a card.
    pub number: Secret,
    /// A phone.
    pub phone: Secret,
}

/// The person with a number, or those with a phone, masked. At most 20 a minute for each account; unknown and forbidden have one answer: nobody.
#[utoipa::path(post, path = "/api/persons/search", operation_id = "persons_search", tag = "persons", request_body = Exact,
    params(("Idempotency-Key" = String, Header, description = "Any; nothing is changed")),
    responses((status = 200, body = Persons), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn search(
    State(registry): State<Registry>,
    visitor: Visitor,
    body: Body<Exact>,
) -> Result<Json<Persons>, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let caller = asking.caller(None);
    let items = if body.data.number.is_empty() {
        shown(&registry, &super::by_phone(&registry, &caller, body.data.phone.clear()).await?).await?
    } else {
        match super::open_with_numbers(&registry, &caller, body.data.number.clear()).await {
            Ok((one, numbers)) => {
                vec![masked(keys(&registry)?, &one, &numbers, registry.core.world.today())?]
            }
            Err(fault) if fault.kind == ErrorKind::NotFound => Vec::new(),
            Err(fault) => return Err(fault.into()),
        }
    };
    Ok(Json(Persons { items, next: None }))
}

/// Registers a person.
#[utoipa::path(post, path = "/api/persons", operation_id = "persons_register", tag = "persons", request_body = NewPerson,
    params(("Idempotency-Key" = String, Header, description = "The same key is the same person")),
    responses((status = 201, body = Registered), (status = 409, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn register(
    State(registry): State<Registry>,
    visitor: Visitor,
    body: Body<NewPerson>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let made = super::register(&registry, &asking.caller(body.once.as_ref()), &body.data).await?;
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

/// Where somebody was moved to.
#[derive(Debug, Serialize, ToSchema)]
pub struct Moved {
    /// Id of the person.
    pub id: String,
}

/// Moves a person in who is registered elsewhere; number and name must both be right.
#[utoipa::path(post, path = "/api/persons/move-in", operation_id = "persons_move_in", tag = "persons", request_body = MoveIn,
    params(("Idempotency-Key" = String, Header, description = "The same key is the same move")),
    responses((status = 200, body = Moved), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn move_in(
    State(registry): State<Registry>,
    visitor: Visitor,
    body: Body<MoveIn>,
) -> Result<Json<Moved>, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let id = super::move_in(&registry, &asking.caller(body.once.as_ref()), &body.data).await?;
    Ok(Json(Moved { id }))
}

/// One person, masked. That it was opened is recorded.
#[utoipa::path(get, path = "/api/persons/{person}", operation_id = "persons_show", tag = "persons",
    params(("person" = String, Path, description = "Id")), responses((status = 200, body = Shown), (status = 404, body = Problem)))]
pub async fn show(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let caller = asking.caller(None);
    let found = super::find(&registry, &caller, &id).await?;
    super::opened(&registry, &caller, &found).await?;
    let one = shown(&registry, std::slice::from_ref(&found)).await?.pop();
    Ok(([etag(found.version)], Json(one)).into_response())
}

/// A fact, a phone masked.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShownFact {
    /// What it is about.
    pub field: Field,
    /// The value; of a birthday the month, of a phone its ends.
    pub value: String,
    /// First day.
    pub valid_from: String,
    /// First day it no longer holds.
    pub valid_to: Option<String>,
    /// When it was recorded, in milliseconds.
    pub recorded_at: i64,
    /// By whom.
    pub recorded_name: String,
    /// When something else took its place.
    pub superseded_at: Option<i64>,
    /// Where it comes from.
    pub source: String,
    /// What shows it.
    pub evidence: String,
}

/// All facts that were ever corrected, as they may be shown.
pub(super) async fn past(registry: &Registry, person: &str) -> Result<Vec<ShownFact>, Fault> {
    let facts = store::facts(&mut &registry.core.db, person).await?;
    let one = |fact: &super::Fact| {
        let value = shown_value(keys(registry)?, fact)?;
        let month = fact.field == Field::BirthDate;
        Ok(ShownFact {
            field: fact.field,
            value: if month { value.get(..7).unwrap_or_default().to_owned() } else { value },
            valid_from: fact.valid_from.to_string(),
            valid_to: fact.valid_to.map(|day| day.to_string()),
            recorded_at: fact.recorded_at,
            recorded_name: fact.recorded_name.clone(),
            superseded_at: fact.superseded_at,
            source: fact.source.clone(),
            evidence: fact.evidence.clone(),
        })
    };
    facts.iter().map(one).collect()
}

/// All facts that were ever corrected, superseded ones included. What was never corrected stands in the person itself.
#[utoipa::path(get, path = "/api/persons/{person}/history", operation_id = "persons_history", tag = "persons",
    params(("person" = String, Path, description = "Id")), responses((status = 200, body = Vec<ShownFact>), (status = 404, body = Problem)))]
pub async fn history(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Json<Vec<ShownFact>>, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let found = super::find(&registry, &asking.caller(None), &id).await?;
    Ok(Json(past(&registry, &found.id).await?))
}

/// The version after a change.
#[derive(Debug, Serialize, ToSchema)]
pub struct Changed {
    /// Version.
    pub version: i64,
}

/// Records another value of a field from a day on. What was believed before stays.
#[utoipa::path(post, path = "/api/persons/{person}/facts", operation_id = "persons_correct", tag = "persons", request_body = Correction,
    params(("person" = String, Path, description = "Id"), ("If-Match" = String, Header, description = "ETag of the person"),
        ("Idempotency-Key" = String, Header, description = "The same key is the same correction")),
    responses((status = 200, body = Changed), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn correct(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(id): Path<String>,
    IfMatch(seen): IfMatch,
    body: Body<Correction>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let version =
        super::correct(&registry, &asking.caller(body.once.as_ref()), &id, seen, &body.data).await?;
    Ok(([etag(version)], Json(Changed { version })).into_response())
}

/// Adds a number, beside the others or in place of one.
#[utoipa::path(post, path = "/api/persons/{person}/numbers", operation_id = "persons_add_number", tag = "persons", request_body = NumberChange,
    params(("person" = String, Path, description = "Id"), ("If-Match" = String, Header, description = "ETag of the person"),
        ("Idempotency-Key" = String, Header, description = "The same key is the same change")),
    responses((status = 200, body = Changed), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn add_number(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(id): Path<String>,
    IfMatch(seen): IfMatch,
    body: Body<NumberChange>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let version =
        super::add_number(&registry, &asking.caller(body.once.as_ref()), &id, seen, &body.data).await?;
    Ok(([etag(version)], Json(Changed { version })).into_response())
}

/// Shows one full value, for a purpose. It is recorded; the person may ask who looked.
#[utoipa::path(post, path = "/api/persons/{person}/reveal", operation_id = "persons_reveal", tag = "persons", request_body = Wanted,
    params(("person" = String, Path, description = "Id"), ("Idempotency-Key" = String, Header, description = "Any; each look counts")),
    responses((status = 200, body = Revealed), (status = 404, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn reveal(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Wanted>,
) -> Result<Json<Revealed>, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    Ok(Json(super::reveal(&registry, &asking.caller(None), &id, &body.data).await?))
}

/// Why a copy is made.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CopyWanted {
    /// Why.
    pub purpose: Purpose,
    /// In words.
    pub note: String,
}

/// Everything the register holds about a person, in full, for the person. It counts as a look.
#[utoipa::path(post, path = "/api/persons/{person}/copy", operation_id = "persons_copy", tag = "persons", request_body = CopyWanted,
    params(("person" = String, Path, description = "Id"), ("Idempotency-Key" = String, Header, description = "Any; each copy counts")),
    responses((status = 200, description = "The copy"), (status = 404, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn copy(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<CopyWanted>,
) -> Result<Json<Value>, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let made = super::copy(&registry, &asking.caller(None), &id, body.data.purpose, &body.data.note).await?;
    Ok(Json(made))
}

/// A page of looks.
#[derive(Debug, Serialize, ToSchema)]
pub struct Looks {
    /// The rows, newest first.
    pub items: Vec<Look>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// Who looked at a person.
#[utoipa::path(get, path = "/api/persons/{person}/looks", operation_id = "persons_looks", tag = "persons",
    params(("person" = String, Path, description = "Id"), ("limit" = Option<u32>, Query, description = "1 to 500"), ("cursor" = Option<String>, Query, description = "Next page")),
    responses((status = 200, body = Looks), (status = 404, body = Problem)))]
pub async fn looks(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(id): Path<String>,
    paging: Paging,
) -> Result<Json<Looks>, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let page =
        super::looks(&registry, &asking.caller(None), &id, paging.cursor.as_ref(), paging.limit).await?;
    Ok(Json(Looks { items: page.items, next: page.next.map(|cursor| cursor.encode()) }))
}

/// What happened to a person, from all rooms that know something, newest first.
#[utoipa::path(get, path = "/api/persons/{person}/timeline", operation_id = "persons_timeline", tag = "persons",
    params(("person" = String, Path, description = "Id")), responses((status = 200, body = Vec<Entry>), (status = 404, body = Problem)))]
pub async fn timeline(
    State(registry): State<Registry>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Json<Vec<Entry>>, Failed> {
    let asking = Asking::new(&registry.core, &visitor);
    let caller = asking.caller(None);
    let found = super::find(&registry, &caller, &id).await?;
    Ok(Json(super::timeline(&registry, &caller, &found).await?))
}

/// A number as typed, to be read without asking the register.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NumberTyped {
    /// The number.
    pub number: Secret,
    /// Sort of card, where its form does not show it.
    #[serde(default)]
    pub kind: Option<number::Kind>,
}

/// What a number says of itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct NumberRead {
    /// Sort of card.
    pub kind: number::Kind,
    /// Sex it says.
    pub sex: Option<super::Sex>,
    /// Year and month of birth it says.
    pub birth_month: Option<String>,
    /// Division it says.
    pub area: Option<String>,
    /// The check digit does not follow.
    pub doubtful: bool,
}

/// Reads a number while it is typed: what is wrong with it, or what it says. The register is not asked.
#[utoipa::path(post, path = "/api/persons/check-number", operation_id = "persons_check_number", tag = "persons", request_body = NumberTyped,
    params(("Idempotency-Key" = String, Header, description = "Any; nothing is changed")),
    responses((status = 200, body = NumberRead), (status = 422, body = Problem)))]
pub async fn check_number(
    State(registry): State<Registry>,
    _: Visitor,
    body: Body<NumberTyped>,
) -> Result<Json<NumberRead>, Failed> {
    let today = registry.core.world.today();
    let number = number::read(body.data.number.clear(), body.data.kind, "", today)
        .map_err(|wrong| Fault::new(ErrorKind::Invalid, "person_invalid").field(wrong.fault("number")))?;
    Ok(Json(NumberRead {
        kind: number.kind,
        sex: number.sex,
        birth_month: number.birth_date.map(super::shown::month),
        area: number.area,
        doubtful: number.doubtful,
    }))
}
