//! `cargo xtask budget`: what the default build costs. A figure that could not be measured is an error, never a pass.

use std::fs;
use std::process::Command;

use serde::Serialize;

use crate::output;
use crate::repository::Repository;

/// The binary may be this large.
const MAX_BINARY_BYTES: u64 = 72 * 1024 * 1024;
/// A cold release build may take this much CPU time, of all its processes together.
const MAX_COLD_CPU_SECONDS: f64 = 1_150.0;

#[derive(clap::Args)]
pub struct Options {
    /// Also builds from nothing and counts CPU time (minutes): in the usual folder where nothing was built yet, else in one of its own.
    #[arg(long)]
    cold: bool,
    /// Prints the result as JSON only.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize, Debug, PartialEq)]
struct Measured {
    binary_bytes: u64,
    binary_bytes_max: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    cold_cpu_seconds: Option<f64>,
    cold_cpu_seconds_max: f64,
}

pub fn run(repository: &Repository, options: &Options) -> Result<(), String> {
    let usual = repository.target();
    let (target, cold_cpu_seconds) = if options.cold && !usual.join("release").exists() {
        // Nothing there yet: the build that counts is the build that stays.
        let seconds = cold_build(repository, &usual)?;
        (Target::Usual(usual), Some(seconds))
    } else if options.cold {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let seconds = cold_build(repository, folder.path())?;
        (Target::Fresh(folder), Some(seconds))
    } else {
        (Target::Usual(usual), None)
    };
    let binary = target.path().join("release").join(format!("anye{}", std::env::consts::EXE_SUFFIX));
    let size = fs::metadata(&binary)
        .map_err(|error| format!("{}: {error}. Build it first: cargo build --release", binary.display()))?;
    let measured = Measured {
        binary_bytes: size.len(),
        binary_bytes_max: MAX_BINARY_BYTES,
        cold_cpu_seconds,
        cold_cpu_seconds_max: MAX_COLD_CPU_SECONDS,
    };
    let report = if options.json {
        serde_json::to_string(&measured).map_err(|error| error.to_string())?
            + "
"
    } else {
        text(&measured)
    };
    output::print(&report)?;
    verdict(&measured)
}

enum Target {
    Usual(std::path::PathBuf),
    Fresh(tempfile::TempDir),
}

impl Target {
    fn path(&self) -> &std::path::Path {
        match self {
            Self::Usual(path) => path,
            Self::Fresh(folder) => folder.path(),
        }
    }
}

fn text(measured: &Measured) -> String {
    let megabytes = |bytes: u64| bytes as f64 / (1024.0 * 1024.0);
    let mut text = format!(
        "binary      {:6.1} MB of {:.0}\n",
        megabytes(measured.binary_bytes),
        megabytes(measured.binary_bytes_max)
    );
    match measured.cold_cpu_seconds {
        Some(seconds) => {
            text.push_str(&format!("cold build  {seconds:6.0} CPU-s of {MAX_COLD_CPU_SECONDS:.0}\n"))
        }
        None => text.push_str("cold build  not measured (--cold)\n"),
    }
    text
}

fn verdict(measured: &Measured) -> Result<(), String> {
    let mut over = Vec::new();
    if measured.binary_bytes > measured.binary_bytes_max {
        over.push("the binary is over its budget");
    }
    if measured.cold_cpu_seconds.is_some_and(|seconds| seconds > measured.cold_cpu_seconds_max) {
        over.push("the cold build is over its budget");
    }
    if over.is_empty() { Ok(()) } else { Err(over.join("; ")) }
}

/// Builds as a newcomer does and returns user and system time of all processes of the build. The shell's `times` counts them; nothing else in the
/// standard library does without unsafe code.
fn cold_build(repository: &Repository, target: &std::path::Path) -> Result<f64, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new("sh")
        .args(["-c", "\"$0\" build --release >&2 || exit 1; times"])
        .arg(cargo)
        .current_dir(repository.path("."))
        .env("CARGO_TARGET_DIR", target)
        // A cache of compiled crates would make a cold build look warm.
        .env_remove("RUSTC_WRAPPER")
        .env_remove("CARGO_BUILD_RUSTC_WRAPPER")
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|error| format!("sh: {error}"))?;
    if !output.status.success() {
        return Err("the cold build failed".into());
    }
    children_seconds(&String::from_utf8_lossy(&output.stdout))
        .ok_or_else(|| "the shell's times could not be read".into())
}

/// The second line of `times`: user and system time of the shell's children.
fn children_seconds(times: &str) -> Option<f64> {
    let mut parts = times.lines().nth(1)?.split_whitespace().map(seconds);
    Some(parts.next()?? + parts.next()??)
}

/// `12m3.45s`, or with a decimal comma in some locales.
fn seconds(text: &str) -> Option<f64> {
    let (minutes, rest) = text.split_once('m')?;
    let rest: f64 = rest.strip_suffix('s')?.replace(',', ".").parse().ok()?;
    Some(minutes.parse::<f64>().ok()? * 60.0 + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_shells_times() {
        assert_eq!(children_seconds("0m0.00s 0m0.01s\n2m3.50s 0m6.50s\n"), Some(130.0));
        assert_eq!(children_seconds("0m0.00s 0m0.01s\n"), None);
        assert_eq!(seconds("1m2,5s"), Some(62.5));
        assert_eq!(seconds("62.5"), None);
    }

    #[test]
    fn counts_what_children_really_use() {
        let output = Command::new("sh")
            .args(["-c", "sh -c 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done'; times"])
            .output()
            .unwrap();
        let seconds = children_seconds(&String::from_utf8_lossy(&output.stdout)).unwrap();
        assert!(seconds > 0.01, "{seconds}");
    }

    #[test]
    fn over_budget_fails() {
        let measured = |binary_bytes, cold_cpu_seconds| Measured {
            binary_bytes,
            binary_bytes_max: MAX_BINARY_BYTES,
            cold_cpu_seconds,
            cold_cpu_seconds_max: MAX_COLD_CPU_SECONDS,
        };
        assert!(verdict(&measured(MAX_BINARY_BYTES, Some(MAX_COLD_CPU_SECONDS))).is_ok());
        assert!(verdict(&measured(MAX_BINARY_BYTES + 1, None)).is_err());
        assert!(verdict(&measured(1, Some(MAX_COLD_CPU_SECONDS + 0.1))).is_err());
    }

    #[test]
    fn a_binary_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let repository = Repository::at(folder.path());
        let missing = folder.path().join("target/release");
        if std::env::var_os("CARGO_TARGET_DIR").is_none() {
            assert!(!missing.exists());
            assert!(run(&repository, &Options { cold: false, json: true }).is_err());
        }
    }
}
