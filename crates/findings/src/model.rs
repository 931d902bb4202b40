//! The findings and their JSON form. The JSON is a public contract: fields are added, never renamed.
//!
//! All positions count Unicode scalar values (characters) in the clean text that was searched.

use serde::{Deserialize, Serialize, Serializer};

/// A half-open range of characters `[start, end)` in the clean text. JSON: `[start, end]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "(usize, usize)", into = "(usize, usize)")]
pub struct Span {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

impl From<(usize, usize)> for Span {
    fn from((start, end): (usize, usize)) -> Self {
        Self { start, end }
    }
}

impl From<Span> for (usize, usize) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

/// The part a unit plays (牵头、配合、责任).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 牵头单位
    Lead,
    /// 配合单位、配合部门
    Support,
    /// 责任单位, or a bracket without a role word
    Responsible,
}

/// A responsible unit (责任单位) as the text names it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnitMention {
    /// The name as printed, for example 科技局.
    pub name: String,
    /// The name with the level word that a list carries over: 市科技局 in 市财政局、科技局. Equal to `name` where nothing is carried over.
    pub full_name: String,
    /// Lead, support or responsible.
    pub role: Role,
    /// The unit in the register, where the name or an alias of it resolves at the document's place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<String>,
    /// The list that names it is open (等部门、等有关单位).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open_list: bool,
    /// Where it stands.
    pub span: Span,
    /// Why a person should look at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Doubt>,
}

/// How a figure bounds what it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// 不少于、不低于、至少、以上(含本数)
    AtLeast,
    /// 不超过、最高、以下、以内
    AtMost,
    /// 超过、高于、多于
    MoreThan,
    /// 低于、少于、不足、不满
    LessThan,
    /// 约、左右、近、余
    About,
    /// 3至6个月: `value` to `upper`
    Range,
}

/// A figure in base units: 15.2万人 is 152000 人, 36.1% is 36.1 %.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The number in base units. For a range the lower end, for a ratio its first part.
    #[serde(serialize_with = "plain_number")]
    pub value: f64,
    /// Upper end of a range.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "plain_option", default)]
    pub upper: Option<f64>,
    /// All parts of a ratio such as 4∶4∶2.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "plain_list", default)]
    pub parts: Vec<f64>,
    /// The unit as printed without 万 and 亿: 户, 人, 元, %, 个月, 天, 次; "ratio" for a ratio, "fraction" for 2/3.
    pub unit: String,
    /// What it is counted per: 每人每月, 元/人 …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per: Option<String>,
    /// How it bounds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compare: Option<Compare>,
    /// What it counts, as the text says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The words of the figure with its unit and bound.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// Why a person should look at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Doubt>,
}

/// What a date does in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateRole {
    /// In force from here (自、从 … 起).
    From,
    /// In force or due until here (至、截至、底前).
    Until,
    /// A period with both ends (实施期限为 … 至 …).
    Period,
    /// Something must be done by here.
    Due,
    /// Only mentioned.
    Mention,
}

/// A date, a period, or a time relative to an event (疫情解除后3个月内).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DateMention {
    /// First day, ISO 8601 (`2020-01-01`), where the text fixes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day, ISO 8601, where the text fixes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The event it hangs on, for relative times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relative_to: Option<String>,
    /// What it does.
    pub role: DateRole,
    /// The words.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// Why a person should look at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Doubt>,
}

/// How the citing text uses the document it cites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CitationRole {
    /// 根据、为贯彻落实: the citing document rests on it or carries it out.
    Implements,
    /// 修改、调整
    Amends,
    /// 废止、停止执行
    Repeals,
    /// Any other mention.
    Cites,
}

/// A citation (引用文件) of another document by number, by 《title》 or both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Citation {
    /// Number in the canonical form 国发〔2009〕4号.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Title without 《》.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The document in the library, once resolved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_id: Option<String>,
    /// How it is used.
    pub role: CitationRole,
    /// The words.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// Why a person should look at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Doubt>,
}

/// A measure (任务): who must do what by when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Who: the subject of the sentence, or the article's lead and responsible units.
    pub who: Vec<String>,
    /// What must be done: the clause.
    pub what: String,
    /// By when or how often, in the text's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_when: Option<String>,
    /// Last day as ISO 8601, where the text fixes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<String>,
    /// Indexes into the article's figures that set its size.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<usize>,
    /// Where it stands.
    pub span: Span,
    /// Why a person should look at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Doubt>,
}

/// A reason to ask a person, as a stable code with its values: the page words it in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// Stable code, for example `unit_unknown`.
    pub code: String,
    /// What the code is about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
}

/// Everything found in one text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// Responsible units in the order of the text.
    pub units: Vec<UnitMention>,
    /// Figures in the order of the text.
    pub figures: Vec<Figure>,
    /// Dates in the order of the text.
    pub dates: Vec<DateMention>,
    /// Citations in the order of the text.
    pub citations: Vec<Citation>,
    /// Measures in the order of the text.
    pub measures: Vec<Measure>,
}

fn plain_number<S: Serializer>(value: &f64, to: S) -> Result<S::Ok, S::Error> {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        to.serialize_i64(*value as i64)
    } else {
        to.serialize_f64(*value)
    }
}

fn plain_option<S: Serializer>(value: &Option<f64>, to: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(number) => plain_number(number, to),
        None => to.serialize_none(),
    }
}

fn plain_list<S: Serializer>(values: &[f64], to: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Plain(#[serde(serialize_with = "plain_number")] f64);
    to.collect_seq(values.iter().map(|value| Plain(*value)))
}
