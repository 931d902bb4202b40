//! Search for programs.

use anye_web::extract::Paging;
use anye_web::{Failed, Problem, Visitor};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::link;
use super::reading::unreadable;
use crate::calling::Asking;
use crate::library::Library;
use crate::model::Record;
use crate::search::{SearchPage, SearchRequest};

/// What is asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    issuer: Option<String>,
    place: Option<String>,
    from_year: Option<i16>,
    to_year: Option<i16>,
    kind: Option<String>,
    in_force_on: Option<anye_base::Date>,
    newest: bool,
}

impl Asked {
    fn request(self) -> SearchRequest {
        let list = |value: Option<String>| value.filter(|value| !value.is_empty()).into_iter().collect();
        SearchRequest {
            text: self.q,
            issuers: list(self.issuer),
            place: self.place,
            years: (self.from_year, self.to_year),
            kinds: list(self.kind),
            as_of: self.in_force_on,
            newest: self.newest,
        }
    }
}

/// Articles that match.
#[utoipa::path(get, path = "/api/search", operation_id = "search", tag = "search",
    params(("q" = Option<String>, Query, description = "Words, phrases in quotation marks, -excluded, document numbers"),
        ("issuer" = Option<String>, Query, description = "Issuer"), ("place" = Option<String>, Query, description = "Place code; places below included"),
        ("from_year" = Option<i32>, Query, description = "First year"), ("to_year" = Option<i32>, Query, description = "Last year"),
        ("kind" = Option<String>, Query, description = "Kind"), ("in_force_on" = Option<String>, Query, description = "In force on this day"),
        ("newest" = Option<bool>, Query, description = "Newest first"),
        ("limit" = Option<u32>, Query, description = "1 to 500"), ("cursor" = Option<String>, Query, description = "Where the page before ended")),
    responses((status = 200, body = SearchPage), (status = 422, body = Problem), (status = 503, body = Problem)))]
pub async fn search(
    State(library): State<Library>,
    visitor: Visitor,
    paging: Paging,
    here: Uri,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failed> {
    let Query(asked) = asked.map_err(|cause| unreadable(&cause))?;
    let asking = Asking::new(&library.core, &visitor);
    let request = asked.request();
    let page =
        crate::search::search(&library, &asking.caller(None), &request, paging.cursor.as_ref(), paging.limit)
            .await?;
    let path = here.path_and_query().map_or("", |path| path.as_str());
    let link = page.next.as_ref().and_then(|cursor| link(path, &cursor.encode()));
    let mut response = Json(page).into_response();
    if let Some((name, value)) = link {
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}

/// Documents whose title or number holds what was typed so far.
#[utoipa::path(get, path = "/api/search/suggest", operation_id = "search_suggest", tag = "search",
    params(("q" = String, Query, description = "What was typed")), responses((status = 200, body = Vec<Record>)))]
pub async fn suggest(
    State(library): State<Library>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<Record>>, Failed> {
    let asking = Asking::new(&library.core, &visitor);
    Ok(Json(crate::search::suggest(&library, &asking.caller(None), &asked.q).await?))
}
