//! SQL stands in `store.rs` files, `store/` folders and the crate `db`; the database library is named in `db` only.

use regex::Regex;

use super::Finding;
use crate::repository::{File, line_at};

pub fn check(files: &[File]) -> Vec<Finding> {
    // A string that opens with a statement. `UPDATE` and `DELETE` need their second word, or a heading in capitals would count.
    let statement = r#""\\?\s*(?:SELECT\s|INSERT\s+(?:OR\s+\w+\s+)?INTO\s|UPDATE\s+[\w."]+\s+SET\s|DELETE\s+FROM\s|WITH\s+(?:RECURSIVE\s+)?\w+(?:\s*\([^)]*\))?\s+AS\s|(?:CREATE|ALTER|DROP)\s+(?:UNIQUE\s+|VIRTUAL\s+|TEMP\s+)?(?:TABLE|INDEX|VIEW|TRIGGER)\s|PRAGMA\s)"#;
    let (Ok(statement), Ok(library)) = (Regex::new(statement), Regex::new(concat!(r"\bsql", r"x\b"))) else {
        return vec![Finding::new("xtask/src/tidy/sql.rs", 1, "a pattern does not compile")];
    };
    let mut findings = Vec::new();
    for file in files
        .iter()
        .filter(|file| file.is_rust() && file.path.starts_with("crates/") && file.package() != Some("db"))
    {
        for (index, line) in file
            .text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim_start().starts_with("//") && library.is_match(line))
        {
            findings.push(Finding::new(
                &file.path,
                index + 1,
                format!("only the crate db names the database library: {}", line.trim()),
            ));
        }
        if is_store(&file.path) {
            continue;
        }
        let text = file.production_text();
        for found in statement.find_iter(&text) {
            findings.push(Finding::new(
                &file.path,
                line_at(&text, found.start()),
                "SQL outside a store.rs: move it to the store of this crate",
            ));
        }
    }
    findings
}

fn is_store(path: &str) -> bool {
    path.ends_with("/store.rs") || path.contains("/store/") || path.ends_with("/store_tests.rs")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        check(&[File::new(path, text)]).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn statements_are_found_outside_stores() {
        for statement in [
            "\"SELECT id FROM place\"",
            "r#\"INSERT INTO place (id) VALUES ($1)\"#",
            "\"\\\n  UPDATE place SET name = $1\"",
            "\"DELETE FROM place\"",
            "\"CREATE TABLE place (id TEXT)\"",
            "\"WITH RECURSIVE up(id) AS (SELECT 1)\"",
        ] {
            let text = format!("//! A file of rules.\nlet q = {statement};\n");
            assert_eq!(lines("crates/a/src/rules.rs", &text), [2], "{statement}");
            assert_eq!(lines("crates/a/src/store.rs", &text), [] as [usize; 0]);
            assert_eq!(lines("crates/a/src/store/read.rs", &text), [] as [usize; 0]);
            assert_eq!(lines("crates/db/src/rules.rs", &text), [] as [usize; 0]);
            assert_eq!(lines("crates/a/tests/it/rules.rs", &text), [] as [usize; 0]);
        }
    }

    #[test]
    fn words_that_look_like_sql_are_left_alone() {
        assert_eq!(
            lines(
                "crates/a/src/a.rs",
                "let a = \"UPDATE notice\"; let b = \"Select a place\"; // SELECT one\n"
            ),
            [] as [usize; 0]
        );
    }

    #[test]
    fn the_library_is_named_in_db_only() {
        let text = concat!("use sql", "x::Row;\n");
        assert_eq!(lines("crates/a/src/store.rs", text), [1]);
        assert_eq!(lines("crates/db/src/a.rs", text), [] as [usize; 0]);
        assert_eq!(lines("crates/a/src/a.rs", concat!("// not sql", "x\n")), [] as [usize; 0]);
    }
}
