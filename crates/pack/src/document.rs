//! What the pack knows of an official document (文件): metadata, article index, units, relations. Facts only: it must never hold the document's text.

use serde::{Deserialize, Serialize};

use crate::manifest::Bilingual;
use crate::mark::Mark;

/// How articles are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Numbering {
    /// One run through the whole document: 一 to 四十四.
    #[default]
    Continuous,
    /// Anew in each chapter: keys such as `2.1`; `2.0` is the text before the first numbered item.
    ByChapter,
}

/// Whose document it is (发文机关).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Issuer {
    /// Name in both languages.
    pub name: Bilingual,
    /// Unit id, where the text names the issuer.
    pub unit: Option<UnitRef>,
    /// Whether the text itself names it; otherwise it was inferred from place and content.
    pub in_text: bool,
}

/// A unit named by id, and where the pack names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitRef {
    /// Id as in `units.toml`, with its place: `hrss@210400`.
    pub id: String,
    /// Where it is written.
    #[serde(skip)]
    pub mark: Mark,
}

/// When it is in force (有效期), where stated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct InForce {
    /// First day, ISO 8601.
    pub from: Option<String>,
    /// Last day, ISO 8601.
    pub to: Option<String>,
    /// What the text says about it.
    pub note: Option<Bilingual>,
}

/// How another document is related (文件关系).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// 根据: rests on it.
    BasedOn,
    /// 贯彻落实: carries it out.
    Implements,
    /// 引用
    Cites,
    /// 继续执行、延续
    Continues,
    /// 起草、出台: the document reports having drafted or issued it.
    Reports,
    /// 拟出台: announced, not yet issued.
    Announces,
}

/// Another document that this one rests on or mentions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RelatedDocument {
    /// Number in canonical form, where it has one.
    pub number: Option<String>,
    /// Title, where the text states it.
    pub title: Option<String>,
    /// What it is, in English.
    pub en: String,
    /// How it is related.
    pub relation: Relation,
    /// Articles that name it; `0` is the preamble.
    pub articles: Vec<String>,
    /// Where the pack says so.
    #[serde(skip)]
    pub mark: Mark,
}

/// Something a reader would look for that the text does not say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Absent {
    /// number, title, issuer, issued_on, published_on, units …
    pub what: String,
    /// Why, or what stands in for it.
    pub note: Bilingual,
}

/// A chapter or part (章、部分).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chapter {
    /// Its number: `1`.
    pub number: String,
    /// Title in our own words.
    pub title: Bilingual,
    /// Where it is written.
    #[serde(skip)]
    pub mark: Mark,
}

/// An article or item in the index (条文索引).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Article {
    /// Key as in the requirement tables: `12`, `2.1`; `0` is the preamble.
    pub number: String,
    /// Its chapter's number; empty for the preamble.
    pub chapter: String,
    /// Title in our own words.
    pub title: Bilingual,
    /// 牵头单位
    pub lead: Vec<UnitRef>,
    /// 配合单位
    pub support: Vec<UnitRef>,
    /// 责任单位
    pub responsible: Vec<UnitRef>,
    /// Where it is written.
    #[serde(skip)]
    pub mark: Mark,
}

/// By what an import is recognised (识别线索).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Recognise {
    /// Document numbers, canonical.
    pub numbers: Vec<String>,
    /// Titles that only this document has at its place.
    pub titles: Vec<String>,
    /// Numbers of the documents it names as its basis.
    pub basis: Vec<String>,
    /// How many numbered articles it has.
    pub articles: u32,
    /// SM3 of contents known to be this document.
    pub content: Vec<String>,
}

/// All the pack knows of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentMeta {
    /// Identifier: prefix of the requirement ids.
    pub id: String,
    /// File inside the pack.
    #[serde(skip)]
    pub file: String,
    /// Number, canonical, where the text has one.
    pub number: Option<String>,
    /// Title: the printed one, or one in our own words where the text has none.
    pub title: Bilingual,
    /// Whether the Chinese title is the printed one.
    pub title_in_text: bool,
    /// Whose it is.
    pub issuer: Issuer,
    /// Division code of the place it applies to.
    pub place: String,
    /// As the reader of documents names kinds: notice, opinion, plan, reply …
    pub kind: String,
    /// Day of issue, ISO 8601.
    pub issued_on: Option<String>,
    /// Day of publication, ISO 8601.
    pub published_on: Option<String>,
    /// When it is in force.
    pub in_force: InForce,
    /// What the text does not say.
    pub absent: Vec<Absent>,
    /// Documents it rests on.
    pub parents: Vec<RelatedDocument>,
    /// Other documents it names.
    pub cited: Vec<RelatedDocument>,
    /// How articles are numbered.
    pub numbering: Numbering,
    /// Chapters in order.
    pub chapters: Vec<Chapter>,
    /// Articles in order.
    pub articles: Vec<Article>,
    /// How it is recognised.
    pub recognise: Recognise,
    /// Where its metadata begins.
    #[serde(skip)]
    pub mark: Mark,
}

impl DocumentMeta {
    /// The indexed article of a parsed one: `chapter` and `article` are ordinals; article 0 is the text of a chapter before its first numbered article,
    /// chapter 0 with article 0 the preamble.
    #[must_use]
    pub fn article_at(&self, chapter: u32, article: u32) -> Option<&Article> {
        let key = match (self.numbering, chapter, article) {
            (_, 0, 0) => "0".to_owned(),
            (Numbering::Continuous, _, 0) => return None,
            (Numbering::Continuous, _, ordinal) => ordinal.to_string(),
            (Numbering::ByChapter, part, item) => format!("{part}.{item}"),
        };
        // A part that is one passage without items is keyed by its own number.
        let alone = (self.numbering == Numbering::ByChapter && article == 0).then(|| chapter.to_string());
        self.article(&key).or_else(|| alone.and_then(|number| self.article(&number)))
    }

    /// The indexed article with this key.
    #[must_use]
    pub fn article(&self, number: &str) -> Option<&Article> {
        self.articles.iter().find(|article| article.number == number)
    }

    /// Numbered articles: without the preamble and the text of a part before, or without, numbered items.
    pub fn numbered(&self) -> impl Iterator<Item = &Article> {
        self.articles.iter().filter(|article| match self.numbering {
            Numbering::Continuous => article.number != "0",
            Numbering::ByChapter => article.number.split_once('.').is_some_and(|(_, item)| item != "0"),
        })
    }
}
