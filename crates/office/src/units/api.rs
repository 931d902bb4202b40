//! Operations on responsible units (责任单位接口).

use anye_base::{Cursor, Date, Fault, Page};
use anye_web::extract::Paging;
use anye_web::{Failed, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::directory::{Directory, UnitFilter, UnitView};
use crate::Office;

/// A responsible unit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnitItem {
    /// `function@place`, `group@place` or a single unit's id.
    pub id: String,
    /// Full name.
    pub name: String,
    /// In English.
    pub english: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Code of its place.
    pub place: String,
    /// department, government, leading_group, party, mass, vertical, institution, enterprise, group.
    pub kind: String,
    /// Function, where it is one of many.
    pub function: Option<String>,
    /// First day, ISO 8601, where known.
    pub valid_from: Option<String>,
    /// Last day, ISO 8601.
    pub valid_to: Option<String>,
    /// What took over.
    pub succeeded_by: Option<String>,
}

impl From<UnitView> for UnitItem {
    fn from(unit: UnitView) -> Self {
        Self {
            id: unit.id,
            name: unit.name,
            english: unit.english,
            aliases: unit.aliases,
            place: unit.place,
            kind: unit.kind,
            function: unit.function,
            valid_from: unit.valid_from,
            valid_to: unit.valid_to,
            succeeded_by: unit.succeeded_by,
        }
    }
}

/// Units, and where the list goes on.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitList {
    /// How many there are in all.
    pub total: usize,
    /// The units.
    pub items: Vec<UnitItem>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// Which units.
#[derive(Debug, Default, Deserialize, IntoParams)]
pub struct UnitQuery {
    /// Part of a name.
    pub(super) q: Option<String>,
    /// Code of the place.
    pub(super) at: Option<String>,
    /// Function.
    pub(super) function: Option<String>,
    /// Kind.
    pub(super) kind: Option<String>,
}

impl UnitQuery {
    pub(super) fn words(&self) -> (&str, &str, &str, &str) {
        fn text(value: &Option<String>) -> &str {
            value.as_deref().unwrap_or_default().trim()
        }
        (text(&self.q), text(&self.at), text(&self.function), text(&self.kind))
    }
}

/// The units of a query: how many in all, and a page of them.
pub(super) fn listed(
    office: &Office,
    query: &UnitQuery,
    on: Date,
    paging: &Paging,
) -> Result<(usize, Page<UnitItem>), Fault> {
    let register = office.core.places();
    let (q, at, function, kind) = query.words();
    let given = |word: &str| (!word.is_empty()).then(|| word.to_owned());
    let filter =
        UnitFilter { function: given(function), place: given(at), kind: given(kind), text: given(q) };
    let all = Directory::new(&office.pack, &register, on).filtered(&filter);
    let total = all.len();
    let skip: usize = paging.cursor.as_ref().and_then(|cursor| cursor.0.first()?.parse().ok()).unwrap_or(0);
    let take = paging.limit.rows() as usize + 1;
    let items = all.into_iter().skip(skip).take(take).map(UnitItem::from).collect();
    let next = skip + take - 1;
    Ok((total, Page::from_overfull(items, paging.limit, |_| Cursor(vec![next.to_string()]))))
}

/// Units in use on the day looked at.
#[utoipa::path(get, path = "/api/units", operation_id = "units", tag = "units",
    params(UnitQuery, ("limit" = Option<u32>, Query, description = "Rows, 1 to 500"), ("cursor" = Option<String>, Query, description = "Where the list goes on")),
    responses((status = 200, body = UnitList)))]
pub async fn list(
    State(office): State<Office>,
    visitor: Visitor,
    paging: Paging,
    Query(query): Query<UnitQuery>,
) -> Result<Json<UnitList>, Failed> {
    let (total, found) = listed(&office, &query, visitor.as_of(&office.core), &paging)?;
    Ok(Json(UnitList { total, next: found.next.as_ref().map(Cursor::encode), items: found.items }))
}

/// One unit.
#[utoipa::path(get, path = "/api/units/{unit}", operation_id = "unit", tag = "units",
    params(("unit" = String, Path, description = "Id")), responses((status = 200, body = UnitItem), (status = 404)))]
pub async fn one(
    State(office): State<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Json<UnitItem>, Failed> {
    let register = office.core.places();
    let unit = Directory::new(&office.pack, &register, visitor.as_of(&office.core)).find(&id);
    Ok(Json(unit.ok_or_else(|| Fault::not_found("unit"))?.into()))
}
