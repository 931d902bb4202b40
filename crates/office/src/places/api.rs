//! Operations on places (行政区划接口): read the hierarchy on any day and tree, import changes.

use anye_base::{Cursor, Date, Page};
use anye_places::{EventRecord, Place, Register, Resolution, Tree};
use anye_web::extract::Paging;
use anye_web::{Failed, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::body::EventsBody;
use super::import::{ImportReport, import_events};
use super::query::{ListQuery, PlaceItem, day, listed, overfull, unusable};
use crate::{Office, show};

/// Places, and where the list goes on.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaceList {
    /// The day asked about.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The tree asked about.
    pub tree: &'static str,
    /// The places.
    pub items: Vec<PlaceItem>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

fn answer(register: &Register, found: Page<PlaceItem>, on: Date, tree: Tree) -> Json<PlaceList> {
    debug_assert!(register.tree(show::tree_word(tree)).is_some());
    let next = found.next.as_ref().map(Cursor::encode);
    Json(PlaceList { on, tree: show::tree_word(tree), items: found.items, next })
}

/// Places by parent, level, text, tree and day.
#[utoipa::path(get, path = "/api/places", operation_id = "places", tag = "places",
    params(ListQuery, ("limit" = Option<u32>, Query, description = "Rows, 1 to 500"), ("cursor" = Option<String>, Query, description = "Where the list goes on")),
    responses((status = 200, body = PlaceList)))]
pub async fn list(
    State(office): State<Office>,
    visitor: Visitor,
    paging: Paging,
    Query(query): Query<ListQuery>,
) -> Result<Json<PlaceList>, Failed> {
    let on = day(&visitor, &office, query.on.as_deref())?;
    let register = office.core.places();
    let tree = show::tree(&register, query.tree.as_deref())?;
    Ok(answer(&register, listed(&office, &query, on, &paging)?, on, tree))
}

/// Day and tree of a question about one place.
#[derive(Debug, Deserialize, IntoParams)]
pub struct OneQuery {
    /// `civil` (default) or `statistical`.
    tree: Option<String>,
    /// On this day, ISO 8601; today unless said.
    on: Option<String>,
}

/// One place on a day.
#[utoipa::path(get, path = "/api/places/{place}", operation_id = "place", tag = "places",
    params(("place" = String, Path, description = "Code"), OneQuery), responses((status = 200, body = PlaceItem), (status = 404)))]
pub async fn one(
    State(office): State<Office>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(query): Query<OneQuery>,
) -> Result<Json<PlaceItem>, Failed> {
    let on = day(&visitor, &office, query.on.as_deref())?;
    let register = office.core.places();
    let tree = show::tree(&register, query.tree.as_deref())?;
    match register.resolve_code(&code, on) {
        Resolution::Found(place) => Ok(Json(PlaceItem::of(&register, &place, on, tree))),
        _ => Err(Failed(unusable(&register, "place", &code, on))),
    }
}

/// How a list about one place is made.
async fn around(
    office: &Office,
    visitor: &Visitor,
    code: &str,
    query: &OneQuery,
    paging: &Paging,
    which: for<'a> fn(&'a Register, &str, Date, Tree) -> Vec<Place<'a>>,
) -> Result<Json<PlaceList>, Failed> {
    let on = day(visitor, office, query.on.as_deref())?;
    let register = office.core.places();
    let tree = show::tree(&register, query.tree.as_deref())?;
    let Resolution::Found(place) = register.resolve_code(code, on) else {
        return Err(Failed(unusable(&register, "place", code, on)));
    };
    let skip: usize = paging.cursor.as_ref().and_then(|cursor| cursor.0.first()?.parse().ok()).unwrap_or(0);
    let found = which(&register, place.code, on, tree);
    let shown = found.iter().skip(skip).take(paging.limit.rows() as usize + 1);
    let items = shown.map(|place| PlaceItem::of(&register, place, on, tree)).collect();
    Ok(answer(&register, overfull(items, skip, paging.limit), on, tree))
}

/// The places directly below.
#[utoipa::path(get, path = "/api/places/{place}/children", operation_id = "placeChildren", tag = "places",
    params(("place" = String, Path, description = "Code"), OneQuery), responses((status = 200, body = PlaceList), (status = 404)))]
