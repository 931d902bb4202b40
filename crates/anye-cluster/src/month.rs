//! `anye-cluster close`: what `anye signals close` does, with the partitions closed elsewhere. It must never leave another folder than that command would.

use std::path::PathBuf;
use std::sync::Arc;

use anye_batch::close;
use anye_signals::lights::Steps;
use clap::Args;

use crate::client::real;
use crate::job::Job;
use crate::tell;
use crate::work::{KINDS, Month, Task};

/// Arguments of `close`.
#[derive(Args)]
pub struct Arguments {
    /// The scheduler.
    #[arg(long, value_name = "HOST:PORT")]
    scheduler: String,
    /// Folder of frames and panels: `frame/<city>.parquet`, `panel/<city>.parquet`.
    #[arg(long, value_name = "DIR")]
    panel: PathBuf,
    /// Empty folder for the results, or one of the same run that was stopped, here or by `anye signals close`.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Gross job-loss rates of a month at which the lights go on: blue, yellow, orange, red, such as 0.03,0.05,0.08,0.1.
    #[arg(long, value_name = "B,Y,O,R")]
    loss: Option<Steps>,
    /// Partitions in one job; what a job finished is kept when the next one fails.
    #[arg(long, default_value_t = 64)]
    wave: usize,
}

/// Runs the command.
pub async fn run(arguments: &Arguments) -> Result<(), String> {
    let month = Month { panel: real(&arguments.panel)?, loss: arguments.loss };
    let (wanted, out) = (month.close(), arguments.out.as_path());
    let fault = |fault: anye_batch::population::Fault| fault.to_string();
    let job = Job {
        scheduler: &arguments.scheduler,
        task: Arc::new(Task::Close(month)),
        out,
        layout: |out, kind, name| match kind {
            Some(kind) => close::result(out, kind, name),
            None => close::mark(out, name),
        },
        kinds: KINDS.to_vec(),
        wave: arguments.wave,
    };
    job.run(&|| close::pending(&wanted, out).map_err(fault)).await?;
    let sums = close::finish(&wanted, out).map_err(fault)?;
    tell(&format!(
        "{} partitions, {} domains, {} lit: {}",
        sums.partitions,
        sums.domains,
        sums.lit,
        out.display()
    ));
    Ok(())
}
