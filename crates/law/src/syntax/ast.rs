//! The tree as written: what the parser makes, the formatter prints and the checker reads. Names are not resolved here. Stable as JSON.

use serde::Serialize;

use crate::day::Day;
use crate::span::{FileId, Span, Spanned};

mod expression;
mod rule;
mod scenario;

pub use expression::{Aggregate, Binary, Expr, Node, ROUNDINGS, Unary};
pub use rule::{
    Binding, Block, Cap, Clause, ConflictItem, Exception, ExclusiveItem, Fund, OrderKey, Relation,
    RelationKind, Resolution, RuleItem, RuleKind, Share, Times, Valid,
};
pub use scenario::{AssignedValue, Assignment, CaseItem, Expect, Expected, ScenarioItem, Step};

/// A name as written.
pub type Name = Spanned<String>;
/// Free text in quotes.
pub type Text = Spanned<String>;

/// One parsed file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct File {
    /// Which file.
    pub id: FileId,
    /// Its items in order.
    pub items: Vec<Item>,
    /// Comments (text with `#`), with their places, for the formatter.
    pub comments: Vec<Text>,
}

/// What a head opens.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "item", rename_all = "snake_case")]
pub enum Item {
    /// 文件.
    Document(Document),
    /// 枚举.
    Enum(EnumItem),
    /// 对象.
    Kind(KindItem),
    /// 参数.
    Parameter(ParameterItem),
    /// 清单.
    List(ListItem),
    /// 待遇, 认定, 测算, 排序.
    Rule(Box<RuleItem>),
    /// 互斥.
    Exclusive(ExclusiveItem),
    /// 冲突.
    Conflict(ConflictItem),
    /// 情景.
    Scenario(Box<ScenarioItem>),
}

/// What every definition has: its name, its ASCII id, and what is said about it.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Head {
    /// The whole item.
    pub span: Span,
    /// Chinese name (empty text only after a syntax error).
    pub name: Option<Name>,
    /// ASCII id.
    pub id: Option<Name>,
    /// 英文.
    pub english: Option<Text>,
    /// 说明.
    pub note: Option<Text>,
    /// 依据.
    pub basis: Vec<Cite>,
    /// 疑义.
    pub doubts: Vec<Text>,
}

/// 文件: rules that follow in this file belong to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    /// The whole head.
    pub span: Span,
    /// Id of the document in the pack.
    pub id: Name,
    /// 地区.
    pub place: Option<Name>,
    /// 上位.
    pub parents: Vec<Name>,
    /// 知悉.
    pub known: Option<Spanned<Day>>,
}

/// A citation: `FS2020 第九条第一款` or `LN2020-R 2.1`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cite {
    /// As a whole.
    pub span: Span,
    /// The document's id.
    pub document: String,
    /// Article as the library numbers it: `9`, `2.1`. `None` when only the document is named.
    pub article: Option<String>,
    /// What follows (`第一款第二项`), as written.
    pub rest: String,
}

/// 枚举.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EnumItem {
    /// Name and so on.
    pub head: Head,
    /// Members: name and ASCII id.
    pub members: Vec<(Name, Option<Name>)>,
}

/// 对象.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KindItem {
    /// Name and so on; the id is the key in the facts.
    pub head: Head,
    /// Fields and relations.
    pub fields: Vec<FieldItem>,
}

/// One field or relation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldItem {
    /// The whole line.
    pub span: Span,
    /// Chinese name.
    pub name: Name,
    /// ASCII id.
    pub id: Name,
    /// What it holds.
    pub ty: FieldType,
    /// 人工认定: decided by a person and recorded.
    pub finding: bool,
    /// 依据.
    pub basis: Vec<Cite>,
    /// What it means.
    pub help: Option<Text>,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FieldType {
    /// A value.
    Value(TypeName),
    /// `-> KIND.REVERSE`.
    Relation {
        /// The other kind.
        kind: Name,
        /// Name of the reverse collection there.
        reverse: Name,
    },
}

/// A type as written: 是否, 日期, 年月, 文本, 时期, an enum's name or a unit (`元`, `元/人/月`, `%`, `数`).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TypeName {
    /// Where.
    pub span: Span,
    /// The words between `/`.
    pub words: Vec<String>,
}

/// 参数.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParameterItem {
    /// Name and so on.
    pub head: Head,
    /// 需求.
    pub covers: Vec<Name>,
    /// 类型.
    pub ty: Option<TypeName>,
    /// 范围 A 至 B.
    pub range: Option<(Expr, Expr)>,
    /// 层级: 省, 市 or 县.
    pub level: Option<Name>,
    /// 未定, with the reason.
    pub unset: Option<Text>,
    /// 值 lines.
    pub values: Vec<ValueLine>,
    /// 取值表.
    pub table: Option<Text>,
}

/// 值 E [地区 C] [自 D] [至 D] [依据 …].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ValueLine {
    /// The whole line.
    pub span: Span,
    /// The value: a literal, a window, an enum member.
    pub value: Expr,
    /// Where it applies; the file's place when left out.
    pub place: Option<Name>,
    /// First day.
    pub from: Option<Spanned<Day>>,
    /// Last day.
    pub to: Option<Spanned<Day>>,
    /// 依据.
    pub basis: Vec<Cite>,
}

/// 清单.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListItem {
    /// Name and so on.
    pub head: Head,
    /// 需求.
    pub covers: Vec<Name>,
    /// 类型.
    pub ty: Option<TypeName>,
    /// 项.
    pub items: Vec<Name>,
    /// 开放: what is not on the list is unknown instead of false.
    pub open: bool,
    /// 取值表.
    pub table: Option<Text>,
}
