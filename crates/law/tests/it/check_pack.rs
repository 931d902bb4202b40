//! The law of the pack itself: nothing in it blocks publication.

use anye_law::check::compile_sources;
use anye_law::compile::{Compiled, Table};
use anye_law::span::{Diagnostic, Severity, SourceFile};
use std::path::{Path, PathBuf};

pub(super) fn files(dir: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(dir)
        .map(|entries| entries.filter_map(Result::ok).map(|entry| entry.path()).collect())
        .unwrap_or_default();
    paths.sort();
    paths
}

pub(super) fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The pack's law as the program loads it.
fn pack() -> Compiled {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/liaoning/law");
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let sources = files(&dir)
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "law" || e == "case"))
        .map(|path| SourceFile { path: name(path), text: read(path) })
        .collect();
    let tables: Vec<Table> = files(&dir.join("data"))
        .iter()
        .map(|path| Table { path: format!("data/{}", name(path)), text: read(path) })
        .collect();
    compile_sources(sources, &tables, None)
}

fn line(compiled: &Compiled, found: &Diagnostic) -> String {
    let source = &compiled.book.sources[found.span.file.0 as usize];
    let line = source.text[..found.span.start as usize].matches('\n').count() + 1;
    format!("{}:{line} {} {:?} {} | {}", source.path, found.code, found.severity, found.zh, found.en)
}

#[test]
fn the_law_of_the_pack_has_no_errors() {
    let compiled = pack();
    assert!(compiled.book.rules.len() > 100, "only {} rules were found", compiled.book.rules.len());
    for found in &compiled.diagnostics {
        println!("{}", line(&compiled, found));
    }
    let errors: Vec<String> = compiled
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .map(|found| line(&compiled, found))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}
