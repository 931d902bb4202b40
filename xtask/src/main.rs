//! Project chores: `cargo xtask NAME`. One file per chore; this file only picks one and turns its outcome into an exit code.

#![expect(clippy::print_stderr, reason = "a command line program tells its user why it failed")]

mod accuracy;
mod bench;
mod budget;
mod coverage;
mod openapi;
mod output;
mod repository;
mod tidy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use repository::Repository;

/// Project chores of Anye.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Precision and recall of units, figures, dates and citations in the official documents.
    Accuracy(accuracy::Options),
    /// Which of the requirements are shown by a test, and which not yet.
    Coverage(coverage::Options),
    /// Sizes, crate arrows, markers, SQL in its place, stale documents, names, translations.
    Tidy,
    /// Binary size, and with --cold the CPU time of a cold release build.
    Budget(budget::Options),
    /// Writes docs/openapi.json, or checks that it is fresh.
    Openapi(openapi::Options),
    /// Runs the benchmarks of an area and repeats their comparison lines.
    Bench(bench::Options),
}

fn main() -> ExitCode {
    let repository = Repository::here();
    let outcome = match Arguments::parse().chore {
        Chore::Accuracy(options) => accuracy::run(&repository, &options),
        Chore::Coverage(options) => coverage::run(&repository, &options),
        Chore::Tidy => tidy::run(&repository),
        Chore::Budget(options) => budget::run(&repository, &options),
        Chore::Openapi(options) => openapi::run(&repository, &options),
        Chore::Bench(options) => bench::run(&repository, &options),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
