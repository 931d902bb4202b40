//! The pack's law, compiled.

use std::path::Path;

use anye_law::compile::{Compiled, Table, compile};
use anye_law::span::SourceFile;

/// The rule book of the pack.
pub fn compiled() -> Compiled {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/liaoning/law");
    let mut sources = Vec::new();
    let mut tables = Vec::new();
    let mut paths: Vec<_> = std::fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|e| e == "law")) {
        sources.push(SourceFile {
            path: path.file_name().unwrap().to_string_lossy().into_owned(),
            text: std::fs::read_to_string(path).unwrap(),
        });
    }
    for entry in std::fs::read_dir(dir.join("data")).into_iter().flatten() {
        let path = entry.unwrap().path();
        tables.push(Table {
            path: format!("data/{}", path.file_name().unwrap().to_string_lossy()),
            text: std::fs::read_to_string(&path).unwrap(),
        });
    }
    compile(sources, &tables)
}
