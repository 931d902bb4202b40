//! Names in the description of the API: two types of one name would be one there, and whoever reads it would be told the shape of the other.

use std::collections::BTreeMap;

use regex::Regex;

use super::Finding;
use crate::repository::File;

/// A type that describes itself, with all its attributes and its name.
const TYPE: &str = r"#\[derive\(([^)]*\bToSchema\b[^)]*)\)\]((?:\s*#\[[^\n]*\]|\s*///[^\n]*)*)\s*pub(?:\([^)]*\))?\s+(?:struct|enum)\s+(\w+)";
const NAMED: &str = r"schema\([^)]*\bas\s*=\s*([\w:]+)";

pub fn check(files: &[File]) -> Vec<Finding> {
    let (Ok(type_), Ok(named)) = (Regex::new(TYPE), Regex::new(NAMED)) else {
        return vec![Finding::new("xtask/src/tidy/schemas.rs", 1, "a pattern does not compile")];
    };
    let mut seen: BTreeMap<String, (String, usize)> = BTreeMap::new();
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.is_rust() && file.path.contains("/src/")) {
        for found in type_.captures_iter(&file.text) {
            let (Some(whole), Some(attributes), Some(own)) = (found.get(0), found.get(2), found.get(3))
            else {
                continue;
            };
            let given = named.captures(attributes.as_str()).and_then(|found| found.get(1));
            let name = given.map_or(own.as_str(), |given| given.as_str()).replace("::", ".");
            let line = file.text[..whole.start()].matches('\n').count() + 1;
            if let Some((path, at)) = seen.get(&name) {
                let message = format!(
                    "the API's description knows \"{name}\" from {path}:{at} already: give this one a name with `#[schema(as = …)]`"
                );
                findings.push(Finding::new(&file.path, line, message));
            } else {
                seen.insert(name, (file.path.clone(), line));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(texts: &[&str]) -> Vec<File> {
        let one = |(at, text): (usize, &&str)| File {
            path: format!("crates/a/src/f{at}.rs"),
            text: (*text).to_owned(),
        };
        texts.iter().enumerate().map(one).collect()
    }

    #[test]
    fn two_types_of_one_name_are_told_apart() {
        let first = "#[derive(Debug, Serialize, ToSchema)]\npub struct Batch {}\n";
        let second =
            "/// A batch.\n#[derive(ToSchema)]\n#[serde(rename_all = \"snake_case\")]\npub enum Batch {}\n";
        let named = "#[derive(ToSchema)]\n#[schema(as = casework::Batch)]\npub(crate) struct Batch {}\n";
        let other = "#[derive(Debug)]\npub struct Batch {}\n";
        assert_eq!(check(&files(&[first, named, other])), []);
        let found = check(&files(&[first, second]));
        assert_eq!(found.len(), 1);
        assert!(found[0].to_string().starts_with("crates/a/src/f1.rs:2: "), "{}", found[0]);
        assert_eq!(check(&files(&[named, named])).len(), 1, "a name given twice");
    }
}
