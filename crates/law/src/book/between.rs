//! What stands between rules: relations (关系), exclusion groups (互斥), declared conflicts (冲突). It must never say who wins in a case.

use super::{KindId, NodeId, RuleId};
use crate::span::Span;
use crate::syntax::ast::Cite;
pub use crate::syntax::ast::RelationKind;

/// How a rule stands to another.
#[derive(Debug, Clone, Copy)]
pub struct Relation {
    /// How.
    pub kind: RelationKind,
    /// To which.
    pub rule: RuleId,
}

/// An exclusion group.
#[derive(Debug, Clone)]
pub struct Exclusive {
    /// Chinese name.
    pub name: String,
    /// ASCII id.
    pub id: String,
    /// 英文.
    pub english: String,
    /// 说明.
    pub note: String,
    /// 依据.
    pub basis: Vec<Cite>,
    /// Members, each with the node (in the member's frame) of the thing for which they exclude one another.
    pub members: Vec<(RuleId, NodeId)>,
    /// Kind of that thing.
    pub per: KindId,
    /// Against grants of other periods too.
    pub over_time: bool,
    /// Who wins.
    pub choice: Choice,
    /// Where.
    pub span: Span,
}

/// Who wins inside an exclusion group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    /// The applicant says; until then the answer is `needs`.
    Applicant,
    /// The higher amount.
    Higher,
    /// What was granted or applied for first.
    Earlier,
}

/// A declared conflict.
#[derive(Debug, Clone)]
pub struct Conflict {
    /// Chinese name.
    pub name: String,
    /// ASCII id.
    pub id: String,
    /// 英文.
    pub english: String,
    /// 说明.
    pub note: String,
    /// 依据.
    pub basis: Vec<Cite>,
    /// The rules.
    pub members: Vec<RuleId>,
    /// The one that prevails, when one does; at places and days where it applies the others are not in force.
    pub prevails: Option<RuleId>,
    /// Open: nobody has decided it.
    pub open: bool,
    /// Where.
    pub span: Span,
}
