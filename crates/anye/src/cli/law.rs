//! `anye law`: decide cases and whole populations by a pack's law.

mod batch;
mod decide;
mod explain;
mod load;
mod population;
mod simulate;

use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};

use super::{Context, Failure};

pub(super) use load::position;

/// Deciding by the law of a pack.
#[derive(Subcommand)]
pub enum Command {
    /// Decide the case in a file of facts, with reasons.
    Decide(decide::Arguments),
    /// Say in plain language what a rule grants, to whom, and on what conditions.
    Explain(explain::Arguments),
    /// Decide a whole population in Parquet.
    Batch(batch::Arguments),
    /// Write a made-up population, to try `batch` and `simulate` with.
    Population(population::Arguments),
    /// Compare two packs over a population: who gains, who loses, what it costs.
    Simulate(simulate::Arguments),
}

/// In which language reasons are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Tongue {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// Runs the command.
pub fn run(context: &Context, command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Decide(arguments) => decide::run(context, &arguments),
        Command::Explain(arguments) => explain::run(context, &arguments),
        Command::Batch(arguments) => batch::run(context, &arguments),
        Command::Population(arguments) => population::run(context, &arguments),
        Command::Simulate(arguments) => simulate::run(context, &arguments),
    }
}
