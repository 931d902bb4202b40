//! What each unit has to do (任务清单): the units that documents name, and for one of them its measures with their days.

use std::collections::HashMap;

use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::Pages;
use super::show;
use crate::calling::Asking;
use crate::keys::in_address;
use crate::model::State as Stands;
use crate::show::show as show_document;
use crate::unit_index::{UnitArticle, UnitCount, articles, units};
use crate::view::DocumentView;

/// Documents read for one unit; more are named, not opened.
const MOST_DOCUMENTS: usize = 40;
/// Measures shown.
const MOST_ROWS: usize = 500;

/// A measure.
pub struct MeasureRow {
    /// Its article.
    pub href: String,
    /// Document and article.
    pub place: String,
    /// Who.
    pub who: String,
    /// What.
    pub what: String,
    /// By when, in words.
    pub when: String,
    /// The day, where the text fixes it.
    pub due: Option<String>,
    /// Part that the unit plays in the article.
    pub role: String,
    /// It waits for a person.
    pub doubtful: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "measures.html")]
pub struct MeasuresPage {
    /// What stands around it.
    pub frame: Frame,
    /// The state in words.
    pub sentence: String,
    /// All units: name, address, mentions, its page in the register.
    pub units: Vec<(String, String, i64, Option<String>)>,
    /// The chosen one.
    pub chosen: Option<String>,
    /// Its measures.
    pub rows: Vec<MeasureRow>,
    /// Articles that name it without a measure that was recognised.
    pub bare: usize,
}

impl MeasuresPage {
    /// Units to choose from.
    pub fn all(frame: Frame, counts: &[UnitCount]) -> Self {
        let unit = |unit: &UnitCount| {
            let page = unit.unit_id.as_ref().map(|id| format!("/units/{}", in_address(id)));
            (unit.name.clone(), show::address("/measures", &[("unit", &unit.key)]), unit.mentions, page)
        };
        Self {
            sentence: frame.t1("library-measures-state", "n", counts.len()),
            units: counts.iter().map(unit).collect(),
            chosen: None,
            rows: Vec::new(),
            bare: 0,
            frame,
        }
    }

    /// The measures of one unit, the nearest day first.
    pub fn of_unit(
        frame: Frame,
        name: String,
        articles: &[UnitArticle],
        documents: &HashMap<String, DocumentView>,
    ) -> Self {
        let mut rows = Vec::new();
        let mut bare = 0;
        for article in articles {
            let Some(text) =
                documents.get(&article.document_id).and_then(|view| view.text(&article.article_key))
            else {
                continue;
            };
            let measures = text.measures.iter().filter(|found| found.state != Stands::Rejected);
            let before = rows.len();
            rows.extend(measures.map(|found| MeasureRow {
                href: format!("/documents/{}#a{}", in_address(&article.document_id), article.article_key),
                place: format!(
                    "{} {}",
                    article.number.as_deref().unwrap_or(&article.title),
                    super::margin::label(text)
                ),
                who: found.finding.who.join("、"),
                what: found.finding.what.clone(),
                when: found.finding.by_when.clone().unwrap_or_default(),
                due: found.finding.due_on.clone(),
                role: frame.t(&format!("library-role-{}", article.role)),
                doubtful: found.state == Stands::Doubtful,
            }));
            bare += usize::from(rows.len() == before);
        }
        rows.sort_by(|a, b| (a.due.is_none(), &a.due).cmp(&(b.due.is_none(), &b.due)));
        rows.truncate(MOST_ROWS);
        let due = rows.iter().filter(|row| row.due.is_some()).count();
        let values = [
            ("unit", name.clone()),
            ("n", rows.len().to_string()),
            ("due", due.to_string()),
            ("articles", articles.len().to_string()),
        ];
        Self {
            sentence: frame.texts.args("library-unit-measures-state", &values),
            units: Vec::new(),
            chosen: Some(name),
            rows,
            bare,
            frame,
        }
    }
}

/// Which unit.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MeasuresQuery {
    unit: String,
}

/// Answers `GET /measures`.
pub async fn show(
    State(pages): State<Pages>,
    visitor: Visitor,
    Query(query): Query<MeasuresQuery>,
) -> Result<Response, Failed> {
    let library = &pages.library;
    let core = &library.core;
    let asking = Asking::new(core, &visitor);
    let caller = asking.caller(None);
    let here = show::address("/measures", &[("unit", &query.unit)]);
    let title = visitor.texts.t("library-measures-title");
    if query.unit.is_empty() {
        let frame =
            Frame::new(core, &visitor, &here, title).under(visitor.texts.t("library-title"), "/documents");
        return Ok(page(&MeasuresPage::all(frame, &units(library, &caller).await?)));
    }
    let found = articles(library, &caller, &query.unit).await?;
    let mut documents = HashMap::new();
    for article in &found {
        if documents.len() < MOST_DOCUMENTS && !documents.contains_key(&article.document_id) {
            let view = show_document(library, &caller, &article.document_id).await?;
            documents.insert(article.document_id.clone(), view);
        }
    }
    let name = found.first().map_or_else(|| query.unit.clone(), |article| article.name.clone());
    let frame = Frame::new(core, &visitor, &here, name.clone())
        .under(visitor.texts.t("library-title"), "/documents")
        .under(title, "/measures");
    Ok(page(&MeasuresPage::of_unit(frame, name, &found, &documents)))
}
