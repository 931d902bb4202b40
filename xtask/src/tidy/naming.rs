//! Names that say nothing: a file, module or type called after having no purpose.

use regex::Regex;

use super::Finding;
use crate::repository::File;

const EMPTY: [&str; 7] = ["util", "utils", "helper", "helpers", "manager", "managers", "common"];

pub fn check(files: &[File]) -> Vec<Finding> {
    let Ok(declaration) =
        Regex::new(r"^\s*(?:pub(?:\([^)]*\))?\s+)?(?:struct|enum|trait|type|mod|union)\s+([A-Za-z0-9_]+)")
    else {
        return vec![Finding::new("xtask/src/tidy/naming.rs", 1, "a pattern does not compile")];
    };
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| {
        file.path.starts_with("crates/") || file.path.starts_with("xtask/") || file.path.starts_with("tests/")
    }) {
        let parts = file.path.split('/').map(|part| part.split_once('.').map_or(part, |(stem, _)| stem));
        if let Some(part) = parts.into_iter().find(|part| says_nothing(part)) {
            findings.push(Finding::new(
                &file.path,
                1,
                format!("\"{part}\" says nothing: name it after what it holds"),
            ));
        }
        for (index, line) in file.text.lines().enumerate().filter(|_| file.is_rust()) {
            if let Some(name) = declaration
                .captures(line)
                .and_then(|captures| captures.get(1))
                .filter(|name| says_nothing(name.as_str()))
            {
                let message = format!("\"{}\" says nothing: name it after what it does", name.as_str());
                findings.push(Finding::new(&file.path, index + 1, message));
            }
        }
    }
    findings
}

fn says_nothing(name: &str) -> bool {
    words(name).iter().any(|word| EMPTY.contains(&word.as_str()))
}

/// The words of a name, whether CamelCase, snake_case or with dashes.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for character in name.chars() {
        let parting = matches!(character, '_' | '-' | '.');
        if (parting || character.is_uppercase()) && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| !parting) {
            word.extend(character.to_lowercase());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_types_are_named_after_what_they_are() {
        for path in [
            "crates/a/src/utils.rs",
            "crates/a/src/string_helper.rs",
            "crates/common/src/lib.rs",
            "tests/browser/helpers.mjs",
        ] {
            assert_eq!(check(&[File::new(path, "//! A file of rules.\n")]).len(), 1, "{path}");
        }
        for line in
            ["pub struct SessionManager;", "mod util {", "pub(crate) trait RowHelper {", "enum CommonThing {"]
        {
            assert_eq!(check(&[File::new("crates/a/src/a.rs", line)]).len(), 1, "{line}");
        }
    }

    #[test]
    fn other_words_may_hold_these_letters() {
        let file = File::new(
            "crates/a/src/commonality.rs",
            "struct Utility;\nfn common_run() {}\nlet manager = 1;\n",
        );
        assert_eq!(check(&[file]), []);
    }
}
