//! Speed of a whole population: the pack's law over made-up persons with their contracts and employers, beside a bare scan that reads the same columns.
//! One JSON line per measure. It must never count a run that leaves anything out.
//!
//! `ANYE_PROFILE=1`: instead, what each rule costs over the first partition, dearest first.
//! `ANYE_TABLES=1`: instead, ten rules for the comparison in `benches/peers/tables.sh`.
//! `ANYE_PERSONS` (default 1,000,000), `ANYE_THREADS` (default 2), `ANYE_POPULATION` (a folder to keep the people in; else they are removed).

#![expect(clippy::print_stdout, reason = "a benchmark's output is what it is for")]
#![expect(clippy::expect_used, reason = "a benchmark that cannot load its data has nothing to say")]

#[path = "../tests/it/pack.rs"]
#[expect(clippy::unwrap_used, reason = "shared with the tests")]
mod pack;
mod profile;
mod scan;
mod tables;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anye_batch::synth::{PARTITION, People, write_people};
use anye_batch::{Order, run, wanted_columns};
use anye_law::book::{Book, KindId, RuleId};
use anye_law::day::Day;
use hashbrown::HashSet;

fn main() {
    let number = |name: &str, default: usize| {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let (persons, threads) = (number("ANYE_PERSONS", 1_000_000), number("ANYE_THREADS", 2));
    let rounds = number("ANYE_ROUNDS", 3);
    let compiled = pack::compiled();
    let book = &compiled.book;
    let on = Day::new(2020, 6, 30).expect("a day");
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let dir =
        std::env::var_os("ANYE_POPULATION").map_or_else(|| temporary.path().join("people"), PathBuf::from);
    let rules: Vec<RuleId> =
        (0..book.rules.len()).filter_map(|ix| u16::try_from(ix).ok()).map(RuleId).collect();
    let columns = wanted_columns(book, &rules);
    if !dir.exists() {
        make(book, &columns, persons, threads, on, &dir);
    }
    one("bytes on disk", "MB", bytes(&dir) as f64 / 1e6);
    if std::env::var_os("ANYE_PROFILE").is_some() {
        profile::profile(book, &dir, &columns, on);
        return;
    }
    if std::env::var_os("ANYE_TABLES").is_some() {
        tables::tables(book, &dir, on, threads, rounds);
        return;
    }
    for round in 1..=rounds {
        let before = processor();
        let (scanned, rows) = timed(|| scan::scan(book, &dir, &rules, threads));
        one(&format!("round {round}: bare scan of the same columns"), "s", scanned);
        let scanned_cpu = processor() - before;
        let order = |out| Order {
            book,
            population: &dir,
            out,
            on,
            known: None,
            rules: Vec::new(),
            params: Default::default(),
            threads,
        };
        let before = processor();
        let (sums, report) = timed(|| run(&order(None), &|_, _| ()).expect("the population is sound"));
        let sums_cpu = processor() - before;
        one(&format!("round {round}: the whole pack, sums only"), "s", sums);
        let out = temporary.path().join(format!("decisions-{round}"));
        let before = processor();
        let (written, full) = timed(|| run(&order(Some(&out)), &|_, _| ()).expect("the population is sound"));
        let written_cpu = processor() - before;
        assert_eq!(report.totals(), full.totals(), "both runs decide the same");
        let granted: u64 = full.totals().values().map(|tally| tally.granted).sum();
        one(&format!("round {round}: the whole pack, decisions written"), "s", written);
        one(&format!("round {round}: decisions on disk"), "MB", bytes(&out) as f64 / 1e6);
        one(&format!("round {round}: values scanned"), "values", rows as f64);
        one(&format!("round {round}: things"), "things", full.things as f64);
        one(&format!("round {round}: granted"), "decisions", granted as f64);
        for (what, seconds, cpu) in
            [("sums only", sums, sums_cpu), ("decisions written", written, written_cpu)]
        {
            let compare = format!("round {round}: compare {what} with the scan");
            one(&format!("{compare} (≤ 4)"), "times", seconds / scanned);
            // On a machine that does other things too, the wall clock says little.
            one(&format!("{compare}, processor time"), "times", cpu / scanned_cpu);
        }
        std::fs::remove_dir_all(&out).expect("the decisions are ours to remove");
    }
    one("peak memory (budget 4096)", "MB", peak());
}

fn make(book: &Book, columns: &HashSet<(KindId, u16)>, persons: usize, threads: usize, on: Day, dir: &Path) {
    // Cities and counties of which the pack has rules or figures of their own, and some without.
    let places: Vec<String> =
        ["210102", "210402", "210403", "210502", "211302", "211303", "211382", "210202"]
            .map(str::to_owned)
            .to_vec();
    let people =
        People { book, columns, places: &places, persons, partition: PARTITION, unknown: 5, seed: 7, on };
    let (seconds, partitions) =
        timed(|| write_people(&people, dir, threads).expect("the people can be written"));
    one("making the people", "s", seconds);
    one("partitions", "partitions", partitions as f64);
}

fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let out = work();
    (start.elapsed().as_secs_f64(), out)
}

fn one(measure: &str, unit: &str, value: f64) {
    println!(
        "{}",
        serde_json::json!({"bench": "population", "measure": measure, "unit": unit, "value": value})
    );
}

fn bytes(dir: &Path) -> u64 {
    std::fs::read_dir(dir)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .map(|entry| match entry.metadata() {
            Ok(about) if about.is_dir() => bytes(&entry.path()),
            Ok(about) => about.len(),
            Err(_) => 0,
        })
        .sum()
}

/// Processor time of this process so far, in seconds, as the system counts it (hundredths); zero where it does not say.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default();
    fields.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>()
        / 100.0
}

/// The most memory this process ever held, as the system counts it; zero where it does not say.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
