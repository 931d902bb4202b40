//! Documents that no longer describe the project: paths and crates that are gone, decisions numbered twice or with a gap.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::Finding;
use crate::repository::File;

/// Folders of this repository: a path in backticks that starts with one is meant to exist.
const ROOTS: [&str; 9] =
    ["crates/", "packs/", "xtask/", "docs/", "requirements/", "tests/", "deploy/", ".ci/", ".cargo/"];

pub fn check(files: &[File]) -> Vec<Finding> {
    let patterns = [
        Regex::new(r"`([^`\n]+)`"),
        Regex::new(r"\]\(([^)\s]+)\)"),
        Regex::new(r"\banye-[a-z][a-z-]*[a-z]\b"),
    ];
    let [Ok(quoted), Ok(link), Ok(package)] = patterns else {
        return vec![Finding::new("xtask/src/tidy/stale.rs", 1, "a pattern does not compile")];
    };
    let known = Known::new(files);
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| describes_today(&file.path)) {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (index, line) in file.text.lines().enumerate() {
            let mut gone = |what: &str| {
                findings.push(Finding::new(
                    &file.path,
                    index + 1,
                    format!("\"{what}\" is not there (any more)"),
                ))
            };
            for text in quoted.captures_iter(line).filter_map(|found| found.get(1)) {
                text.as_str().split_whitespace().filter(|word| known.lacks_path(word)).for_each(&mut gone);
            }
            for target in
                link.captures_iter(line).filter_map(|found| found.get(1)).map(|target| target.as_str())
            {
                let target = target.split('#').next().unwrap_or_default();
                let elsewhere = target.is_empty() || target.contains(':') || target.starts_with('/');
                if !elsewhere && !known.exists(&join(folder, target)) {
                    gone(target);
                }
            }
            for name in package.find_iter(line).map(|found| found.as_str()) {
                if known.lacks_crate(name) {
                    gone(name);
                }
            }
        }
    }
    findings.extend(decisions(files));
    findings
}

/// The change log and decisions tell of the past; they may name what is gone.
fn describes_today(path: &str) -> bool {
    path.ends_with(".md")
        && !path.starts_with("docs/adr/")
        && !path.ends_with("CHANGELOG.md")
        && (!path.contains('/') || path.starts_with("docs/") || path.starts_with("crates/"))
}

/// What is there.
struct Known {
    paths: BTreeSet<String>,
    crates: BTreeSet<String>,
}

impl Known {
    fn new(files: &[File]) -> Self {
        let mut paths = BTreeSet::new();
        for file in files {
            let mut path = file.path.as_str();
            paths.insert(path.to_owned());
            while let Some((folder, _)) = path.rsplit_once('/') {
                paths.insert(folder.to_owned());
                path = folder;
            }
        }
        let crates =
            files.iter().filter_map(|file| match file.path.split('/').collect::<Vec<_>>().as_slice() {
                ["crates", name, "Cargo.toml"] => Some(format!("anye-{name}")),
                _ => None,
            });
        Self { crates: crates.collect(), paths }
    }

    fn exists(&self, path: &str) -> bool {
        self.paths.contains(path.trim_end_matches('/'))
    }

    fn lacks_path(&self, word: &str) -> bool {
        let word = word
            .trim_matches(|c: char| matches!(c, ',' | ';' | '(' | ')' | '"' | '\''))
            .trim_start_matches("./");
        if !ROOTS.iter().any(|root| word.starts_with(root)) {
            return false;
        }
        // Of `crates/*/src` or `docs/adr/NNNN-….md` only the part before the pattern can be there; `file.rs:12` points at a line.
        let plain = word.split(['*', '<', '{', '…', '$', ':']).next().unwrap_or_default();
        let plain = if plain.len() == word.len() {
            plain
        } else {
            plain.rsplit_once('/').map_or("", |(folder, _)| folder)
        };
        let plain = plain.split_once("NNNN").map_or(plain, |(folder, _)| folder);
        !plain.is_empty() && !self.exists(plain)
    }

