//! How a document relates to others (文件关系): a drawing, and a table that says the same.

use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::Pages;
use super::graph::{Drawing, draw};
use super::show::{self, Tab};
use crate::calling::Asking;
use crate::keys::{PREAMBLE, in_address};
use crate::relations::{Graph, RelationView, around, graph};

/// A row of the table.
pub struct RelationRow {
    /// How, in words.
    pub role: String,
    /// Title of the other.
    pub title: String,
    /// Its page.
    pub href: Option<String>,
    /// Its number.
    pub number: String,
    /// The article that mentions: label and address.
    pub article: (String, String),
    /// The words of the text.
    pub words: String,
    /// The pack says so.
    pub from_pack: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "relations.html")]
pub struct RelationsPage {
    /// What stands around it.
    pub frame: Frame,
    /// The document.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The state in words.
    pub sentence: String,
    /// The pages of the document.
    pub tabs: Vec<Tab>,
    /// The drawing.
    pub drawing: Drawing,
    /// How far it goes.
    pub depth: u8,
    /// What it mentions.
    pub outward: Vec<RelationRow>,
    /// What mentions it.
    pub inward: Vec<RelationRow>,
}

impl RelationsPage {
    /// Puts the page together.
    pub fn new(
        frame: Frame,
        graph: &Graph,
        outward: &[RelationView],
        inward: &[RelationView],
        depth: u8,
    ) -> Self {
        let middle = graph.nodes.first();
        let id = middle.map(|node| node.key.clone()).unwrap_or_default();
        let name =
            middle.map(|node| node.number.clone().unwrap_or_else(|| node.title.clone())).unwrap_or_default();
        let rows =
            |list: &[RelationView], inward: bool| list.iter().map(|view| row(&frame, view, inward)).collect();
        Self {
            sentence: frame.texts.args(
                "library-relations-state",
                &[("out", outward.len().to_string()), ("in", inward.len().to_string())],
            ),
            tabs: show::tabs(&frame, &id, "relations"),
            drawing: draw(graph),
            outward: rows(outward, false),
            inward: rows(inward, true),
            id: in_address(&id),
            name,
            depth,
            frame,
        }
    }
}

fn row(frame: &Frame, view: &RelationView, inward: bool) -> RelationRow {
    let relation = &view.relation;
    let other = view.other.as_ref();
    let way = if inward { "library-relation-in" } else { "library-relation" };
    let key = &relation.article_key;
    let label = if key == PREAMBLE {
        frame.t("library-preamble")
    } else {
        frame.t1("library-hit-article", "key", key)
    };
    let title = other.map(|record| show::title(&frame.texts, record)).filter(|title| !title.is_empty());
    RelationRow {
        role: frame.t(&format!("{way}-{}", relation.role.word())),
        title: title
            .or_else(|| relation.title.clone())
            .or_else(|| relation.number.clone())
            .unwrap_or_else(|| relation.text.clone()),
        href: other.map(|record| format!("/documents/{}", in_address(&record.id))),
        number: other
            .and_then(|record| record.number.clone())
            .or_else(|| relation.number.clone())
            .unwrap_or_default(),
        article: (label, format!("/documents/{}#a{key}", in_address(&relation.from_document))),
        words: relation.text.clone(),
        from_pack: relation.source == "pack",
    }
}

/// How far the drawing goes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RelationsQuery {
    depth: Option<u8>,
}

/// Answers `GET /documents/{id}/relations`.
pub async fn show(
    State(pages): State<Pages>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<RelationsQuery>,
) -> Result<Response, Failed> {
    let library = &pages.library;
    let core = &library.core;
    let asking = Asking::new(core, &visitor);
    let caller = asking.caller(None);
    let depth = query.depth.unwrap_or(1).clamp(1, crate::relations::DEEPEST);
    let found = graph(library, &caller, &id, depth).await?;
    let sides = around(library, &caller, &id).await?;
    let name = found
        .nodes
        .first()
        .map(|node| node.number.clone().unwrap_or_else(|| node.title.clone()))
        .unwrap_or_default();
    let path = format!("/documents/{}", in_address(&id));
    let here = show::address(&format!("{path}/relations"), &[("depth", if depth == 2 { "2" } else { "" })]);
    let frame = Frame::new(core, &visitor, &here, visitor.texts.t("library-relations-title"))
        .under(visitor.texts.t("library-title"), "/documents")
        .under(name, path);
    Ok(page(&RelationsPage::new(frame, &found, &sides.outward, &sides.inward, depth)))
}
