//! Two rule books over one population: who gains, who loses, what it costs, by rule, fund and place, with examples. It must never write decisions.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anye_law::book::{Book, RuleId};
use anye_law::day::Day;
use anye_law::decide::{Engine, Outcome, Verdict};
use hashbrown::HashMap;
use serde::Serialize;

use crate::part::{Decided, decide_partition, wanted_columns};
use crate::population::{Fault, Slice, layout, read};

/// Examples kept for each rule and direction.
const EXAMPLES: usize = 3;

/// How decisions of one rule differ.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
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
    pub fen_before: i128,
    /// Fen after.
    pub fen_after: i128,
    /// The fund that pays after (before, when the rule is gone).
    pub fund: Option<String>,
    /// A few things that gain or lose, with the outcome and failing clause of both sides.
    pub examples: Vec<Example>,
}

/// One thing for which the outcome differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Example {
    /// Partition.
    pub partition: String,
    /// Kind of thing.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Outcome, fen and failing clause before.
    pub before: Side,
    /// The same after.
    pub after: Side,
}

/// One side of an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// How it came out; `None`: the rule is not in that book.
    pub outcome: Option<Outcome>,
    /// Fen granted.
    pub fen: i64,
    /// Number of the first failing clause.
    pub clause: Option<u32>,
}

/// What a comparison came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// By rule id.
    pub rules: BTreeMap<String, Difference>,
    /// Fen before and after, by place.
    pub places: BTreeMap<String, (i128, i128)>,
    /// Fen before and after, by fund.
    pub funds: BTreeMap<String, (i128, i128)>,
    /// The year of the decision.
    pub year: i32,
    /// Partitions looked at.
    pub partitions: usize,
}

impl Comparison {
    /// Whether nobody is decided otherwise.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.rules.values().all(|it| it.gained + it.lost + it.more + it.less == 0)
    }
}

/// Compares.
pub fn simulate(
    from: &Book,
    to: &Book,
    population: &Path,
    on: Day,
    threads: usize,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Comparison, Fault> {
    simulate_slices(from, to, &layout(to, population)?.slices, on, threads, progress)
}

/// Compares over some partitions only, so that a long comparison can go on where it stopped.
pub fn simulate_slices(
    from: &Book,
    to: &Book,
    slices: &[Slice],
    on: Day,
    threads: usize,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Comparison, Fault> {
    let (before, after) = (Engine::new(from), Engine::new(to));
    let total =
        Mutex::new(Comparison { year: on.ymd().0, partitions: slices.len(), ..Comparison::default() });
    let fault: Mutex<Option<Fault>> = Mutex::new(None);
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, slices.len().max(1)) {
            scope.spawn(|| {
                while let Some(slice) = slices.get(next.fetch_add(1, Ordering::Relaxed)) {
                    match compare(&before, &after, slice, on) {
                        Ok(part) => {
                            if let Ok(mut total) = total.lock() {
                                merge(&mut total, part, slice);
                            }
                            progress(done.fetch_add(1, Ordering::Relaxed) + 1, slices.len());
                        }
                        Err(error) => {
                            if let Ok(mut fault) = fault.lock() {
                                fault.get_or_insert(error);
                            }
                            return;
                        }
                    }
                }
            });
        }
    });
    match fault.into_inner() {
        Ok(Some(fault)) => Err(fault),
        _ => total.into_inner().map_err(|_| Fault::Wrong("the comparison was interrupted".to_owned())),
    }
}

/// Decisions of one rule: kind, fund, verdicts, clause numbers.
type Column = (String, Option<String>, Vec<Verdict>, Vec<u32>);

struct Decisions {
    ids: HashMap<String, crate::population::Ids>,
    rules: BTreeMap<String, Column>,
}

