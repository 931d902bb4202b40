//! Where the time of one partition goes: reading it, then each rule by itself on one core, dearest first. It must never be part of a measure.

use std::path::Path;
use std::time::Instant;

use anye_batch::decide_all;
use anye_batch::population::{layout, read};
use anye_law::book::{Book, KindId, RuleId};
use anye_law::day::Day;
use anye_law::decide::{Engine, Outcome};
use hashbrown::HashSet;

/// One line a rule: milliseconds, nanoseconds a row, rows, how they came out.
pub fn profile(book: &Book, dir: &Path, columns: &HashSet<(KindId, u16)>, on: Day) {
    let slices = layout(book, dir).expect("a population").slices;
    let slice = slices.first().expect("a partition");
    let start = Instant::now();
    let facts = read(book, slice, on, &Default::default(), Some(columns)).expect("a sound partition");
    println!("{:9.2} ms reading {}", start.elapsed().as_secs_f64() * 1e3, slice.name);
    let engine = Engine::new(book);
    let mut lines = Vec::new();
    for ix in 0..book.rules.len() {
        let rule = RuleId(u16::try_from(ix).expect("few rules"));
        let start = Instant::now();
        let all = decide_all(&engine, &facts, None, rule);
        let seconds = start.elapsed().as_secs_f64();
        if !all.is_empty() {
            let count = |outcome| all.iter().filter(|verdict| verdict.outcome == outcome).count();
            let outcomes =
                [Outcome::Granted, Outcome::Refused, Outcome::NotInForce, Outcome::Needs].map(count);
            lines.push((seconds, all.len(), outcomes, book.rule(rule).id.as_str()));
        }
    }
    lines.sort_by(|a, b| b.0.total_cmp(&a.0));
    let total: f64 = lines.iter().map(|line| line.0).sum();
    println!("{:9.2} ms deciding {} rules", total * 1e3, lines.len());
    println!("       ms   ns/row     rows  granted/refused/not in force/needs  rule");
    for (seconds, rows, [granted, refused, out, needs], rule) in lines {
        let each = seconds * 1e9 / rows as f64;
        println!("{:9.2} {each:8.1} {rows:8}  {granted}/{refused}/{out}/{needs}  {rule}", seconds * 1e3);
    }
}
