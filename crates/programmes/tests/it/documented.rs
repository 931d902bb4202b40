//! Every example of the documentation is read without a finding.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::law::with_law;

#[test]
fn examples_of_the_documentation_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/programmes");
    let mut read = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let blocks: Vec<&str> =
            text.split("```toml\n").skip(1).map(|part| part.split("```").next().unwrap()).collect();
        let all = blocks.join("\n");
        let (_, found) = with_law(&all);
        let told: Vec<String> = found
            .iter()
            .map(|one| format!("{} {:?} {} {}", path.display(), one.mark, one.code, one.en))
            .collect();
        assert!(told.is_empty(), "{told:#?}");
        read += blocks.len();
    }
    assert!(read >= 7, "{read}");
}

/// Codes in a text: `P101`.
fn codes(text: &str) -> BTreeSet<String> {
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric());
    parts
        .filter(|part| {
            part.len() == 4 && part.starts_with('P') && part[1..].bytes().all(|b| b.is_ascii_digit())
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_code_is_documented_and_every_documented_code_is_told() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut told = BTreeSet::new();
    for file in fs::read_dir(root.join("src/read")).unwrap() {
        told.extend(codes(&fs::read_to_string(file.unwrap().path()).unwrap()));
    }
    for elsewhere in ["../pack/src/programmes.rs", "../service/src/unfunded.rs"] {
        told.extend(codes(&fs::read_to_string(root.join(elsewhere)).unwrap()));
    }
    let documented = codes(&fs::read_to_string(root.join("../../docs/programmes/findings.md")).unwrap());
    assert_eq!(told, documented);
}
