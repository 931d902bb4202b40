//! Offers as JSON.

use anye_base::Fault;
use anye_web::extract::Json as Body;
use anye_web::{Asking, Failed, Visitor};
use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Service;
use crate::automatic::{self, Answer};
use crate::store::candidate::Candidate;

/// Offers.
#[derive(Debug, Serialize, ToSchema)]
pub struct Offers {
    /// The latest first.
    items: Vec<Candidate>,
}

/// Offers without an application that the caller may answer.
#[utoipa::path(get, path = "/api/service/offers", operation_id = "service_offers", tag = "service", responses((status = 200, body = Offers)))]
pub async fn offers(State(service): State<Service>, visitor: Visitor) -> Result<Json<Offers>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(None);
    let office = visitor.may_at_all(anye_access::Permission::ServiceWork);
    Ok(Json(Offers { items: automatic::offers(&service, &caller, !office).await? }))
}

/// An answer to an offer.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Answering {
    /// yes, no or wrong.
    answer: String,
    /// Why; needed where it is wrong.
    #[serde(default)]
    why: String,
}

/// Answers an offer.
#[utoipa::path(post, path = "/api/service/offers/{id}", operation_id = "service_offer_answer", tag = "service", params(("id" = String, Path, description = "Id of the offer")), request_body = Answering,
    responses((status = 200, description = "The application, where the answer was yes"), (status = 404, description = "Not there, or not yours")))]
pub async fn answer(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Answering>,
) -> Result<Json<serde_json::Value>, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(body.once.as_ref());
    let said = Answer::from_word(&body.data.answer).ok_or_else(|| Fault::not_found("service_offer"))?;
    let made = automatic::answer(&service.now(), &caller, &id, said, &body.data.why).await?;
    Ok(Json(serde_json::json!({ "application": made })))
}
