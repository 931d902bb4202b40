//! Operations that only read.

use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_web::extract::{Paging, etag};
use anye_web::{Failed, Problem, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::{Listed, listed};
use crate::article::ArticlePage;
use crate::calling::Asking;
use crate::compare::Comparison;
use crate::implementation::ArticleFunctions;
use crate::in_force::Timeline;
use crate::library::Library;
use crate::list::{Choices, Filter};
use crate::mentions::Mentions;
use crate::model::Record;
use crate::relations::{Around, Graph};
use crate::unit_index::{UnitArticle, UnitCount};
use crate::view::DocumentView;

type Answer<T> = Result<Json<T>, Failed>;

/// Documents, newest first.
#[utoipa::path(get, path = "/api/documents", operation_id = "documents_list", tag = "documents",
    params(("text" = Option<String>, Query, description = "In title, number or id"), ("issuer" = Option<String>, Query, description = "Issuer"),
        ("place" = Option<String>, Query, description = "Place code; places below included"), ("year" = Option<i64>, Query, description = "Year"),
        ("kind" = Option<String>, Query, description = "Kind"), ("in_force_on" = Option<String>, Query, description = "In force on this day"),
        ("doubtful" = Option<bool>, Query, description = "Only with findings that wait"), ("with_withdrawn" = Option<bool>, Query, description = "Withdrawn ones too"),
        ("limit" = Option<u32>, Query, description = "1 to 500"), ("cursor" = Option<String>, Query, description = "Where the page before ended")),
    responses((status = 200, body = Listed<Record>), (status = 422, body = Problem)))]
pub async fn list(
    State(library): State<Library>,
    visitor: Visitor,
    paging: Paging,
    here: Uri,
    filter: Result<Query<Filter>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Failed> {
    let Query(filter) = filter.map_err(|cause| unreadable(&cause))?;
    let asking = Asking::new(&library.core, &visitor);
    let page =
        crate::list::list(&library, &asking.caller(None), &filter, paging.cursor.as_ref(), paging.limit)
            .await?;
    let (link, body) = listed(page, here.path_and_query().map_or("", |path| path.as_str()));
    let mut response = body.into_response();
    if let Some((name, value)) = link {
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}

pub(super) fn unreadable(cause: &impl std::fmt::Display) -> Fault {
    Fault::new(ErrorKind::Invalid, "unreadable").arg("what", "query").log(cause)
}

/// What the filters offer.
#[utoipa::path(get, path = "/api/documents/choices", operation_id = "documents_choices", tag = "documents",
    responses((status = 200, body = Choices)))]
pub async fn choices(State(library): State<Library>, visitor: Visitor) -> Answer<Choices> {
    let asking = Asking::new(&library.core, &visitor);
    Ok(Json(crate::list::choices(&library, &asking.caller(None)).await?))
}

/// A document: the contract, without rejected findings.
#[utoipa::path(get, path = "/api/documents/{document}", operation_id = "documents_show", tag = "documents",
    params(("document" = String, Path, description = "Id"), ("all" = Option<bool>, Query, description = "Rejected findings too")),
    responses((status = 200, body = DocumentView), (status = 404, body = Problem)))]
pub async fn show(
    State(library): State<Library>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<All>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&library.core, &visitor);
    let document = crate::show::show(&library, &asking.caller(None), &id).await?;
    let version = document.record.version;
    let document = if query.all { document } else { document.contract() };
    Ok(([etag(version)], Json(document)).into_response())
}

/// Whether rejected findings are shown too.
#[derive(Debug, Deserialize)]
pub struct All {
    #[serde(default)]
    all: bool,
}

/// The text a document was read from.
#[utoipa::path(get, path = "/api/documents/{document}/source", operation_id = "documents_source", tag = "documents",
    params(("document" = String, Path, description = "Id")),
    responses((status = 200, content_type = "text/plain", body = String), (status = 404, body = Problem)))]
pub async fn source(
    State(library): State<Library>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<String, Failed> {
    let asking = Asking::new(&library.core, &visitor);
    Ok(crate::show::source(&library, &asking.caller(None), &id).await?)
}

/// One article with what stands around it.
#[utoipa::path(get, path = "/api/documents/{document}/articles/{article}", operation_id = "documents_article", tag = "documents",
    params(("document" = String, Path, description = "Id"), ("article" = String, Path, description = "Key of the article")),
    responses((status = 200, body = ArticlePage), (status = 404, body = Problem)))]
pub async fn article(
    State(library): State<Library>,
    visitor: Visitor,
    Path((id, key)): Path<(String, String)>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&library.core, &visitor);
    let page = crate::article::article(&library, &asking.caller(None), &id, &key).await?;
    Ok(([etag(page.document.version)], Json(page)).into_response())
}

/// What a document mentions and what mentions it.
#[utoipa::path(get, path = "/api/documents/{document}/relations", operation_id = "documents_relations", tag = "documents",
    params(("document" = String, Path, description = "Id")),
    responses((status = 200, body = Around), (status = 404, body = Problem)))]
pub async fn around(
    State(library): State<Library>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Answer<Around> {
    let asking = Asking::new(&library.core, &visitor);
    Ok(Json(crate::relations::around(&library, &asking.caller(None), &id).await?))
}

/// How far a graph goes.
#[derive(Debug, Deserialize)]
pub struct Depth {
    depth: Option<u8>,
}

/// The graph around a document.
#[utoipa::path(get, path = "/api/documents/{document}/graph", operation_id = "documents_graph", tag = "documents",
    params(("document" = String, Path, description = "Id"), ("depth" = Option<u8>, Query, description = "1 or 2")),
    responses((status = 200, body = Graph), (status = 404, body = Problem)))]
