//! Every Rust file opens with `//!` that says what it is for.

use super::Finding;
use crate::repository::File;

/// Fewer words than this say nothing: `//! users`.
const FEWEST_WORDS: usize = 3;

pub fn check(files: &[File]) -> Vec<Finding> {
    files
        .iter()
        .filter(|file| file.is_rust() && !opens_well(&file.text))
        .map(|file| {
            Finding::new(
                &file.path,
                1,
                "open the file with //! and a sentence: what it is for and what it must never do",
            )
        })
        .collect()
}

fn opens_well(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with("#!/"));
    first
        .and_then(|line| line.strip_prefix("//!"))
        .is_some_and(|words| words.split_whitespace().count() >= FEWEST_WORDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_what_it_is_for() {
        let bad = [
            "",
            "fn main() {}\n",
            "// users of the house\n",
            "//! users\nfn a() {}\n",
            "#![allow(x)]\n//! Users of the house.\n",
        ];
        for text in bad {
            assert_eq!(check(&[File::new("crates/a/src/a.rs", text)]).len(), 1, "{text:?}");
        }
        assert_eq!(check(&[File::new("crates/a/src/a.rs", "\n//! Users of the house.\n")]), []);
        assert_eq!(check(&[File::new("a.sh", "")]), []);
    }
}
