//! One rule, one thing: what it decides before caps, counts and exclusion groups. It must never look at other decisions.

use super::Things;
use super::engine::{Fault, Frame, Session};
use super::force::{Force, Reason, Standing};
use super::truth::Truth;
use crate::book::{Block, GroupId, KindId, NodeId, Rule, RuleId, Target, Ty, Val};
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
    fn new(rule: RuleId, row: u32) -> Self {
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

    fn broken(mut self, fault: Fault) -> Self {
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

impl<T: Things> Session<'_, T> {
    /// What the rule decides about the thing before the stages that look at several decisions.
    #[must_use]
    pub fn record(&self, rule: RuleId, row: u32) -> Record {
        let mut record = Record::new(rule, row);
        let mut frame = self.frame(rule, row);
        match self.standing(&mut frame, rule) {
            Ok(standing) => record.standing = standing,
            Err(fault) => return record.broken(fault),
        }
        if matches!(record.standing.now, Force::Out(_)) {
            record.outcome = Outcome::NotInForce;
            return record;
        }
        let clauses = self.clauses(&mut frame, rule, &mut record.clauses);
        match clauses {
            Ok(eligible) => record.eligible = eligible,
            Err(fault) => return record.broken(fault),
        }
        if record.eligible == Some(false) {
            record.outcome = Outcome::Refused;
            record.failed = failing(self.book.rule(rule), &record.clauses).next();
            return record;
        }
        let open = record.eligible.is_none() || record.standing.now == Force::Unknown;
        match self.consequences(&mut frame, &mut record) {
            Ok(true) if !open => {}
            Ok(_) => record.outcome = Outcome::Needs,
            // What is not granted anyway need not be computable.
            Err(_) if open => record.outcome = Outcome::Needs,
            Err(fault) => return record.broken(fault),
        }
        record
    }

    /// The verdict alone, before the stages that look at several decisions.
    #[must_use]
    pub fn verdict(&self, rule: RuleId, row: u32) -> Verdict {
        self.record(rule, row).verdict()
    }

    /// All clauses, and whether all blocks hold.
    pub(super) fn clauses(&self, frame: &mut Frame, rule: RuleId, into: &mut Vec<Status>) -> Truth {
        let def = self.book.rule(rule);
        into.clear();
        into.reserve_exact(def.clauses.len());
        let (mut failed, mut unknown, mut fault) = (false, false, None);
        for block in &def.blocks {
            let (mut held, mut open, mut bad, mut no) = (false, false, None, false);
            for clause in &def.clauses[usize::from(block.clauses.0)..usize::from(block.clauses.1)] {
                into.push(match self.truth(frame, clause.test) {
                    Ok(Some(true)) => {
                        held = true;
                        Status::Held
                    }
                    Ok(Some(false)) => {
                        no = true;
                        Status::Failed
                    }
                    Ok(None) => {
                        open = true;
                        Status::Unknown
                    }
                    Err(what) => {
                        bad = bad.or(Some(what));
                        Status::Fault
                    }
                });
            }
            if block.any {
                if held {
                    continue;
                }
                failed |= !open && bad.is_none();
            } else {
                failed |= no;
            }
            unknown |= open;
            fault = fault.or(bad);
        }
        match fault {
            _ if failed => Ok(Some(false)),
            Some(what) => Err(what),
            None => Ok(if unknown { None } else { Some(true) }),
        }
    }

    /// Whether one block holds.
    pub(super) fn block(&self, frame: &mut Frame, rule: RuleId, block: &Block) -> Truth {
        let (mut unknown, mut fault) = (false, None);
        for clause in
            &self.book.rule(rule).clauses[usize::from(block.clauses.0)..usize::from(block.clauses.1)]
        {
            match self.truth(frame, clause.test) {
                Ok(Some(holds)) if holds == block.any => return Ok(Some(holds)),
                Ok(Some(_)) => {}
                Ok(None) => unknown = true,
                Err(what) => fault = fault.or(Some(what)),
            }
        }
        match fault {
            Some(what) => Err(what),
            None => Ok(if unknown { None } else { Some(!block.any) }),
        }
    }

    /// Amount, months, days, outputs, payee. Whether all of them are known.
    fn consequences(&self, frame: &mut Frame, record: &mut Record) -> Result<bool, Fault> {
        let rule = record.rule;
        let def = self.book.rule(rule);
        let mut known = true;
        if let Some((value, cut)) = self.money(frame, rule)? {
            match value {
                Val::Num(fen) => {
                    let node = def.amount.unwrap_or(def.as_of);
                    record.fen = Some(whole_fen(fen, node)?);
                    record.capped = cut;
                }
                _ => known = false,
            }
        }
        if let Some(value) = self.target(frame, Target::Months, def.months)? {
            record.months = value.num();
            known &= record.months.is_some();
            if record.months.is_some_and(|months| months < Num::ZERO) {
                return Err(Fault::Negative(def.months.unwrap_or(def.as_of)));
            }
        }
        if let Some(value) = self.target(frame, Target::Starts, def.starts)? {
            record.starts = value.day();
            known &= record.starts.is_some();
        }
        if let Some(value) = self.target(frame, Target::Ends, def.ends)? {
            record.ends = value.day();
            known &= record.ends.is_some();
        }
        for (ix, local) in def.locals.iter().enumerate().filter(|(_, local)| local.output) {
            let at = super::cross::index(ix);
            let value = match frame.locals.get(ix) {
                Some(Some(value)) => value.clone(),
                _ => {
                    let value =
                        self.target(frame, Target::Output(at), Some(local.node))?.unwrap_or(Val::Unknown);
                    frame.locals[ix] = Some(value.clone());
                    value
                }
            };
            known &= value.is_known();
            record.outputs.push((at, value));
        }
        record.payee = match def.payee {
            None => Some((def.subject, record.row)),
            Some(node) => match self.book.ty(node) {
                Ty::Thing(kind) => self.row(frame, node)?.map(|row| (kind, row)),
                _ => None,
            },
        };
        Ok(known)
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

fn whole_fen(fen: Num, node: NodeId) -> Result<i64, Fault> {
    if !fen.is_whole() {
        return Err(Fault::Fraction(node));
    }
    if fen < Num::ZERO {
        return Err(Fault::Negative(node));
    }
    fen.to_i64().ok_or(Fault::Overflow(node))
}
