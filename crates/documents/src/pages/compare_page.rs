//! Two documents article by article (文件比对): what was struck out on the left, what came on the right.

use anye_base::Limit;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::Pages;
use super::show::{self, Choice};
use crate::calling::Asking;
use crate::compare::{Change, Comparison, Pair, Piece, PieceKind, Side, compare};
use crate::keys::in_address;
use crate::list::{Filter, list};

/// Most documents offered in a list.
const MOST_OFFERED: u32 = 150;

/// One side of a row: number, heading, its page, and its text in pieces.
pub struct Half {
    /// The number as printed.
    pub number: String,
    /// Its page.
    pub href: String,
    /// Pieces: whether it stands on this side only, and the characters.
    pub pieces: Vec<(bool, String)>,
}

/// A row.
pub struct CompareRow {
    /// What became of the article.
    pub change: String,
    /// It is the same.
    pub same: bool,
    /// Left.
    pub left: Option<Half>,
    /// Right.
    pub right: Option<Half>,
}

/// The page.
#[derive(Template)]
#[template(path = "compare.html")]
pub struct ComparePage {
    /// What stands around it.
    pub frame: Frame,
    /// The state in words.
    pub sentence: String,
    /// Documents to choose from, left.
    pub lefts: Vec<Choice>,
    /// Documents to choose from, right.
    pub rights: Vec<Choice>,
    /// Only what changed.
    pub only: bool,
    /// Names of both.
    pub names: Option<(String, String)>,
    /// Left and right exchanged.
    pub swapped: String,
    /// Rows.
    pub rows: Vec<CompareRow>,
    /// Rows left out because nothing changed.
    pub hidden: usize,
}

fn half(side: &Side, document: &str, pieces: &[Piece], leave: PieceKind, alone: bool) -> Half {
    let shown = pieces.iter().filter(|piece| piece.kind != leave);
    let mut pieces: Vec<(bool, String)> =
        shown.map(|piece| (piece.kind != PieceKind::Same, piece.text.clone())).collect();
    if pieces.is_empty() {
        pieces.push((alone, side.text.clone()));
    }
    Half {
        number: side.number.clone(),
        href: format!("/documents/{}#a{}", in_address(document), side.key),
        pieces,
    }
}

fn change_word(change: Change) -> &'static str {
    match change {
        Change::Same => "same",
        Change::Changed => "changed",
        Change::Moved => "moved",
        Change::Added => "added",
        Change::Removed => "removed",
    }
}

impl ComparePage {
    /// With nothing compared yet.
    pub fn choosing(frame: Frame, lefts: Vec<Choice>, rights: Vec<Choice>) -> Self {
        Self {
            sentence: frame.t("library-compare-choose"),
            lefts,
            rights,
            only: true,
            names: None,
            swapped: String::new(),
            rows: Vec::new(),
            hidden: 0,
            frame,
        }
    }

    /// Two documents side by side.
    #[must_use]
    pub fn with(mut self, found: &Comparison, only: bool) -> Self {
        let texts = &self.frame.texts;
        let row = |pair: &Pair| {
            let alone = matches!(pair.change, Change::Added | Change::Removed);
            let mut change = texts.t(&format!("library-change-{}", change_word(pair.change)));
            if pair.renumbered {
                change = format!("{change} · {}", texts.t("library-change-renumbered"));
            }
            CompareRow {
                change,
                same: pair.change == Change::Same,
                left: pair
                    .left
                    .as_ref()
                    .map(|side| half(side, &found.left.id, &pair.pieces, PieceKind::Added, alone)),
                right: pair
                    .right
                    .as_ref()
                    .map(|side| half(side, &found.right.id, &pair.pieces, PieceKind::Removed, alone)),
            }
        };
        let changes = [Change::Same, Change::Changed, Change::Moved, Change::Added, Change::Removed];
        let mut values: Vec<(&str, String)> =
            changes.iter().map(|change| (change_word(*change), found.count(*change).to_string())).collect();
        values.push(("left", show::name(&found.left).to_owned()));
        values.push(("right", show::name(&found.right).to_owned()));
        self.sentence = texts.args("library-compare-state", &values);
        let shown = found.pairs.iter().filter(|pair| !only || pair.change != Change::Same || pair.renumbered);
        self.rows = shown.map(row).collect();
        self.hidden = found.pairs.len() - self.rows.len();
        self.only = only;
        self.names = Some((show::name(&found.left).to_owned(), show::name(&found.right).to_owned()));
        self.swapped =
            show::address("/documents/compare", &[("left", &found.right.id), ("right", &found.left.id)]);
        self
    }
}

/// What is asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CompareQuery {
    left: String,
    right: String,
    all: String,
}

/// Answers `GET /documents/compare`.
pub async fn show(
    State(pages): State<Pages>,
    visitor: Visitor,
    Query(query): Query<CompareQuery>,
) -> Result<Response, Failed> {
    let library = &pages.library;
    let core = &library.core;
    let asking = Asking::new(core, &visitor);
    let caller = asking.caller(None);
    let limit = Limit::new(MOST_OFFERED).unwrap_or_default();
    let mut records = list(library, &caller, &Filter::default(), None, limit).await?.items;
    for id in [&query.left, &query.right] {
        // An older document that a link names stays chosen although the list does not reach back to it.
        if !id.is_empty() && !records.iter().any(|record| record.id == *id) {
            let filter = Filter { text: Some(id.clone()), with_withdrawn: true, ..Filter::default() };
            let found = list(library, &caller, &filter, None, limit).await?.items;
            records.extend(found.into_iter().filter(|record| record.id == *id));
        }
    }
    let offered = |chosen: &str| {
        let label = |record: &crate::model::Record| {
            let number = record.number.as_deref().unwrap_or_default();
            format!("{number} {}", show::title(&visitor.texts, record)).trim().to_owned()
        };
        let first = Choice::new("", visitor.texts.t("library-compare-pick"), chosen);
        let rest = records.iter().map(|record| Choice::new(&record.id, label(record), chosen));
        std::iter::once(first).chain(rest).collect::<Vec<_>>()
    };
    let here = show::address(
        "/documents/compare",
        &[("left", &query.left), ("right", &query.right), ("all", &query.all)],
    );
    let frame = Frame::new(core, &visitor, &here, visitor.texts.t("library-compare-title"))
        .under(visitor.texts.t("library-title"), "/documents");
    let made = ComparePage::choosing(frame, offered(&query.left), offered(&query.right));
    if query.left.is_empty() || query.right.is_empty() {
        return Ok(page(&made));
    }
    let found = compare(library, &caller, &query.left, &query.right).await?;
    Ok(page(&made.with(&found, query.all != "1")))
}
