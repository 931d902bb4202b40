//! Whether every text that a crate's templates and code ask for is there in both languages.
//!
//! Keys made up at run time (`format!("place-level-{word}")`) are checked by their fixed beginning: at least one key begins so, and both
//! languages have the same ones. A page rendered by a test shows the rest: a missing text is `⟦key⟧`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A text that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    /// By its whole key.
    Whole(String),
    /// By the fixed beginning of its key.
    Beginning(String),
}

/// Fails with a list of every key that `templates/` and `src/` of the crate use and that one of the catalogues lacks. The catalogues are the
/// keys in Chinese and in English, of the crate with those it builds on.
pub fn check_keys(crate_dir: &str, zh: &BTreeSet<String>, en: &BTreeSet<String>) {
    let mut missing = Vec::new();
    let mut seen = 0;
    for (file, text) in files(Path::new(crate_dir)) {
        for asked in asked(&text) {
            seen += 1;
            for (name, keys) in [("zh", zh), ("en", en)] {
                let there = match &asked {
                    Asked::Whole(key) => keys.contains(key),
                    Asked::Beginning(start) => {
                        keys.range(start.clone()..).next().is_some_and(|key| key.starts_with(start))
                    }
                };
                if !there {
                    missing.push(format!("{file}: {asked:?} is not in {name}"));
                }
            }
        }
    }
    missing.sort();
    missing.dedup();
    assert!(missing.is_empty(), "texts that are missing:\n{}", missing.join("\n"));
    assert!(seen > 0, "no text is asked for in {crate_dir}: the scan looks in the wrong folder");
    let lone: Vec<_> = zh.symmetric_difference(en).collect();
    assert!(lone.is_empty(), "keys in one language only: {lone:?}");
}

fn files(dir: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![dir.join("src"), dir.join("templates")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "html") {
                let text = fs::read_to_string(&path).expect("a source file is text");
                let code = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
                found.push((path.display().to_string(), code));
            }
        }
    }
    found
}

/// What stands before a key, and what goes before the key itself.
const CALLS: [(&str, &str); 5] =
    [(".t(", ""), (".t1(", ""), (".t2(", ""), (".args(", ""), ("Fault::new(", "error-")];

fn asked(text: &str) -> Vec<Asked> {
    let mut found = Vec::new();
    for (call, before) in CALLS {
        for (at, _) in text.match_indices(call) {
            let rest = &text[at + call.len()..];
            // The code of a fault is its last literal argument: the kind or the field comes first.
            let rest = if before.is_empty() { rest } else { after_comma(rest) };
            let rest = rest.trim_start();
            if let Some(literal) = rest.strip_prefix('"').and_then(|rest| rest.split('"').next()) {
                found.push(Asked::Whole(format!("{before}{literal}")));
            } else if let Some(rest) = rest.strip_prefix("&format!(\"") {
                let start = rest.split(['{', '"']).next().unwrap_or_default();
                found.push(Asked::Beginning(format!("{before}{start}")));
            }
        }
    }
    found
}

fn after_comma(text: &str) -> &str {
    let mut depth = 0;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' if depth == 0 => return "",
            ')' => depth -= 1,
            ',' if depth == 0 => return &text[at + 1..],
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_in_code_and_templates() {
        let text = r#"{{ frame.t("a-b") }} texts.t1(&format!("level-{}", x), "n", 1) Fault::new(ErrorKind::Invalid, "bad")
            FieldFault::new(format!("/{row}/{column}"), "cell_bad") frame.t(key)"#;
        let whole = |key: &str| Asked::Whole(key.into());
        let mut found = asked(text);
        found.sort();
        assert_eq!(
            found,
            [whole("a-b"), whole("error-bad"), whole("error-cell_bad"), Asked::Beginning("level-".into())]
        );
    }
}