    fn lacks_crate(&self, name: &str) -> bool {
        // Only a name that could be a crate of ours: the same first word as one would be `anye-…`; folders of a running house are not.
        !self.crates.contains(name)
            && !["anye-demo", "anye-data", "anye-cluster", "anye-backup"].contains(&name)
    }
}

fn join(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// `docs/adr/0007-title.md`: every number once, from 1 without a gap, and the same number in the heading.
fn decisions(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut numbers: BTreeMap<u32, &str> = BTreeMap::new();
    for file in files {
        let Some(name) =
            file.path.strip_prefix("docs/adr/").filter(|name| name.ends_with(".md") && *name != "README.md")
        else {
            continue;
        };
        let Some(number) = name
            .get(..4)
            .and_then(|digits| digits.parse().ok())
            .filter(|_| name.as_bytes().get(4) == Some(&b'-'))
        else {
            findings.push(Finding::new(&file.path, 1, "name a decision NNNN-title.md"));
            continue;
        };
        if let Some(other) = numbers.insert(number, &file.path) {
            findings.push(Finding::new(&file.path, 1, format!("has the same number as {other}")));
        }
        let heading = file.text.lines().find(|line| line.starts_with('#')).unwrap_or_default();
        let first: String =
            heading.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        if first.parse() != Ok(number) {
            findings.push(Finding::new(
                &file.path,
                1,
                format!("its heading does not carry the number {number:04}"),
            ));
        }
    }
    for (expected, (number, path)) in (1..).zip(&numbers) {
        if expected != *number {
            findings.push(Finding::new(
                path,
                1,
                format!("decision {expected:04} is missing before this one"),
            ));
            break;
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        let files = [
            File::new(path, text),
            File::new("crates/pack/Cargo.toml", ""),
            File::new("crates/pack/src/lib.rs", ""),
            File::new("docs/OPERATIONS.md", ""),
        ];
        check(&files).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_there_may_be_named() {
        let text = "`crates/pack`, `crates/pack/src/lib.rs:3`, `crates/*/src`, `cargo test -p anye-pack`, [ops](docs/OPERATIONS.md#backup), [web](https://example.org/x), `docs/adr/NNNN-title.md` `src/x.rs`\n";
        let mut files = vec![File::new("README.md", text), File::new("docs/adr/0001-a.md", "# 0001 A\n")];
        files.extend([
            File::new("crates/pack/Cargo.toml", ""),
            File::new("crates/pack/src/lib.rs", ""),
            File::new("docs/OPERATIONS.md", ""),
        ]);
        assert_eq!(check(&files), []);
    }

    #[test]
    fn what_is_gone_is_found() {
        assert_eq!(
            found("ARCHITECTURE.md", "the crate\n`crates/law/src` does it\n"),
            ["ARCHITECTURE.md:2: \"crates/law/src\" is not there (any more)"]
        );
        assert_eq!(found("README.md", "anye-law does it\n").len(), 1);
        assert_eq!(found("docs/a.md", "[x](../docs/GONE.md)\n").len(), 1);
        assert_eq!(found("docs/a.md", "[x](OPERATIONS.md)\n"), [] as [String; 0]);
        assert_eq!(found("CHANGELOG.md", "`crates/law` gone\n"), [] as [String; 0]);
    }

    #[test]
    fn decisions_are_numbered_once_and_without_gaps() {
        let adr = |list: &[(&str, &str)]| {
            let files: Vec<File> =
                list.iter().map(|(name, text)| File::new(&format!("docs/adr/{name}"), text)).collect();
            check(&files).into_iter().map(|finding| finding.message).collect::<Vec<_>>()
        };
        assert_eq!(adr(&[("0001-a.md", "# 1. A\n"), ("0002-b.md", "# ADR 0002: B\n")]), [] as [String; 0]);
        assert!(adr(&[("0001-a.md", "# 1. A\n"), ("0001-b.md", "# 1. B\n")])[0].contains("same number"));
        assert!(adr(&[("0001-a.md", "# 1. A\n"), ("0003-b.md", "# 3. B\n")])[0].contains("0002 is missing"));
        assert!(adr(&[("0001-a.md", "# A\n")])[0].contains("heading"));
        assert!(adr(&[("first.md", "# 1\n")])[0].contains("NNNN"));
    }
}
