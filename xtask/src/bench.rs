//! `cargo xtask bench NAME`: runs the benchmarks of an area and repeats the lines that compare. It must never judge: the benchmark does.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::output;
use crate::repository::{File, Repository};

/// An area whose benchmarks lie in several crates. Any other name is a crate or a benchmark.
const AREAS: [(&str, &[&str]); 3] = [
    ("documents", &["documents", "gazette", "findings", "reading"]),
    ("audit", &["db", "office"]),
    ("search", &["search"]),
];

/// A benchmark says what it compares in lines that hold one of these.
const COMPARISONS: [&str; 4] = ["budget", "compare", "times", "≥"];

#[derive(clap::Args)]
pub struct Options {
    /// documents, places, audit, search, or the name of a crate or a benchmark.
    name: String,
}

/// A benchmark: its crate's folder and its name.
type Bench = (String, String);

pub fn run(repository: &Repository, options: &Options) -> Result<(), String> {
    let all = benches(&repository.files()?);
    let chosen = choose(&all, &options.name);
    if chosen.is_empty() {
        let known: Vec<String> = all.iter().map(|(package, name)| format!("{package}/{name}")).collect();
        return Err(format!("no benchmark for \"{}\"; there are: {}", options.name, known.join(", ")));
    }
    let mut lines = Vec::new();
    for (package, name) in chosen {
        lines.extend(one(repository, package, name)?);
    }
    let comparisons: String =
        lines.iter().filter(|line| compares(line)).map(|line| format!("{line}\n")).collect();
    output::print(&format!("── {}\n{comparisons}", options.name))
}

/// All benchmarks: `crates/<package>/benches/<name>.rs`.
fn benches(files: &[File]) -> Vec<Bench> {
    let paths = files.iter().map(|file| file.path.split('/').collect::<Vec<_>>());
    paths
        .filter_map(|parts| match parts.as_slice() {
            ["crates", package, "benches", name] => {
                Some(((*package).to_owned(), name.strip_suffix(".rs")?.to_owned()))
            }
            _ => None,
        })
        .collect()
}

fn choose<'a>(all: &'a [Bench], name: &str) -> Vec<&'a Bench> {
    let area = AREAS.iter().find(|(area, _)| *area == name).map(|(_, crates)| *crates);
    let of_area = |bench: &&Bench| match area {
        // A crate that several areas share shows only the area's own benchmark, if it has one of that name.
        Some(crates) if crates.contains(&bench.0.as_str()) => {
            bench.1 == name || !all.iter().any(|other| other.0 == bench.0 && other.1 == name)
        }
        Some(_) => bench.1 == name,
        None => bench.0 == name || bench.1 == name,
    };
    all.iter().filter(of_area).collect()
}

fn one(repository: &Repository, package: &str, name: &str) -> Result<Vec<String>, String> {
    let mut child = repository
        .cargo()
        .args(["bench", "--quiet", "--package", &format!("anye-{package}"), "--bench", name])
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cargo: {error}"))?;
    let mut lines = Vec::new();
    for line in child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines()) {
        let line = line.map_err(|error| error.to_string())?;
        output::print(&format!("{line}\n"))?;
        lines.push(line);
    }
    let status = child.wait().map_err(|error| error.to_string())?;
    if status.success() { Ok(lines) } else { Err(format!("the benchmark {package}/{name} failed")) }
}

fn compares(line: &str) -> bool {
    COMPARISONS.iter().any(|word| line.contains(word)) || line.contains('≤')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn benchmarks_are_found_by_area_crate_and_name() {
        let paths = [
            "crates/places/benches/tree.rs",
            "crates/gazette/benches/read.rs",
            "crates/db/benches/audit.rs",
            "crates/db/benches/rows.rs",
            "crates/db/src/x.rs",
        ];
        let all = benches(&paths.map(|path| File::new(path, "")));
        assert_eq!(all.len(), 4);
        let names = |name: &str| choose(&all, name).iter().map(|bench| bench.1.as_str()).collect::<Vec<_>>();
        assert_eq!(names("places"), ["tree"]);
        assert_eq!(names("documents"), ["read"]);
        assert_eq!(names("audit"), ["audit"]);
        assert_eq!(names("rows"), ["rows"]);
        assert_eq!(names("nothing"), [] as [&str; 0]);
    }

    #[test]
    fn an_unknown_name_lists_what_there_is() {
        let error = run(&Repository::here(), &Options { name: "nothing".into() }).unwrap_err();
        assert!(error.contains("nothing") && error.contains("there are:"), "{error}");
    }

    #[test]
    fn comparison_lines_are_picked() {
        assert!(compares("parse 44 articles: 3.1 ms (budget 20 ms)"));
        assert!(compares("p99 0.8 ms ≤ 10 ms"));
        assert!(!compares("warming up"));
    }
}
