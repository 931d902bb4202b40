//! The rule book (规则库): the checked form of a pack's law, names resolved, types known, ready to decide. Everything is an index; words come back only
//! when an answer is printed. It must never hold facts about anybody.

mod between;
mod dictionary;
mod dim;
mod index;
mod node;
mod place;
mod rule;
mod setting;
mod value;

use crate::day::Day;
use crate::span::{SourceFile, Span};

pub use between::{Choice, Conflict, Exclusive, Relation, RelationKind};
pub use dictionary::{DocumentDef, EnumDef, Field, Kind, Reverse};
pub use dim::Dim;
pub use index::{DocId, EnumId, GroupId, KindId, ListId, NodeId, ParamId, RuleId};
pub use node::{Cmp, History, Node};
pub use place::{covers, depth};
pub use rule::{
    Block, Cap, Cite, Clause, Exception, Local, Order, Rule, RuleKind, Share, Target, Times, Valid,
};
pub use setting::{ListDef, ListRow, Param, ParamValue};
pub use value::{Ty, Val};

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
