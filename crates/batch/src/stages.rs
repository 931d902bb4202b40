//! Counts, caps and exclusion groups inside a partition, and who bears the money. It must never decide otherwise than the same code does for one case: what is
//! left out here is only what no other decision and no ledger entry can touch.

use std::collections::BTreeMap;

use anye_law::book::{Node, Rule, RuleId, Times, Val};
use anye_law::day::Day;
use anye_law::decide::{Engine, Outcome, Session, Verdict, Wishes, split};
use anye_law::num::Num;
use hashbrown::HashMap;

use crate::part::Decided;
use crate::population::{Partition, index};

/// Whether decisions of a rule count with one another or with those of other rules.
pub(crate) fn concern(rule: &Rule) -> bool {
    !rule.times.is_empty() || !rule.caps.is_empty() || !rule.groups.is_empty()
}

/// Takes counts, caps and groups into account; only what was granted can change.
pub(crate) fn stages(engine: &Engine<'_>, facts: &Partition<'_>, known: Option<Day>, by_kind: &mut Decided) {
    let session = engine.session(facts, known);
    let mut records = Vec::new();
    for (rule, all) in by_kind.values().flatten() {
        let def = engine.book.rule(*rule);
        if !concern(def) {
            continue;
        }
        let granted: Vec<u32> = all
            .iter()
            .enumerate()
            .filter(|(_, verdict)| verdict.outcome == Outcome::Granted)
            .map(|(row, _)| index(row))
            .collect();
        let rows = contested(&session, facts, *rule, granted);
        records.extend(rows.into_iter().map(|row| session.record(*rule, row)));
    }
    if records.is_empty() {
        return;
    }
    session.stages(&mut records, &Wishes::default());
    for record in records {
        let kind = engine.book.rule(record.rule).subject;
        let slot = by_kind
            .get_mut(&kind)
            .and_then(|list| list.iter_mut().find(|(rule, _)| *rule == record.rule))
            .and_then(|(_, all)| all.get_mut(record.row as usize));
        if let Some(slot) = slot {
            *slot = record.verdict();
        }
    }
}

/// The granted rows that a count can touch. Whoever has nothing in the ledger and is granted once cannot exceed a limit of one or more; caps, groups, and
/// limits that must be computed concern everybody.
fn contested(
    session: &Session<'_, Partition<'_>>,
    facts: &Partition<'_>,
    rule: RuleId,
    granted: Vec<u32>,
) -> Vec<u32> {
    let def = session.book().rule(rule);
    let plain = |times: &Times| {
        times.window.is_none()
            && matches!(session.book().node(times.limit), Node::Const(Val::Num(limit)) if *limit >= Num::int(1))
    };
    if !def.caps.is_empty() || !def.groups.is_empty() || facts.has_entries() || !def.times.iter().all(plain) {
        return granted;
    }
    let mut open = vec![false; granted.len()];
    for times in &def.times {
        let whose: Vec<Option<u32>> = granted
            .iter()
            .map(|row| match session.value(&mut session.frame(rule, *row), times.per) {
                Ok(Val::Thing(row)) => Some(row),
                _ => None,
            })
            .collect();
        let mut seen: HashMap<u32, u32> = HashMap::with_capacity(whose.len());
        whose.iter().flatten().for_each(|row| *seen.entry(*row).or_default() += 1);
        for (open, whose) in open.iter_mut().zip(&whose) {
            *open |= whose.is_none_or(|row| seen.get(&row).is_none_or(|count| *count > 1));
        }
    }
    let left: Vec<u32> = granted.iter().zip(&open).filter(|(_, open)| **open).map(|(row, _)| *row).collect();
    // One decision alone is treated more gently than one of several, so it must not be made alone here.
    if left.len() == 1 { granted } else { left }
}

/// Fen by name.
pub(crate) type Sums = BTreeMap<String, i128>;

/// What the granted money of a rule comes to by fund (资金) and by bearer (分担).
pub(crate) fn borne(rule: &Rule, all: &[Verdict]) -> (Sums, Sums) {
    let (mut funds, mut bearers) = (Sums::new(), Sums::new());
    if rule.funds.is_empty() && rule.shares.is_empty() {
        return (funds, bearers);
    }
    let mut amounts: HashMap<i64, i128> = HashMap::new();
    for verdict in all.iter().filter(|verdict| verdict.outcome == Outcome::Granted && verdict.fen != 0) {
        *amounts.entry(verdict.fen).or_default() += 1;
    }
    let parts: Vec<_> = if rule.funds.iter().any(|(_, share)| share.is_some()) {
        rule.funds.clone()
    } else {
        rule.funds.first().cloned().into_iter().collect()
    };
    let shares: Vec<_> = rule.shares.iter().map(|share| (share.who.clone(), share.part)).collect();
    for (fen, times) in amounts {
        for (sums, parts) in [(&mut funds, &parts), (&mut bearers, &shares)] {
            let pieces = split(fen, &parts.iter().map(|(_, part)| *part).collect::<Vec<_>>());
            for ((who, _), piece) in parts.iter().zip(pieces.unwrap_or_default()) {
                *sums.entry(who.clone()).or_default() += i128::from(piece) * times;
            }
        }
    }
    (funds, bearers)
}
