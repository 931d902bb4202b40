//! The list of documents (文件目录), with filters that read as a sentence and hold in the address.

use anye_access::Permission;
use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_web::extract::Paging;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::Pages;
use super::show::{self, Choice};
use crate::calling::Asking;
use crate::keys::in_address;
use crate::list::{Choices, Filter, choices, list};
use crate::model::Record;

/// The filters as they stand in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    /// Words in title or number.
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
    /// `1`: only with findings that wait.
    pub doubtful: String,
}

impl ListQuery {
    /// As the use case wants it; a year or day that is none is refused at its field.
    pub fn filter(&self) -> Result<Filter, Fault> {
        let some = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let year =
            some(&self.year).map(|text| text.parse().map_err(|_| bad("year", "library_year"))).transpose()?;
        let on = some(&self.on).map(|text| text.parse().map_err(|_| bad("on", "library_day"))).transpose()?;
        Ok(Filter {
            text: some(&self.q),
            issuer: some(&self.issuer),
            place: some(&self.at),
            year,
            kind: some(&self.kind),
            in_force_on: on,
            doubtful: self.doubtful == "1",
            with_withdrawn: false,
        })
    }

    /// The address of this list; `cursor` is empty for its first page.
    pub fn address(&self, cursor: &str) -> String {
        let query = [
            ("q", self.q.as_str()),
            ("issuer", &self.issuer),
            ("at", &self.at),
            ("year", &self.year),
            ("kind", &self.kind),
            ("on", &self.on),
            ("doubtful", &self.doubtful),
            ("cursor", cursor),
        ];
        show::address("/documents", &query)
    }

    /// Whether anything is filtered.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }
}

fn bad(field: &str, code: &'static str) -> Fault {
    Fault::new(ErrorKind::Invalid, code).field(FieldFault::new(field, code))
}

/// A row.
pub struct ListRow {
    /// Id.
    pub id: String,
    /// Its page.
    pub href: String,
    /// Title.
    pub title: String,
    /// 文号
    pub number: String,
    /// 发文机关
    pub issuer: String,
    /// Its place in words.
    pub place: String,
    /// 文种 in words.
    pub kind: String,
    /// 成文日期
    pub issued: Option<String>,
    /// 条
    pub articles: i64,
    /// 待确认
    pub doubts: i64,
    /// In force or not: word and sentence.
    pub force: (&'static str, String),
    /// A sample.
    pub sample: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "document_list.html")]
pub struct ListPage {
    /// What stands around it.
    pub frame: Frame,
    /// The state in words.
    pub sentence: String,
    /// The filters.
    pub query: ListQuery,
    /// Choices of the filters.
    pub issuers: Vec<Choice>,
    /// Places.
    pub places: Vec<Choice>,
    /// Years.
    pub years: Vec<Choice>,
    /// Kinds.
    pub kinds: Vec<Choice>,
    /// Views: label, address, whether it is this one.
    pub views: Vec<(String, String, bool)>,
    /// The rows.
    pub rows: Vec<ListRow>,
    /// The next page.
    pub next: Option<String>,
    /// Not the first page.
    pub later: bool,
    /// May import.
    pub may_import: bool,
    /// May export.
    pub may_export: bool,
}

impl ListPage {
    /// Puts the page together. `name` gives the name of a place.
    pub fn new(
        frame: Frame,
        query: ListQuery,
        offered: &Choices,
        records: &[Record],
        name: impl Fn(&str) -> String,
    ) -> Self {
        let texts = frame.texts.clone();
        let first = |key: &str, chosen: &str| vec![Choice::new("", frame.t(key), chosen)];
        let with = |mut list: Vec<Choice>, more: Vec<Choice>| {
            list.extend(more);
            list
        };
        let issuers =
            offered.issuers.iter().map(|word| Choice::new(word, word.clone(), &query.issuer)).collect();
        let places = offered.places.iter().map(|code| Choice::new(code, name(code), &query.at)).collect();
        let years = offered
            .years
            .iter()
            .map(|year| Choice::new(year.to_string(), year.to_string(), &query.year))
            .collect();
        let kinds = offered
            .kinds
            .iter()
            .map(|word| Choice::new(word, show::kind(&texts, word), &query.kind))
            .collect();
        let row = |record: &Record| ListRow {
            id: record.id.clone(),
            href: format!("/documents/{}", in_address(&record.id)),
            title: show::title(&texts, record),
            number: record.number.clone().unwrap_or_default(),
            issuer: record.issuer.clone().unwrap_or_default(),
            place: name(&record.place),
            kind: show::kind(&texts, &record.kind),
            issued: record.issued_on.or(record.published_on).map(|day| day.to_string()),
            articles: record.article_count,
            doubts: record.doubts,
            force: show::force(&texts, record, frame.as_of),
            sample: record.sample,
        };
        let doubts: i64 = records.iter().map(|record| record.doubts).sum();
        let values = [
            ("n", records.len().to_string()),
            ("doubts", doubts.to_string()),
            ("day", frame.as_of.to_string()),
        ];
        Self {
            sentence: texts.args("library-state", &values),
            issuers: with(first("library-any-issuer", &query.issuer), issuers),
            places: with(first("library-any-place", &query.at), places),
            years: with(first("library-any-year", &query.year), years),
            kinds: with(first("library-any-kind", &query.kind), kinds),
            views: views(&frame, &query),
            rows: records.iter().map(row).collect(),
            next: None,
            later: false,
            may_import: false,
            may_export: false,
            query,
            frame,
        }
    }
}

fn views(frame: &Frame, query: &ListQuery) -> Vec<(String, String, bool)> {
    let day: Date = frame.as_of;
    let plain = ListQuery::default();
    let wanted = [
        ("all", plain.clone()),
        ("doubtful", ListQuery { doubtful: "1".into(), ..plain.clone() }),
        ("in-force", ListQuery { on: day.to_string(), at: frame.place.0.clone(), ..plain }),
    ];
    let view = |(word, view): (&str, ListQuery)| {
        (frame.t(&format!("library-view-{word}")), view.address(""), view == *query)
    };
    wanted.into_iter().map(view).collect()
}

/// What was done before, to say so once.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    done: Option<String>,
}

/// Answers `GET /documents`.
pub async fn show(
    State(pages): State<Pages>,
    visitor: Visitor,
    paging: Paging,
    Query(query): Query<ListQuery>,
    Query(done): Query<Done>,
) -> Result<Response, Failed> {
    let library = &pages.library;
    let core = &library.core;
    let asking = Asking::new(core, &visitor);
    let caller = asking.caller(None);
    let filter = query.filter()?;
    let found = list(library, &caller, &filter, paging.cursor.as_ref(), paging.limit).await?;
    let offered = choices(library, &caller).await?;
    let frame = Frame::new(core, &visitor, &query.address(""), visitor.texts.t("library-title"))
        .notice(done.done.as_deref());
    let as_of = frame.as_of;
    let next = found.next.as_ref().map(|cursor| query.address(&cursor.encode()));
    let made = ListPage::new(frame, query, &offered, &found.items, |code| {
        core.place_in(code, as_of, visitor.lang())
    });
    Ok(page(&ListPage {
        next,
        later: paging.cursor.is_some(),
        may_import: visitor.may_at_all(Permission::DocumentsImport),
        may_export: visitor.may_at_all(Permission::DocumentsExport),
        ..made
    }))
}
