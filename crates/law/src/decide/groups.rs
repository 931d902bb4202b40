//! 互斥: of several benefits one beneficiary has only one, against the ledger (also against applications not yet decided) and then against one another. It
//! must never prefer a rule for standing earlier in a file.

use std::collections::HashMap;

use super::engine::Session;
use super::record::{Excluded, Outcome, Record};
use super::run::Wishes;
use super::{Entry, Things};
use crate::book::{Choice, Exclusive, GroupId, NodeId, RuleId};
use crate::day::Day;

/// One member's decisions for one beneficiary.
struct Side {
    rule: RuleId,
    decisions: Vec<usize>,
    fen: i64,
    first: Day,
}

impl<T: Things> Session<'_, T> {
    /// All groups, in the order of their ids.
    pub(super) fn exclusions(&self, records: &mut [Record], wishes: &Wishes) {
        if self.granting(records, |rule| !rule.groups.is_empty()).is_empty() {
            return;
        }
        let mut groups: Vec<usize> = (0..self.book.exclusives.len()).collect();
        groups.sort_by(|a, b| self.book.exclusives[*a].id.cmp(&self.book.exclusives[*b].id));
        for ix in groups {
            let group = &self.book.exclusives[ix];
            let id = GroupId(super::cross::index(ix));
            self.against_ledger(records, group, id);
            self.against_another(records, group, id, wishes);
        }
    }

    fn per(&self, record: &Record, node: NodeId) -> Option<u32> {
        let mut frame = self.frame(record.rule, record.row);
        self.row(&mut frame, node).ok().flatten()
    }

    fn against_ledger(&self, records: &mut [Record], group: &Exclusive, id: GroupId) {
        let rules: Vec<RuleId> = group.members.iter().map(|(rule, _)| *rule).collect();
        for (member, node) in &group.members {
            for record in records
                .iter_mut()
                .filter(|record| record.rule == *member && record.outcome == Outcome::Granted)
            {
                let Some(row) = self.per(record, *node) else {
                    // Whose it is matters only when somebody has had another of the group.
                    let others: Vec<RuleId> = rules.iter().copied().filter(|rule| rule != member).collect();
                    if self.any_entry(group.per, &others) {
                        record.outcome = Outcome::Needs;
                        record.wanting = Some(*node);
                    }
                    continue;
                };
                let period = self.period(record);
                let mut found: Option<Excluded> = None;
                for (other, _) in group.members.iter().filter(|(other, _)| other != member) {
                    self.things.ledger(group.per, row, *other, &mut |entry| {
                        if found.is_none() && (group.over_time || overlap(period, span(entry))) {
                            found = Some(Excluded::Ledger {
                                group: id,
                                rule: *other,
                                date: entry.date,
                                pending: entry.pending,
                            });
                        }
                    });
                }
                if found.is_some() {
                    record.outcome = Outcome::Excluded;
                    record.excluded = found;
                }
            }
        }
    }

    fn against_another(&self, records: &mut [Record], group: &Exclusive, id: GroupId, wishes: &Wishes) {
        let mut meeting: HashMap<u32, Vec<usize>> = HashMap::new();
        let mut order = Vec::new();
        for (member, node) in &group.members {
            for (ix, record) in records.iter().enumerate() {
                if record.rule != *member || !matches!(record.outcome, Outcome::Granted | Outcome::Needs) {
                    continue;
                }
                if let Some(row) = self.per(record, *node) {
                    meeting.entry(row).or_insert_with(|| {
                        order.push(row);
                        Vec::new()
                    });
                    if let Some(list) = meeting.get_mut(&row) {
                        list.push(ix);
                    }
                }
            }
        }
        for row in order {
            let mut open = meeting.remove(&row).unwrap_or_default();
            // Decisions that meet in time; without 跨期 only those whose periods overlap.
            while let Some(first) = open.pop() {
                let mut met = vec![first];
                let mut at = 0;
                while at < met.len() {
                    let period = self.period(&records[met[at]]);
                    let (near, far) = open.into_iter().partition(|ix: &usize| {
                        group.over_time || overlap(period, self.period(&records[*ix]))
                    });
                    open = far;
                    met.extend::<Vec<usize>>(near);
                    at += 1;
                }
                self.settle(records, met, group, id, wishes);
            }
        }
    }

    /// Lets one member's decisions stand among those that meet.
    fn settle(
        &self,
        records: &mut [Record],
        met: Vec<usize>,
        group: &Exclusive,
        id: GroupId,
        wishes: &Wishes,
    ) {
        let chosen = wishes.chosen(id);
        let mut sides: Vec<Side> = Vec::new();
        let mut wished_for = false;
        for ix in met {
            let record = &records[ix];
            wished_for |= chosen == Some(record.rule);
            if record.outcome != Outcome::Granted {
                continue;
            }
            let (fen, day) = (record.fen.unwrap_or(0), self.day_of(record));
            match sides.iter_mut().find(|side| side.rule == record.rule) {
                Some(side) => {
                    side.decisions.push(ix);
                    side.fen = side.fen.saturating_add(fen);
                    side.first = side.first.min(day);
                }
                None => sides.push(Side { rule: record.rule, decisions: vec![ix], fen, first: day }),
            }
        }
        let several = sides.len() > 1;
        let best = |key: &dyn Fn(&Side) -> i64| -> Option<RuleId> {
            let top = sides.iter().map(key).max()?;
            let mut at_top = sides.iter().filter(|side| key(side) == top);
            let first = at_top.next()?.rule;
            at_top.next().is_none().then_some(first)
        };
        let winner = match (group.choice, chosen.filter(|_| wished_for)) {
            (Choice::Applicant, Some(rule)) => Some(rule),
            _ if !several => return,
            (Choice::Applicant, None) => {
                wishes.asked.filter(|asked| chosen.is_none() && sides.iter().any(|side| side.rule == *asked))
            }
            (Choice::Higher, wish) => best(&|side| side.fen).or(wish),
            (Choice::Earlier, wish) => best(&|side| -i64::from(side.first.0)).or(wish),
        };
        for side in &sides {
            for ix in &side.decisions {
                match winner {
                    Some(rule) if rule == side.rule => {}
                    Some(rule) => {
                        records[*ix].outcome = Outcome::Excluded;
                        records[*ix].excluded = Some(Excluded::Rule { group: id, rule });
                    }
                    None => {
                        records[*ix].outcome = Outcome::Needs;
                        records[*ix].choose = Some(id);
                    }
                }
            }
        }
    }

    /// From when to when a decision runs.
    fn period(&self, record: &Record) -> (Day, Day) {
        let from = record.starts.unwrap_or_else(|| self.day_of(record));
        let months = record.months.and_then(|months| months.round(crate::num::Rounding::Up).to_i64());
        (from, record.ends.unwrap_or_else(|| after(from, months.unwrap_or(0))))
    }
}

/// From when to when a ledger entry runs.
fn span(entry: &Entry) -> (Day, Day) {
    (entry.date, entry.to.unwrap_or_else(|| after(entry.date, entry.months)))
}

/// The last day of so many months; the first day itself when it is none.
fn after(from: Day, months: i64) -> Day {
    if months <= 0 {
        return from;
    }
    from.plus_months(months).and_then(|day| day.plus_days(-1)).unwrap_or(Day::MAX)
}

fn overlap(a: (Day, Day), b: (Day, Day)) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}
