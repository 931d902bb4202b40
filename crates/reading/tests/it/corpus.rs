//! The bad-input corpus: every file of the table is refused with the code and the fact the table says, soon, by a
//! child that cannot have more memory than its limit.

use crate::{file, make, reader};
use anye_reading::{Fact, Limits, ReadError};
use std::time::{Duration, Instant};

/// Refusals must come this soon; a build without optimisation fills the memory limit more slowly.
const SOON: Duration = Duration::from_secs(if cfg!(debug_assertions) { 10 } else { 2 });

fn refused(name: &str, bytes: &[u8]) -> ReadError {
    let started = Instant::now();
    let result = reader(Limits::default()).read_blocking(bytes, name);
    let took = started.elapsed();
    assert!(took <= SOON, "{name}: took {took:?}");
    match result {
        Err(error) => error,
        Ok(reading) => panic!("{name}: was read as {:?}, {} bytes", reading.format, reading.text.len()),
    }
}

#[test]
fn every_file_of_the_table_is_refused_as_it_says() {
    let table = String::from_utf8(file("corpus/expected.csv")).unwrap();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for row in table.lines().skip(1) {
        let [name, code, fact] = row.split(',').collect::<Vec<_>>()[..] else { panic!("row: {row}") };
        let error = refused(name, &file(&format!("corpus/{name}")));
        let facts: Vec<String> =
            error.facts().iter().map(|(key, fact)| format!("{key}={}", show(*fact))).collect();
        let facts = facts.join(" ");
        if error.code() != code || facts != fact {
            wrong.push(format!("{name},{},{facts}   (expected {code},{fact})", error.code()));
        }
        seen += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let files = std::fs::read_dir(format!("{}/tests/corpus", env!("CARGO_MANIFEST_DIR"))).unwrap().count();
    assert_eq!(seen, files - 1, "every file of the corpus stands in the table");
}

fn show(fact: Fact) -> String {
    match fact {
        Fact::Number(number) => number.to_string(),
        Fact::Word(word) => word.to_owned(),
    }
}

#[test]
fn large_files_are_refused_by_size() {
    let fifty_mb = "就业登记\n".repeat(50 * 1024 * 1024 / 13);
    let error = refused("large.txt", fifty_mb.as_bytes());
    assert_eq!(error, ReadError::TooLarge { size: fifty_mb.len() as u64, limit: 20 * 1024 * 1024 });

    let long = "就业登记\n".repeat(6 * 1024 * 1024 / 13);
    let limit = 5 * 1024 * 1024;
    assert_eq!(refused("long.txt", long.as_bytes()), ReadError::TextTooLarge { limit });
    let page = format!("<html><body><p>{long}</p></body></html>");
    assert_eq!(refused("long.html", page.as_bytes()), ReadError::TextTooLarge { limit });
}

#[test]
fn a_document_with_too_many_entries_is_refused() {
    let names: Vec<String> = (0..6_000).map(|at| format!("word/media/{at}.png")).collect();
    let mut entries: Vec<(&str, &[u8])> = vec![("[Content_Types].xml", make::TYPES)];
    entries.extend(names.iter().map(|name| (name.as_str(), &b""[..])));
    let error = refused("entries.docx", &make::zip(&entries));
    assert_eq!(error.facts(), vec![("what", Fact::Word("entries"))]);
}

#[test]
fn deep_tables_are_refused_and_deep_markup_costs_nothing() {
    let tables = format!("<html>{}x", "<table><tr><td>".repeat(100_000));
    assert_eq!(refused("tables.html", tables.as_bytes()).facts(), vec![("what", Fact::Word("depth"))]);
    let started = Instant::now();
    let nested = format!("<html>{}第一条", "<div>".repeat(200_000));
    let reading = reader(Limits::default()).read_blocking(nested.as_bytes(), "deep.html").unwrap();
    assert_eq!(reading.text, "第一条\n");
    assert!(started.elapsed() < SOON);
}

#[test]
fn a_virus_test_string_is_only_text() {
    // In two halves, so that no scanner takes this source file for the test file.
    let eicar = [r"X5O!P%@AP[4\PZX54(P^)7CC)7}", "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].concat();
    let reading = reader(Limits::default()).read_blocking(eicar.as_bytes(), "eicar.com").unwrap();
    assert_eq!(reading.text.trim_end(), eicar);
}

#[test]
fn messages_say_what_to_do() {
    let error = refused("old.doc", &file("corpus/old.doc"));
    assert!(error.to_string().contains("save it as DOCX"), "{error}");
}
