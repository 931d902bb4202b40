//! One document (文件页): the official text set like the printed gazette, findings in the margin at the height of their article.

use anye_access::Permission;
use anye_web::{Core, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::Pages;
use super::first_hour;
use super::margin::{ArticleRow, article_row};
use super::show::{self, Tab};
use super::wording;
use crate::calling::Asking;
use crate::keys::in_address;
use crate::model::Sort;
use crate::show::show as show_document;
use crate::view::{ArticleView, DocumentView};

/// A chapter in the contents, or articles before the first one.
#[derive(Debug, Clone, Default)]
pub struct OutlineChapter {
    /// Number and heading.
    pub heading: String,
    /// Anchor of the chapter.
    pub anchor: String,
    /// Key, label and whether something waits.
    pub articles: Vec<(String, String, bool)>,
}

/// A fact about the document: label, value, address.
pub type Fact = (String, String, Option<String>);

/// An article with the chapter that it opens.
pub struct Block {
    /// Anchor and heading of the chapter that begins here.
    pub chapter: Option<(String, String)>,
    /// The article.
    pub article: ArticleRow,
}

/// The page.
#[derive(Template)]
#[template(path = "document.html")]
pub struct DocumentPage {
    /// What stands around it.
    pub frame: Frame,
    /// Id of the document.
    pub id: String,
    /// Title.
    pub title: String,
    /// The issuer's line at the head.
    pub issuer: String,
    /// 文号
    pub number: String,
    /// 主送机关
    pub addressees: String,
    /// The state in words.
    pub sentence: String,
    /// The pages of the document.
    pub tabs: Vec<Tab>,
    /// Contents.
    pub outline: Vec<OutlineChapter>,
    /// What can be marked: word, words, how many.
    pub legend: Vec<(&'static str, String, usize)>,
    /// Facts.
    pub facts: Vec<Fact>,
    /// What the reading warns of.
    pub warnings: Vec<String>,
    /// Text before the first article.
    pub preamble: Option<ArticleRow>,
    /// Articles.
    pub blocks: Vec<Block>,
    /// Text after the last.
    pub closing: Option<ArticleRow>,
    /// The original stands beside the text instead of the findings.
    pub original: bool,
    /// The reader may correct findings.
    pub may_correct: bool,
    /// The reader may export.
    pub may_export: bool,
    /// A sample of the demo.
    pub sample: bool,
    /// Why and when it was taken out of use.
    pub withdrawn: Option<String>,
    /// Findings that wait.
    pub doubts: i64,
    /// The first of them: its number on the page.
    pub first_doubt: Option<usize>,
    /// Where to see who may see it.
    pub who: Option<String>,
    /// How it came in.
    pub imported: String,
}

/// What the reader may do and where it is shown.
pub struct Seen<'a> {
    /// Names of places.
    pub core: &'a Core,
    /// May correct findings.
    pub may_correct: bool,
    /// May export.
    pub may_export: bool,
    /// May ask who sees what.
    pub may_explain: bool,
    /// The original beside the text.
    pub original: bool,
}

impl DocumentPage {
    /// Puts the page together.
    pub fn new(frame: Frame, view: &DocumentView, seen: &Seen<'_>) -> Self {
        let texts = frame.texts.clone();
        let record = &view.record;
        let mut next = 1;
        let preamble = view.preamble.as_ref().map(|text| article_row(&texts, text, &mut next));
        let mut before = String::new();
        let mut blocks = Vec::with_capacity(view.articles.len());
        for article in &view.articles {
            let opens = !article.chapter.is_empty() && article.chapter != before;
            let chapter = view.chapters.iter().find(|chapter| opens && chapter.number == article.chapter);
            before.clone_from(&article.chapter);
            blocks.push(Block {
                chapter: chapter.map(|chapter| {
                    (format!("c{}", chapter.ordinal), chapter_heading(&chapter.number, &chapter.heading))
                }),
                article: article_row(&texts, article, &mut next),
            });
        }
        let closing = view.closing.as_ref().map(|text| article_row(&texts, text, &mut next));
        let rows = preamble.iter().chain(blocks.iter().map(|block| &block.article)).chain(&closing);
        let first_doubt =
            rows.flat_map(|row| row.findings.iter().chain(&row.measures)).find(|row| row.doubt.is_some());
        let doubts = view.texts().map(|text| text.doubts).sum();
        let withdrawn = record.withdrawn.as_ref().map(|what| {
            let values =
                [("day", show::minute(what.at)), ("by", what.by.clone()), ("reason", what.reason.clone())];
            texts.args("library-withdrawn", &values)
        });
        Self {
            id: in_address(&record.id),
            title: show::title(&texts, record),
            issuer: record.issuer.clone().unwrap_or_default(),
            number: record.number.clone().unwrap_or_default(),
            addressees: view.addressees.join("，"),
            sentence: sentence(&frame, view, doubts),
            tabs: show::tabs(&frame, &record.id, if seen.original { "original" } else { "text" }),
            outline: outline(view),
            legend: legend(&frame, view),
            facts: facts(seen.core, &frame, view),
            warnings: view.warnings.iter().map(|warning| wording::warning(&texts, warning)).collect(),
            first_doubt: first_doubt.filter(|_| !seen.original).map(|row| row.n),
            preamble,
            blocks,
            closing,
            original: seen.original,
            may_correct: seen.may_correct && record.withdrawn.is_none(),
            may_export: seen.may_export,
            sample: record.sample,
            withdrawn,
            doubts,
            who: seen.may_explain.then(|| {
                show::address("/access/who", &[("permission", "documents.read"), ("place", &record.place)])
            }),
            imported: texts.args(
                "library-imported",
                &[
                    ("at", show::minute(record.imported_at)),
                    ("who", record.imported_name.clone()),
                    ("file", record.file_name.clone()),
                ],
            ),
            frame,
        }
    }
}

/// A chapter's heading as it is printed.
pub fn chapter_heading(number: &str, heading: &str) -> String {
    if number.starts_with('第') { format!("{number}　{heading}") } else { format!("{number}、{heading}") }
}

fn sentence(frame: &Frame, view: &DocumentView, doubts: i64) -> String {
    let (_, force) = show::force(&frame.texts, &view.record, frame.as_of);
    let count = |of: fn(&ArticleView) -> usize| view.texts().map(of).sum::<usize>().to_string();
    let values = [
        ("force", force),
        ("chapters", view.chapters.len().to_string()),
        ("articles", view.articles.len().to_string()),
        ("measures", count(|text| text.measures.len())),
        ("units", count(|text| text.units.len())),
        ("doubts", doubts.to_string()),
    ];
    frame.texts.args("library-document-state", &values)
}

fn outline(view: &DocumentView) -> Vec<OutlineChapter> {
    let mut list: Vec<OutlineChapter> = Vec::new();
    let mut before = None;
    for article in &view.articles {
        if before.as_ref() != Some(&article.chapter) {
            let chapter = view.chapters.iter().find(|chapter| chapter.number == article.chapter);
            list.push(OutlineChapter {
                heading: chapter
                    .map(|found| chapter_heading(&found.number, &found.heading))
                    .unwrap_or_default(),
                anchor: chapter.map(|found| format!("c{}", found.ordinal)).unwrap_or_default(),
                articles: Vec::new(),
            });
            before = Some(article.chapter.clone());
        }
        let label = super::margin::label(article);
        if let Some(last) = list.last_mut().filter(|_| !label.is_empty()) {
            last.articles.push((article.key.clone(), label, article.doubts > 0));
        }
    }
    list
}

fn legend(frame: &Frame, view: &DocumentView) -> Vec<(&'static str, String, usize)> {
    let count = |sort: Sort| {
        view.texts()
            .map(|text| match sort {
                Sort::Unit => text.units.len(),
                Sort::Figure => text.figures.len(),
                Sort::Date => text.dates.len(),
                Sort::Citation => text.citations.len(),
                Sort::Measure => text.measures.len(),
            })
            .sum()
    };
    let css = |sort: Sort| if sort == Sort::Citation { "cite" } else { sort.word() };
    Sort::ALL.map(|sort| (css(sort), frame.t(&format!("library-sort-{}", sort.word())), count(sort))).into()
}

fn facts(core: &Core, frame: &Frame, view: &DocumentView) -> Vec<Fact> {
    let record = &view.record;
    let until = record.in_force_to.map_or_else(|| frame.t("library-open-end"), |day| day.to_string());
    let in_force = match record.in_force_from {
        Some(from) => format!("{from} — {until}"),
        None if record.in_force_to.is_some() => format!("… — {until}"),
        None => String::new(),
    };
    let place = show::place(core, frame, &record.place);
    let issuer = record.issuer.clone().unwrap_or_default();
    let repeal = record.repealed_on.map(|day| day.to_string()).unwrap_or_default();
    let day = |day: Option<anye_base::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let entries: [(&str, String, Option<String>); 10] = [
        ("number", record.number.clone().unwrap_or_default(), None),
        ("issuer", issuer.clone(), Some(show::address("/documents", &[("issuer", &issuer)]))),
        ("place", place, None),
        ("kind", show::kind(&frame.texts, &record.kind), None),
        ("issued", day(record.issued_on), None),
        ("published", day(record.published_on), None),
        ("in-force", in_force, None),
        ("repealed", repeal, record.repealed_by.as_ref().map(|by| format!("/documents/{}", in_address(by)))),
        ("edition", record.edition.clone(), None),
        ("id", record.id.clone(), None),
    ];
    let kept = entries.into_iter().filter(|(_, value, _)| !value.is_empty());
    kept.map(|(word, value, href)| (frame.t(&format!("library-fact-{word}")), value, href)).collect()
}

/// The address of the page.
#[derive(Debug, Deserialize)]
pub struct DocumentQuery {
    view: Option<String>,
    done: Option<String>,
}

/// Answers `GET /documents/{id}`.
pub async fn show(
    State(pages): State<Pages>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<DocumentQuery>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let library = &pages.library;
    let core = &library.core;
    first_hour::opened(core, &visitor, &headers, &format!("/documents/{}", in_address(&id))).await?;
    let view = show_document(library, &Asking::new(core, &visitor).caller(None), &id).await?;
    let original = query.view.as_deref() == Some("original");
    let view_word = if original { "original" } else { "" };
    let here = show::address(&format!("/documents/{}", in_address(&id)), &[("view", view_word)]);
    let place = Some(view.record.place.as_str());
    let seen = Seen {
        core,
        may_correct: visitor.may(core, Permission::DocumentsCorrect, place),
        may_export: visitor.may(core, Permission::DocumentsExport, place),
        may_explain: visitor.may_at_all(Permission::AccessExplain),
        original,
    };
    let frame = Frame::new(core, &visitor, &here, show::name(&view.record))
        .under(visitor.texts.t("library-title"), "/documents")
        .notice(query.done.as_deref());
    Ok(page(&DocumentPage::new(frame, &view, &seen)))
}
