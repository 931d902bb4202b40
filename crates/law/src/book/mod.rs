//! The rule book (规则库): the checked form of a pack's law, names resolved, types known, ready to decide. Everything is an index; words come back only
//! when an answer is printed. It must never hold facts about anybody.

mod dim;
mod place;
mod rule;

use crate::day::Day;
use crate::num::Num;
use crate::span::{SourceFile, Span};
use std::sync::Arc;

pub use dim::Dim;
pub use place::{covers, depth};
pub use rule::{
    Block, Cap, Choice, Cite, Clause, Conflict, Exception, Exclusive, Local, Order, Relation, RelationKind,
    Rule, RuleKind, Share, Target, Times, Valid,
};

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident: $inner:ty;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        pub struct $name(pub $inner);
        impl $name {
            /// As an index into its list.
            #[must_use]
            pub const fn ix(self) -> usize { self.0 as usize }
        }
    )*};
}

index! {
    /// A kind of thing (对象).
    KindId: u16;
    /// An enum (枚举).
    EnumId: u16;
    /// A parameter (参数).
    ParamId: u16;
    /// A list (清单).
    ListId: u16;
    /// A rule (待遇, 认定, 测算, 排序).
    RuleId: u16;
    /// An exclusion group (互斥).
    GroupId: u16;
    /// A document (文件).
    DocId: u16;
    /// A node of the expressions.
    NodeId: u32;
}

/// A checked rule book.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// Content version: 64 hex digits over the sources and tables, or empty.
    pub version: String,
    /// The sources, for explanations.
    pub sources: Vec<SourceFile>,
    /// Documents.
    pub documents: Vec<DocumentDef>,
    /// Kinds.
    pub kinds: Vec<Kind>,
    /// Enums.
    pub enums: Vec<EnumDef>,
    /// Parameters.
    pub params: Vec<Param>,
    /// Lists.
    pub lists: Vec<ListDef>,
    /// Rules, in the order of the files.
    pub rules: Vec<Rule>,
    /// Exclusion groups.
    pub exclusives: Vec<Exclusive>,
    /// Declared conflicts.
    pub conflicts: Vec<Conflict>,
    /// All expression nodes; a node's children come before it.
    pub nodes: Vec<Node>,
    /// Type of each node.
    pub types: Vec<Ty>,
    /// Where each node stands.
    pub spans: Vec<Span>,
    /// Rules sorted so that a rule comes after all rules it asks (符合, 结果).
    pub order: Vec<RuleId>,
}

/// A document named by 文件.
#[derive(Debug, Clone)]
pub struct DocumentDef {
    /// Its id.
    pub id: String,
    /// Place of its rules.
    pub place: String,
    /// Parents.
    pub parents: Vec<String>,
    /// 知悉.
    pub known: Option<Day>,
}

/// A kind of thing.
#[derive(Debug, Clone, Default)]
pub struct Kind {
    /// Chinese name.
    pub name: String,
    /// ASCII id, the key in facts.
    pub id: String,
    /// 英文.
    pub english: String,
    /// 说明.
    pub note: String,
    /// Fields and relations.
    pub fields: Vec<Field>,
    /// Reverse collections.
    pub reverses: Vec<Reverse>,
    /// Where it was first declared.
    pub span: Span,
}

/// A field or relation.
#[derive(Debug, Clone)]
pub struct Field {
    /// Chinese name.
    pub name: String,
    /// ASCII id.
    pub id: String,
    /// Type; `Thing` for a relation.
    pub ty: Ty,
    /// 人工认定.
    pub finding: bool,
    /// 依据.
    pub basis: Vec<Cite>,
    /// Help.
    pub help: String,
    /// Declared where.
    pub span: Span,
    /// Declared by which document's file (path of the source).
    pub reverse: Option<(KindId, u16)>,
}

/// A reverse collection: all things of `kind` whose `field` leads here.
#[derive(Debug, Clone)]
pub struct Reverse {
    /// Its name.
    pub name: String,
    /// Kind of the elements.
    pub kind: KindId,
    /// Their relation field.
    pub field: u16,
}

/// An enum.
#[derive(Debug, Clone)]
pub struct EnumDef {
    /// Chinese name.
    pub name: String,
    /// ASCII id.
    pub id: String,
    /// Members: Chinese name and ASCII id (the same when none was given).
    pub members: Vec<(String, String)>,
    /// Where.
    pub span: Span,
}

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

