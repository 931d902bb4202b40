//! The official texts, where they are present: in UTF-8, in GB 18030, and as a web page, the same paragraphs.

use crate::{paragraphs, reader};
use anye_reading::Limits;
use std::path::{Path, PathBuf};

fn seeds() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let folder = std::env::var_os("ANYE_SEEDS").map_or_else(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// The paragraphs, with the no-break spaces of web pages as spaces.
fn lines(bytes: &[u8]) -> Vec<String> {
    let reading = reader(Limits::default()).read_blocking(bytes, "seed").unwrap();
    paragraphs(&reading).iter().map(|line| line.replace('\u{a0}', " ")).collect()
}

/// Says which paragraph differs, and does not print the official text.
fn same(found: &[String], expected: &[String], path: &Path) {
    let differs = found.iter().zip(expected).position(|(one, other)| one != other);
    assert!(found == expected, "{}: paragraph {differs:?} of {}", path.display(), expected.len());
}

#[test]
fn the_official_texts_come_out_alike_in_every_encoding() {
    let Some(folder) = seeds() else {
        eprintln!("SKIPPED: no official texts (set ANYE_SEEDS to their folder)");
        return;
    };
    let mut read = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let expected = lines(&bytes);
        assert!(expected.len() > 5, "{}", path.display());
        let gb = encoding_rs::GB18030.encode(&text).0.into_owned();
        same(&lines(&gb), &expected, &path);
        let page: String = text.lines().map(|line| format!("<p>{line}</p>\n")).collect();
        same(&lines(format!("<html>{page}").as_bytes()), &expected, &path);
        read += 1;
    }
    assert!(read > 0, "the folder of official texts holds none");
}
