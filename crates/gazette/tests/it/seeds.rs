//! The five official documents, read at run time from `../shared/seeds` (or `ANYE_SEEDS`).

use std::path::PathBuf;

use anye_findings::NoResolver;
use anye_gazette::{Document, Gazetteer, Inputs, read};

/// The folder with the official texts.
fn folder() -> PathBuf {
    std::env::var_os("ANYE_SEEDS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds"),
        PathBuf::from,
    )
}

/// The text of the document whose file name starts with `prefix`; says loudly when it is not there.
pub fn source(prefix: &str) -> Option<String> {
    let entry = std::fs::read_dir(folder())
        .ok()?
        .filter_map(Result::ok)
        .find(|entry| entry.file_name().to_string_lossy().starts_with(prefix));
    let text = entry.and_then(|entry| std::fs::read_to_string(entry.path()).ok());
    if text.is_none() {
        println!(
            "SKIPPED: the official document {prefix} is not at hand; set ANYE_SEEDS to the folder that holds it"
        );
    }
    text
}

pub struct Liaoning;

impl Gazetteer for Liaoning {
    fn place_of_issuer(&self, text: &str) -> Option<String> {
        const CITIES: [(&str, &str); 4] =
            [("抚顺市", "210400"), ("朝阳市", "211300"), ("沈阳市", "210100"), ("大连市", "210200")];
        CITIES
            .iter()
            .find(|(name, _)| text.contains(name))
            .map(|(_, code)| *code)
            .or(text.contains("辽宁省").then_some("210000"))
            .map(str::to_owned)
    }

    fn places_named(&self, text: &str) -> Vec<String> {
        const NAMES: [(&str, &str); 8] = [
            ("辽宁省", "210000"),
            ("沈阳", "210100"),
            ("大连", "210200"),
            ("抚顺", "210400"),
            ("朝阳", "211300"),
            ("凌源市", "211382"),
            ("龙城区", "211303"),
            ("喀左县", "211324"),
        ];
        NAMES.iter().flat_map(|(name, code)| text.matches(name).map(|_| (*code).to_owned())).collect()
    }
}

fn document(prefix: &str) -> Option<Document> {
    Some(read(&source(prefix)?, &Inputs::default(), &Liaoning, &NoResolver))
}

#[test]
fn dump() {
    let Ok(prefix) = std::env::var("DUMP") else { return };
    let text = std::fs::read_to_string(&prefix).ok().or_else(|| source(&prefix)).unwrap();
    let reading = anye_gazette::read_lines(&text, &Inputs::default(), &Liaoning, &NoResolver);
    let d = reading.document;
    println!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        d.id, d.number, d.title, d.issuer, d.place, d.issued_on, d.published_on, d.addressees, d.kind
    );
    for c in &d.chapters {
        println!("  {c:?}");
    }
    for a in &d.articles {
        println!(
            "  [{}|{}|{}] {:?} <{}> {}",
            a.chapter,
            a.ordinal,
            a.number,
            a.kind,
            a.heading,
            if std::env::var("FULL").is_ok() { a.text.clone() } else { a.text.chars().take(40).collect() }
        );
    }
    println!("PRE {}\nCLOSE {}", d.preamble.text, d.closing.text);
    println!("{:#?}", d.warnings);
    let chars: Vec<char> = text.chars().collect();
    for (span, role) in reading.roles {
        if !matches!(role, anye_gazette::Role::Article(_) | anye_gazette::Role::Blank) {
            println!("{role:?} {}", chars[span.start..span.end].iter().take(50).collect::<String>());
        }
    }
}
