//! `anye signals`: what the early-warning chain says of series of any origin.

use std::process::ExitCode;

use clap::Subcommand;

use super::{Context, Failure};

mod backtest;
mod close;
mod load;
mod report;
mod show;

/// Early warning.
#[derive(Subcommand)]
pub enum Command {
    /// What would have been said at each date of some series, knowing only what was known then.
    Backtest(backtest::Arguments),
    /// The month close of a folder of panels: figures and lights of every place and industry.
    Close(close::Arguments),
}

/// Runs the command.
pub fn run(context: &Context, command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Backtest(arguments) => backtest::run(context, &arguments),
        Command::Close(arguments) => close::run(context, &arguments),
    }
}
