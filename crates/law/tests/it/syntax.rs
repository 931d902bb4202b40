//! The parser on the specification's own examples and on the rule files of the pack.

use std::path::{Path, PathBuf};

use anye_law::parse;
use anye_law::span::{Diagnostic, FileId};

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every `law` and `case` block of the specification.
pub fn examples() -> Vec<String> {
    let text = std::fs::read_to_string(root().join("docs/law/language.md")).unwrap();
    let mut found = Vec::new();
    let mut block: Option<String> = None;
    for line in text.lines() {
        match &mut block {
            None if line == "```law" || line == "```case" => block = Some(String::new()),
            None => {}
            Some(_) if line.starts_with("```") => found.extend(block.take()),
            Some(body) => {
                body.push_str(line);
                body.push('\n');
            }
        }
    }
    found
}

/// Every rule and scenario file of the pack.
pub fn pack_files() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root().join("packs/liaoning/law")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "law" || e == "case") {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path.file_name().unwrap().to_string_lossy().into_owned(), text));
        }
    }
    found.sort();
    found
}

/// What is wrong, readable.
pub fn shown(text: &str, found: &[Diagnostic]) -> String {
    let mut out = String::new();
    for f in found {
        let before = &text[..f.span.start as usize];
        let line = before.matches('\n').count() + 1;
        let at = text.get(f.span.start as usize..f.span.end as usize).unwrap_or("?");
        out.push_str(&format!("{line}: {} `{at}` {} | {:?}\n", f.code, f.zh, f.suggestion));
    }
    out
}

#[test]
fn every_example_of_the_specification_parses() {
    let blocks = examples();
    assert!(blocks.len() >= 5, "the specification's examples are gone");
    for block in blocks {
        let (file, found) = parse(FileId(0), &block);
        assert!(found.is_empty(), "{block}\n{}", shown(&block, &found));
        assert!(!file.items.is_empty());
    }
}

#[test]
fn every_rule_file_of_the_pack_parses() {
    let mut wrong = String::new();
    let files = pack_files();
    assert!(!files.is_empty());
    for (name, text) in files {
        let (_, found) = parse(FileId(0), &text);
        if !found.is_empty() {
            wrong.push_str(&format!("== {name}\n{}", shown(&text, &found)));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_keyword_has_an_english_twin_that_parses() {
    let text = std::fs::read_to_string(root().join("crates/law/tests/sample/english.law")).unwrap();
    let (file, found) = parse(FileId(0), &text);
    assert!(found.is_empty(), "{}", shown(&text, &found));
    assert_eq!(file.items.len(), 6);
    crate::syntax_format::formatted(&text);
}
