//! A document as it is shown: what was read with what people made of it. This is the JSON contract: fields are added, never renamed.

use anye_findings::{Citation, DateMention, Figure, Measure, Span, UnitMention};
use anye_gazette::{Chapter, Warning};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::{Record, Relation, State};

/// A finding with where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found<T> {
    /// `figure-3`, `added-…`: unique within the article.
    pub id: String,
    /// Where it stands.
    pub state: State,
    /// Its version: `If-Match` of a change.
    pub version: i64,
    /// The finding, as corrected where it was.
    #[serde(flatten)]
    pub finding: T,
}

/// What kind of text an article row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TextKind {
    /// A numbered article (条).
    Numbered,
    /// Text of a chapter before its first numbered article.
    Lead,
    /// Text before the first chapter or article.
    Preamble,
    /// Text after the last article.
    Closing,
}

/// An article (条) as shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ArticleView {
    /// Names it within its document: `12`, `2.1`, `2.0`; `0` is the text before the first article, `end` the text after the last.
    pub key: String,
    /// Its place in the order of the document.
    pub position: i64,
    /// Numbered, lead, preamble or closing.
    pub kind: TextKind,
    /// The numeral as printed: 十二.
    pub number: String,
    /// Its value: 12.
    pub ordinal: i64,
    /// The number of its chapter as printed.
    pub chapter: String,
    /// The heading.
    pub heading: String,
    /// The clean text; spans count its characters.
    pub text: String,
    /// As it stood in the source.
    pub original: String,
    /// Where `original` begins in the source, in characters.
    pub source_start: u32,
    /// Runs `[clean_start, source_start, length]` from `text` to the whole source.
    pub origin: Vec<[u32; 3]>,
    /// 责任单位
    #[schema(value_type = Vec<Object>)]
    pub units: Vec<Found<UnitMention>>,
    /// 数字
    #[schema(value_type = Vec<Object>)]
    pub figures: Vec<Found<Figure>>,
    /// 时间
    #[schema(value_type = Vec<Object>)]
    pub dates: Vec<Found<DateMention>>,
    /// 引用文件
    #[schema(value_type = Vec<Object>)]
    pub citations: Vec<Found<Citation>>,
    /// 任务
    #[schema(value_type = Vec<Object>)]
    pub measures: Vec<Found<Measure>>,
    /// Findings that wait for a person.
    pub doubts: i64,
}

/// A document (文件) with its articles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DocumentView {
    /// Its record.
    #[serde(flatten)]
    pub record: Record,
    /// 主送机关
    pub addressees: Vec<String>,
    /// 章
    #[schema(value_type = Vec<Object>)]
    pub chapters: Vec<Chapter>,
    /// Text before the first article.
    pub preamble: Option<ArticleView>,
    /// Articles in order.
    pub articles: Vec<ArticleView>,
    /// Text after the last article.
    pub closing: Option<ArticleView>,
    /// Page furniture that was set aside: spans in the source.
    #[schema(value_type = Vec<Object>)]
    pub furniture: Vec<Span>,
    /// What to look at.
    #[schema(value_type = Vec<Object>)]
    pub warnings: Vec<Warning>,
    /// What it mentions.
    pub relations: Vec<Relation>,
}

impl DocumentView {
    /// All texts in order: preamble, articles, closing.
    pub fn texts(&self) -> impl Iterator<Item = &ArticleView> {
        self.preamble.iter().chain(&self.articles).chain(&self.closing)
    }

    /// The text with this key.
    pub fn text(&self, key: &str) -> Option<&ArticleView> {
        self.texts().find(|article| article.key == key)
    }

    /// As programs get it: rejected findings are left out.
    #[must_use]
    pub fn contract(mut self) -> Self {
        for article in self.preamble.iter_mut().chain(&mut self.articles).chain(&mut self.closing) {
            article.drop_rejected();
        }
        self
    }
}

impl ArticleView {
    /// Leaves rejected findings out; measures point at the figures that are left.
    pub fn drop_rejected(&mut self) {
        let mut kept = 0;
        let places: Vec<Option<usize>> = self
            .figures
            .iter()
            .map(|figure| {
                (figure.state != State::Rejected).then(|| {
                    kept += 1;
                    kept - 1
                })
            })
            .collect();
        self.units.retain(|found| found.state != State::Rejected);
        self.figures.retain(|found| found.state != State::Rejected);
        self.dates.retain(|found| found.state != State::Rejected);
        self.citations.retain(|found| found.state != State::Rejected);
        self.measures.retain(|found| found.state != State::Rejected);
        for measure in &mut self.measures {
            let figures = &mut measure.finding.figures;
            *figures = figures.iter().filter_map(|index| places.get(*index).copied().flatten()).collect();
        }
    }
}
