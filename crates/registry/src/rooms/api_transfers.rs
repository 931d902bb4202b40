//! Hand-overs as JSON: the same use cases as the page.

use anye_base::{ErrorKind, Fault, FieldFault};
use anye_web::extract::{IfMatch, Json as Body, Paging, etag};
use anye_web::{Asking, Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Registers;
use crate::handover::{self, Handover, NewHandover, Seen};

/// A page of hand-overs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Handovers {
    /// The rows.
    pub items: Vec<Seen>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// Hand-overs that concern the caller's places, newest first.
#[utoipa::path(get, path = "/api/transfers", operation_id = "transfers_list", tag = "registers",
    params(("way" = Option<String>, Query, description = "in, out, or both"), ("state" = Option<String>, Query, description = "offered, accepted, refused, withdrawn"),
        ("limit" = Option<u32>, Query, description = "1 to 500"), ("cursor" = Option<String>, Query, description = "Next page")),
    responses((status = 200, body = Handovers)))]
pub async fn list(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Query(asked): Query<handover::Box>,
    paging: Paging,
) -> Result<Json<Handovers>, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let page =
        handover::list(&rooms, &asking.caller(None), &asked, paging.cursor.as_ref(), paging.limit).await?;
    Ok(Json(Handovers { items: page.items, next: page.next.map(|cursor| cursor.encode()) }))
}

/// Offers an entry, or a person with entries, to another office.
#[utoipa::path(post, path = "/api/transfers", operation_id = "transfers_offer", tag = "registers", request_body = NewHandover,
    params(("Idempotency-Key" = String, Header, description = "The same key is the same offer")),
    responses((status = 201, body = Handover), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn offer(
    State(rooms): State<Registers>,
    visitor: Visitor,
    body: Body<NewHandover>,
) -> Result<Response, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let made = handover::offer(&rooms, &asking.caller(body.once.as_ref()), &body.data).await?;
    Ok((StatusCode::CREATED, [etag(made.version)], Json(made)).into_response())
}

/// An answer to an offer.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Answer {
    /// accept, refuse or withdraw.
    pub act: String,
    /// What is said with it; a refusal has to say why.
    pub note: String,
}

/// Takes, refuses or takes back an offer.
#[utoipa::path(post, path = "/api/transfers/{transfer}", operation_id = "transfers_answer", tag = "registers", request_body = Answer,
    params(("transfer" = String, Path, description = "Id"), ("If-Match" = String, Header, description = "ETag of the offer"),
        ("Idempotency-Key" = String, Header, description = "The same key is the same answer")),
    responses((status = 200, body = Handover), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn answer(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(id): Path<String>,
    IfMatch(version): IfMatch,
    body: Body<Answer>,
) -> Result<Response, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let caller = asking.caller(body.once.as_ref());
    let after = done(&rooms, &caller, &id, version, &body.data).await?;
    Ok(([etag(after.version)], Json(after)).into_response())
}

/// Does what was sent.
pub(super) async fn done(
    rooms: &Registers,
    caller: &anye_access::Caller<'_>,
    id: &str,
    version: i64,
    sent: &Answer,
) -> Result<Handover, Fault> {
    match sent.act.as_str() {
        "accept" => handover::accept(rooms, caller, id, version, &sent.note).await,
        "refuse" => handover::refuse(rooms, caller, id, version, &sent.note).await,
        "withdraw" => handover::withdraw(rooms, caller, id, version, &sent.note).await,
        _ => {
            Err(Fault::new(ErrorKind::Invalid, "handover_invalid").field(FieldFault::new("act", "entry_act")))
        }
    }
}