fn decisions(engine: &Engine<'_>, slice: &Slice, on: Day) -> Result<Decisions, Fault> {
    let book = engine.book;
    let rules: Vec<RuleId> = (0..book.rules.len())
        .filter_map(|ix| u16::try_from(ix).ok())
        .map(RuleId)
        .filter(|rule| book.rule(*rule).order.is_empty())
        .collect();
    let facts = read(book, slice, on, &HashMap::new(), Some(&wanted_columns(book, &rules)))?;
    let decided: Decided = decide_partition(engine, &facts, None, &rules, &slice.place);
    let mut out = Decisions { ids: HashMap::new(), rules: BTreeMap::new() };
    for (kind, list) in decided {
        let name = book.kind(kind).id.clone();
        out.ids.insert(name.clone(), facts.table(kind).ids.clone());
        for (rule, all) in list {
            let def = book.rule(rule);
            let fund = def.funds.first().map(|(fund, _)| fund.clone());
            out.rules.insert(
                def.id.clone(),
                (name.clone(), fund, all, def.clauses.iter().map(|clause| clause.number).collect()),
            );
        }
    }
    Ok(out)
}

fn compare(
    before: &Engine<'_>,
    after: &Engine<'_>,
    slice: &Slice,
    on: Day,
) -> Result<BTreeMap<String, Difference>, Fault> {
    let (old, new) = (decisions(before, slice, on)?, decisions(after, slice, on)?);
    let mut out = BTreeMap::new();
    for id in old.rules.keys().chain(new.rules.keys().filter(|id| !old.rules.contains_key(*id))) {
        let (a, b) = (old.rules.get(id), new.rules.get(id));
        let Some((kind, ..)) = b.or(a) else { continue };
        let rows = b.or(a).map_or(0, |(_, _, all, _)| all.len());
        let mut difference =
            Difference { fund: b.or(a).and_then(|(_, fund, ..)| fund.clone()), ..Difference::default() };
        for row in 0..rows {
            let (x, y) = (side(a, row), side(b, row));
            let (was, is) = (x.outcome == Some(Outcome::Granted), y.outcome == Some(Outcome::Granted));
            difference.before += u64::from(was);
            difference.after += u64::from(is);
            difference.fen_before += i128::from(x.fen);
            difference.fen_after += i128::from(y.fen);
            let slot = match (was, is) {
                (false, true) => &mut difference.gained,
                (true, false) => &mut difference.lost,
                (true, true) if x.fen < y.fen => &mut difference.more,
                (true, true) if x.fen > y.fen => &mut difference.less,
                _ => continue,
            };
            *slot += 1;
            if difference.examples.len() < EXAMPLES {
                let ids = new.ids.get(kind).or(old.ids.get(kind));
                let id = ids.map(|ids| ids.text(row)).unwrap_or_default();
                difference.examples.push(Example {
                    partition: slice.name.clone(),
                    kind: kind.clone(),
                    id,
                    before: x,
                    after: y,
                });
            }
        }
        out.insert(id.clone(), difference);
    }
    Ok(out)
}

fn side(of: Option<&Column>, row: usize) -> Side {
    let Some((verdict, numbers)) = of.and_then(|(_, _, all, numbers)| Some((all.get(row)?, numbers))) else {
        return Side { outcome: None, fen: 0, clause: None };
    };
    let clause = verdict.failed.and_then(|ix| numbers.get(usize::from(ix)).copied());
    Side { outcome: Some(verdict.outcome), fen: verdict.fen, clause }
}

fn merge(total: &mut Comparison, part: BTreeMap<String, Difference>, slice: &Slice) {
    for (id, it) in part {
        let place = total.places.entry(slice.place.clone()).or_default();
        *place = (place.0 + it.fen_before, place.1 + it.fen_after);
        if let Some(fund) = &it.fund {
            let fund = total.funds.entry(fund.clone()).or_default();
            *fund = (fund.0 + it.fen_before, fund.1 + it.fen_after);
        }
        let sum = total.rules.entry(id).or_default();
        sum.before += it.before;
        sum.after += it.after;
        sum.gained += it.gained;
        sum.lost += it.lost;
        sum.more += it.more;
        sum.less += it.less;
        sum.fen_before += it.fen_before;
        sum.fen_after += it.fen_after;
        sum.fund = sum.fund.take().or(it.fund);
        let room = EXAMPLES.saturating_sub(sum.examples.len());
        sum.examples.extend(it.examples.into_iter().take(room));
    }
}
