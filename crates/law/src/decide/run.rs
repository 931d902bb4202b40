//! A whole run: every rule for every thing of its kind, then the stages that look at several decisions (counts, caps, exclusion groups, ranks, shares).
//! It must never let the order of files decide anything.

use super::Things;
use super::engine::Session;
use super::record::{Outcome, Record};
use crate::book::{GroupId, RuleId};

/// What the applicant said besides the facts.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// Chosen in exclusion groups.
    pub choices: Vec<(GroupId, RuleId)>,
    /// Funds proposed.
    pub funds: Vec<(RuleId, String)>,
    /// The rule asked for by name: in a group where the applicant chooses and has not said otherwise, asking is choosing.
    pub asked: Option<RuleId>,
}

impl Wishes {
    /// What the applicant chose in a group.
    #[must_use]
    pub fn chosen(&self, group: GroupId) -> Option<RuleId> {
        self.choices.iter().find(|(of, _)| *of == group).map(|(_, rule)| *rule)
    }
}

impl<T: Things> Session<'_, T> {
    /// Decides these rules for every thing of their kinds, all stages included.
    #[must_use]
    pub fn run(&self, rules: &[RuleId], wishes: &Wishes) -> Vec<Record> {
        let total: usize =
            rules.iter().map(|rule| self.things.count(self.book.rule(*rule).subject) as usize).sum();
        let mut records = Vec::with_capacity(total);
        for rule in rules {
            for row in 0..self.things.count(self.book.rule(*rule).subject) {
                records.push(self.record(*rule, row));
            }
        }
        self.stages(&mut records, wishes);
        records
    }

    /// The rules of the book whose kind of object occurs in the facts.
    #[must_use]
    pub fn rules_with_subjects(&self) -> Vec<RuleId> {
        (0..self.book.rules.len())
            .filter_map(|ix| u16::try_from(ix).ok().map(RuleId))
            .filter(|rule| self.things.count(self.book.rule(*rule).subject) > 0)
            .collect()
    }

    /// A rule and those it has to be decided with: the other members of its exclusion groups, when their kind of object occurs.
    #[must_use]
    pub fn rules_for(&self, rule: RuleId) -> Vec<RuleId> {
        let mut rules = vec![rule];
        for group in &self.book.rule(rule).groups {
            for (member, _) in &self.book.exclusives[group.ix()].members {
                if !rules.contains(member) && self.things.count(self.book.rule(*member).subject) > 0 {
                    rules.push(*member);
                }
            }
        }
        rules
    }

    /// The stages over several decisions, in place. `records` holds all decisions that count with one another.
    pub fn stages(&self, records: &mut [Record], wishes: &Wishes) {
        self.limits(records);
        self.exclusions(records, wishes);
        self.rankings(records);
        for record in records.iter_mut().filter(|record| record.outcome == Outcome::Granted) {
            self.pay(record, wishes);
        }
    }

    /// Indices of the granted decisions of one rule, by base day and then row.
    pub(super) fn granted_of(&self, records: &[Record], rule: RuleId) -> Vec<usize> {
        let mut found: Vec<usize> = (0..records.len())
            .filter(|ix| records[*ix].rule == rule && records[*ix].outcome == Outcome::Granted)
            .collect();
        found.sort_by_key(|ix| (self.day_of(&records[*ix]), records[*ix].row));
        found
    }

    /// The day by which decisions are put in order.
    pub(super) fn day_of(&self, record: &Record) -> crate::day::Day {
        record.standing.day.unwrap_or_else(|| self.things.today())
    }

    /// The rules that granted something and satisfy a condition, each once, in the book's order.
    pub(super) fn granting(
        &self,
        records: &[Record],
        wanted: impl Fn(&crate::book::Rule) -> bool,
    ) -> Vec<RuleId> {
        let mut rules: Vec<RuleId> = Vec::new();
        for record in records.iter().filter(|record| record.outcome == Outcome::Granted) {
            if rules.last() != Some(&record.rule) && wanted(self.book.rule(record.rule)) {
                rules.push(record.rule);
            }
        }
        rules.sort_unstable();
        rules.dedup();
        rules
    }
}
