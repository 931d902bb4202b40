//! Expressions as written. Names are not resolved here.

use serde::Serialize;

use super::Name;
use crate::day::Day;
use crate::num::{Num, Rounding};
use crate::span::Span;

/// An expression with its place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Expr {
    /// Where.
    pub span: Span,
    /// What.
    pub node: Box<Node>,
}

/// What an expression is made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "node", rename_all = "snake_case")]
pub enum Node {
    /// A number with its unit words (`元`, `人`); 万 and 亿 are multiplied in, `%` divides by 100 and leaves no unit.
    Number {
        /// The number as written, before the unit's own factor.
        value: Num,
        /// Unit words between `/`; empty for a plain number.
        unit: Vec<String>,
    },
    /// A day.
    Date {
        /// It.
        day: Day,
    },
    /// A month, kept as its first day.
    Month {
        /// It.
        day: Day,
    },
    /// Text in quotes.
    Text {
        /// It.
        text: String,
    },
    /// 是, 否.
    Bool {
        /// It.
        value: bool,
    },
    /// 未知.
    Unknown,
    /// A bare name: local, element, kind, enum member.
    Name {
        /// It.
        name: String,
    },
    /// `BASE.name`.
    Get {
        /// Left of the dot.
        base: Expr,
        /// Right of it.
        name: Name,
    },
    /// 参数.NAME [于 DATE].
    Parameter {
        /// Which.
        name: Name,
        /// Read for this day.
        on: Option<Expr>,
    },
    /// 全体 KIND.
    Every {
        /// Which kind.
        kind: Name,
    },
    /// 当日.
    Today,
    /// `A 至 B` as a value.
    Window {
        /// First day.
        from: Expr,
        /// Last day.
        to: Expr,
    },
    /// 非, unary minus.
    Unary {
        /// Which.
        op: Unary,
        /// Of what.
        of: Expr,
    },
    /// Two sides.
    Binary {
        /// Which.
        op: Binary,
        /// Left.
        left: Expr,
        /// Right.
        right: Expr,
    },
    /// X 属于 {…} (不属于 is wrapped in 非).
    In {
        /// What.
        value: Expr,
        /// Members.
        set: Vec<Expr>,
    },
    /// D 在 W 内.
    Within {
        /// The day.
        value: Expr,
        /// The window.
        window: Expr,
    },
    /// 若 C 则 A 否则 B; 情形 { … } is written as a chain with `case` set on its first link.
    If {
        /// Condition.
        test: Expr,
        /// When it holds.
        then: Expr,
        /// When it does not.
        otherwise: Expr,
        /// Written as 情形.
        case: bool,
    },
    /// 计数, 合计, …
    Aggregate {
        /// Which.
        op: Aggregate,
        /// Own name of the element.
        element: Option<Name>,
        /// Over what.
        over: Expr,
        /// 满足.
        filter: Option<Expr>,
        /// 取.
        take: Option<Expr>,
    },
    /// NAME(args).
    Call {
        /// Which.
        function: Name,
        /// Arguments; rule and list names come as `Name` nodes.
        args: Vec<Expr>,
    },
    /// What stands where an expression could not be read.
    Missing,
}

/// Operators with one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unary {
    /// 非.
    Not,
    /// `-`.
    Minus,
}

/// Operators with two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Binary {
    /// 且.
    And,
    /// 或.
    Or,
    /// `=`.
    Equal,
    /// `≠`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    AtMost,
    /// `>`.
    Greater,
    /// `>=`.
    AtLeast,
    /// `+`.
    Add,
    /// `-`.
    Sub,
    /// `×`.
    Mul,
    /// `÷`.
    Div,
}

/// What is made of a collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    /// 计数.
    Count,
    /// 计人.
    CountPersons,
    /// 合计.
    Sum,
    /// 最大.
    Max,
    /// 最小.
    Min,
    /// 存在.
    Any,
    /// 全部.
    All,
}

/// How a rounding function of the language is called; used by checker and formatter alike.
pub const ROUNDINGS: &[(&str, &str, Rounding)] = &[
    ("四舍五入到分", "round_to_fen", Rounding::HalfUp),
    ("舍去到分", "floor_to_fen", Rounding::Down),
    ("进位到分", "ceil_to_fen", Rounding::Up),
    ("四舍五入到元", "round_to_yuan", Rounding::HalfUp),
    ("取整", "floor", Rounding::Down),
    ("进一", "ceil", Rounding::Up),
    ("四舍五入", "round", Rounding::HalfUp),
];
