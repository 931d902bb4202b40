//! Every code of a finding is written down, and every code written down is one that the sources can give.

use super::check_pack::{files, read};
use std::collections::BTreeSet;
use std::path::Path;

fn codes(text: &str) -> BTreeSet<String> {
    let bytes = text.as_bytes();
    bytes
        .windows(4)
        .enumerate()
        .filter(|(at, four)| {
            four[0] == b'L'
                && four[1..].iter().all(u8::is_ascii_digit)
                && (*at == 0 || !bytes[at - 1].is_ascii_alphanumeric())
                && bytes.get(at + 4).is_none_or(|next| !next.is_ascii_alphanumeric())
        })
        .map(|(_, four)| String::from_utf8_lossy(four).into_owned())
        .collect()
}

fn sources(dir: &Path, out: &mut BTreeSet<String>) {
    for path in files(dir) {
        if path.is_dir() {
            sources(&path, out);
        } else {
            // Only codes in quotes are given; comments may speak of others.
            out.extend(read(&path).split('"').filter(|part| part.len() == 4).flat_map(codes));
        }
    }
}

#[test]
fn codes_and_their_table_agree() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut given = BTreeSet::new();
    sources(&root.join("src"), &mut given);
    let docs = root.join("../../docs/law");
    let mut written = codes(&read(&docs.join("findings.md")));
    written.extend(codes(&read(&docs.join("ast.md"))));
    given.remove("L100");
    let missing: Vec<_> = given.difference(&written).collect();
    let stale: Vec<_> = written.difference(&given).collect();
    assert!(
        given.len() > 100 && missing.is_empty() && stale.is_empty(),
        "missing {missing:?}, stale {stale:?}"
    );
}
