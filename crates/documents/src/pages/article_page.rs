//! One article (条文页): its text and findings, what it rests on and mentions, what stands behind it, the articles around it.

use anye_access::Permission;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::Pages;
use super::margin::{ArticleRow, article_row};
use super::show;
use crate::article::{ArticlePage as Found, article};
use crate::calling::Asking;
use crate::implementation::Function;
use crate::keys::in_address;
use crate::relations::RelationView;

/// A document that the article mentions: how, title, address.
pub type Mention = (String, String, Option<String>);

/// The page.
#[derive(Template)]
#[template(path = "article.html")]
pub struct ArticlePage {
    /// What stands around it.
    pub frame: Frame,
    /// The document.
    pub id: String,
    /// The state in words.
    pub sentence: String,
    /// The article.
    pub row: ArticleRow,
    /// What it rests on and mentions.
    pub mentions: Vec<Mention>,
    /// What stands behind it.
    pub functions: Vec<Function>,
    /// The article before.
    pub before: Option<String>,
    /// The article after.
    pub after: Option<String>,
    /// May correct findings.
    pub may_correct: bool,
    /// Never the original beside the text here.
    pub original: bool,
}

impl ArticlePage {
    /// Puts the page together.
    pub fn new(frame: Frame, found: Found, may_correct: bool) -> Self {
        let mention = |view: &RelationView| {
            let relation = &view.relation;
            let title = view.other.as_ref().map(|record| show::title(&frame.texts, record));
            let href = view.other.as_ref().map(|record| format!("/documents/{}", in_address(&record.id)));
            (
                frame.t(&format!("library-relation-{}", relation.role.word())),
                title.unwrap_or_else(|| relation.text.clone()),
                href,
            )
        };
        let mut mentions: Vec<Mention> = found.mentions.iter().map(mention).collect();
        for parent in found.parents.iter().map(mention) {
            if !mentions.iter().any(|(_, title, _)| *title == parent.1) {
                mentions.push(parent);
            }
        }
        let (_, force) = show::force(&frame.texts, &found.document, frame.as_of);
        let sentence = frame.texts.args(
            "library-article-state",
            &[
                ("title", show::title(&frame.texts, &found.document)),
                ("force", force),
                ("measures", found.article.measures.len().to_string()),
                ("doubts", found.article.doubts.to_string()),
            ],
        );
        Self {
            id: in_address(&found.document.id),
            sentence,
            row: article_row(&frame.texts, &found.article, &mut 1),
            mentions,
            functions: found.functions,
            before: found.before,
            after: found.after,
            may_correct: may_correct && found.document.withdrawn.is_none(),
            original: false,
            frame,
        }
    }
}

/// Answers `GET /documents/{id}/articles/{key}`.
pub async fn show(
    State(pages): State<Pages>,
    visitor: Visitor,
    Path((id, key)): Path<(String, String)>,
) -> Result<Response, Failed> {
    let library = &pages.library;
    let core = &library.core;
    let found = article(library, &Asking::new(core, &visitor).caller(None), &id, &key).await?;
    let path = format!("/documents/{}", in_address(&id));
    let label = super::margin::label(&found.article);
    let heading = if found.article.heading.is_empty() {
        visitor.texts.t("library-text-around")
    } else {
        found.article.heading.clone()
    };
    let title = if label.is_empty() { heading } else { format!("{label}{}", found.article.heading) };
    let frame = Frame::new(core, &visitor, &format!("{path}/articles/{key}"), title)
        .under(visitor.texts.t("library-title"), "/documents")
        .under(show::name(&found.document), path);
    let may_correct = visitor.may(core, Permission::DocumentsCorrect, Some(&found.document.place));
    Ok(page(&ArticlePage::new(frame, found, may_correct)))
}
