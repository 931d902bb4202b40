//! `anye-cluster batch`: what `anye law batch` does, with the partitions decided elsewhere. It must never leave another folder than that command would.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anye_batch::shared::{self, Pending};
use anye_batch::{Order, Report};
use anye_law::day::Day;
use clap::Args;

use crate::job::Job;
use crate::tell;
use crate::work::{Task, Work, book};

/// Arguments of `batch`.
#[derive(Args)]
pub struct Batch {
    /// The scheduler.
    #[arg(long, value_name = "HOST:PORT")]
    scheduler: String,
    /// Folder of the pack.
    #[arg(long, value_name = "DIR")]
    pack: PathBuf,
    /// Folder of the population: `<kind>/<place>[-n].parquet`.
    #[arg(long, value_name = "DIR")]
    population: PathBuf,
    /// Day of the decision.
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Day,
    /// As the rule book stood on this day.
    #[arg(long, value_name = "DATE", value_parser = day)]
    known: Option<Day>,
    /// Only these rules (may be repeated); all when left out.
    #[arg(long, value_name = "NAME")]
    benefit: Vec<String>,
    /// Empty folder for the decisions, or one of the same run that was stopped, here or by `anye law batch`.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Partitions in one job; what a job decided is kept when the next one fails.
    #[arg(long, default_value_t = 64)]
    wave: usize,
}

/// Runs the command.
pub async fn batch(arguments: &Batch) -> Result<(), String> {
    let pack = real(&arguments.pack)?;
    let book = book(&pack)?;
    let work = Work {
        pack,
        version: book.version.clone(),
        population: real(&arguments.population)?,
        on: arguments.on.to_string(),
        known: arguments.known.map(|day| day.to_string()),
        rules: arguments.benefit.clone(),
    };
    let order = work.order(&book, &arguments.out)?;
    let earlier = pending(&order)?.done;
    let left = || Ok(pending(&order)?.slices.into_iter().map(|slice| slice.name).collect());
    let job = Job {
        scheduler: &arguments.scheduler,
        task: Arc::new(Task::Decide(work.clone())),
        out: &arguments.out,
        layout: |out, kind, name| match kind {
            Some(kind) => shared::decisions(out, kind, name),
            None => shared::mark(out, name),
        },
        kinds: book.kinds.iter().map(|kind| kind.id.as_str()).collect(),
        wave: arguments.wave,
    };
    job.run(&left).await?;
    show(&shared::finish(&order, earlier).map_err(|fault| fault.to_string())?, &arguments.out);
    Ok(())
}

fn pending(order: &Order<'_>) -> Result<Pending, String> {
    shared::pending(order).map_err(|fault| fault.to_string())
}

/// A path as every machine has to find it.
pub fn real(path: &Path) -> Result<PathBuf, String> {
    path.canonicalize().map_err(|error| format!("{}: {error}", path.display()))
}

fn show(report: &Report, out: &Path) {
    tell(&format!(
        "{} things in {} partitions ({} taken over), {}, rule book {}; sums: {}",
        report.things,
        report.partitions.len(),
        report.resumed,
        report.on,
        report.version,
        out.join("report.json").display()
    ));
}

/// A day given on the command line.
fn day(text: &str) -> Result<Day, String> {
    if text.len() == 10 { Day::parse(text) } else { None }
        .ok_or_else(|| format!("'{text}' is no day between 1900 and 2199 such as 2020-03-01"))
}
