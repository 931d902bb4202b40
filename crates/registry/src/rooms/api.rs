//! Registers as JSON: the same use cases as the pages.

use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_web::extract::{IfMatch, Json as Body, Paging, etag};
use anye_web::{Asking, Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::Registers;
use crate::entry::lookup::{self, Record};
use crate::entry::objection::{self, Objecting, Objection};
use crate::entry::public::{PublicRow, public_list};
use crate::entry::{
    self, Change, DutyFilter, Entry, Filter, Happened, Mend, NewEntry, NewQuota, Quota, Task, Verified,
};
use crate::person::{Revealed, Wanted};
use crate::table::{self, CountAsked, Served, Table};

/// A register with its numbers.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = registry::Brief)]
pub struct Brief {
    /// Id.
    pub id: String,
    /// 中文
    pub zh: String,
    /// English.
    pub en: String,
    /// person, household, employer, provider, place or itself.
    pub subject: String,
    /// Open entries where the caller may look.
    pub open: i64,
    /// All entries there.
    pub all: i64,
}

/// The registers of the pack, with the numbers where the caller may look.
#[utoipa::path(get, path = "/api/registers", operation_id = "registers_list", tag = "registers", responses((status = 200, body = Vec<Brief>)))]
pub async fn registers(State(rooms): State<Registers>, visitor: Visitor) -> Result<Json<Vec<Brief>>, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let tally = entry::tally(&rooms, &asking.caller(None)).await?;
    let brief = |one: &anye_programmes::Register| {
        let (open, all) = tally.get(&one.id).copied().unwrap_or_default();
        Brief {
            id: one.id.clone(),
            zh: one.name.zh.clone(),
            en: one.name.en.clone(),
            subject: one.subject.word().to_owned(),
            open,
            all,
        }
    };
    Ok(Json(rooms.definitions.registers.iter().map(brief).collect()))
}

/// What a register is: fields, states, moves, limits, duties, tables.
#[utoipa::path(get, path = "/api/registers/{register}", operation_id = "registers_show", tag = "registers",
    params(("register" = String, Path, description = "Id")), responses((status = 200, body = Object), (status = 404, body = Problem)))]
pub async fn register(State(rooms): State<Registers>, Path(id): Path<String>) -> Result<Json<Value>, Failed> {
    Ok(Json(json!(rooms.register(&id)?)))
}

/// A page of entries.
#[derive(Debug, Serialize, ToSchema)]
pub struct Entries {
    /// The rows.
    pub items: Vec<Entry>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// Entries of a register by name, place, state and day, newest first.
#[utoipa::path(get, path = "/api/registers/{register}/entries", operation_id = "entries_list", tag = "registers",
    params(("register" = String, Path, description = "Id"), ("q" = Option<String>, Query, description = "Beginning of the name, or a certificate's number"),
        ("place" = Option<String>, Query, description = "Place under which they lie"), ("state" = Option<String>, Query, description = "State"),
        ("open" = Option<String>, Query, description = "yes, no or pending"), ("subject" = Option<String>, Query, description = "About this subject"), ("lacks" = Option<String>, Query, description = "Open ones that lack this need of the register"),
        ("on" = Option<String>, Query, description = "There on this day"), ("limit" = Option<u32>, Query, description = "1 to 500"), ("cursor" = Option<String>, Query, description = "Next page")),
    responses((status = 200, body = Entries), (status = 404, body = Problem)))]
pub async fn list(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(filter): Query<Filter>,
    paging: Paging,
) -> Result<Json<Entries>, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let filter = Filter { register: id, ..filter };
    let page =
        entry::list(&rooms, &asking.caller(None), &filter, paging.cursor.as_ref(), paging.limit).await?;
    Ok(Json(Entries { items: page.items, next: page.next.map(|cursor| cursor.encode()) }))
}

/// Enters somebody or something.
#[utoipa::path(post, path = "/api/registers/{register}/entries", operation_id = "entries_open", tag = "registers", request_body = NewEntry,
    params(("register" = String, Path, description = "Id"), ("Idempotency-Key" = String, Header, description = "The same key is the same entry")),
    responses((status = 201, body = Entry), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn open(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<NewEntry>,
) -> Result<Response, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let made = entry::open(&rooms, &asking.caller(body.once.as_ref()), &id, body.data).await?;
    Ok((StatusCode::CREATED, [etag(made.version)], Json(made)).into_response())
}

/// An entry with what happened to it and what has to be done about it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = registry::Whole)]
pub struct Whole {
    /// The entry.
    pub entry: Entry,
    /// What happened.
    pub history: Vec<Happened>,
    /// Its duties.
    pub duties: Vec<Task>,
    /// Objections while it is or was public.
    pub objections: Vec<Objection>,
}

