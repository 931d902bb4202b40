//! Bulletins as JSON.

use anye_access::Permission;
use anye_base::Fault;
use anye_web::{Asking, Failed, Visitor};
use axum::Json;
use axum::extract::{Path, State};

use crate::Monitor;
use crate::bulletin::desk::{may, seen};
use crate::bulletin::model::State as Stands;
use crate::bulletin::store;

/// Published bulletins, and those the caller may draft.
#[utoipa::path(get, path = "/api/bulletins", operation_id = "bulletin_list", tag = "bulletins", responses((status = 200, description = "The newest period first")))]
pub async fn api_list(
    State(monitor): State<Monitor>,
    visitor: Visitor,
) -> Result<Json<serde_json::Value>, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let caller = asking.caller(None);
    let all = store::list(&mut &monitor.core.db, 500).await.map_err(Fault::from)?;
    let shown = all
        .into_iter()
        .filter(|one| one.state == Stands::Published || may(&caller, Permission::BulletinDraft, &one.place));
    let items: Vec<_> = shown
        .map(|one| serde_json::json!({ "id": one.id, "period": one.period, "place": one.place, "state": one.state, "digest": one.digest, "published_at": one.published_at }))
        .collect();
    Ok(Json(serde_json::json!({ "items": items })))
}

/// One bulletin with all its figures.
#[utoipa::path(get, path = "/api/bulletins/{id}", operation_id = "bulletin_show", tag = "bulletins", params(("id" = String, Path, description = "Id of the bulletin")),
    responses((status = 200, description = "Its content and digest"), (status = 404, description = "Not there, or not public")))]
pub async fn api_show(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Json<serde_json::Value>, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let one = seen(&mut &monitor.core.db, &asking.caller(None), &id).await?;
    Ok(Json(serde_json::to_value(one).map_err(Fault::internal)?))
}
