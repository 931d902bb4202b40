//! Size of Rust files: question at 400 lines of product, fail above 600. Long functions are clippy's.

use super::Finding;
use crate::repository::File;

const QUESTION: usize = 400;
const LIMIT: usize = 600;

pub fn check(files: &[File]) -> Vec<Finding> {
    let rust = files.iter().filter(|file| file.is_rust());
    rust.filter_map(|file| {
        let lines = file.production().count();
        let message = format!("{lines} lines of product");
        match lines {
            _ if lines > LIMIT => Some(Finding::new(
                &file.path,
                1,
                format!("{message}, more than {LIMIT}: split it by use case"),
            )),
            _ if lines > QUESTION => {
                Some(Finding::question(&file.path, 1, format!("{message}: is it one thing?")))
            }
            _ => None,
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, lines: usize, tests: usize) -> Vec<bool> {
        let text = format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", "a\n".repeat(lines), "b\n".repeat(tests));
        check(&[File::new(path, &text)]).iter().map(|finding| finding.question).collect()
    }

    #[test]
    fn tests_do_not_count() {
        assert_eq!(found("crates/a/src/a.rs", 400, 900), [] as [bool; 0]);
        assert_eq!(found("crates/a/src/a.rs", 401, 0), [true]);
        assert_eq!(found("crates/a/src/a.rs", 600, 0), [true]);
        assert_eq!(found("crates/a/src/a.rs", 601, 0), [false]);
        assert_eq!(found("crates/a/tests/it/a.rs", 900, 0), [] as [bool; 0]);
    }
}
