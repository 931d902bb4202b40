//! What a bulletin is: figures with their words, frozen when it is published.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::template::Both;

/// A piece of a paragraph: words, or a figure with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// What it says.
    pub text: Both,
    /// The binding, for a figure.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub bound: Option<String>,
    /// The page with the rows that make it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub href: Option<String>,
    /// There is no figure.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub missing: bool,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Its name.
    pub name: Both,
    /// Its unit.
    pub unit: String,
}

/// A row of a table; a value that is not there stays away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its name.
    pub name: Both,
    /// The page with the rows that make it.
    pub href: String,
    /// Its values, as exact decimal texts.
    pub values: Vec<Option<String>>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its title.
    pub title: Both,
    /// Its columns.
    pub columns: Vec<Head>,
    /// Its rows.
    pub rows: Vec<Line>,
}

/// A chart over time, with its figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// Its title.
    pub title: Both,
    /// Its unit.
    pub unit: String,
    /// Digits behind the point.
    pub digits: u8,
    /// Period and value.
    pub points: Vec<(String, Option<String>)>,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Its heading.
    pub title: Both,
    /// Its paragraphs.
    pub paragraphs: Vec<Vec<Piece>>,
    /// Its tables.
    pub tables: Vec<Table>,
    /// Its charts.
    pub charts: Vec<Chart>,
}

/// All that is frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The bulletin's name.
    pub name: Both,
    /// Who issues it.
    pub issuer: Both,
    /// The period in words.
    pub period: Both,
    /// The place's name.
    pub place: Both,
    /// The sections.
    pub sections: Vec<Section>,
    /// The method note.
    pub method: Both,
    /// Newest change among the figures, in milliseconds.
    pub as_of: i64,
}

impl Content {
    /// How many figures are missing.
    pub fn missing(&self) -> usize {
        self.sections
            .iter()
            .flat_map(|section| section.paragraphs.iter().flatten())
            .filter(|piece| piece.missing)
            .count()
    }
}

/// Draft, signed, published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = monitor::State)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 草稿: its figures follow the reports.
    Draft,
    /// 已签发: figures frozen, not yet public.
    Signed,
    /// 已发布.
    Published,
}

impl State {
    /// The word stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Signed => "signed",
            Self::Published => "published",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Draft, Self::Signed, Self::Published].into_iter().find(|one| one.word() == word)
    }
}

/// A bulletin as kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bulletin {
    /// Id.
    pub id: String,
    /// Template of the pack.
    pub template: String,
    /// Period.
    pub period: String,
    /// Place.
    pub place: String,
    /// Draft, signed, published.
    pub state: State,
    /// The figures.
    pub content: Content,
    /// SM3 of the figures.
    pub digest: String,
    /// The judgement in words.
    pub judgement: String,
    /// Ids of the causes it names.
    pub causes: Vec<String>,
    /// Who drafted it, and when.
    pub drafted: (String, String, i64),
    /// Who signed it, and when.
    pub signed: Option<(String, String, i64)>,
    /// Not public before.
    pub embargo_at: Option<i64>,
    /// When it became public.
    pub published_at: Option<i64>,
    /// The number to send with a change.
    pub row_version: i64,
}
