//! `anye signals close`: a folder of panels in, judged places and industries out. It must never overwrite another run.

use std::path::PathBuf;
use std::process::ExitCode;

use anye_batch::close::{Close, close_all};
use anye_signals::lights::Steps;
use clap::Args;

use super::super::{Context, Failure};
use crate::say::say;

/// Month close.
#[derive(Args)]
pub struct Arguments {
    /// Folder of frames and panels: `frame/<city>.parquet`, `panel/<city>.parquet`.
    #[arg(long, value_name = "DIR")]
    panel: PathBuf,
    /// Empty folder for the results, or one of the same run that was stopped.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Gross job-loss rates of a month at which the lights go on: blue, yellow, orange, red, such as 0.03,0.05,0.08,0.1.
    #[arg(long, value_name = "B,Y,O,R")]
    loss: Option<Steps>,
    /// Threads; all cores when left out.
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

/// Runs the command.
pub fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let panel = arguments.panel.canonicalize();
    let panel = panel.map_err(|error| Failure::usage(format!("{}: {error}", arguments.panel.display())))?;
    let close = Close { panel, loss: arguments.loss };
    let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = arguments.threads.unwrap_or_else(cores);
    let sums = close_all(&close, &arguments.out, threads, &|_, _| {}).map_err(Failure::new)?;
    if context.json {
        say!("{}", serde_json::to_string(&sums).map_err(Failure::new)?);
    } else {
        let out = arguments.out.display();
        say!("{} partitions, {} domains, {} of them lit: {out}", sums.partitions, sums.domains, sums.lit);
    }
    Ok(ExitCode::SUCCESS)
}
