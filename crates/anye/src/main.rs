//! The one binary: reads the command line and the settings, wires the parts, runs one command.
//!
//! Only here do the machine's clock, chance, environment and output come in.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks on its output")]

mod cli;
mod config;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let arguments = cli::Arguments::parse();
    if matches!(arguments.command, cli::Command::ReadFile) {
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
