//! `anye pack fmt`: the canonical form. It must never lose a word or a comment: a file with errors is left alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anye_law::span::{FileId, Severity};

use super::super::Failure;
use crate::say::say;

/// Formats, or only says what it would format.
pub(super) fn run(path: &Path, check: bool) -> Result<ExitCode, Failure> {
    let law = path.join("law");
    let fault = |path: &Path| {
        let path = path.to_owned();
        move |error: std::io::Error| Failure::new(format!("{}: {error}", path.display()))
    };
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(&law).map_err(fault(&law))? {
        let file = entry.map_err(fault(&law))?.path();
        if file.extension().is_some_and(|extension| extension == "law" || extension == "case") {
            files.push(file);
        }
    }
    files.sort();
    let (mut changed, mut broken) = (0, 0);
    for file in files {
        let text = fs::read_to_string(&file).map_err(fault(&file))?;
        let (tree, found) = anye_law::parse(FileId(0), &text);
        if found.iter().any(|d| d.severity == Severity::Error) {
            broken += 1;
            eprintln!("{}: has errors and is left as it is; see `anye pack check`", file.display());
            continue;
        }
        let pretty = anye_law::format(&tree, &text);
        if pretty == text {
            continue;
        }
        changed += 1;
        say!("{}", file.display());
        if !check {
            let part = file.with_extension("part");
            fs::write(&part, pretty).map_err(fault(&part))?;
            fs::rename(&part, &file).map_err(fault(&file))?;
        }
    }
    say!("{changed} files {}", if check { "are not in canonical form" } else { "changed" });
    Ok(if broken > 0 || check && changed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
