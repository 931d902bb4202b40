//! A whole population: partition by partition on all cores, each finished before it is named, so that a run can go on where it stopped. It must never leave
//! a half-written file under its final name.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use anye_law::book::{Book, KindId, ParamId, RuleId, Val, covers};
use anye_law::day::Day;
use anye_law::decide::{Engine, Outcome, Verdict, reads};
use hashbrown::{HashMap, HashSet};
use serde::{Deserialize, Serialize};

use crate::population::{Fault, Partition, Slice, layout, read};
use crate::vector::{Board, CHUNK, verdicts};
use crate::write::Coded;
use crate::{stages, write};

/// What to run.
#[derive(Debug, Clone)]
pub struct Order<'o> {
    /// The rules.
    pub book: &'o Book,
    /// The population.
    pub population: &'o Path,
    /// Where the decisions go; `None`: only the sums are wanted.
    pub out: Option<&'o Path>,
    /// The day of the decision.
    pub on: Day,
    /// The rule book as known on this day.
    pub known: Option<Day>,
    /// Only these rules; all when empty.
    pub rules: Vec<RuleId>,
    /// What parameters are, besides the book.
    pub params: HashMap<ParamId, Val>,
    /// How many partitions at once.
    pub threads: usize,
}

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
    fn count(&mut self, verdict: &Verdict) {
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

/// What a partition is decided with; partitions with the same stamp belong to one run.
pub(crate) fn stamp(order: &Order<'_>, rules: &[RuleId]) -> String {
    format!(
        "{} {} {:?} {:?}",
        order.book.version,
        order.on,
        order.known.map(|day| day.to_string()),
        rules.iter().map(|r| r.0).collect::<Vec<_>>()
    )
}

/// Runs it. `progress` hears after each partition how many are done, of how many.
pub fn run(order: &Order<'_>, progress: &(dyn Fn(usize, usize) + Sync)) -> Result<Report, Fault> {
    let layout = layout(order.book, order.population)?;
    let rules = wanted_rules(order);
    let mut report = Report::of(order);
    let stamp = stamp(order, &rules);
    if let Some(out) = order.out {
        write::prepare(out, &stamp)?;
    }
    let engine = Engine::new(order.book);
    let columns = Columns::new(order.book, &rules);
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let results: Mutex<Vec<(String, Part, bool)>> = Mutex::new(Vec::new());
    let fault: Mutex<Option<Fault>> = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..order.threads.clamp(1, layout.slices.len().max(1)) {
            scope.spawn(|| {
                while let Some(slice) = layout.slices.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if fault.lock().is_ok_and(|fault| fault.is_some()) {
                        return;
                    }
                    match part(order, &engine, &columns, slice, &stamp) {
                        Ok((part, resumed)) => {
                            if let Ok(mut results) = results.lock() {
                                results.push((slice.name.clone(), part, resumed));
                            }
                            progress(done.fetch_add(1, Ordering::Relaxed) + 1, layout.slices.len());
                        }
                        Err(error) => {
                            if let Ok(mut fault) = fault.lock() {
                                fault.get_or_insert(error);
                            }
                        }
                    }
                }
            });
        }
    });
    if let Some(fault) = fault.into_inner().unwrap_or(None) {
        return Err(fault);
    }
    for (name, part, resumed) in results.into_inner().unwrap_or_default() {
        report.resumed += usize::from(resumed);
        report.take(&name, part);
    }
    if let Some(out) = order.out {
        write::report(out, &report)?;
    }
    Ok(report)
}

/// One finished partition.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Part {
    /// What it was made from: rule book, day, rules.
    pub stamp: String,
    pub things: u64,
    pub tallies: BTreeMap<String, Tally>,
}

pub(crate) fn wanted_rules(order: &Order<'_>) -> Vec<RuleId> {
    let all = || (0..order.book.rules.len()).filter_map(|ix| u16::try_from(ix).ok()).map(RuleId);
    if order.rules.is_empty() {
        all().filter(|rule| order.book.rule(*rule).order.is_empty()).collect()
    } else {
        order.rules.clone()
    }
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
