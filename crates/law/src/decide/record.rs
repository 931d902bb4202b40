//! What a decision is made of: outcome, clauses, money, days, what stands against it. It must never hold words.

use super::engine::Fault;
use super::force::{Force, Reason, Standing};
use crate::book::{GroupId, KindId, NodeId, Rule, RuleId, Val};
use crate::day::Day;
use crate::num::Num;

/// How a decision comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 给予.
    Granted,
    /// 不予.
    Refused,
    /// 不在有效期.
    NotInForce,
    /// 排除.
    Excluded,
    /// 需补充.
    Needs,
    /// 冲突: two live exceptions disagree.
    Conflict,
    /// The rule cannot be computed for these facts: a number too large, a fraction of a fen, an amount below zero.
    Error,
}

/// How a clause stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 成立.
    Held,
    /// 不成立.
    Failed,
    /// 未知.
    Unknown,
    /// It cannot be computed.
    Fault,
}

/// The decision in a few words, for millions of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Verdict {
    /// How it comes out.
    pub outcome: Outcome,
    /// Whether all clauses held; `None`: not known or not looked at.
    pub eligible: Option<bool>,
    /// Money in fen; zero without an amount.
    pub fen: i64,
    /// First failing clause, as an index into `Rule::clauses`.
    pub failed: Option<u16>,
}

/// Why a decision that would have been granted is excluded (排除).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Excluded {
    /// 次数: had so often already.
    Times {
        /// For whom it was counted.
        per: (KindId, u32),
        /// How often.
        count: i64,
        /// The limit.
        limit: Num,
    },
    /// 上限: nothing left.
    Cap {
        /// Whose sum.
        per: (KindId, u32),
        /// Fen used.
        used: i64,
        /// The limit, fen.
        limit: Num,
    },
    /// 互斥: a grant or application in the ledger.
    Ledger {
        /// The group.
        group: GroupId,
        /// Of which rule.
        rule: RuleId,
        /// Its day.
        date: Day,
        /// Not decided yet.
        pending: bool,
    },
    /// 互斥: another decision of this run.
    Rule {
        /// The group.
        group: GroupId,
        /// Of which rule.
        rule: RuleId,
    },
}

/// Rank in a ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rank {
    /// From 1; equal ranks are shared.
    pub place: u32,
    /// Shared with somebody because no lot was recorded.
    pub tied: bool,
}

/// What one rule decides about one thing, with everything the reasons are made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Which rule.
    pub rule: RuleId,
    /// Which thing of its kind.
    pub row: u32,
    /// How it comes out.
    pub outcome: Outcome,
    /// Whether all clauses held.
    pub eligible: Option<bool>,
    /// In force or not, and the window.
    pub standing: Standing,
    /// How each clause stands; empty when the rule is not in force.
    pub clauses: Vec<Status>,
    /// The first clause that made a block fail, as an index into `Rule::clauses`.
    pub failed: Option<u16>,
    /// Money in fen, after 最高 and 上限.
    pub fen: Option<i64>,
    /// Cut by 最高 or 上限.
    pub capped: bool,
    /// 月数.
    pub months: Option<Num>,
    /// 起始.
    pub starts: Option<Day>,
    /// 终止.
    pub ends: Option<Day>,
    /// 给出: index into `Rule::locals` and value.
    pub outputs: Vec<(u16, Val)>,
    /// Who receives.
    pub payee: Option<(KindId, u32)>,
    /// What excludes it.
    pub excluded: Option<Excluded>,
    /// The applicant has to choose inside this group.
    pub choose: Option<GroupId>,
    /// The node of a 次数, 上限 or 次序 that is not known.
    pub wanting: Option<NodeId>,
    /// The fund that pays, when one does.
    pub fund: Option<String>,
    /// A fund was proposed that the rule does not permit.
    pub fund_refused: bool,
    /// Who bears how much, in fen (资金 with shares, then 分担).
    pub split: Vec<(String, i64)>,
    /// Rank, in rankings.
    pub rank: Option<Rank>,
    /// What went wrong.
    pub fault: Option<Fault>,
}

impl Record {
    pub(super) fn new(rule: RuleId, row: u32) -> Self {
        Self {
            rule,
            row,
            outcome: Outcome::Granted,
            eligible: None,
            standing: Standing { now: Force::In, day: None, from: None, to: None },
            clauses: Vec::new(),
            failed: None,
            fen: None,
            capped: false,
            months: None,
            starts: None,
            ends: None,
            outputs: Vec::new(),
            payee: None,
            excluded: None,
            choose: None,
            wanting: None,
            fund: None,
            fund_refused: false,
            split: Vec::new(),
            rank: None,
            fault: None,
        }
    }

    pub(super) fn broken(mut self, fault: Fault) -> Self {
        self.outcome = if matches!(fault, Fault::Conflict(..)) { Outcome::Conflict } else { Outcome::Error };
        self.fault = Some(fault);
        self
    }

    /// Why the rule is not in force.
    #[must_use]
    pub const fn out(&self) -> Option<Reason> {
        match self.standing.now {
            Force::Out(reason) => Some(reason),
            _ => None,
        }
    }

    /// In a few words.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let refused = self.outcome == Outcome::Refused;
        Verdict {
            outcome: self.outcome,
            eligible: self.eligible,
            fen: if self.outcome == Outcome::Granted { self.fen.unwrap_or(0) } else { 0 },
            failed: if refused { self.failed } else { None },
        }
    }
}

/// The clauses that made their block fail: not those of a 任一 block in which another clause holds or may hold.
pub fn failing<'r>(rule: &'r Rule, clauses: &'r [Status]) -> impl Iterator<Item = u16> + 'r {
    let of = |at: &u16| clauses.get(usize::from(*at)).copied();
    rule.blocks
        .iter()
        .filter(move |block| {
            !block.any || (block.clauses.0..block.clauses.1).all(|at| of(&at) == Some(Status::Failed))
        })
        .flat_map(|block| block.clauses.0..block.clauses.1)
        .filter(move |at| of(at) == Some(Status::Failed))
}
