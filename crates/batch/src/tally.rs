//! What a run came to: sums by partition and rule. It must never name anybody.

use std::collections::BTreeMap;

use anye_law::decide::{Outcome, Verdict};
use serde::{Deserialize, Serialize};

use crate::part::Part;
use crate::run::Order;

/// What one rule came to in one partition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// 给予.
    pub granted: u64,
    /// 不予.
    pub refused: u64,
    /// 不在有效期.
    pub not_in_force: u64,
    /// 排除.
    pub excluded: u64,
    /// 需补充.
    pub needs: u64,
    /// Conflicts and errors.
    pub failed: u64,
    /// Money granted, in fen.
    pub fen: i128,
    /// 资金: what comes from which fund, in fen; the first permitted one where nobody has proposed another.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub funds: BTreeMap<String, i128>,
    /// 分担: who bears how much, in fen.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub bearers: BTreeMap<String, i128>,
}

impl Tally {
    pub(crate) fn count(&mut self, verdict: &Verdict) {
        match verdict.outcome {
            Outcome::Granted => {
                self.granted += 1;
                self.fen += i128::from(verdict.fen);
            }
            Outcome::Refused => self.refused += 1,
            Outcome::NotInForce => self.not_in_force += 1,
            Outcome::Excluded => self.excluded += 1,
            Outcome::Needs => self.needs += 1,
            Outcome::Conflict | Outcome::Error => self.failed += 1,
        }
    }

    /// Both together.
    pub fn add(&mut self, other: &Self) {
        self.granted += other.granted;
        self.refused += other.refused;
        self.not_in_force += other.not_in_force;
        self.excluded += other.excluded;
        self.needs += other.needs;
        self.failed += other.failed;
        self.fen += other.fen;
        for (sums, more) in [(&mut self.funds, &other.funds), (&mut self.bearers, &other.bearers)] {
            for (who, fen) in more {
                *sums.entry(who.clone()).or_default() += fen;
            }
        }
    }
}

/// What a run came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Version of the rule book.
    pub version: String,
    /// Day of the decision.
    pub on: String,
    /// For each partition, what each rule (by id) came to.
    pub partitions: BTreeMap<String, BTreeMap<String, Tally>>,
    /// Partitions taken over from an earlier run that was stopped.
    pub resumed: usize,
    /// Things looked at.
    pub things: u64,
}

impl Report {
    /// Nothing done yet.
    pub(crate) fn of(order: &Order<'_>) -> Self {
        Self { version: order.book.version.clone(), on: order.on.to_string(), ..Self::default() }
    }

    /// Takes one partition in.
    pub(crate) fn take(&mut self, name: &str, part: Part) {
        self.things += part.things;
        self.partitions.insert(name.to_owned(), part.tallies);
    }

    /// What each rule came to in all.
    #[must_use]
    pub fn totals(&self) -> BTreeMap<String, Tally> {
        let mut out: BTreeMap<String, Tally> = BTreeMap::new();
        for (rule, tally) in self.partitions.values().flatten() {
            out.entry(rule.clone()).or_default().add(tally);
        }
        out
    }
}
