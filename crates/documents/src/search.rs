//! Searching the articles of documents (检索): what matches, marked; only in documents at places that the caller may search.

use anye_access::{Caller, Permission};
use anye_base::{Cursor, Date, Fault, Limit};
use anye_search::{Facets, Order, Part, Query, Snippet};
use serde::Serialize;
use utoipa::ToSchema;

use crate::indexing::{self, fault};
use crate::library::Library;
use crate::list::{self, Filter};
use crate::model::Record;
use crate::{rights, store};

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct SearchRequest {
    /// Words, “phrases”, `-excluded`, document numbers.
    pub text: String,
    /// Only these issuers.
    pub issuers: Vec<String>,
    /// Only this place and what lies below.
    pub place: Option<String>,
    /// First and last year.
    pub years: (Option<i16>, Option<i16>),
    /// Only these sorts of document.
    pub kinds: Vec<String>,
    /// Only what is in force on this day.
    pub as_of: Option<Date>,
    /// Newest first instead of best first.
    pub newest: bool,
}

/// One piece of a snippet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = documents::search::Piece)]
pub struct Piece {
    /// Whether it matched.
    pub marked: bool,
    /// The characters.
    pub text: String,
}

/// A part of an article with what matched in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SnippetView {
    /// `title`, `number`, `heading`, `text`.
    pub part: &'static str,
    /// The pieces in order.
    pub pieces: Vec<Piece>,
    /// Text of the part goes on before or after.
    pub cut: (bool, bool),
}

/// One article found.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct HitView {
    /// Its document.
    pub document: Record,
    /// The article.
    pub article_key: String,
    /// What matched.
    pub snippets: Vec<SnippetView>,
}

/// One value that hits have, and how many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = documents::Count)]
pub struct Count {
    /// The value.
    pub value: String,
    /// Hits.
    pub hits: u64,
}

/// Counts over all hits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = documents::Counts)]
pub struct Counts {
    /// 发文机关
    pub issuers: Vec<Count>,
    /// 区划
    pub places: Vec<Count>,
    /// 年份
    pub years: Vec<Count>,
    /// 文种
    pub kinds: Vec<Count>,
}

/// A page of hits.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SearchPage {
    /// The hits.
    pub hits: Vec<HitView>,
    /// How many in all.
    pub total: u64,
    /// Where the next page begins.
    #[schema(value_type = Option<String>)]
    #[serde(serialize_with = "cursor_text")]
    pub next: Option<Cursor>,
    /// Counts over all hits.
    pub counts: Counts,
    /// Words of an over-long query that were left out.
    pub ignored: usize,
    /// Changes of the library that cannot be found yet.
    pub behind: i64,
}

fn cursor_text<S: serde::Serializer>(cursor: &Option<Cursor>, to: S) -> Result<S::Ok, S::Error> {
    match cursor {
        Some(cursor) => to.serialize_some(&cursor.encode()),
        None => to.serialize_none(),
    }
}

/// Searches.
pub async fn search(
    library: &Library,
    caller: &Caller<'_>,
    request: &SearchRequest,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<SearchPage, Fault> {
    let mut from = &library.core.db;
    let mut places = rights::places(&mut from, caller, Permission::SearchUse).await?;
    places.retain(|place| rights::may(caller, Permission::DocumentsRead, place));
    if let Some(wanted) = request.place.as_deref().filter(|code| !code.is_empty()) {
        places.retain(|place| place == wanted || caller.places.is_within(place, wanted));
    }
    let behind = up_to_date(library).await?;
    let query = Query {
        text: request.text.clone(),
        issuers: request.issuers.clone(),
        places: Some(places),
        years: request.years,
        kinds: request.kinds.clone(),
        as_of: request.as_of,
        order: if request.newest { Order::Newest } else { Order::Relevance },
        limit,
        after: after.cloned(),
    };
    let index = library.index.reader()?;
    let look = move || index.search(&query);
    let page = tokio::task::spawn_blocking(look).await.map_err(Fault::internal)?.map_err(fault)?;
    let mut ids: Vec<String> = page.hits.iter().map(|hit| hit.document_id.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let records = store::document::find_many(&mut from, &ids).await?;
    // The store decides once more: an index that is behind must not show what is no longer there or no longer allowed.
    let shown = |record: &&Record| {
        record.withdrawn.is_none() && rights::may(caller, Permission::DocumentsRead, &record.place)
    };
    let hits = page.hits.into_iter().filter_map(|hit| {
        let document = records.iter().filter(shown).find(|record| record.id == hit.document_id)?.clone();
        let snippets = hit.snippets.iter().map(snippet).collect();
        Some(HitView { document, article_key: hit.article_key, snippets })
    });
    Ok(SearchPage {
        hits: hits.collect(),
        total: page.total,
        next: page.next,
        counts: counts(page.facets),
        ignored: page.ignored,
        behind,
    })
}

/// Most changes that a search waits for; more are put in by the job.
const WAIT_FOR: i64 = 200;

/// Puts in what came since, where it is little. Somebody else writing the index is no reason not to search.
async fn up_to_date(library: &Library) -> Result<i64, Fault> {
    let behind = indexing::behind(library).await?;
    if behind == 0 || behind > WAIT_FOR {
        return Ok(behind);
    }
    if let Err(fault) = indexing::catch_up(library).await {
        tracing::warn!(%fault, "the search index is behind");
    }
    indexing::behind(library).await
}

fn snippet(snippet: &Snippet) -> SnippetView {
    let part = match snippet.part {
        Part::Title => "title",
        Part::Number => "number",
        Part::Heading => "heading",
        Part::Text => "text",
    };
    let pieces = snippet.pieces().into_iter().map(|(marked, text)| Piece { marked, text });
    SnippetView { part, pieces: pieces.collect(), cut: snippet.cut }
}

fn counts(facets: Facets) -> Counts {
    let list = |counts: Vec<anye_search::Count>| {
        counts.into_iter().map(|count| Count { value: count.value, hits: count.hits }).collect()
    };
    Counts {
        issuers: list(facets.issuers),
        places: list(facets.places),
        years: list(facets.years),
        kinds: list(facets.kinds),
    }
}

/// Most suggestions at a time.
const SUGGESTIONS: u32 = 8;

/// Documents whose title or number holds what was typed so far, newest first.
pub async fn suggest(library: &Library, caller: &Caller<'_>, text: &str) -> Result<Vec<Record>, Fault> {
    let text: String = text.trim().chars().take(100).collect();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let filter = Filter { text: Some(text), ..Filter::default() };
    let limit = Limit::new(SUGGESTIONS).unwrap_or_default();
    Ok(list::list(library, caller, &filter, None, limit).await?.items)
}