/// One entry.
#[utoipa::path(get, path = "/api/registers/{register}/entries/{entry}", operation_id = "entries_show", tag = "registers",
    params(("register" = String, Path, description = "Id"), ("entry" = String, Path, description = "Id")),
    responses((status = 200, body = Whole), (status = 404, body = Problem)))]
pub async fn show(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path((register, id)): Path<(String, String)>,
) -> Result<Response, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let (found, history, duties) = entry::history(&rooms, &asking.caller(None), &id).await?;
    if found.register != register {
        return Err(Fault::not_found("entry").into());
    }
    let objections = objection::of_entry(&rooms, &id).await?;
    Ok(([etag(found.version)], Json(Whole { entry: found, history, duties, objections })).into_response())
}

/// An act on an entry.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = registry::Act)]
#[serde(default)]
pub struct Act {
    /// change, correct, transfer, confirm, refuse, agree, decline, uphold, dismiss.
    pub act: String,
    /// For `change`.
    #[serde(flatten)]
    pub change: Change,
    /// For `correct`.
    pub mend: Mend,
    /// For `transfer`.
    pub place: String,
    /// For `uphold` and `dismiss`: the objection.
    pub objection: String,
}

/// Does something with an entry: changes its state, corrects or transfers it, confirms or refuses what somebody else entered or wants.
#[utoipa::path(post, path = "/api/registers/{register}/entries/{entry}", operation_id = "entries_act", tag = "registers", request_body = Act,
    params(("register" = String, Path, description = "Id"), ("entry" = String, Path, description = "Id"), ("If-Match" = String, Header, description = "ETag of the entry"),
        ("Idempotency-Key" = String, Header, description = "The same key is the same act")),
    responses((status = 200, body = Entry), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn act(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path((_, id)): Path<(String, String)>,
    IfMatch(version): IfMatch,
    body: Body<Act>,
) -> Result<Response, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let after = done(&rooms, &asking.caller(body.once.as_ref()), &id, version, &body.data).await?;
    Ok(([etag(after.version)], Json(after)).into_response())
}

/// Opens one sealed field of an entry; the look stays on record, and the person can ask for it.
#[utoipa::path(post, path = "/api/registers/{register}/entries/{entry}/reveal", operation_id = "entries_reveal", tag = "registers", request_body = Wanted,
    params(("register" = String, Path, description = "Id"), ("entry" = String, Path, description = "Id")),
    responses((status = 200, body = Revealed), (status = 404, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn reveal(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path((_, id)): Path<(String, String)>,
    body: Body<Wanted>,
) -> Result<Json<Revealed>, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    Ok(Json(entry::reveal(&rooms, &asking.caller(None), &id, &body.data).await?))
}

/// Does what was sent.
pub(super) async fn done(
    rooms: &Registers,
    caller: &anye_access::Caller<'_>,
    id: &str,
    version: i64,
    sent: &Act,
) -> Result<Entry, Fault> {
    match sent.act.as_str() {
        "change" => entry::change(rooms, caller, id, version, &sent.change).await,
        "correct" => entry::correct(rooms, caller, id, version, &sent.mend).await,
        "transfer" => entry::transfer(rooms, caller, id, version, &sent.place, &sent.change.reason).await,
        "confirm" => entry::confirm(rooms, caller, id, version).await,
        "refuse" => entry::refuse(rooms, caller, id, version, &sent.change.reason).await,
        "agree" => entry::decide_wish(rooms, caller, id, version, true).await,
        "decline" => entry::decide_wish(rooms, caller, id, version, false).await,
        "uphold" | "dismiss" => {
            let (upheld, words) = (sent.act == "uphold", sent.change.note.as_str());
            objection::answer(rooms, caller, (id, version), &sent.objection, upheld, words).await
        }
        _ => Err(Fault::new(ErrorKind::Invalid, "entry_invalid").field(FieldFault::new("act", "entry_act"))),
    }
}

/// A table over a register.
#[utoipa::path(get, path = "/api/registers/{register}/counts/{count}", operation_id = "entries_count", tag = "registers",
    params(("register" = String, Path, description = "Id"), ("count" = String, Path, description = "Table"), ("on" = Option<String>, Query, description = "As of this day"),
        ("from" = Option<String>, Query, description = "Entered or ended from this day on"), ("to" = Option<String>, Query, description = "Up to this day"),
        ("known" = Option<String>, Query, description = "As far as was known at the end of this day"),
        ("place" = Option<String>, Query, description = "Place under which they lie"), ("public" = Option<bool>, Query, description = "Small numbers are covered")),
    responses((status = 200, body = Table), (status = 404, body = Problem), (status = 413, body = Problem)))]
