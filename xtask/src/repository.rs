//! The files of this repository, as chores read them. Must never change one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Larger files are data: no chore reads them line by line.
const MAX_TEXT_BYTES: u64 = 2 * 1024 * 1024;

/// Folders that hold what tools made, where git is not there to say so.
const MADE: [&str; 3] = ["target", ".git", "node_modules"];

/// The repository this program was built from.
pub struct Repository {
    root: PathBuf,
}

/// A text file of the repository.
#[derive(Debug, Clone)]
pub struct File {
    /// Path from the root, with `/`.
    pub path: String,
    /// Content.
    pub text: String,
}

impl Repository {
    pub fn here() -> Self {
        Self::at(Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")))
    }

    pub fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    pub fn path(&self, inner: &str) -> PathBuf {
        self.root.join(inner)
    }

    /// A cargo command that runs at the root.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.root);
        command
    }

    /// Where cargo puts what it builds.
    pub fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.path("target"), |set| self.root.join(set))
    }

    /// Paths of all files that are tracked, or would be: what git ignores is left out. Sorted.
    pub fn paths(&self) -> Result<Vec<String>, String> {
        let mut paths = match self.listed_by_git() {
            Some(paths) => paths,
            None => self.walked()?,
        };
        paths.retain(|path| self.path(path).is_file());
        paths.sort();
        Ok(paths)
    }

    /// All text files among [`Self::paths`].
    pub fn files(&self) -> Result<Vec<File>, String> {
        let mut files = Vec::new();
        for path in self.paths()? {
            let full = self.path(&path);
            if full.metadata().is_ok_and(|meta| meta.len() > MAX_TEXT_BYTES) {
                continue;
            }
            // What is not UTF-8 is an image or an archive.
            if let Ok(text) = fs::read_to_string(&full) {
                files.push(File { path, text });
            }
        }
        Ok(files)
    }

    fn listed_by_git(&self) -> Option<Vec<String>> {
        let output = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(&self.root)
            .output()
            .ok()
            .filter(|output| output.status.success())?;
        let listing = String::from_utf8(output.stdout).ok()?;
        Some(listing.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect())
    }

    fn walked(&self) -> Result<Vec<String>, String> {
        let mut paths = Vec::new();
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            let entries = fs::read_dir(self.path(&folder)).map_err(|error| format!("{folder}: {error}"))?;
            for entry in entries.flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() && !MADE.contains(&name.as_str()) => folders.push(path),
                    Ok(kind) if kind.is_file() => paths.push(path),
                    _ => {}
                }
            }
        }
        Ok(paths)
    }
}

impl File {
    #[cfg(test)]
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// The crate a file belongs to, as its folder is named: `crates/pack/src/lib.rs` is of `pack`.
    pub fn package(&self) -> Option<&str> {
        match self.path.split('/').collect::<Vec<_>>().as_slice() {
            ["crates", package, _, ..] => Some(package),
            ["xtask", _, ..] => Some("xtask"),
            _ => None,
        }
    }

    /// Whether the whole file is there for tests, benchmarks or examples.
    pub fn is_test_file(&self) -> bool {
        let inside = |folder: &str| self.path.split('/').rev().skip(1).any(|part| part == folder);
        inside("tests")
            || inside("benches")
            || inside("examples")
            || self.path.ends_with("/tests.rs")
            || self.package() == Some("testkit")
    }

    /// The lines that are part of the product, numbered from 1: no test file, nothing from `#[cfg(test)] mod` on.
    pub fn production(&self) -> impl Iterator<Item = (usize, &str)> {
        let end = if self.is_test_file() { 0 } else { self.production_lines() };
        self.text.lines().take(end).enumerate().map(|(index, line)| (index + 1, line))
    }

    fn production_lines(&self) -> usize {
        let lines: Vec<&str> = self.text.lines().collect();
        let starts_tests = |index: usize| {
            lines[index].trim() == "#[cfg(test)]"
                && lines
                    .get(index + 1)
                    .is_some_and(|next| next.trim_end().ends_with('{') && next.contains("mod "))
        };
        (0..lines.len()).find(|index| starts_tests(*index)).unwrap_or(lines.len())
    }

    /// The product's part as one text, for what spans lines.
    pub fn production_text(&self) -> String {
        self.production().map(|(_, line)| format!("{line}\n")).collect()
    }
}

/// The line of a byte offset, from 1.
pub fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn production_ends_where_tests_begin() {
        let file = File::new(
            "crates/a/src/x.rs",
            "//! x\nfn a() {}\n#[cfg(test)]\nfn kept() {}\n#[cfg(test)]\nmod tests {\n}\n",
        );
        assert_eq!(file.production().count(), 4);
        assert_eq!(File::new("crates/a/tests/it/x.rs", "fn a() {}\n").production().count(), 0);
        assert_eq!(File::new("crates/testkit/src/x.rs", "fn a() {}\n").production().count(), 0);
    }

    #[test]
    fn a_folder_without_git_is_walked() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["a/b.rs", "target/c.rs", ".git/d", "e.md"] {
            let full = folder.path().join(path);
            fs::create_dir_all(full.parent().unwrap()).unwrap();
            fs::write(full, "x").unwrap();
        }
        let mut walked = Repository::at(folder.path()).walked().unwrap();
        walked.sort();
        assert_eq!(walked, ["a/b.rs", "e.md"]);
    }

    #[test]
    fn finds_its_own_source() {
        assert!(Repository::here().paths().unwrap().contains(&"xtask/src/repository.rs".to_owned()));
    }

    #[test]
    fn packages_are_named_by_their_folder() {
        assert_eq!(File::new("crates/pack/src/lib.rs", "").package(), Some("pack"));
        assert_eq!(File::new("xtask/src/main.rs", "").package(), Some("xtask"));
        assert_eq!(File::new("README.md", "").package(), None);
    }
}
