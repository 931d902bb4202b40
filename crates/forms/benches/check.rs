//! How long one report of the size of the real one takes: checking, computing, reading what was written, writing the cells. Prints; it must never be part of a build.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement needs the clock and says what it found"
)]

use std::fs;
use std::hint::black_box;
use std::time::Instant;

use anye_forms::{Catalogue, Cell, Cells, Facts, Form, check, entry};

const ROUNDS: u32 = 200_000;

fn timed(what: &str, per: usize, mut run: impl FnMut()) {
    for _ in 0..ROUNDS / 10 {
        run();
    }
    let start = Instant::now();
    for _ in 0..ROUNDS {
        run();
    }
    let each = start.elapsed().as_secs_f64() / f64::from(ROUNDS);
    println!("{what}: {:.2} µs, {:.1} million cells/s", each * 1e6, per as f64 / each / 1e6);
}

fn filled(form: &Form, shift: i64) -> Cells {
    let mut cells = Cells::empty(form);
    for (id, number) in [
        ("wages", 45_000_000 + shift),
        ("arrears", 0),
        ("base_staff", 120),
        ("start_staff", 100 + shift),
        ("hired", 5),
        ("hired.expansion", 5),
        ("left", 7),
        ("left.layoff", 4),
        ("left.retired", 3),
        ("end_staff", 98 + shift),
        ("end_migrants", 40),
        ("planned_layoffs", 0),
    ] {
        cells.set(form.column(id).unwrap(), Cell::Number(number));
    }
    cells.set(form.column("operating").unwrap(), Cell::Choice(0));
    cells
}

fn main() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/liaoning/reporting");
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|kind| kind == "toml")
            && !path.to_string_lossy().ends_with(".case.toml")
        {
            files.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
    let start = Instant::now();
    let (catalogue, found) = Catalogue::read(&files, None);
    println!(
        "read {} forms, {} indicators, {} findings: {:.1} ms",
        catalogue.forms.len(),
        catalogue.indicators.len(),
        found.len(),
        start.elapsed().as_secs_f64() * 1e3
    );
    let form = catalogue.form("enterprise-monthly").unwrap();
    let count = form.items.len();
    let facts = Facts::new().with("industry", "C".into()).with("staff", 150_i64.into());
    let (now, before) = (filled(form, 2), filled(form, 0));
    let past: Vec<Cells> = (0..12).map(|n| filled(form, n % 4)).collect();
    let past: Vec<&Cells> = past.iter().collect();
    let doubts: Vec<String> =
        check(form, &now, Some(&before), &past, &facts).doubts.into_iter().map(|doubt| doubt.check).collect();
    println!("{count} cells, {} checks, {} limits; doubts: {doubts:?}", form.checks.len(), form.limits.len());
    let clean = {
        let mut cells = now.clone();
        cells.set(form.column("start_staff").unwrap(), Cell::Number(98));
        cells.set(form.column("end_staff").unwrap(), Cell::Number(96));
        cells
    };
    timed("check, alone", count, || drop(black_box(check(form, black_box(&clean), None, &[], &facts))));
    timed("check, with the report before and 12 earlier ones", count, || {
        drop(black_box(check(form, black_box(&clean), Some(&before), &past, &facts)))
    });
    timed("check, with a doubt", count, || {
        drop(black_box(check(form, black_box(&now), Some(&before), &past, &facts)))
    });
    let json = clean.to_json(form);
    timed("cells to JSON", count, || drop(black_box(black_box(&clean).to_json(form))));
    timed("cells from JSON", count, || drop(black_box(Cells::from_json(form, black_box(&json)))));
    let texts: Vec<(usize, &str)> =
        (0..count).map(|column| (column, ["120", "1,234", "１２０", "98"][column % 4])).collect();
    timed("entry of every cell", count, || {
        for (column, text) in &texts {
            let _ = black_box(entry(&form.items[*column], black_box(text)));
        }
    });
}
