//! `anye-cluster`: the decisions of a whole population, and the month close of a whole nation, on several machines, by Ballista. The same functions as
//! `anye law batch` and `anye signals close`, to the byte; it must never decide anything by a way of its own, and nothing of the default build needs it.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod client;
mod codec;
mod job;
mod month;
mod piece;
mod plan;
mod serve;
mod work;

/// Decide a whole population, or close a month, on several machines.
///
/// The parts speak without authentication: keep them on a closed network. Pack and population lie on a disk that all of them see under one path.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Hand out the partitions: one in a cluster.
    Scheduler(serve::Scheduler),
    /// Decide partitions: as many as there are machines.
    Executor(serve::Executor),
    /// Have a population decided, as `anye law batch` does.
    Batch(client::Batch),
    /// Close the month of a folder of panels, as `anye signals close` does.
    Close(month::Arguments),
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,ballista_core::execution_plans=off"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    let done = match Arguments::parse().command {
        Command::Scheduler(arguments) => serve::scheduler(&arguments).await,
        Command::Executor(arguments) => serve::executor(&arguments).await,
        Command::Batch(arguments) => client::batch(&arguments).await,
        Command::Close(arguments) => month::run(&arguments).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&error);
            ExitCode::FAILURE
        }
    }
}

/// A line for the person at the terminal.
fn tell(line: &str) {
    // Nobody left to tell is no reason to stop.
    let _ = writeln!(std::io::stderr(), "{line}");
}