/// The type of a node or field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ty {
    /// 是否.
    Bool,
    /// A number with its dimension; money counts in fen.
    Num(Dim),
    /// A day.
    Date,
    /// A month, kept as its first day; compares with days.
    Month,
    /// Text.
    Text,
    /// 时期.
    Window,
    /// Member of an enum.
    Enum(EnumId),
    /// One thing of a kind.
    Thing(KindId),
    /// A collection of things.
    Many(KindId),
}

/// A value. Which kind or enum an index belongs to is in the node's type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Val {
    /// Not known.
    Unknown,
    /// 是, 否.
    Bool(bool),
    /// A number (money in fen).
    Num(Num),
    /// A day (also months).
    Date(Day),
    /// Index of an enum member.
    Enum(u16),
    /// Text.
    Text(Arc<str>),
    /// Row of a thing.
    Thing(u32),
    /// From and to, both included.
    Window(Day, Day),
}

impl Val {
    /// Whether it is known.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown)
    }

    /// As a truth value.
    #[must_use]
    pub const fn truth(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    /// As a number.
    #[must_use]
    pub const fn num(&self) -> Option<Num> {
        if let Self::Num(value) = self { Some(*value) } else { None }
    }

    /// As a day.
    #[must_use]
    pub const fn day(&self) -> Option<Day> {
        if let Self::Date(value) = self { Some(*value) } else { None }
    }
}

/// Comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cmp {
    /// =
    Eq,
    /// ≠
    Ne,
    /// <
    Lt,
    /// <=
    Le,
    /// >
    Gt,
    /// >=
    Ge,
}

/// A node of the checked expressions. Children have smaller ids. All operands have the types the operation needs.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A fixed value (also `Unknown`).
    Const(Val),
    /// The thing bound at this depth: 0 is the rule's object, 1 and up the elements of aggregates from the outside in.
    Var(u8),
    /// A field of a thing; a relation gives a thing. Unknown when the thing is unknown.
    Get {
        /// The thing.
        of: NodeId,
        /// Its kind.
        kind: KindId,
        /// Field of that kind.
        field: u16,
    },
    /// A reverse collection of a thing.
    Members {
        /// The thing.
        of: NodeId,
        /// Its kind.
        kind: KindId,
        /// Reverse collection of that kind.
        reverse: u16,
    },
    /// 全体 KIND.
    Every(KindId),
    /// A parameter at the decision's place, for the decision's day or another.
    Param {
        /// Which.
        param: ParamId,
        /// Other day.
        on: Option<NodeId>,
    },
    /// 当日.
    Today,
    /// A local or output of the rule that is being decided (index into `Rule::locals`).
    Local(u16),
    /// From–to.
    Window(NodeId, NodeId),
    /// 非.
    Not(NodeId),
    /// Unary minus of a number.
    Neg(NodeId),
    /// 且 (Kleene).
    And(NodeId, NodeId),
    /// 或 (Kleene).
    Or(NodeId, NodeId),
    /// Two numbers, days, texts, enums, truth values (the last three only Eq, Ne) or things (Eq, Ne).
    Compare(Cmp, NodeId, NodeId),
    /// Number + number of one dimension.
    Add(NodeId, NodeId),
    /// Number − number.
    Sub(NodeId, NodeId),
    /// Number × number.
    Mul(NodeId, NodeId),
    /// Number ÷ number; unknown by zero.
    Div(NodeId, NodeId),
    /// Day + months (second a number of whole months).
    PlusMonths(NodeId, NodeId),
    /// Day + days.
    PlusDays(NodeId, NodeId),
    /// Day − day, in days.
    DaysBetween(NodeId, NodeId),
    /// 属于 {…}.
    OneOf(NodeId, Vec<NodeId>),
    /// 在 W 内, both ends included.
    Within(NodeId, NodeId),
    /// 若 C 则 A 否则 B; unknown when C is.
    If(NodeId, NodeId, NodeId),
    /// An aggregate over a collection.
    Aggregate {
        /// Which.
        op: crate::syntax::ast::Aggregate,
        /// The collection.
        over: NodeId,
        /// Depth at which the element is bound.
        var: u8,
        /// 满足.
        filter: Option<NodeId>,
        /// 取.
        take: Option<NodeId>,
    },
    /// 较小 of numbers or days.
    Min(NodeId, NodeId),
    /// 较大.
    Max(NodeId, NodeId),
    /// 绝对值.
    Abs(NodeId),
    /// To a whole multiple of `1 / scale` of the node's own unit (money: fen; `scale` may be 1/100 for yuan, written as `step` 100).
    Round {
        /// What.
        of: NodeId,
        /// How.
        how: crate::num::Rounding,
        /// Result is a whole multiple of this.
        step: Num,
    },
    /// Product with a fixed factor (数值, 作元: between fen and yuan); changes only the type.
    Scale(NodeId, Num),
    /// 年龄: whole years from the first day to the second.
    Age(NodeId, NodeId),
    /// 整月数: whole months from the first day to the second.
    MonthsBetween(NodeId, NodeId),
    /// 月初.
    MonthStart(NodeId),
    /// 月末.
    MonthEnd(NodeId),
    /// 年份.
    YearOf(NodeId),
    /// 月份 (1–12).
    MonthOf(NodeId),
    /// 已知.
    Known(NodeId),
    /// 缺省.
    Default(NodeId, NodeId),
    /// 在清单: open lists answer unknown instead of false.
    InList {
        /// Which list.
        list: ListId,
        /// What.
        of: NodeId,
        /// For which day; the decision's when left out.
        on: Option<NodeId>,
    },
    /// 属于地区: whether the place code lies in the fixed scope.
    PlaceIn(NodeId, Arc<str>),
    /// 字数: characters without white space.
    Length(NodeId),
    /// 出现次数: how often the second text occurs in the first, without overlap.
    Occurrences(NodeId, NodeId),
    /// 包含.
    Contains(NodeId, NodeId),
    /// 符合: whether the rule is in force for the thing and its clauses hold.
    Fulfils(RuleId, NodeId),
    /// 结果: a value the rule gives the thing, unknown unless it fulfils the rule.
    Result(RuleId, NodeId, Target),
    /// From the ledger, for the thing.
    History {
        /// What is asked.
        what: History,
        /// Grants of these rules (one rule, or all members of a group).
        rules: Vec<RuleId>,
        /// Of which thing.
        of: NodeId,
        /// Its kind.
        kind: KindId,
    },
}

