//! Searching (检索): articles with what matched marked, and links that narrow the search down.

use anye_base::{ErrorKind, Fault, FieldFault};
use anye_web::extract::Paging;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::Pages;
use super::first_hour;
use super::show;
use crate::calling::Asking;
use crate::keys::{CLOSING, PREAMBLE, in_address};
use crate::search::{
    Count, HitView, Piece, SearchPage as Found, SearchRequest, SnippetView, search, suggest,
};

/// What is asked, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct SearchQuery {
    /// Words.
    pub q: String,
    /// 发文机关
    pub issuer: String,
    /// Place code, with those below it.
    pub at: String,
    /// Year.
    pub year: String,
    /// 文种
    pub kind: String,
    /// In force on this day.
    pub on: String,
    /// `newest`, or empty for the best first.
    pub order: String,
}

impl SearchQuery {
    /// As the use case wants it.
    pub fn request(&self) -> Result<SearchRequest, Fault> {
        let bad =
            |field: &str, code| Fault::new(ErrorKind::Invalid, code).field(FieldFault::new(field, code));
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let year = some(&self.year).map(|text| text.parse::<i16>().map_err(|_| bad("year", "library_year")));
        let year = year.transpose()?;
        let on = some(&self.on).map(|text| text.parse().map_err(|_| bad("on", "library_day"))).transpose()?;
        Ok(SearchRequest {
            text: self.q.trim().to_owned(),
            issuers: some(&self.issuer).into_iter().collect(),
            place: some(&self.at),
            years: (year, year),
            kinds: some(&self.kind).into_iter().collect(),
            as_of: on,
            newest: self.order == "newest",
        })
    }

    /// The address of this search.
    pub fn address(&self, cursor: &str) -> String {
        let query = [
            ("q", self.q.as_str()),
            ("issuer", &self.issuer),
            ("at", &self.at),
            ("year", &self.year),
            ("kind", &self.kind),
            ("on", &self.on),
            ("order", &self.order),
            ("cursor", cursor),
        ];
        show::address("/search", &query)
    }
}

/// A hit as the page shows it.
pub struct HitRow {
    /// Its page.
    pub href: String,
    /// The heading, or what stands in for it, in pieces.
    pub heading: Vec<Piece>,
    /// Document, number, state.
    pub document: Vec<Piece>,
    /// Number and where the document stands.
    pub place: String,
    /// Excerpts.
    pub excerpts: Vec<SnippetView>,
}

/// Values that hits have: title, then label, number of hits and address of each, and the address without this filter.
pub struct Facet {
    /// What it is.
    pub title: String,
    /// Values.
    pub values: Vec<(String, u64, String)>,
    /// The address without this filter, where it is set, and the value that is set.
    pub without: Option<(String, String)>,
}

/// The page.
#[derive(Template)]
#[template(path = "search.html")]
pub struct SearchPage {
    /// What stands around it.
    pub frame: Frame,
    /// What was asked.
    pub query: SearchQuery,
    /// The state in words.
    pub sentence: String,
    /// What is wrong with the words.
    pub error: Option<String>,
    /// Hits.
    pub hits: Vec<HitRow>,
    /// What narrows the search down.
    pub facets: Vec<Facet>,
    /// The next page.
    pub next: Option<String>,
    /// Not the first page.
    pub later: bool,
    /// Documents that are near by: title and address.
    pub suggestions: Vec<(String, String)>,
    /// Nothing was asked yet.
    pub blank: bool,
}

fn hit(frame: &Frame, hit: &HitView) -> HitRow {
    let part = |word: &str| hit.snippets.iter().find(|snippet| snippet.part == word);
    let plain = |text: String| vec![Piece { marked: false, text }];
    let title = show::title(&frame.texts, &hit.document);
    let (_, force) = show::force(&frame.texts, &hit.document, frame.as_of);
    let number = hit.document.number.clone().unwrap_or_default();
    let place = [number, force].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    HitRow {
        href: format!("/documents/{}#a{}", in_address(&hit.document.id), hit.article_key),
        heading: part("heading")
            .map_or_else(|| plain(stands_for(frame, &hit.article_key)), |found| found.pieces.clone()),
        document: part("title").map_or_else(|| plain(title), |found| found.pieces.clone()),
        place,
        excerpts: hit.snippets.iter().filter(|snippet| snippet.part == "text").cloned().collect(),
    }
}

/// What is said instead of a heading: where the words stand.
fn stands_for(frame: &Frame, key: &str) -> String {
    match key {
        PREAMBLE => frame.t("library-hit-preamble"),
        CLOSING => frame.t("library-hit-closing"),
        _ => frame.t1("library-hit-article", "key", key),
    }
}