pub async fn count(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path((register, id)): Path<(String, String)>,
    Query(asked): Query<CountAsked>,
) -> Result<Json<Table>, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    Ok(Json(table::count(&rooms, &asking.caller(None), &register, &id, &asked).await?))
}

/// Spells of each subject added up, with the days on which the marks are reached; with `from` or `to` only who reaches one then.
#[utoipa::path(get, path = "/api/registers/{register}/spells/{count}", operation_id = "entries_spells", tag = "registers",
    params(("register" = String, Path, description = "Id"), ("count" = String, Path, description = "Table"), ("on" = Option<String>, Query, description = "As of this day"),
        ("from" = Option<String>, Query, description = "A mark is reached from this day on"), ("to" = Option<String>, Query, description = "Up to this day"),
        ("place" = Option<String>, Query, description = "Place under which they lie")),
    responses((status = 200, body = Vec<Served>), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn spells(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path((register, id)): Path<(String, String)>,
    Query(asked): Query<CountAsked>,
) -> Result<Json<Vec<Served>>, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    Ok(Json(table::served(&rooms, &asking.caller(None), &register, &id, &asked).await?))
}

/// A table that the pack makes public; small numbers are covered.
#[utoipa::path(get, path = "/api/statistics/{register}/{count}", operation_id = "statistics_show", tag = "registers",
    params(("register" = String, Path, description = "Id"), ("count" = String, Path, description = "Table"), ("on" = Option<String>, Query, description = "As of this day"),
        ("from" = Option<String>, Query, description = "Entered or ended from this day on"), ("to" = Option<String>, Query, description = "Up to this day"),
        ("place" = Option<String>, Query, description = "Place under which they lie")),
    responses((status = 200, body = Table), (status = 404, body = Problem)))]
pub async fn public_count(
    State(rooms): State<Registers>,
    Path((register, id)): Path<(String, String)>,
    Query(asked): Query<CountAsked>,
) -> Result<Json<Table>, Failed> {
    Ok(Json(table::count_public(&rooms, &register, &id, &asked).await?))
}

/// The quotas of a register that the caller may see.
#[utoipa::path(get, path = "/api/registers/{register}/quotas", operation_id = "quotas_list", tag = "registers",
    params(("register" = String, Path, description = "Id")), responses((status = 200, body = Vec<Quota>), (status = 404, body = Problem)))]
pub async fn quotas(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(register): Path<String>,
) -> Result<Json<Vec<Quota>>, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    Ok(Json(entry::quotas(&rooms, &asking.caller(None), &register).await?))
}

/// Proposes a quota; another person puts it in force.
#[utoipa::path(post, path = "/api/registers/{register}/quotas", operation_id = "quotas_propose", tag = "registers", request_body = NewQuota,
    params(("register" = String, Path, description = "Id"), ("Idempotency-Key" = String, Header, description = "The same key is the same proposal")),
    responses((status = 201, body = Quota), (status = 422, body = Problem)))]
pub async fn propose_quota(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(register): Path<String>,
    body: Body<NewQuota>,
) -> Result<Response, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let made =
        entry::propose_quota(&rooms, &asking.caller(body.once.as_ref()), &register, &body.data).await?;
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

/// A yes or a no.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = registry::Decided)]
pub struct Decided {
    /// Yes.
    pub accept: bool,
}

/// Puts a quota in force that somebody else proposed, or refuses it.
#[utoipa::path(post, path = "/api/registers/{register}/quotas/{quota}", operation_id = "quotas_decide", tag = "registers", request_body = Decided,
    params(("register" = String, Path, description = "Id"), ("quota" = String, Path, description = "Id of the proposal"), ("Idempotency-Key" = String, Header, description = "The same key is the same decision")),
    responses((status = 200, body = Quota), (status = 403, body = Problem), (status = 409, body = Problem)))]
pub async fn decide_quota(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path((_, quota)): Path<(String, String)>,
    body: Body<Decided>,
) -> Result<Json<Quota>, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    Ok(Json(entry::decide_quota(&rooms, &asking.caller(body.once.as_ref()), &quota, body.data.accept).await?))
}

/// What of a register is public today.
#[utoipa::path(get, path = "/api/registers/{register}/public", operation_id = "entries_public", tag = "registers",
    params(("register" = String, Path, description = "Id")), responses((status = 200, body = Vec<PublicRow>), (status = 404, body = Problem)))]
pub async fn public(
    State(rooms): State<Registers>,
    Path(register): Path<String>,
) -> Result<Json<Vec<PublicRow>>, Failed> {
    Ok(Json(public_list(&rooms, &register).await?))
}

