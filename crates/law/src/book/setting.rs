//! Parameters (参数) and lists (清单) with their values by place and day. They must never fill in a value that nobody set.

use super::{Cite, DocId, Ty, Val};
use crate::day::Day;
use crate::span::Span;

/// A parameter.
#[derive(Debug, Clone)]
pub struct Param {
    /// Chinese name.
    pub name: String,
    /// ASCII id.
    pub id: String,
    /// 英文.
    pub english: String,
    /// 说明.
    pub note: String,
    /// Type.
    pub ty: Ty,
    /// Lowest and highest value, both allowed.
    pub range: Option<(Val, Val)>,
    /// Who sets it.
    pub level: Option<String>,
    /// Why it has no value.
    pub unset: Option<String>,
    /// Values by place and day.
    pub values: Vec<ParamValue>,
    /// 依据.
    pub basis: Vec<Cite>,
    /// 疑义.
    pub doubts: Vec<String>,
    /// The document it belongs to.
    pub document: Option<DocId>,
    /// Where.
    pub span: Span,
}

/// One value of a parameter.
#[derive(Debug, Clone)]
pub struct ParamValue {
    /// Place it applies in.
    pub place: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// The value.
    pub value: Val,
    /// 依据.
    pub basis: Vec<Cite>,
}

/// A list.
#[derive(Debug, Clone)]
pub struct ListDef {
    /// Chinese name.
    pub name: String,
    /// ASCII id.
    pub id: String,
    /// 英文.
    pub english: String,
    /// 说明.
    pub note: String,
    /// Type of the items.
    pub ty: Ty,
    /// Rows.
    pub rows: Vec<ListRow>,
    /// 开放.
    pub open: bool,
    /// 依据.
    pub basis: Vec<Cite>,
    /// The document it belongs to.
    pub document: Option<DocId>,
    /// Where.
    pub span: Span,
}

/// One row of a list.
#[derive(Debug, Clone)]
pub struct ListRow {
    /// The item.
    pub item: Val,
    /// Place it applies in.
    pub place: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}
