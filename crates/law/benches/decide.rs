//! Speed of deciding with the real pack: one subject against every rule of its kinds, one JSON line per measure. It must never leave out the reasons.

#![expect(clippy::print_stdout, reason = "a benchmark's output is what it is for")]
#![expect(clippy::expect_used, reason = "a benchmark that cannot load its data has nothing to say")]

use std::path::{Path, PathBuf};
use std::{hint::black_box, time::Instant};

use anye_law::book::{Book, Dim, Ty, Val};
use anye_law::compile::{Table, compile};
use anye_law::day::Day;
use anye_law::decide::answer::Builder;
use anye_law::decide::{Engine, Facts, Outcome, Query, Wishes, decide};
use anye_law::num::Num;
use anye_law::span::SourceFile;

const ROUNDS: usize = 2_000;

fn main() {
    let law = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/liaoning/law");
    let (sources, tables) = (sources(&law), tables(&law.join("data")));
    let start = Instant::now();
    let compiled = compile(sources, &tables);
    one("compile the pack", "ms", start.elapsed().as_secs_f64() * 1e3);
    let book = &compiled.book;
    let engine = Engine::new(book);
    for (name, known) in [("every field known", true), ("no field known", false)] {
        let facts = person_at_work(book, known);
        let session = engine.session(&facts, None);
        let rules = session.rules_with_subjects();
        let records = session.run(&rules, &Wishes::default());
        one(&format!("{name}: rules decided"), "rules", records.len() as f64);
        for outcome in [
            Outcome::Granted,
            Outcome::Refused,
            Outcome::NotInForce,
            Outcome::Needs,
            Outcome::Excluded,
            Outcome::Error,
        ] {
            let count = records.iter().filter(|record| record.outcome == outcome).count();
            one(&format!("{name}: {outcome:?}"), "decisions", count as f64);
        }
        spread(&format!("{name}: decide with reasons as data"), || {
            let session = engine.session(&facts, None);
            black_box(session.run(&session.rules_with_subjects(), &Wishes::default()).len());
        });
        spread(&format!("{name}: and what is needed"), || {
            let session = engine.session(&facts, None);
            let records = session.run(&session.rules_with_subjects(), &Wishes::default());
            black_box(records.iter().map(|record| session.needs(record).len()).sum::<usize>());
        });
        spread(&format!("{name}: and everything in words"), || {
            let session = engine.session(&facts, None);
            let builder = Builder { session: &session, chinese: true };
            let records = session.run(&session.rules_with_subjects(), &Wishes::default());
            black_box(records.iter().map(|record| builder.decision(record).text.len()).sum::<usize>());
        });
        spread(&format!("{name}: and as JSON text"), || {
            let answer = decide(book, &facts, &Query::default()).expect("it decides");
            black_box(serde_json::to_string(&answer).expect("an answer is JSON").len());
        });
    }
}

/// One person, one contract, one employer in Fushun in spring 2020, with all their fields or none.
fn person_at_work(book: &Book, known: bool) -> Facts {
    let on = Day::new(2020, 4, 1).expect("a day");
    let mut facts = Facts::new(book, "210402", on);
    for key in ["persons", "employers", "contracts"] {
        let kind = book.find_kind(key).expect("the common dictionary has it");
        facts.add(kind, "1");
    }
    for key in ["persons", "employers", "contracts"] {
        let kind = book.find_kind(key).expect("the common dictionary has it");
        for (ix, field) in book.kind(kind).fields.iter().enumerate() {
            let value = match field.ty {
                Ty::Thing(to) if ["persons", "employers"].contains(&book.kind(to).id.as_str()) => {
                    Val::Thing(0)
                }
                _ if !known => continue,
                Ty::Bool => Val::Bool(ix % 2 == 0),
                Ty::Num(dim) => Val::Num(Num::int(if dim == Dim::MONEY { 500_000 } else { 24 })),
                Ty::Date | Ty::Month => Val::Date(on.plus_days(-60).expect("a day")),
                Ty::Text => Val::Text("210402".into()),
                Ty::Window => Val::Window(on, on),
                Ty::Enum(_) => Val::Enum(0),
                Ty::Thing(_) | Ty::Many(_) => continue,
            };
            facts.set(kind, 0, u16::try_from(ix).expect("few fields"), value);
        }
    }
    facts.finish();
    facts
}

fn spread(measure: &str, mut work: impl FnMut()) {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let at = |part: usize| times[(times.len() - 1) * part / 100];
    println!(
        "{}",
        serde_json::json!({"bench": "decide", "measure": measure, "unit": "us", "median": at(50), "p95": at(95)})
    );
}

fn one(measure: &str, unit: &str, value: f64) {
    println!("{}", serde_json::json!({"bench": "decide", "measure": measure, "unit": unit, "value": value}));
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = std::fs::read_dir(dir)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    paths
}

fn sources(dir: &Path) -> Vec<SourceFile> {
    let law = files(dir).into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "law"));
    law.map(|path| SourceFile {
        text: std::fs::read_to_string(&path).expect("a file of the pack"),
        path: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
    })
    .collect()
}

fn tables(dir: &Path) -> Vec<Table> {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    files(dir)
        .into_iter()
        .map(|path| Table {
            path: format!("data/{}", name(&path)),
            text: std::fs::read_to_string(&path).expect("a table of the pack"),
        })
        .collect()
}