/// Objects to something that is public. The same key is the same objection.
#[utoipa::path(post, path = "/api/registers/{register}/public", operation_id = "entries_object", tag = "registers", request_body = Objecting,
    params(("register" = String, Path, description = "Id"), ("Idempotency-Key" = String, Header, description = "The same key is the same objection")),
    responses((status = 201, body = String), (status = 404, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn object(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(register): Path<String>,
    body: Body<Objecting>,
) -> Result<Response, Failed> {
    let made = objection::object(&rooms, &visitor.actor, body.once.as_ref(), &register, &body.data).await?;
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

/// What a register lets out about somebody whose number and name the client knows; both stand in the body.
#[utoipa::path(post, path = "/api/registers/{register}/lookup", operation_id = "entries_lookup", tag = "registers", request_body = lookup::Asked,
    params(("register" = String, Path, description = "Id")), responses((status = 200, body = Vec<Record>), (status = 404, body = Problem), (status = 429, body = Problem)))]
pub async fn look_up(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(register): Path<String>,
    body: Body<lookup::Asked>,
) -> Result<Json<Vec<Record>>, Failed> {
    Ok(Json(lookup::lookup(&rooms, &visitor.actor, &register, &body.data).await?))
}

/// What is asked of a certificate.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CodeAsked {
    /// The code printed beside the number.
    pub code: String,
}

/// Whether a certificate is genuine and in force.
#[utoipa::path(get, path = "/api/certificates/{number}", operation_id = "certificates_verify", tag = "registers",
    params(("number" = String, Path, description = "Number"), ("code" = String, Query, description = "Code printed beside it")),
    responses((status = 200, body = Verified), (status = 404, body = Problem)))]
pub async fn verify(
    State(rooms): State<Registers>,
    Path(number): Path<String>,
    Query(asked): Query<CodeAsked>,
) -> Result<Json<Verified>, Failed> {
    let fault = match entry::verify(&rooms, &number, &asked.code).await {
        Err(fault) if fault.kind == ErrorKind::NotFound => fault,
        found => return Ok(Json(found?)),
    };
    // Not of a register: a paper of another room perhaps.
    let other = match rooms.elsewhere() {
        Some(other) => other.paper(number.trim(), asked.code.trim()).await?,
        None => None,
    };
    let paper = other.ok_or(fault)?;
    Ok(Json(Verified {
        number: number.trim().to_owned(),
        register: paper.sort,
        name: paper.holder,
        place: paper.place,
        from: paper.from,
        to: paper.void,
        valid: paper.void.is_none(),
    }))
}

/// A page of duties.
#[derive(Debug, Serialize, ToSchema)]
pub struct Duties {
    /// The rows.
    pub items: Vec<Task>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// Duties where the caller may look, the most urgent first.
#[utoipa::path(get, path = "/api/duties", operation_id = "duties_list", tag = "registers",
    params(("register" = Option<String>, Query, description = "Of this register"), ("duty" = Option<String>, Query, description = "This duty"),
        ("state" = Option<String>, Query, description = "open, waiting, soon, overdue, done, late, dropped"), ("period" = Option<String>, Query, description = "Of this period"),
        ("place" = Option<String>, Query, description = "Place under which they lie"), ("limit" = Option<u32>, Query, description = "1 to 500"), ("cursor" = Option<String>, Query, description = "Next page")),
    responses((status = 200, body = Duties)))]
pub async fn duties(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Query(filter): Query<DutyFilter>,
    paging: Paging,
) -> Result<Json<Duties>, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let page =
        entry::duties(&rooms, &asking.caller(None), &filter, paging.cursor.as_ref(), paging.limit).await?;
    Ok(Json(Duties { items: page.items, next: page.next.map(|cursor| cursor.encode()) }))
}

/// What was done.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = registry::Said)]
pub struct Said {
    /// In words.
    pub note: String,
}

/// Says that a duty is done, where saying so fulfils it.
#[utoipa::path(post, path = "/api/duties/{duty}", operation_id = "duties_done", tag = "registers", request_body = Said,
    params(("duty" = String, Path, description = "Id"), ("Idempotency-Key" = String, Header, description = "The same key is the same act")),
    responses((status = 200, body = Task), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn duty_done(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Said>,
) -> Result<Json<Task>, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    Ok(Json(entry::duty_done(&rooms, &asking.caller(body.once.as_ref()), &id, &body.data.note).await?))
}

/// A day of the address, or today.
pub(super) fn day(rooms: &Registers, text: Option<&str>) -> Result<Date, Fault> {
    match text.filter(|text| !text.is_empty()) {
        None => Ok(rooms.core().world.today()),
        Some(text) => text.parse().map_err(|_| {
            Fault::new(ErrorKind::Invalid, "entry_invalid").field(FieldFault::new("on", "entry_day"))
        }),
    }
}
