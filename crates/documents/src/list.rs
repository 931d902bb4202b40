//! The list of documents (文件目录), newest first, filtered; only what the caller may read.

use anye_access::{Caller, Permission};
use anye_base::{Cursor, Date, Fault, Limit, Page};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::library::Library;
use crate::model::Record;
use crate::{rights, store};

/// Which documents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Filter {
    /// In title, number or id.
    pub text: Option<String>,
    /// 发文机关
    pub issuer: Option<String>,
    /// At this place or below it.
    pub place: Option<String>,
    /// Year.
    pub year: Option<i64>,
    /// 文种
    pub kind: Option<String>,
    /// In force on this day (有效).
    pub in_force_on: Option<Date>,
    /// Only those with findings that wait for a person.
    pub doubtful: bool,
    /// Withdrawn ones too.
    pub with_withdrawn: bool,
}

/// What the filters offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Choices {
    /// 发文机关
    pub issuers: Vec<String>,
    /// Places that have documents.
    pub places: Vec<String>,
    /// Years, newest first.
    pub years: Vec<i64>,
    /// 文种
    pub kinds: Vec<String>,
}

/// A page of the list.
pub async fn list(
    library: &Library,
    caller: &Caller<'_>,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Record>, Fault> {
    let mut from = &library.core.db;
    let mut places = rights::places(&mut from, caller, Permission::DocumentsRead).await?;
    if let Some(wanted) = filter.place.as_deref().filter(|code| !code.is_empty()) {
        places.retain(|place| place == wanted || caller.places.is_within(place, wanted));
    }
    Ok(store::document::page(&mut from, filter, &places, after, limit).await?)
}

/// What the filters offer to this caller.
pub async fn choices(library: &Library, caller: &Caller<'_>) -> Result<Choices, Fault> {
    let mut from = &library.core.db;
    let places = rights::places(&mut from, caller, Permission::DocumentsRead).await?;
    Ok(Choices {
        issuers: store::document::values(&mut from, "issuer", &places).await?,
        years: store::document::years(&mut from, &places).await?,
        kinds: store::document::values(&mut from, "kind", &places).await?,
        places,
    })
}
