//! The pack holds facts and titles of our own, never sentences of the official texts. Tried against the texts where they are at hand.

use std::fs;
use std::path::PathBuf;

use anye_pack::{Pack, Source};

use crate::folder::repository;

/// Longer runs than this of the same characters would be a copied sentence; units and programme names stay below.
const LONGEST_COMMON_RUN: usize = 24;

fn seeds() -> Option<Vec<String>> {
    let folder =
        std::env::var_os("ANYE_SEEDS").map_or_else(|| repository().join("../shared/seeds"), PathBuf::from);
    let texts: Vec<String> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| fs::read_to_string(entry.ok()?.path()).ok())
        .map(|text| text.chars().filter(|c| c.is_alphanumeric()).collect())
        .collect();
    (!texts.is_empty()).then_some(texts)
}

#[test]
fn no_sentence_of_an_official_text_is_in_the_pack() {
    let Some(texts) = seeds() else {
        println!("SKIPPED: the official texts are not at hand (set ANYE_SEEDS to their folder)");
        return;
    };
    let pack = Pack::load(&Source::Embedded).unwrap();
    let files = pack.paths().filter(|path| path.starts_with("documents/") || path.ends_with("units.toml"));
    let mut copied = Vec::new();
    for path in files {
        let text = std::str::from_utf8(pack.file(path).unwrap()).unwrap();
        for line in text.lines().filter(|line| !is_title_line(line)) {
            let line = strip_titles(line);
            let bare: Vec<char> = line.chars().filter(|c| c.is_alphanumeric()).collect();
            for window in bare.windows(LONGEST_COMMON_RUN + 1) {
                let run: String = window.iter().collect();
                if texts.iter().any(|text| text.contains(&run)) {
                    copied.push(format!("{path}: {run}"));
                    break;
                }
            }
        }
    }
    assert!(copied.is_empty(), "{copied:#?}");
}

/// Titles of documents are names, not sentences.
fn is_title_line(line: &str) -> bool {
    line.starts_with("title") || line.starts_with("basis")
}

fn strip_titles(line: &str) -> String {
    let mut rest = line;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once('《') {
        kept.push_str(before);
        rest = after.split_once('》').map_or("", |(_, after)| after);
    }
    kept + rest
}