pub async fn graph(
    State(library): State<Library>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(depth): Query<Depth>,
) -> Answer<Graph> {
    let asking = Asking::new(&library.core, &visitor);
    let depth = depth.depth.unwrap_or(crate::relations::DEEPEST);
    Ok(Json(crate::relations::graph(&library, &asking.caller(None), &id, depth).await?))
}

/// Which functions implement each article, and which articles have none.
#[utoipa::path(get, path = "/api/documents/{document}/implementation", operation_id = "documents_implementation", tag = "documents",
    params(("document" = String, Path, description = "Id")),
    responses((status = 200, body = Vec<ArticleFunctions>), (status = 404, body = Problem)))]
pub async fn implementation(
    State(library): State<Library>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Answer<Vec<ArticleFunctions>> {
    let asking = Asking::new(&library.core, &visitor);
    Ok(Json(crate::implementation::implementation(&library, &asking.caller(None), &id).await?))
}

/// A word to count.
#[derive(Debug, Deserialize)]
pub struct Word {
    #[serde(default)]
    word: String,
}

/// How often a word stands in a document, and where.
#[utoipa::path(get, path = "/api/documents/{document}/mentions", operation_id = "documents_mentions", tag = "documents",
    params(("document" = String, Path, description = "Id"), ("word" = String, Query, description = "The word")),
    responses((status = 200, body = Mentions), (status = 404, body = Problem)))]
pub async fn mentions(
    State(library): State<Library>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(word): Query<Word>,
) -> Answer<Mentions> {
    let asking = Asking::new(&library.core, &visitor);
    Ok(Json(crate::mentions::mentions(&library, &asking.caller(None), &id, &word.word).await?))
}

/// A day and a place.
#[derive(Debug, Deserialize)]
pub struct On {
    on: Option<String>,
    place: Option<String>,
}

/// What is in force on a day.
#[utoipa::path(get, path = "/api/documents/in-force", operation_id = "documents_in_force", tag = "documents",
    params(("on" = Option<String>, Query, description = "The day; today without"), ("place" = Option<String>, Query, description = "Place code")),
    responses((status = 200, body = Timeline), (status = 422, body = Problem)))]
pub async fn in_force(
    State(library): State<Library>,
    visitor: Visitor,
    Query(on): Query<On>,
) -> Answer<Timeline> {
    let asking = Asking::new(&library.core, &visitor);
    let day: Date = match on.on.as_deref().filter(|day| !day.is_empty()) {
        None => visitor.as_of(&library.core),
        Some(text) => text.parse().map_err(|_| bad_day())?,
    };
    Ok(Json(crate::in_force::timeline(&library, &asking.caller(None), day, on.place.as_deref()).await?))
}

fn bad_day() -> Fault {
    Fault::new(ErrorKind::Invalid, "day_shape").field(FieldFault::new("on", "day_shape"))
}

/// Two documents.
#[derive(Debug, Deserialize)]
pub struct Both {
    left: String,
    right: String,
}

/// Two documents article by article.
#[utoipa::path(get, path = "/api/documents/compare", operation_id = "documents_compare", tag = "documents",
    params(("left" = String, Query, description = "Id"), ("right" = String, Query, description = "Id")),
    responses((status = 200, body = Comparison), (status = 404, body = Problem)))]
pub async fn compare(
    State(library): State<Library>,
    visitor: Visitor,
    both: Result<Query<Both>, axum::extract::rejection::QueryRejection>,
) -> Answer<Comparison> {
    let Query(both) = both.map_err(|cause| unreadable(&cause))?;
    let asking = Asking::new(&library.core, &visitor);
    Ok(Json(crate::compare::compare(&library, &asking.caller(None), &both.left, &both.right).await?))
}

/// Units named in documents.
#[utoipa::path(get, path = "/api/documents/units", operation_id = "documents_units", tag = "documents",
    responses((status = 200, body = Vec<UnitCount>)))]
pub async fn units(State(library): State<Library>, visitor: Visitor) -> Answer<Vec<UnitCount>> {
    let asking = Asking::new(&library.core, &visitor);
    Ok(Json(crate::unit_index::units(&library, &asking.caller(None)).await?))
}

/// Articles that name a unit.
#[utoipa::path(get, path = "/api/documents/units/{unit}", operation_id = "documents_unit_articles", tag = "documents",
    params(("unit" = String, Path, description = "Key of the unit")),
    responses((status = 200, body = Vec<UnitArticle>)))]
pub async fn unit_articles(
    State(library): State<Library>,
    visitor: Visitor,
    Path(unit): Path<String>,
) -> Answer<Vec<UnitArticle>> {
    let asking = Asking::new(&library.core, &visitor);
    Ok(Json(crate::unit_index::articles(&library, &asking.caller(None), &unit).await?))
}

/// Documents to export.
#[derive(Debug, Deserialize)]
pub struct Ids {
    #[serde(default)]
    ids: String,
}

/// Media type of a workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Measures and figures as a workbook.
#[utoipa::path(get, path = "/api/documents/export", operation_id = "documents_export", tag = "documents",
    params(("ids" = String, Query, description = "Ids, separated by commas")),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>), (status = 404, body = Problem)))]
pub async fn export(
    State(library): State<Library>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(ids): Query<Ids>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&library.core, &visitor);
    let ids: Vec<String> =
        ids.ids.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect();
    let scheme = if library.core.settings.secure_cookies { "https" } else { "http" };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let base = format!("{scheme}://{host}");
    let bytes =
        crate::export_xlsx::export_xlsx(&library, &asking.caller(None), &ids, &visitor.texts, &base).await?;
    let disposition = "attachment; filename=\"documents.xlsx\"";
    Ok(([(header::CONTENT_TYPE, XLSX), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response())
}
