//! One partition from its files to its decisions: only what the rules that reach its place read, all stages included. It must never look at another
//! partition.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use anye_law::book::{Book, KindId, RuleId, covers};
use anye_law::day::Day;
use anye_law::decide::{Engine, Verdict, reads};
use hashbrown::{HashMap, HashSet};
use serde::{Deserialize, Serialize};

use crate::population::{Fault, Partition, Slice, read};
use crate::run::Order;
use crate::tally::Tally;
use crate::vector::{Board, CHUNK, verdicts};
use crate::write::Coded;
use crate::{stages, write};

/// One finished partition.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Part {
    /// What it was made from: rule book, day, rules.
    pub stamp: String,
    pub things: u64,
    pub tallies: BTreeMap<String, Tally>,
}

/// The columns that these rules and the stages after them read.
#[must_use]
pub fn wanted_columns(book: &Book, rules: &[RuleId]) -> HashSet<(KindId, u16)> {
    let mut out = HashSet::new();
    for rule in rules {
        out.extend(reads(book, *rule).fields);
    }
    for group in &book.exclusives {
        for (_, node) in &group.members {
            out.extend(anye_law::decide::reads_of(book, *node).fields);
        }
    }
    out
}

/// The rules that reach a place, and their columns.
#[derive(Debug)]
pub(crate) struct Reached {
    rules: Vec<RuleId>,
    columns: HashSet<(KindId, u16)>,
}

/// What is read at each place: nothing for a rule that does not reach it.
pub(crate) struct Columns<'o> {
    book: &'o Book,
    rules: &'o [RuleId],
    places: Mutex<HashMap<String, Arc<Reached>>>,
}

impl<'o> Columns<'o> {
    pub(crate) fn new(book: &'o Book, rules: &'o [RuleId]) -> Self {
        Self { book, rules, places: Mutex::default() }
    }

    fn at(&self, place: &str) -> Arc<Reached> {
        let mut places = self.places.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let found = places.entry(place.to_owned()).or_insert_with(|| {
            let rules = reaching(self.book, self.rules, place);
            let columns = wanted_columns(self.book, &rules);
            Arc::new(Reached { rules, columns })
        });
        Arc::clone(found)
    }
}

/// Those of the rules that reach a place.
#[must_use]
pub fn reaching(book: &Book, rules: &[RuleId], place: &str) -> Vec<RuleId> {
    rules.iter().copied().filter(|rule| covers(&book.rule(*rule).place, place)).collect()
}

pub(crate) fn part(
    order: &Order<'_>,
    engine: &Engine<'_>,
    columns: &Columns<'_>,
    slice: &Slice,
    stamp: &str,
) -> Result<(Part, bool), Fault> {
    if let Some(out) = order.out
        && let Some(part) = write::finished(out, &slice.name, stamp)
    {
        return Ok((part, true));
    }
    let reached = columns.at(&slice.place);
    let facts = read(order.book, slice, order.on, &order.params, Some(&reached.columns))?;
    let mut part = Part { stamp: stamp.to_owned(), ..Part::default() };
    let coded = decide_and_count(order, engine, &facts, &reached.rules, &mut part);
    if let Some(out) = order.out {
        let mut written: Vec<PathBuf> = Vec::new();
        for (kind, decided) in &coded {
            written.push(write::decisions(out, order, &facts, *kind, decided)?);
        }
        write::seal(out, &slice.name, &part, &written)?;
    }
    Ok((part, false))
}

/// Decides a partition and adds up. Verdicts stay in memory only where stages look at several of them; of the others the codes remain, if they are written.
fn decide_and_count(
    order: &Order<'_>,
    engine: &Engine<'_>,
    facts: &Partition<'_>,
    rules: &[RuleId],
    part: &mut Part,
) -> BTreeMap<KindId, Vec<(RuleId, Coded)>> {
    let mut coded: BTreeMap<KindId, Vec<(RuleId, Coded)>> = BTreeMap::new();
    let mut finish = |rule: RuleId, all: &[Verdict], part: &mut Part| {
        let def = order.book.rule(rule);
        let tally = part.tallies.entry(def.id.clone()).or_default();
        all.iter().for_each(|verdict| tally.count(verdict));
        (tally.funds, tally.bearers) = stages::borne(def, all);
        let kept = coded.entry(def.subject).or_default();
        if order.out.is_some() {
            kept.push((rule, Coded::of(def, all)));
        }
    };
    let board = Board::new(engine, facts, order.known);
    let (mut staged, mut all) = (Decided::new(), Vec::new());
    for rule in rules {
        let def = order.book.rule(*rule);
        if facts.table(def.subject).ids.is_empty() {
            continue;
        }
        decide_rule(&board, *rule, &mut all);
        if stages::concern(def) {
            staged.entry(def.subject).or_default().push((*rule, std::mem::take(&mut all)));
        } else {
            finish(*rule, &all, part);
        }
    }
    stages::stages(engine, facts, order.known, &mut staged);
    for (rule, all) in staged.values().flatten() {
        finish(*rule, all, part);
    }
    for (kind, decided) in &mut coded {
        part.things += facts.table(*kind).ids.len() as u64;
        decided.sort_by_key(|(rule, _)| rules.iter().position(|other| other == rule));
    }
    coded
}

/// The verdicts of one rule, in the order of the rows.
fn decide_rule(board: &Board<'_>, rule: RuleId, all: &mut Vec<Verdict>) {
    let rows = board.facts.table(board.engine.book.rule(rule).subject).ids.len();
    all.clear();
    all.reserve(rows);
    for start in (0..rows).step_by(CHUNK) {
        verdicts(board, rule, start, CHUNK.min(rows - start), all);
    }
}

/// The verdicts about all things of one partition.
pub(crate) type Decided = HashMap<KindId, Vec<(RuleId, Vec<Verdict>)>>;

/// Decides a partition, all stages included.
pub(crate) fn decide_partition(
    engine: &Engine<'_>,
    facts: &Partition<'_>,
    known: Option<Day>,
    rules: &[RuleId],
    place: &str,
) -> Decided {
    let mut by_kind = Decided::new();
    let board = Board::new(engine, facts, known);
    for rule in rules.iter().filter(|rule| covers(&engine.book.rule(**rule).place, place)) {
        let kind = engine.book.rule(*rule).subject;
        if facts.table(kind).ids.is_empty() {
            continue;
        }
        let mut all = Vec::new();
        decide_rule(&board, *rule, &mut all);
        by_kind.entry(kind).or_default().push((*rule, all));
    }
    stages::stages(engine, facts, known, &mut by_kind);
    by_kind
}