fn facets(frame: &Frame, query: &SearchQuery, found: &Found, name: &impl Fn(&str) -> String) -> Vec<Facet> {
    const MOST: usize = 8;
    let texts = &frame.texts;
    let facet = |word: &str,
                 counts: &[Count],
                 set: &str,
                 with: &dyn Fn(String) -> SearchQuery,
                 label: &dyn Fn(&str) -> String| {
        let value = |count: &Count| (label(&count.value), count.hits, with(count.value.clone()).address(""));
        Facet {
            title: frame.t(&format!("library-fact-{word}")),
            values: if set.is_empty() { counts.iter().take(MOST).map(value).collect() } else { Vec::new() },
            without: (!set.is_empty()).then(|| (label(set), with(String::new()).address(""))),
        }
    };
    let same = |value: &str| value.to_owned();
    let counts = &found.counts;
    vec![
        facet(
            "issuer",
            &counts.issuers,
            &query.issuer,
            &|issuer| SearchQuery { issuer, ..query.clone() },
            &same,
        ),
        facet("place", &counts.places, &query.at, &|at| SearchQuery { at, ..query.clone() }, name),
        facet("year", &counts.years, &query.year, &|year| SearchQuery { year, ..query.clone() }, &same),
        facet("kind", &counts.kinds, &query.kind, &|kind| SearchQuery { kind, ..query.clone() }, &|word| {
            show::kind(texts, word)
        }),
    ]
}

impl SearchPage {
    fn narrowed(&self) -> bool {
        self.facets.iter().any(|facet| facet.without.is_some())
    }

    /// Puts the page together. `name` gives the name of a place.
    pub fn new(frame: Frame, query: SearchQuery, found: &Found, name: impl Fn(&str) -> String) -> Self {
        let shown = if query.q.is_empty() { frame.t("library-search-everything") } else { query.q.clone() };
        let mut sentence = frame.t2("library-search-state", "q", shown, "n", found.total);
        if found.ignored > 0 {
            sentence = format!("{sentence} · {}", frame.t1("library-search-ignored", "n", found.ignored));
        }
        if found.behind > 0 {
            sentence = format!("{sentence} · {}", frame.t1("library-search-behind", "n", found.behind));
        }
        Self {
            sentence,
            error: None,
            hits: found.hits.iter().map(|found| hit(&frame, found)).collect(),
            facets: facets(&frame, &query, found, &name),
            next: found.next.as_ref().map(|cursor| query.address(&cursor.encode())),
            later: false,
            suggestions: Vec::new(),
            blank: false,
            query,
            frame,
        }
    }

    /// Before anything is asked, or when what was asked cannot be searched for.
    pub fn bare(frame: Frame, query: SearchQuery, error: Option<String>) -> Self {
        Self {
            sentence: frame.t("library-search-blank"),
            blank: error.is_none(),
            error,
            hits: Vec::new(),
            facets: Vec::new(),
            next: None,
            later: false,
            suggestions: Vec::new(),
            query,
            frame,
        }
    }
}

/// Answers `GET /search`.
pub async fn show(
    State(pages): State<Pages>,
    visitor: Visitor,
    paging: Paging,
    Query(query): Query<SearchQuery>,
) -> Result<Response, Failed> {
    let library = &pages.library;
    let core = &library.core;
    let asking = Asking::new(core, &visitor);
    let caller = asking.caller(None);
    let frame = Frame::new(core, &visitor, &query.address(""), visitor.texts.t("library-search-title"));
    if query == SearchQuery::default() {
        return Ok(page(&SearchPage::bare(frame, query, None)));
    }
    let asked = match query.request() {
        Ok(request) => search(library, &caller, &request, paging.cursor.as_ref(), paging.limit).await,
        Err(fault) => Err(fault),
    };
    let found = match asked {
        Ok(found) => found,
        Err(fault) if matches!(fault.kind, ErrorKind::Invalid | ErrorKind::TooLarge | ErrorKind::Stale) => {
            let error = visitor.texts.fault(&fault);
            let made = SearchPage::bare(frame, query, Some(error));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&made)).into_response());
        }
        Err(fault) => return Err(Failed(fault)),
    };
    first_hour::searched(core, &visitor).await?;
    let as_of = frame.as_of;
    let mut made = SearchPage::new(frame, query, &found, |code| core.place_in(code, as_of, visitor.lang()));
    made.later = paging.cursor.is_some();
    if made.hits.is_empty() {
        let near = suggest(library, &caller, &made.query.q).await?;
        let entry = |record: &crate::model::Record| {
            (show::title(&visitor.texts, record), format!("/documents/{}", in_address(&record.id)))
        };
        made.suggestions = near.iter().map(entry).collect();
    }
    Ok(page(&made))
}
