//! `cargo xtask openapi`: keeps `docs/openapi.json` equal to what `anye openapi` says. It must never edit what the program prints.

use std::fs;

use crate::output;
use crate::repository::Repository;

const FILE: &str = "docs/openapi.json";

#[derive(clap::Args)]
pub struct Options {
    /// Fails when the file is stale instead of writing it.
    #[arg(long)]
    check: bool,
}

pub fn run(repository: &Repository, options: &Options) -> Result<(), String> {
    let output = repository
        .cargo()
        .args(["run", "--quiet", "--package", "anye", "--", "openapi"])
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    if !output.status.success() {
        return Err("`anye openapi` failed".into());
    }
    let fresh = formatted(&output.stdout)?;
    let path = repository.path(FILE);
    if options.check {
        return compare(&fs::read_to_string(&path).map_err(|error| format!("{FILE}: {error}"))?, &fresh);
    }
    fs::write(&path, fresh).map_err(|error| format!("{FILE}: {error}"))?;
    output::print(&format!("{FILE} written\n"))
}

/// The description, indented so that a change shows as the lines it is.
fn formatted(bytes: &[u8]) -> Result<String, String> {
    let value: serde_json::Value =
        serde_json::from_slice(bytes).map_err(|error| format!("`anye openapi` printed no JSON: {error}"))?;
    if !value
        .get("openapi")
        .and_then(|version| version.as_str())
        .is_some_and(|version| version.starts_with("3.1"))
    {
        return Err("`anye openapi` printed no OpenAPI 3.1 description".into());
    }
    serde_json::to_string_pretty(&value).map(|text| text + "\n").map_err(|error| error.to_string())
}

fn compare(written: &str, fresh: &str) -> Result<(), String> {
    let differs = written.lines().zip(fresh.lines()).position(|(a, b)| a != b);
    match differs {
        _ if written == fresh => Ok(()),
        Some(line) => Err(format!("{FILE}:{}: stale; run cargo xtask openapi", line + 1)),
        None => Err(format!("{FILE}: stale; run cargo xtask openapi")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_description_is_accepted() {
        assert_eq!(
            formatted(br#"{"openapi":"3.1.0","b":1,"a":2}"#).unwrap(),
            "{\n  \"openapi\": \"3.1.0\",\n  \"b\": 1,\n  \"a\": 2\n}\n"
        );
        for bad in ["", "{}", r#"{"openapi":"3.0.0"}"#, "usage: anye"] {
            assert!(formatted(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_stale_file_is_named_with_its_line() {
        assert!(compare("a\nb\n", "a\nb\n").is_ok());
        assert!(compare("a\nb\n", "a\nc\n").unwrap_err().starts_with("docs/openapi.json:2:"));
        assert!(compare("a\n", "a\nb\n").is_err());
    }
}
