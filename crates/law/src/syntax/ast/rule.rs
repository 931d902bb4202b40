//! Rules as written, and what stands between them. Names are not resolved here.

use serde::Serialize;

use super::{Cite, Expr, Head, Name, Text};
use crate::day::Day;
use crate::span::{Span, Spanned};

/// Which of the four rules it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    /// 待遇.
    Benefit,
    /// 认定.
    Category,
    /// 测算.
    Calculation,
    /// 排序.
    Ranking,
}

/// 待遇, 认定, 测算, 排序.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleItem {
    /// Which.
    pub kind: RuleKind,
    /// Name and so on.
    pub head: Head,
    /// 需求.
    pub covers: Vec<Name>,
    /// 对象.
    pub subject: Option<Name>,
    /// 受益.
    pub payee: Option<Expr>,
    /// 地区.
    pub place: Option<Name>,
    /// 有效.
    pub valid: Option<Valid>,
    /// 基准日.
    pub as_of: Option<Expr>,
    /// 知悉.
    pub known: Option<Spanned<Day>>,
    /// 事项.
    pub topic: Option<Name>,
    /// 设 and 给出, in the order written.
    pub bindings: Vec<Binding>,
    /// 条件 blocks.
    pub blocks: Vec<Block>,
    /// 金额.
    pub amount: Option<Expr>,
    /// 月数.
    pub months: Option<Expr>,
    /// 起始.
    pub starts: Option<Expr>,
    /// 终止.
    pub ends: Option<Expr>,
    /// 最高.
    pub at_most: Option<Expr>,
    /// 例外.
    pub exceptions: Vec<Exception>,
    /// 次数.
    pub times: Vec<Times>,
    /// 上限.
    pub caps: Vec<Cap>,
    /// 资金.
    pub funds: Vec<Fund>,
    /// 分担.
    pub shares: Vec<Share>,
    /// 关系.
    pub relations: Vec<Relation>,
    /// 材料.
    pub papers: Vec<Text>,
    /// 办理.
    pub apply_at: Option<Text>,
    /// 另可.
    pub instead: Vec<Name>,
    /// 次序 (rankings).
    pub order: Vec<OrderKey>,
    /// 抽签 (rankings).
    pub lot: Option<Expr>,
}

/// 有效.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "valid", rename_all = "snake_case")]
pub enum Valid {
    /// 不限.
    Always {
        /// Where it is said.
        span: Span,
    },
    /// From, to, or both; both ends included.
    Between {
        /// First day.
        from: Option<Expr>,
        /// Last day.
        to: Option<Expr>,
    },
    /// An expression of type 时期.
    Window {
        /// It.
        window: Expr,
    },
}

/// 设 or 给出.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Binding {
    /// The whole line.
    pub span: Span,
    /// Chinese name.
    pub name: Name,
    /// ASCII id (给出 only).
    pub id: Option<Name>,
    /// 给出: shown in the answer.
    pub output: bool,
    /// What it is.
    pub value: Expr,
}

/// One 条件 block.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Block {
    /// The whole block.
    pub span: Span,
    /// 任一: one of the clauses is enough.
    pub any: bool,
    /// The clauses.
    pub clauses: Vec<Clause>,
}

/// One numbered clause.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Clause {
    /// The whole clause.
    pub span: Span,
    /// The number as written (①); numbers run on over all blocks of a rule.
    pub number: Spanned<u32>,
    /// In plain words, when the author gave them.
    pub label: Option<Text>,
    /// What must hold.
    pub test: Expr,
    /// Own citation.
    pub basis: Vec<Cite>,
}

/// 例外 TARGET 当 C 取 E.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Exception {
    /// The whole line.
    pub span: Span,
    /// 金额, 月数, 起始, 终止, 最高, or the name of an output.
    pub target: Name,
    /// When it is live.
    pub when: Expr,
    /// What then holds.
    pub value: Expr,
    /// 依据.
    pub basis: Vec<Cite>,
}

/// 次数 每 PATH 至多 N 次 [在 W 内 | 每年].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Times {
    /// The whole line.
    pub span: Span,
    /// For whom it is counted.
    pub per: Expr,
    /// How often at most.
    pub limit: Expr,
    /// Only grants inside this window count.
    pub window: Option<Expr>,
    /// 每年.
    pub yearly: bool,
}

/// 上限 每 PATH [每年] E.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cap {
    /// The whole line.
    pub span: Span,
    /// Whose sum it is.
    pub per: Expr,
    /// 每年.
    pub yearly: bool,
    /// The sum at most.
    pub limit: Expr,
}

/// One permitted fund, with its share when the money comes from several.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fund {
    /// Its name.
    pub name: Name,
    /// Its share.
    pub share: Option<Expr>,
}

/// One part of 分担.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Share {
    /// Who bears it.
    pub who: Name,
    /// Which part; `None` is 余, the rest.
    pub part: Option<Expr>,
}

/// How a rule stands to another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Relation {
    /// 替代, 补充, 实施 or 依附.
    pub kind: RelationKind,
    /// The other rule.
    pub rule: Name,
}

/// How a rule stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// 替代.
    Replaces,
    /// 补充.
    Adds,
    /// 实施.
    CarriesOut,
    /// 依附.
    DependsOn,
}

/// One key of 次序.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OrderKey {
    /// The whole line.
    pub span: Span,
    /// What is compared.
    pub value: Expr,
    /// True first, or the larger first; else the smaller first.
    pub descending: bool,
}

/// 互斥.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExclusiveItem {
    /// Name and so on.
    pub head: Head,
    /// 需求.
    pub covers: Vec<Name>,
    /// 成员.
    pub members: Vec<Name>,
    /// 每 KIND.
    pub per: Option<Name>,
    /// 跨期.
    pub over_time: bool,
    /// 选择: 申请人, 金额高者 or 先批者.
    pub choice: Option<Name>,
}

/// 冲突.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ConflictItem {
    /// Name and so on.
    pub head: Head,
    /// 需求.
    pub covers: Vec<Name>,
    /// 成员: rules or parameters.
    pub members: Vec<Name>,
    /// 处理.
    pub resolved: Option<Resolution>,
}

/// 处理.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "resolution", rename_all = "snake_case")]
pub enum Resolution {
    /// 从 RULE: this one prevails.
    Prevails {
        /// Which.
        rule: Name,
    },
    /// 并行: both stand.
    Both {
        /// Where it is said.
        span: Span,
    },
    /// 待定: open.
    Open {
        /// Where it is said.
        span: Span,
    },
}
