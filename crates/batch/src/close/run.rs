//! The run: partitions in any order and anywhere, the whole at the end in the order of their names. It must never add up in the order in which they came.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anye_signals::close::{CellSeries, Domain, Judged, Judging, MonthClose, judge, month_close, roll_up};
use anye_signals::lights::{Light, Steps};
use serde::{Deserialize, Serialize};

use super::panel::Panel;
use super::{cells, judged};
use crate::population::Fault;
use crate::write;

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Close {
    /// Folder of frames and panels.
    pub panel: PathBuf,
    /// Steps of the gross job-loss rate at which the lights go on: blue, yellow, orange, red; the detectors judge alone where there are none.
    pub loss: Option<Steps>,
}

impl Close {
    fn settings(&self) -> MonthClose {
        MonthClose { judging: Judging { loss: self.loss, ..Judging::default() }, ..MonthClose::default() }
    }

    /// What makes a run this run: another panel or other steps do not go on in its folder.
    fn stamp(&self) -> String {
        let steps = self.loss.map(|one| format!("{} {} {} {}", one.blue, one.yellow, one.orange, one.red));
        format!("month close 1\n{}\n{}\n", self.panel.display(), steps.unwrap_or_default())
    }
}

/// What a close came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Partitions.
    pub partitions: usize,
    /// Places, industries, cells and sums judged.
    pub domains: usize,
    /// Of them with a light.
    pub with_light: usize,
    /// Of them yellow or worse.
    pub lit: usize,
}

impl Summary {
    fn add(&mut self, all: &[Judged]) {
        self.domains += all.len();
        self.with_light += all.iter().filter(|one| one.light.is_some()).count();
        self.lit += all.iter().filter(|one| one.light >= Some(Light::Yellow)).count();
    }
}

/// What a finished partition leaves besides its files.
#[derive(Serialize, Deserialize)]
struct Mark {
    stamp: String,
    sums: Summary,
}

/// The partitions of a folder, in the order of their names.
pub fn partitions(panel: &Path) -> Result<Vec<String>, Fault> {
    let folder = panel.join("panel");
    let nothing = |_| {
        Fault::Wrong(format!(
            "{}: no panel here; it needs panel/<city>.parquet and frame/<city>.parquet",
            panel.display()
        ))
    };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(nothing)? {
        let path = entry.map_err(|error| Fault::Io { path: folder.clone(), error })?.path();
        let name = path.file_stem().and_then(|name| name.to_str()).map(str::to_owned);
        if let (Some(name), true) = (name, path.extension().is_some_and(|extension| extension == "parquet")) {
            names.push(name);
        }
    }
    names.sort();
    if names.is_empty() { Err(nothing(std::io::Error::other("empty"))) } else { Ok(names) }
}

/// Where a partition's result of a kind lies: `judged` or `cells`.
#[must_use]
pub fn result(out: &Path, kind: &str, name: &str) -> PathBuf {
    let extension = if kind == "judged" { "csv" } else { "parquet" };
    out.join(kind).join(format!("{name}.{extension}"))
}

/// Where the mark of a finished partition lies.
#[must_use]
pub fn mark(out: &Path, name: &str) -> PathBuf {
    write::mark(out, name)
}

fn finished(close: &Close, out: &Path, name: &str) -> Option<Summary> {
    let mark: Mark = serde_json::from_slice(&std::fs::read(mark(out, name)).ok()?).ok()?;
    (mark.stamp == close.stamp()).then_some(mark.sums)
}

/// Makes the folder, or goes on with that of the same run that was stopped: the partitions that are left.
pub fn pending(close: &Close, out: &Path) -> Result<Vec<String>, Fault> {
    let mut names = partitions(&close.panel)?;
    write::prepare(out, &close.stamp())?;
    names.retain(|name| finished(close, out, name).is_none());
    Ok(names)
}

/// Closes one partition: its files and its mark below `out`.
pub fn close_partition(close: &Close, out: &Path, name: &str) -> Result<(), Fault> {
    let panel = Panel::read(&close.panel, name)?;
    let closed = month_close(&panel.partition(), &close.settings())
        .map_err(|fault| Fault::Wrong(format!("{name}: {fault}")))?;
    let mut sums = Summary { partitions: 1, ..Summary::default() };
    sums.add(&closed.judged);
    // A city's own sums by industry go up, so that the whole needs no county in memory.
    let up = roll_up(&closed.cells, &|cell| vec![Domain::Industry(cell.industry)]);
    let up: Vec<CellSeries> = up
        .into_iter()
        .filter_map(|(domain, series)| match domain {
            Domain::Industry(industry) => {
                Some(CellSeries { place: 0, industry, start: series.start, months: series.months })
            }
            _ => None,
        })
        .collect();
    judged::write(&result(out, "judged", name), &closed.judged)?;
    cells::write(&result(out, "cells", name), &up)?;
    let mark = Mark { stamp: close.stamp(), sums };
    write::put(&write::mark(out, name), &serde_json::to_vec(&mark).unwrap_or_default())
}

/// The whole, when all partitions are there.
pub fn finish(close: &Close, out: &Path) -> Result<Summary, Fault> {
    let (mut sums, mut up) = (Summary::default(), Vec::new());
    for name in partitions(&close.panel)? {
        let own = finished(close, out, &name)
            .ok_or_else(|| Fault::Wrong(format!("{name}: this partition is not closed yet")))?;
        sums.partitions += own.partitions;
        sums.domains += own.domains;
        sums.with_light += own.with_light;
        sums.lit += own.lit;
        up.extend(cells::read(&result(out, "cells", &name))?);
    }
    let judging = close.settings().judging;
    let whole: Vec<Judged> = roll_up(&up, &|cell| vec![Domain::Industry(cell.industry), Domain::All])
        .into_iter()
        .map(|(domain, series)| judge(domain, &series.months, series.start, &judging))
        .collect();
    sums.add(&whole);
    judged::write(&out.join("judged.csv"), &whole)?;
    write::put(&out.join("report.json"), &serde_json::to_vec_pretty(&sums).unwrap_or_default())?;
    Ok(sums)
}

/// Everything in this process, on so many threads. `told` hears after each partition how many are done of how many.
pub fn close_all(
    close: &Close,
    out: &Path,
    threads: usize,
    told: &(dyn Fn(usize, usize) + Sync),
) -> Result<Summary, Fault> {
    let left = pending(close, out)?;
    let all = partitions(&close.panel)?.len();
    let queue = Mutex::new((left.into_iter(), None::<Fault>));
    let state = || queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let work = || {
        loop {
            let name = {
                let mut queue = state();
                if queue.1.is_some() { None } else { queue.0.next() }
            };
            let Some(name) = name else { break };
            match close_partition(close, out, &name) {
                Ok(()) => told(all - state().0.len(), all),
                Err(fault) => {
                    state().1.get_or_insert(fault);
                }
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(work);
        }
    });
    match queue.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).1 {
        Some(fault) => Err(fault),
        None => finish(close, out),
    }
}
