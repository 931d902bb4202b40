//! A whole population: partition by partition on all cores, each finished before it is named, so that a run can go on where it stopped. It must never leave
//! a half-written file under its final name.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anye_law::book::{Book, ParamId, RuleId, Val};
use anye_law::day::Day;
use anye_law::decide::Engine;
use hashbrown::HashMap;

use crate::part::{Columns, Part, part};
use crate::population::{Fault, layout};
use crate::tally::Report;
use crate::write;

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

pub(crate) fn wanted_rules(order: &Order<'_>) -> Vec<RuleId> {
    let all = || (0..order.book.rules.len()).filter_map(|ix| u16::try_from(ix).ok()).map(RuleId);
    if order.rules.is_empty() {
        all().filter(|rule| order.book.rule(*rule).order.is_empty()).collect()
    } else {
        order.rules.clone()
    }
}
