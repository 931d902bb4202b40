//! A simulation and what it came to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Who is decided about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Peoples {
    /// Made-up people: nobody real.
    MadeUp {
        /// How many persons.
        persons: u32,
        /// Where the dice begin: the same number makes the same people.
        seed: u32,
    },
    /// A folder of the server.
    Folder {
        /// Its name among the populations that simulations may read.
        name: String,
    },
}

/// A simulation (规则模拟).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Simulation {
    /// Id.
    pub id: String,
    /// SM3 of the sources of the rule book before.
    pub from_book: String,
    /// SM3 of the content of its pack.
    pub from_version: String,
    /// SM3 of the sources of the rule book after.
    pub to_book: String,
    /// SM3 of the content of its pack.
    pub to_version: String,
    /// Who is decided about.
    pub people: Peoples,
    /// The day of the decisions.
    pub on: String,
    /// The job that runs it.
    pub job: String,
    /// Account of who started it.
    pub made_by: String,
    /// Name at the time.
    pub made_name: String,
    /// When, in milliseconds.
    pub made_at: i64,
    /// When it was finished; none: it was not.
    pub finished_at: Option<i64>,
    /// What it came to.
    pub result: Option<Sums>,
}

/// What a simulation came to, of the partitions looked at so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// By rule id; only rules that grant to somebody on either side.
    pub rules: BTreeMap<String, RuleSum>,
    /// Fen before and after, by place.
    pub places: BTreeMap<String, (i64, i64)>,
    /// Fen before and after, by fund.
    pub funds: BTreeMap<String, (i64, i64)>,
    /// The year of the decisions.
    pub year: i32,
    /// Partitions looked at.
    pub partitions: usize,
    /// Why it could not be finished, in words for whoever keeps the population.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
}

/// How decisions of one rule differ.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSum {
    /// Chinese name.
    pub name: String,
    /// English name.
    pub english: String,
    /// Granted before.
    pub before: u64,
    /// Granted after.
    pub after: u64,
    /// Granted only after.
    pub gained: u64,
    /// Granted only before.
    pub lost: u64,
    /// Granted in both, with more money.
    pub more: u64,
    /// Granted in both, with less money.
    pub less: u64,
    /// Fen before.
    pub fen_before: i64,
    /// Fen after.
    pub fen_after: i64,
    /// A few that gain or lose.
    pub examples: Vec<Example>,
}

impl RuleSum {
    /// How many are decided otherwise.
    #[must_use]
    pub fn changed(&self) -> u64 {
        self.gained + self.lost + self.more + self.less
    }

    /// How many receive the same as before.
    #[must_use]
    pub fn unchanged(&self) -> u64 {
        self.before.saturating_sub(self.lost + self.more + self.less)
    }
}

/// One thing that is decided otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// Kind of thing.
    pub kind: String,
    /// Its id in its partition.
    pub id: String,
    /// Partition.
    pub partition: String,
    /// Before.
    pub before: Side,
    /// After.
    pub after: Side,
}

/// One side of an example.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// How it came out; none: there is no such rule.
    pub outcome: Option<String>,
    /// Fen granted.
    pub fen: i64,
    /// Number and text of the first clause that failed.
    pub clause: Option<(u32, String)>,
}
