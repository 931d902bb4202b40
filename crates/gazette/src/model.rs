//! The document and its JSON form. The JSON is a public contract: fields are added, never renamed.

use anye_findings::{Findings, Span};
use serde::{Deserialize, Serialize};

/// What sort of document it is (文种).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 通知
    Notice,
    /// 意见
    Opinion,
    /// 方案、计划
    Plan,
    /// 办法、规定、细则
    Measures,
    /// 条例、法
    Regulation,
    /// 决定
    Decision,
    /// 答复、复函、函
    Reply,
    /// 公告、通告
    Announcement,
    /// 报告
    Report,
    /// Anything else.
    Other,
}

/// A chapter heading (一、…).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chapter {
    /// The numeral as printed: 一.
    pub number: String,
    /// Its value: 1.
    pub ordinal: u32,
    /// The heading.
    pub heading: String,
}

/// Whether an article is numbered or is the text that a chapter puts before its first article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArticleKind {
    /// (一), 第一条
    Numbered,
    /// Text of a chapter before its first numbered article, or of a chapter without any. `number` is empty, `ordinal` 0.
    Lead,
}

/// An article (条) with what was found in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// The numeral as printed, without brackets: 十二.
    pub number: String,
    /// Its value: 12. Where numbering starts anew in each chapter, so does this.
    pub ordinal: u32,
    /// The number of its chapter (empty where the document has no chapters).
    pub chapter: String,
    /// The heading, without its full stop; empty where the article has none.
    pub heading: String,
    /// The clean text, simplified characters, lines joined; paragraphs parted by `\n`. It holds the heading, so that spans count from its first character.
    pub text: String,
    /// The same article as it stood in the source, character for character.
    pub original: String,
    /// Where `original` starts in the source, in characters.
    #[serde(default)]
    pub source_start: u32,
    /// For each character of `text`, its character position in the whole source text, as runs: `[clean_start, source_start, length]`.
    pub origin: Vec<[u32; 3]>,
    /// Numbered or lead.
    pub kind: ArticleKind,
    /// Units, figures, dates, citations, measures; spans count characters of `text`.
    #[serde(flatten)]
    pub findings: Findings,
}

/// Text outside the articles: preamble or closing, with what was found in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    /// Clean text.
    pub text: String,
    /// As in [`Article::origin`].
    pub origin: Vec<[u32; 3]>,
    /// What was found.
    #[serde(flatten)]
    pub findings: Findings,
}

/// Something a person should know or look at, as a stable code with its values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Stable code, for example `article_gap`.
    pub code: String,
    /// What it is about: a number, a word.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// Line in the source text, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// One plain sentence in English; pages word the code in the reader's language.
    pub message: String,
}

/// A document (文件) as read from its published text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Identifier: of the pack where it knows the document, else made from the number or the content.
    pub id: String,
    /// 辽政办发〔2016〕75号, where the text has one.
    pub number: Option<String>,
    /// Title in simplified characters, lines joined.
    pub title: String,
    /// Issuer.
    pub issuer: Option<String>,
    /// Division code of the place it applies to (210000).
    pub place: Option<String>,
    /// Day of issue, ISO 8601.
    pub issued_on: Option<String>,
    /// Day of publication where the page says so.
    pub published_on: Option<String>,
    /// Who it is addressed to, as printed, one entry each.
    pub addressees: Vec<String>,
    /// What sort of document.
    pub kind: Kind,
    /// Chapters in order.
    pub chapters: Vec<Chapter>,
    /// Articles in order.
    pub articles: Vec<Article>,
    /// The text before the first chapter or article.
    pub preamble: Passage,
    /// The text after the last article that belongs to none.
    pub closing: Passage,
    /// Page furniture that was set aside (navigation, publication line): spans in the source.
    pub furniture: Vec<Span>,
    /// What to look at.
    pub warnings: Vec<Warning>,
}