pub async fn children(
    State(office): State<Office>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(query): Query<OneQuery>,
    paging: Paging,
) -> Result<Json<PlaceList>, Failed> {
    around(&office, &visitor, &code, &query, &paging, |register, code, on, tree| {
        register.children(code, on, tree)
    })
    .await
}

/// The places above, nearest first.
#[utoipa::path(get, path = "/api/places/{place}/ancestors", operation_id = "placeAncestors", tag = "places",
    params(("place" = String, Path, description = "Code"), OneQuery), responses((status = 200, body = PlaceList), (status = 404)))]
pub async fn ancestors(
    State(office): State<Office>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(query): Query<OneQuery>,
    paging: Paging,
) -> Result<Json<PlaceList>, Failed> {
    around(&office, &visitor, &code, &query, &paging, |register, code, on, tree| {
        register.ancestors(code, on, tree).collect()
    })
    .await
}

/// All places below, from the top down.
#[utoipa::path(get, path = "/api/places/{place}/descendants", operation_id = "placeDescendants", tag = "places",
    params(("place" = String, Path, description = "Code"), OneQuery), responses((status = 200, body = PlaceList), (status = 404)))]
pub async fn descendants(
    State(office): State<Office>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(query): Query<OneQuery>,
    paging: Paging,
) -> Result<Json<PlaceList>, Failed> {
    around(&office, &visitor, &code, &query, &paging, |register, code, on, tree| {
        register.descendants(code, on, tree).collect()
    })
    .await
}

/// A change that names a place.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventItem {
    /// First day of the new state.
    #[schema(value_type = String, format = Date)]
    pub date: Date,
    /// day, month or year: how exactly the source dates it.
    pub precision: &'static str,
    /// establish, abolish, rename, recode, transfer, split, merge.
    pub kind: &'static str,
    /// Only in this tree; empty for all.
    pub tree: String,
    /// Code before.
    pub code: String,
    /// Name before.
    pub name: String,
    /// Code after.
    pub new_code: String,
    /// Name after.
    pub new_name: String,
    /// Parent after.
    pub new_parent: String,
    /// Where this is stated.
    pub source: String,
}

impl From<&EventRecord> for EventItem {
    fn from(event: &EventRecord) -> Self {
        Self {
            date: event.date,
            precision: event.precision.as_str(),
            kind: event.kind.as_str(),
            tree: event.tree.clone(),
            code: event.code.clone(),
            name: event.name.clone(),
            new_code: event.new_code.clone(),
            new_name: event.new_name.clone(),
            new_parent: event.new_parent.clone(),
            source: event.source.clone(),
        }
    }
}

/// The changes that name a place, oldest first.
#[utoipa::path(get, path = "/api/places/{place}/events", operation_id = "placeEvents", tag = "places",
    params(("place" = String, Path, description = "Code")), responses((status = 200, body = Vec<EventItem>), (status = 404)))]
pub async fn events(
    State(office): State<Office>,
    Path(code): Path<String>,
) -> Result<Json<Vec<EventItem>>, Failed> {
    let register = office.core.places();
    if register.id(&code).is_none() {
        return Err(Failed(unusable(&register, "place", &code, office.core.world.today())));
    }
    Ok(Json(register.events_of(&code).into_iter().map(EventItem::from).collect()))
}

/// Whether to try only.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ImportQuery {
    /// Say what would change, and change nothing.
    #[serde(default)]
    dry_run: bool,
}

/// Imports changes: CSV (`text/csv`) or JSON (`{"events": […]}`, the same names as the columns). All rows or none.
#[utoipa::path(post, path = "/api/places/events", operation_id = "importPlaceEvents", tag = "places",
    params(ImportQuery, ("Idempotency-Key" = String, Header, description = "The same key has one effect")),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, body = ImportReport), (status = 422, description = "Every row that is wrong, with row and column")))]
pub async fn import(
    State(office): State<Office>,
    visitor: Visitor,
    Query(query): Query<ImportQuery>,
    body: EventsBody,
) -> Result<Json<ImportReport>, Failed> {
    let report = import_events(&office.core, &visitor, &body.rows, body.once.as_ref(), query.dry_run).await?;
    Ok(Json(report))
}
