//! Scenarios as written: cases and what must come out. Names are not resolved here.

use serde::Serialize;

use super::{Expr, Name, Text};
use crate::day::Day;
use crate::span::{Span, Spanned};

/// 情景.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScenarioItem {
    /// The whole item.
    pub span: Span,
    /// The rule under test.
    pub rule: Name,
    /// 需求.
    pub covers: Vec<Name>,
    /// 底稿.
    pub base: Vec<Assignment>,
    /// 例.
    pub cases: Vec<CaseItem>,
}

/// One 例.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseItem {
    /// The whole line.
    pub span: Span,
    /// What it is called.
    pub title: Text,
    /// What differs from the base.
    pub changes: Vec<Assignment>,
    /// What must come out.
    pub expect: Expect,
}

/// One thing said about the facts of a case.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "set", rename_all = "snake_case")]
pub enum Assignment {
    /// 日期.
    On(Spanned<Day>),
    /// 知悉.
    Known(Spanned<Day>),
    /// 地区.
    Place(Name),
    /// 参数.X = V.
    Parameter {
        /// Which.
        name: Name,
        /// Its value.
        value: Expr,
    },
    /// [另#n] path = value.
    Fact {
        /// The whole.
        span: Span,
        /// Which other thing of the subject's kind (1, 2, …); `None` for the object itself.
        other: Option<u32>,
        /// Steps from the subject's kind name.
        path: Vec<Step>,
        /// Its value; `Unknown` removes it.
        value: AssignedValue,
    },
    /// 台账 RULE PATH DATE [AMOUNT] [N 个月] [待批] [至 DATE].
    Ledger {
        /// The whole.
        span: Span,
        /// What was granted.
        rule: Name,
        /// To whom.
        path: Vec<Step>,
        /// When.
        date: Spanned<Day>,
        /// How much.
        amount: Option<Expr>,
        /// For how many months.
        months: Option<Expr>,
        /// 待批.
        pending: bool,
        /// Last day.
        to: Option<Spanned<Day>>,
    },
    /// 选择 RULE.
    Choice(Name),
    /// 资金 NAME.
    Fund(Name),
}

/// One step of a path in a scenario: `合同`, `#1`, `#1..500`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// The name.
    pub name: Name,
    /// Elements of a collection, first and last.
    pub elements: Option<(u32, u32)>,
}

/// What a fact is set to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "assigned", content = "is", rename_all = "snake_case")]
pub enum AssignedValue {
    /// A value.
    Value(Expr),
    /// 本 PATH: the same thing that the object's own path leads to.
    Same(Vec<Step>),
}

/// Right of the arrow.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Expect {
    /// The whole.
    pub span: Span,
    /// The outcome.
    pub outcome: Expected,
    /// 给予 amount.
    pub amount: Option<Expr>,
    /// N 个月.
    pub months: Option<Expr>,
    /// 起始.
    pub starts: Option<Spanned<Day>>,
    /// 终止.
    pub ends: Option<Spanned<Day>>,
    /// NAME = value.
    pub outputs: Vec<(Name, Expr)>,
    /// 分担 who amount, ….
    pub shares: Vec<(Name, Expr)>,
    /// 封顶: a cap cut the amount.
    pub capped: bool,
    /// 不予 ①②: exactly these clauses failed.
    pub clauses: Vec<u32>,
    /// 排除 RULE.
    pub by: Option<Name>,
    /// 需补充: `合同.期限`, `参数.X`.
    pub needs: Vec<Vec<Step>>,
    /// 第N名.
    pub rank: Option<u32>,
}

/// What kind of outcome a case expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// 给予, 是.
    Granted,
    /// 不予, 否.
    Refused,
    /// 不在有效期.
    NotInForce,
    /// 排除.
    Excluded,
    /// 需补充.
    Needs,
    /// 冲突.
    Conflict,
    /// 第N名.
    Rank,
}
