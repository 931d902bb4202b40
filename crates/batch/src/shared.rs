//! One run shared out among processes (`anye-cluster`): what is left to decide, one partition into a folder of its own, the sums at the end. Every step is
//! the one that [`crate::run()`] takes; it must never decide anything by a way of its own.

use std::path::{Path, PathBuf};

use anye_law::decide::Engine;

use crate::part::{Columns, part};
use crate::population::{Fault, Slice, layout};
use crate::run::{Order, stamp, wanted_rules};
use crate::tally::Report;
use crate::write;

/// What is left of a run.
#[derive(Debug, Clone)]
pub struct Pending {
    /// Partitions without decisions yet, in the order of their names.
    pub slices: Vec<Slice>,
    /// How many an earlier run finished.
    pub done: usize,
}

/// Makes the folder of the decisions, or goes on with that of the same run that was stopped.
pub fn pending(order: &Order<'_>) -> Result<Pending, Fault> {
    let out = out(order)?;
    let stamp = stamp(order, &wanted_rules(order));
    let mut slices = layout(order.book, order.population)?.slices;
    write::prepare(out, &stamp)?;
    let all = slices.len();
    slices.retain(|slice| write::finished(out, &slice.name, &stamp).is_none());
    Ok(Pending { done: all - slices.len(), slices })
}

/// Decides one partition: its files and its mark below `order.out`, which needs no other preparation.
pub fn decide(order: &Order<'_>, slice: &Slice) -> Result<(), Fault> {
    out(order)?;
    let rules = wanted_rules(order);
    let columns = Columns::new(order.book, &rules);
    part(order, &Engine::new(order.book), &columns, slice, &stamp(order, &rules)).map(|_| ())
}

/// The sums of a run whose partitions are all there, of which an earlier run had finished `resumed`.
pub fn finish(order: &Order<'_>, resumed: usize) -> Result<Report, Fault> {
    let out = out(order)?;
    let stamp = stamp(order, &wanted_rules(order));
    let mut report = Report { resumed, ..Report::of(order) };
    for slice in layout(order.book, order.population)?.slices {
        let part = write::finished(out, &slice.name, &stamp)
            .ok_or_else(|| Fault::Wrong(format!("{}: this partition is not decided yet", slice.name)))?;
        report.take(&slice.name, part);
    }
    write::report(out, &report)?;
    Ok(report)
}

/// Where the mark of a finished partition lies.
#[must_use]
pub fn mark(out: &Path, partition: &str) -> PathBuf {
    write::mark(out, partition)
}

/// Where the decisions of a partition about a kind lie.
#[must_use]
pub fn decisions(out: &Path, kind: &str, partition: &str) -> PathBuf {
    out.join(kind).join(format!("{partition}.parquet"))
}

fn out<'o>(order: &Order<'o>) -> Result<&'o Path, Fault> {
    order.out.ok_or_else(|| Fault::Wrong("a shared run needs a folder for the decisions".to_owned()))
}
