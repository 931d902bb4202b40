//! The parts of the one binary: settings, wiring, command line, demo. Only here do the machine's clock, chance, environment and
//! output come in.
#![expect(clippy::print_stderr, reason = "a command line speaks on its output")]

mod say;

pub mod app;
pub mod cli;
mod clockwork;
pub mod config;
mod demo;
mod duties;
mod ground;
mod journeys;
mod oidc;
pub mod openapi;
mod scene;
mod serve;
mod service;
mod slots;
pub mod start;
mod vault;
mod waiting;

use std::process::ExitCode;

use clap::Parser as _;

/// Reads the command line and runs one command.
pub fn run() -> ExitCode {
    let arguments = cli::Arguments::parse();
    if matches!(arguments.command, cli::Command::ReadFile) {
        // Before any thread, log or connection: the child reads one hostile file and nothing else.
        return anye_reading::child_main();
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(cause) => {
            eprintln!("the program cannot start its threads: {cause}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(cli::run(arguments)) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(failure.code)
        }
    }
}
