//! The law of the built-in pack: nothing blocks publication, and every case beside the rules comes out as its author says.

use anye_law::scenario;
use anye_law::span::Severity;
use anye_pack::{Pack, Source};

fn pack() -> Pack {
    Pack::load(&Source::Embedded).expect("the built-in pack loads")
}

#[test]
fn nothing_blocks_publication() {
    let compiled = pack().law();
    let errors: Vec<String> = compiled
        .diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .map(|d| format!("{} {} {}", compiled.book.sources[d.span.file.0 as usize].path, d.code, d.zh))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert!(compiled.book.rules.len() > 500 && compiled.scenarios.len() > 500);
}

#[test]
fn every_case_comes_out_as_its_author_says() {
    let compiled = pack().law_unchecked();
    let mut passed = 0;
    let mut failed = Vec::new();
    for item in &compiled.scenarios {
        let results = scenario::run(&compiled.book, item).unwrap_or_else(|d| panic!("{}", d.zh));
        for result in results {
            if result.passed() {
                passed += 1;
            } else {
                failed.push(format!("{} · {}: {}", result.rule, result.title, result.differences.join("; ")));
            }
        }
    }
    assert!(failed.is_empty(), "{} of {} fail:\n{}", failed.len(), passed + failed.len(), failed.join("\n"));
    assert!(passed > 3_000, "{passed}");
}
