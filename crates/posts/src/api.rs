//! Rounds as JSON: the same use cases as the pages.

use anye_web::extract::Json as Body;
use anye_web::{Asking, Failed, Visitor};
use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Posts;
use crate::model::{Round, Whole};
use crate::pages::{Sent, done};
use crate::use_case::{self, NewRound};

/// Rounds.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rounds {
    /// The newest first.
    items: Vec<Round>,
}

/// Rounds that the caller may read.
#[utoipa::path(get, path = "/api/posts/rounds", operation_id = "posts_round_list", tag = "posts", responses((status = 200, body = Rounds)))]
pub async fn list(State(posts): State<Posts>, visitor: Visitor) -> Result<Json<Rounds>, Failed> {
    let asking = Asking::new(posts.rooms.core(), &visitor);
    Ok(Json(Rounds { items: use_case::list(&posts, &asking.caller(None)).await? }))
}

/// Opens a round.
#[utoipa::path(post, path = "/api/posts/rounds", operation_id = "posts_round_open", tag = "posts", request_body = NewRound,
    responses((status = 200, body = Round), (status = 422, description = "What is wrong with it")))]
pub async fn open(
    State(posts): State<Posts>,
    visitor: Visitor,
    body: Body<NewRound>,
) -> Result<Json<Round>, Failed> {
    let asking = Asking::new(posts.rooms.core(), &visitor);
    Ok(Json(use_case::open(&posts, &asking.caller(body.once.as_ref()), &body.data).await?))
}

/// One round with its places and candidates.
#[utoipa::path(get, path = "/api/posts/rounds/{id}", operation_id = "posts_round_show", tag = "posts", params(("id" = String, Path, description = "Id of the round")),
    responses((status = 200, body = Whole), (status = 404, description = "Not there, or not to be read")))]
pub async fn show(
    State(posts): State<Posts>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Json<Whole>, Failed> {
    let asking = Asking::new(posts.rooms.core(), &visitor);
    Ok(Json(use_case::show(&posts, &asking.caller(None), &id).await?))
}

/// One act on a round.
#[utoipa::path(post, path = "/api/posts/rounds/{id}", operation_id = "posts_round_act", tag = "posts", params(("id" = String, Path, description = "Id of the round")),
    request_body = Sent, responses((status = 200, body = Round), (status = 409, description = "Changed meanwhile, or out of order"), (status = 422, description = "What is wrong with it")))]
pub async fn act(
    State(posts): State<Posts>,
    visitor: Visitor,
    Path(id): Path<String>,
    body: Body<Sent>,
) -> Result<Json<Round>, Failed> {
    let asking = Asking::new(posts.rooms.core(), &visitor);
    Ok(Json(done(&posts, &asking.caller(body.once.as_ref()), &id, &body.data).await?))
}
