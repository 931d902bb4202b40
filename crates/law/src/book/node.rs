//! Nodes of the checked expressions. They must never evaluate themselves: the scalar and the batch evaluator read the same nodes.

use std::sync::Arc;

use super::{KindId, ListId, NodeId, ParamId, RuleId, Target, Val};
use crate::num::{Num, Rounding};
use crate::syntax::ast::Aggregate;

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
        op: Aggregate,
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
        how: Rounding,
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
