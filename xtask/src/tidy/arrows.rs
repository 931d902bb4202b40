//! Which crate may name which: the manifests against `xtask/arrows.toml`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::Finding;
use crate::repository::{File, line_at};

const TABLE: &str = "xtask/arrows.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arrows {
    allowed: BTreeMap<String, BTreeSet<String>>,
    dev_only: DevOnly,
    only: BTreeMap<String, BTreeSet<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DevOnly {
    crates: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Manifest {
    #[serde(default)]
    dependencies: BTreeMap<String, toml::Value>,
    #[serde(default, rename = "build-dependencies")]
    build: BTreeMap<String, toml::Value>,
    #[serde(default, rename = "dev-dependencies")]
    dev: BTreeMap<String, toml::Value>,
}

pub fn check(files: &[File]) -> Vec<Finding> {
    let Some(table) = files.iter().find(|file| file.path == TABLE) else {
        return vec![Finding::new(TABLE, 1, "the table of allowed arrows is missing")];
    };
    let arrows: Arrows = match toml::from_str(&table.text) {
        Ok(arrows) => arrows,
        Err(error) => return vec![Finding::new(TABLE, 1, error.message())],
    };
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for file in files {
        let Some(name) = package(&file.path) else { continue };
        seen.insert(name.to_owned());
        match toml::from_str::<Manifest>(&file.text) {
            Ok(manifest) => check_crate(file, name, &manifest, &arrows, &mut findings),
            Err(error) => findings.push(Finding::new(&file.path, 1, error.message())),
        }
    }
    for name in arrows.allowed.keys().filter(|name| !seen.contains(*name)) {
        findings.push(Finding::new(TABLE, 1, format!("there is no crate \"{name}\": take its row out")));
    }
    findings.extend(
        circle(&arrows.allowed)
            .map(|path| Finding::new(TABLE, 1, format!("the table allows a circle: {path}"))),
    );
    findings
}

fn package(path: &str) -> Option<&str> {
    match path.split('/').collect::<Vec<_>>().as_slice() {
        ["crates", name, "Cargo.toml"] => Some(name),
        ["xtask", "Cargo.toml"] => Some("xtask"),
        _ => None,
    }
}

fn check_crate(file: &File, name: &str, manifest: &Manifest, arrows: &Arrows, findings: &mut Vec<Finding>) {
    let mut add = |dependency: &str, message: String| {
        let line = file.text.find(dependency).map_or(1, |at| line_at(&file.text, at));
        findings.push(Finding::new(&file.path, line, message));
    };
    let Some(allowed) = arrows.allowed.get(name) else {
        add("name", format!("{TABLE} has no row for \"{name}\""));
        return;
    };
    for dependency in manifest.dependencies.keys().chain(manifest.build.keys()) {
        if let Some(target) = own(dependency) {
            if arrows.dev_only.crates.contains(target) && name != target {
                add(dependency, format!("\"{target}\" is for tests: move it to dev-dependencies"));
            } else if !allowed.contains(target) {
                add(
                    dependency,
                    format!(
                        "\"{name}\" must not name \"{target}\"; if it should, change {TABLE} and say why in an ADR"
                    ),
                );
            }
        }
    }
    for dependency in manifest.dependencies.keys().chain(manifest.build.keys()).chain(manifest.dev.keys()) {
        if arrows.only.get(dependency).is_some_and(|holders| !holders.contains(name)) {
            add(dependency, format!("\"{name}\" must not name {dependency}"));
        }
    }
}

/// `anye-pack` is the crate `pack`; `anye` is itself.
fn own(dependency: &str) -> Option<&str> {
    dependency.strip_prefix("anye-").or((dependency == "anye").then_some(dependency))
}

/// A way from a crate back to itself along allowed arrows.
fn circle(allowed: &BTreeMap<String, BTreeSet<String>>) -> Option<String> {
    let mut settled: BTreeSet<&str> = BTreeSet::new();
    // A crate all of whose targets are settled is settled; what stays over lies on a circle or leads to one.
    loop {
        let before = settled.len();
        for (name, targets) in allowed {
            if targets.iter().all(|target| settled.contains(target.as_str()) || !allowed.contains_key(target))
            {
                settled.insert(name);
            }
        }
        if settled.len() == before {
            break;
        }
    }
    let over: Vec<&str> = allowed.keys().map(String::as_str).filter(|name| !settled.contains(name)).collect();
    (!over.is_empty()).then(|| over.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "[allowed]\nbase = []\nweb = [\"base\"]\ntestkit = [\"web\"]\n[dev_only]\ncrates = [\"testkit\"]\n[only]\nsqlx = [\"base\"]\n";

    fn found(table: &str, web: &str) -> Vec<String> {
        let files = [
            File::new(TABLE, table),
            File::new("crates/base/Cargo.toml", "[dependencies]\nsqlx = \"1\"\n"),
            File::new("crates/web/Cargo.toml", web),
            File::new("crates/testkit/Cargo.toml", ""),
        ];
        check(&files).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn arrows_point_down_only() {
        assert_eq!(
            found(
                SMALL,
                "[dependencies]\nanye-base = \"1\"\nserde = \"1\"\n[dev-dependencies]\nanye-testkit = \"1\"\n"
            ),
            [] as [String; 0]
        );
        let upwards = found(SMALL, "[dependencies]\nserde = \"1\"\nanye-office = \"1\"\n");
        assert_eq!(upwards.len(), 1);
        assert!(
            upwards[0].starts_with("crates/web/Cargo.toml:3: \"web\" must not name \"office\""),
            "{upwards:?}"
        );
    }

    #[test]
    fn test_crates_and_held_libraries_stay_where_they_belong() {
        assert!(found(SMALL, "[dependencies]\nanye-testkit = \"1\"\n")[0].contains("dev-dependencies"));
        assert!(found(SMALL, "[dev-dependencies]\nsqlx = \"1\"\n")[0].contains("must not name sqlx"));
    }

    #[test]
    fn the_table_and_the_crates_agree() {
        let more = SMALL.replace("base = []", "base = []\ngone = []");
        assert!(found(&more, "")[0].contains("no crate \"gone\""));
        let fewer = SMALL.replace("web = [\"base\"]\n", "");
        assert!(found(&fewer, "").iter().any(|finding| finding.contains("no row for \"web\"")));
        assert!(check(&[])[0].message.contains("missing"));
        assert!(found("allowed = 1", "")[0].starts_with(TABLE));
    }

    #[test]
    fn the_table_itself_has_no_circle() {
        let round = SMALL.replace("base = []", "base = [\"web\"]");
        assert!(found(&round, "").iter().any(|finding| finding.contains("circle")));
    }
}
