//! Left-over markers and debug prints in code: what is not finished belongs in an issue.

use regex::Regex;

use super::Finding;
use crate::repository::File;

const CODE: [&str; 10] = [".rs", ".toml", ".sql", ".html", ".css", ".js", ".mjs", ".sh", ".ftl", ".yml"];

pub fn check(files: &[File]) -> Vec<Finding> {
    // Written in pieces, or this file would find itself.
    let markers = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX")].join("|");
    let debug = concat!("db", "g!");
    let (Ok(marker), Ok(debug)) =
        (Regex::new(&format!(r"\b({markers})\b")), Regex::new(&format!(r"\b{debug}\s*[(\[{{]")))
    else {
        return vec![Finding::new("xtask/src/tidy/markers.rs", 1, "a pattern does not compile")];
    };
    let mut findings = Vec::new();
    for file in files
        .iter()
        .filter(|file| CODE.iter().any(|end| file.path.ends_with(end)) || file.path.starts_with(".ci/"))
    {
        for (index, line) in file.text.lines().enumerate() {
            if let Some(found) = marker.find(line) {
                findings.push(Finding::new(
                    &file.path,
                    index + 1,
                    format!("{} left in code: finish it or open an issue", found.as_str()),
                ));
            }
            if file.is_rust() && debug.is_match(line) {
                findings.push(Finding::new(&file.path, index + 1, "a debug print left in code"));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_found_in_code_and_not_in_prose() {
        let marked = |word: &str| format!("//! A file.\n// {word}: later\n");
        for word in [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX")] {
            let findings = check(&[File::new("crates/a/src/a.rs", &marked(word))]);
            assert_eq!(findings.iter().map(|finding| finding.line).collect::<Vec<_>>(), [2], "{word}");
            assert_eq!(check(&[File::new("CONTRIBUTING.md", &marked(word))]), []);
        }
        assert_eq!(check(&[File::new("crates/a/src/a.rs", concat!("let T", "ODOS = MAXXXX;\n"))]), []);
    }

    #[test]
    fn debug_prints_are_found() {
        assert_eq!(check(&[File::new("crates/a/src/a.rs", concat!("let x = db", "g!(y);\n"))]).len(), 1);
        assert_eq!(check(&[File::new("crates/a/src/a.rs", "let dbg = 1;\n")]), []);
    }
}