/// What is asked of the ledger. Only grants count, not pending applications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum History {
    /// 已享受次数.
    Times,
    /// 已享受月数.
    Months,
    /// 已领金额.
    Amount,
    /// 最近享受日; unknown when there was none.
    Latest,
}

impl Book {
    /// A node.
    #[must_use]
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.ix()]
    }

    /// A node's type.
    #[must_use]
    pub fn ty(&self, id: NodeId) -> Ty {
        self.types[id.ix()]
    }

    /// A rule.
    #[must_use]
    pub fn rule(&self, id: RuleId) -> &Rule {
        &self.rules[id.ix()]
    }

    /// A kind.
    #[must_use]
    pub fn kind(&self, id: KindId) -> &Kind {
        &self.kinds[id.ix()]
    }

    /// A rule by Chinese name, ASCII id or requirement id.
    #[must_use]
    pub fn find_rule(&self, name: &str) -> Option<RuleId> {
        let at = |position: usize| u16::try_from(position).ok().map(RuleId);
        self.rules
            .iter()
            .position(|rule| rule.name == name || rule.id == name)
            .or_else(|| self.rules.iter().position(|rule| rule.covers.iter().any(|id| id == name)))
            .and_then(at)
    }

    /// A kind by Chinese name or id.
    #[must_use]
    pub fn find_kind(&self, name: &str) -> Option<KindId> {
        self.kinds
            .iter()
            .position(|kind| kind.name == name || kind.id == name)
            .and_then(|ix| u16::try_from(ix).ok())
            .map(KindId)
    }

    /// A parameter by Chinese name or id.
    #[must_use]
    pub fn find_param(&self, name: &str) -> Option<ParamId> {
        self.params
            .iter()
            .position(|param| param.name == name || param.id == name)
            .and_then(|ix| u16::try_from(ix).ok())
            .map(ParamId)
    }

    /// The value of a parameter at a place on a day: the most exact place wins, then the latest start.
    #[must_use]
    pub fn param_value(&self, param: ParamId, place: &str, on: Day) -> Option<&ParamValue> {
        self.params[param.ix()]
            .values
            .iter()
            .filter(|value| value.from <= on && on <= value.to && covers(&value.place, place))
            .max_by_key(|value| (place::depth(&value.place), value.from))
    }
}

impl Kind {
    /// A field by Chinese name or id.
    #[must_use]
    pub fn find_field(&self, name: &str) -> Option<u16> {
        self.fields
            .iter()
            .position(|field| field.name == name || field.id == name)
            .and_then(|ix| u16::try_from(ix).ok())
    }

    /// A reverse collection by name.
    #[must_use]
    pub fn find_reverse(&self, name: &str) -> Option<u16> {
        self.reverses.iter().position(|reverse| reverse.name == name).and_then(|ix| u16::try_from(ix).ok())
    }
}
