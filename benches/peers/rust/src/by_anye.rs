//! The ten rules of the real pack through `anye_law::decide`, with clauses, windows and outputs as data. It must never use other texts than the pack's.

use std::path::{Path, PathBuf};

use anye_law::book::{Book, RuleId, Val};
use anye_law::compile::{Table, compile};
use anye_law::day::Day;
use anye_law::decide::{Engine, Facts, Outcome, Record, Status, Wishes};
use anye_law::span::SourceFile;
use serde_json::Value;

use crate::rules::{Said, TEN};

/// The pack's rule book.
pub fn book() -> Book {
    let law = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../packs/liaoning/law");
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let text = |path: &Path| std::fs::read_to_string(path).expect("a file of the pack");
    let sources = files(&law)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "law"))
        .map(|path| SourceFile { text: text(&path), path: name(&path) })
        .collect();
    let tables: Vec<Table> = files(&law.join("data"))
        .into_iter()
        .map(|path| Table { path: format!("data/{}", name(&path)), text: text(&path) })
        .collect();
    compile(sources, &tables).book
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of the pack");
    let mut paths: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// The ten in the book.
pub fn ten(book: &Book) -> Vec<RuleId> {
    TEN.iter().map(|rule| book.find_rule(rule.id).expect("a rule of the pack")).collect()
}

/// The facts of one subject.
pub fn read(book: &Book, facts: &Value) -> Facts {
    let on = Day::new(2020, 6, 1).expect("a day");
    Facts::read(book, facts, on).unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// The ten for one subject: clauses, then counts, exclusions, shares.
pub fn decide(engine: &Engine<'_>, ten: &[RuleId], facts: &Facts) -> Vec<Record> {
    engine.session(facts, None).run(ten, &Wishes::default())
}

/// In the words that the peers are compared by.
pub fn said(book: &Book, records: &[Record]) -> Vec<Said> {
    records
        .iter()
        .map(|record| Said {
            outcome: match record.outcome {
                Outcome::Granted => 2,
                Outcome::Refused => 1,
                Outcome::NotInForce => 0,
                other => panic!("{}: {other:?}", book.rule(record.rule).id),
            },
            value: value(book, record),
            clauses: record.clauses.iter().map(|status| *status == Status::Held).collect(),
        })
        .collect()
}

fn value(book: &Book, record: &Record) -> Option<i64> {
    if record.outcome != Outcome::Granted {
        return None;
    }
    let rule = book.rule(record.rule);
    let tier = record.outputs.iter().find(|(at, _)| rule.locals[usize::from(*at)].id == "tier");
    match tier {
        Some((_, Val::Num(number))) => number.to_i64(),
        _ => record.fen,
    }
}
