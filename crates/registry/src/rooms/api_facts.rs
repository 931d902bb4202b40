//! Facts, things and households as JSON.

use std::collections::BTreeMap;

use anye_base::Fault;
use anye_web::extract::{Json as Body, Paging};
use anye_web::{Asking, Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::api::day;
use crate::Registers;
use crate::fact::{Fact, NewFact};
use crate::household::{self, Household, NewHousehold, NewMember};
use crate::thing::{self, NewThing, Thing};

/// On which day, as known at which time.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct When {
    /// Day; today where empty.
    on: Option<String>,
    /// Milliseconds; now where empty.
    known: Option<i64>,
}

/// Records facts about persons, employers, households and other things. What was believed before stays.
#[utoipa::path(post, path = "/api/facts", operation_id = "facts_state", tag = "facts", request_body = Vec<NewFact>,
    params(("Idempotency-Key" = String, Header, description = "The same key is the same record")),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn state(
    State(rooms): State<Registers>,
    visitor: Visitor,
    body: Body<Vec<NewFact>>,
) -> Result<StatusCode, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    thing::state_facts(&rooms, &asking.caller(body.once.as_ref()), &body.data).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What is known about a thing on a day, as far as was known at a time.
#[utoipa::path(get, path = "/api/facts/{kind}/{thing}", operation_id = "facts_known", tag = "facts",
    params(("kind" = String, Path, description = "Kind of the dictionary"), ("thing" = String, Path, description = "Id"), ("on" = Option<String>, Query, description = "Day"),
        ("known" = Option<i64>, Query, description = "As known at this time in milliseconds")),
    responses((status = 200, body = Object), (status = 404, body = Problem)))]
pub async fn known(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path((kind, id)): Path<(String, String)>,
    Query(when): Query<When>,
) -> Result<Json<BTreeMap<String, Value>>, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let on = day(&rooms, when.on.as_deref())?;
    Ok(Json(thing::facts_of(&rooms, &asking.caller(None), (&kind, &id), on, when.known).await?))
}

/// All facts of a thing, superseded ones included.
#[utoipa::path(get, path = "/api/facts/{kind}/{thing}/history", operation_id = "facts_history", tag = "facts",
    params(("kind" = String, Path, description = "Kind of the dictionary"), ("thing" = String, Path, description = "Id")),
    responses((status = 200, body = Vec<Fact>), (status = 404, body = Problem)))]
pub async fn history(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path((kind, id)): Path<(String, String)>,
) -> Result<Json<Vec<Fact>>, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    Ok(Json(thing::facts_history(&rooms, &asking.caller(None), (&kind, &id)).await?))
}

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// Words of the name.
    q: String,
    /// Place under which it lies.
    place: String,
}

/// A page of things.
#[derive(Debug, Serialize, ToSchema)]
pub struct Things {
    /// The rows.
    pub items: Vec<Thing>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// Things of a kind (households, providers, contracts …) where the caller may look.
#[utoipa::path(get, path = "/api/things/{kind}", operation_id = "things_list", tag = "facts",
    params(("kind" = String, Path, description = "Kind of the dictionary"), ("q" = Option<String>, Query, description = "Words of the name"), ("place" = Option<String>, Query, description = "Place"),
        ("limit" = Option<u32>, Query, description = "1 to 500"), ("cursor" = Option<String>, Query, description = "Next page")),
    responses((status = 200, body = Things)))]
pub async fn things(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(kind): Path<String>,
    Query(wanted): Query<Wanted>,
    paging: Paging,
) -> Result<Json<Things>, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let by = (wanted.q.as_str(), wanted.place.as_str());
    let page =
        thing::list(&rooms, &asking.caller(None), &kind, by, paging.cursor.as_ref(), paging.limit).await?;
    Ok(Json(Things { items: page.items, next: page.next.map(|cursor| cursor.encode()) }))
}

/// Records a thing with its first facts.
#[utoipa::path(post, path = "/api/things/{kind}", operation_id = "things_make", tag = "facts", request_body = NewThing,
    params(("kind" = String, Path, description = "Kind of the dictionary"), ("Idempotency-Key" = String, Header, description = "The same key is the same thing")),
    responses((status = 201, body = Thing), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn make(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(kind): Path<String>,
    body: Body<NewThing>,
) -> Result<Response, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let made = thing::make(&rooms, &asking.caller(body.once.as_ref()), &kind, &body.data).await?;
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

/// One thing.
#[utoipa::path(get, path = "/api/things/{kind}/{thing}", operation_id = "things_show", tag = "facts",
    params(("kind" = String, Path, description = "Kind of the dictionary"), ("thing" = String, Path, description = "Id")),
    responses((status = 200, body = Thing), (status = 404, body = Problem)))]
pub async fn thing(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path((kind, id)): Path<(String, String)>,
) -> Result<Json<Thing>, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    Ok(Json(thing::find(&rooms, &asking.caller(None), &kind, &id).await?))
}

/// Registers a household with its members.
#[utoipa::path(post, path = "/api/households", operation_id = "households_register", tag = "facts", request_body = NewHousehold,
    params(("Idempotency-Key" = String, Header, description = "The same key is the same household")),
    responses((status = 201, body = Household), (status = 422, body = Problem)))]
pub async fn household(
    State(rooms): State<Registers>,
    visitor: Visitor,
    body: Body<NewHousehold>,
) -> Result<Response, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let made = household::register(&rooms, &asking.caller(body.once.as_ref()), &body.data).await?;
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

/// A household as it is on a day.
#[utoipa::path(get, path = "/api/households/{household}", operation_id = "households_show", tag = "facts",
    params(("household" = String, Path, description = "Id"), ("on" = Option<String>, Query, description = "Day")),
    responses((status = 200, body = Household), (status = 404, body = Problem)))]
pub async fn household_show(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(when): Query<When>,
) -> Result<Json<Household>, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let on = day(&rooms, when.on.as_deref())?;
    Ok(Json(household::find(&rooms, &asking.caller(None), &id, on).await?))
}

/// What is done with a household.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct HouseholdAct {
    /// move, leave, split, merge.
    pub act: String,
    /// For `move` and `leave`.
    pub member: NewMember,
    /// For `split`.
    pub new: NewHousehold,
    /// For `merge`: the household that stays.
    pub into: String,
    /// First day.
    pub from: String,
    /// Where it comes from.
    pub source: String,
    /// What shows it.
    pub evidence: String,
}

/// Moves somebody in or out, splits a household or merges it into another.
#[utoipa::path(post, path = "/api/households/{household}", operation_id = "households_act", tag = "facts", request_body = HouseholdAct,
    params(("household" = String, Path, description = "Id"), ("Idempotency-Key" = String, Header, description = "The same key is the same act")),
    responses((status = 200, body = Household), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn household_act(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<HouseholdAct>,
) -> Result<Json<Household>, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let caller = asking.caller(body.once.as_ref());
    let sent = &body.data;
    let from = day(&rooms, Some(&sent.from))?;
    let source = (sent.source.as_str(), sent.evidence.as_str());
    Ok(Json(match sent.act.as_str() {
        "move" => household::move_to(&rooms, &caller, &id, &sent.member, from, source).await?,
        "leave" => household::leave(&rooms, &caller, &id, &sent.member.person, from, source).await?,
        "split" => household::split(&rooms, &caller, &id, &sent.new).await?,
        "merge" => household::merge(&rooms, &caller, &id, &sent.into, from, source).await?,
        _ => return Err(Fault::not_found("act").into()),
    }))
}
