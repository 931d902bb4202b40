//! `anye lsp`: the language server. It must never print anything of its own on standard output.

use std::io::{stdin, stdout};
use std::process::ExitCode;

use super::Failure;

/// Serves until the client ends it.
pub fn run() -> Result<ExitCode, Failure> {
    let polite = anye_lsp::serve(stdin().lock(), stdout().lock()).map_err(Failure::new)?;
    Ok(if polite { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
