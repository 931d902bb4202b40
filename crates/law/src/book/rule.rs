//! One checked rule. It must never evaluate anything.

use super::{DocId, GroupId, KindId, NodeId, Relation, RuleId, Ty};
use crate::day::Day;
use crate::num::Num;
use crate::span::Span;
pub use crate::syntax::ast::{Cite, RuleKind};

/// A rule: 待遇, 认定, 测算 or 排序.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Which of the four.
    pub kind: RuleKind,
    /// Chinese name.
    pub name: String,
    /// ASCII id.
    pub id: String,
    /// 英文.
    pub english: String,
    /// 说明.
    pub note: String,
    /// Its document.
    pub document: DocId,
    /// Place it reaches.
    pub place: String,
    /// 需求.
    pub covers: Vec<String>,
    /// 依据; at least one.
    pub basis: Vec<Cite>,
    /// 疑义.
    pub doubts: Vec<String>,
    /// What one decision is about (`Var(0)`).
    pub subject: KindId,
    /// Who receives: a node of type `Thing`; `None`: the object itself.
    pub payee: Option<NodeId>,
    /// 有效.
    pub valid: Valid,
    /// The day held against 有效.
    pub as_of: NodeId,
    /// 知悉; `None`: always known.
    pub known: Option<Day>,
    /// 事项.
    pub topic: Option<String>,
    /// 设 and 给出, in an order in which each uses only earlier ones.
    pub locals: Vec<Local>,
    /// Blocks of clauses.
    pub blocks: Vec<Block>,
    /// All clauses, in order of their numbers.
    pub clauses: Vec<Clause>,
    /// 金额, money.
    pub amount: Option<NodeId>,
    /// 月数.
    pub months: Option<NodeId>,
    /// 起始.
    pub starts: Option<NodeId>,
    /// 终止.
    pub ends: Option<NodeId>,
    /// 最高.
    pub at_most: Option<NodeId>,
    /// 例外.
    pub exceptions: Vec<Exception>,
    /// 次数.
    pub times: Vec<Times>,
    /// 上限.
    pub caps: Vec<Cap>,
    /// Permitted funds: name and, when the money comes from several, the share. Without shares the first is the default and the others may be proposed.
    pub funds: Vec<(String, Option<Num>)>,
    /// 分担.
    pub shares: Vec<Share>,
    /// 关系.
    pub relations: Vec<Relation>,
    /// Rules that replace this one at their places.
    pub replaced_by: Vec<RuleId>,
    /// Exclusion groups it is a member of.
    pub groups: Vec<GroupId>,
    /// 材料.
    pub papers: Vec<String>,
    /// 办理.
    pub apply_at: Option<String>,
    /// 另可.
    pub instead: Vec<RuleId>,
    /// 次序 (rankings).
    pub order: Vec<Order>,
    /// 抽签 (rankings).
    pub lot: Option<NodeId>,
    /// The head and the whole item.
    pub span: Span,
}

/// 有效. Ends are nodes of type date; both are included.
#[derive(Debug, Clone, Copy)]
pub enum Valid {
    /// 不限.
    Always,
    /// From, to, or both.
    Between(Option<NodeId>, Option<NodeId>),
    /// A node of type window.
    Window(NodeId),
}

/// 设 or 给出.
#[derive(Debug, Clone)]
pub struct Local {
    /// Chinese name.
    pub name: String,
    /// ASCII id; empty for 设.
    pub id: String,
    /// Shown in the answer.
    pub output: bool,
    /// Its type.
    pub ty: Ty,
    /// What it is.
    pub node: NodeId,
}

/// A block of clauses: all must hold, or one (任一).
#[derive(Debug, Clone)]
pub struct Block {
    /// One is enough.
    pub any: bool,
    /// Indices into `Rule::clauses`, first and one past the last.
    pub clauses: (u16, u16),
}

/// One clause.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Its number.
    pub number: u32,
    /// In plain words, or empty.
    pub label: String,
    /// What must hold.
    pub test: NodeId,
    /// Own citation, else the rule's counts.
    pub basis: Vec<Cite>,
    /// Where (the test's expression, for its text).
    pub span: Span,
}

/// What an exception or 结果 speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// 金额.
    Amount,
    /// 月数.
    Months,
    /// 起始.
    Starts,
    /// 终止.
    Ends,
    /// 最高.
    AtMost,
    /// A 给出: index into `Rule::locals`.
    Output(u16),
}

/// 例外.
#[derive(Debug, Clone)]
pub struct Exception {
    /// Of what.
    pub target: Target,
    /// When it is live.
    pub when: NodeId,
    /// What then holds.
    pub value: NodeId,
    /// 依据.
    pub basis: Vec<Cite>,
    /// Where.
    pub span: Span,
}

/// 次数.
#[derive(Debug, Clone)]
pub struct Times {
    /// For whom: a node of type `Thing`.
    pub per: NodeId,
    /// Its kind.
    pub kind: KindId,
    /// How often, a number.
    pub limit: NodeId,
    /// Only grants inside count.
    pub window: Option<NodeId>,
    /// Only grants of the same year (of the base day) count.
    pub yearly: bool,
}

/// 上限.
#[derive(Debug, Clone)]
pub struct Cap {
    /// Whose sum: a node of type `Thing`.
    pub per: NodeId,
    /// Its kind.
    pub kind: KindId,
    /// Only money of the same year counts.
    pub yearly: bool,
    /// The sum at most, money.
    pub limit: NodeId,
}

/// One part of 分担.
#[derive(Debug, Clone)]
pub struct Share {
    /// Who bears it.
    pub who: String,
    /// Which part of 1; `None`: the rest.
    pub part: Option<Num>,
}

/// One key of a ranking.
#[derive(Debug, Clone)]
pub struct Order {
    /// A number, day or truth value.
    pub value: NodeId,
    /// Larger (or true) first.
    pub descending: bool,
    /// Where, for its text.
    pub span: Span,
}
