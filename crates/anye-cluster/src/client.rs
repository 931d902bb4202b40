//! `anye-cluster batch`: what `anye law batch` does, with the partitions decided elsewhere. It must never leave another folder than that command would.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anye_batch::shared::{self, Pending};
use anye_batch::{Order, Report};
use anye_law::book::Book;
use anye_law::day::Day;
use ballista_core::execution_plans::execute_physical_plan;
use ballista_core::extension::SessionConfigExt;
use clap::Args;
use datafusion::prelude::{SessionConfig, SessionContext};
use datafusion_proto::protobuf::PhysicalPlanNode;
use futures_util::StreamExt;

use crate::codec::Codec;
use crate::piece::Joiner;
use crate::plan::{Decide, names};
use crate::tell;
use crate::work::{Work, book};

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

/// Jobs that may fail one after another before the run is given up: a machine that goes down takes one with it, wrong data fail every time.
const FAILURES: usize = 3;

/// Runs the command.
pub async fn batch(arguments: &Batch) -> Result<(), String> {
    let real = |path: &Path| path.canonicalize().map_err(|error| format!("{}: {error}", path.display()));
    let pack = real(&arguments.pack)?;
    let book = book(&pack)?;
    let work = Arc::new(Work {
        pack,
        version: book.version.clone(),
        population: real(&arguments.population)?,
        on: arguments.on.to_string(),
        known: arguments.known.map(|day| day.to_string()),
        rules: arguments.benefit.clone(),
    });
    let order = work.order(&book, &arguments.out)?;
    let mut left = pending(&order)?;
    let (earlier, all) = (left.done, left.done + left.slices.len());
    let mut failures = 0;
    while !left.slices.is_empty() {
        let wave: Vec<&str> =
            left.slices.iter().take(arguments.wave.max(1)).map(|slice| slice.name.as_str()).collect();
        let outcome = decide(&arguments.scheduler, &work, &book, &arguments.out, &wave).await;
        let before = left.done;
        left = pending(&order)?;
        tell(&format!("{}/{all}", left.done));
        match outcome {
            Ok(()) if left.done > before => failures = 0,
            Ok(()) => return Err("the cluster finished without deciding anything".to_owned()),
            Err(error) if failures + 1 == FAILURES => return Err(error),
            Err(error) => {
                failures += 1;
                tell(&format!("{error}; trying again"));
            }
        }
    }
    show(&shared::finish(&order, earlier).map_err(|fault| fault.to_string())?, &arguments.out);
    Ok(())
}

fn pending(order: &Order<'_>) -> Result<Pending, String> {
    shared::pending(order).map_err(|fault| fault.to_string())
}

/// Has some partitions decided and puts the decisions in their place.
async fn decide(
    scheduler: &str,
    work: &Arc<Work>,
    book: &Book,
    out: &Path,
    partitions: &[&str],
) -> Result<(), String> {
    let failed = |error: datafusion::error::DataFusionError| error.to_string();
    let config = SessionConfig::new_with_ballista().with_ballista_job_name("anye law batch");
    let session = SessionContext::new_with_config(config.clone()).session_id();
    let plan = Decide::new(Arc::clone(work), names(partitions).map_err(failed)?, None);
    let mut stream = execute_physical_plan::<PhysicalPlanNode>(
        format!("http://{scheduler}"),
        &config.ballista_config(),
        Arc::new(plan),
        &Codec::default(),
        session,
        config,
    )
    .await
    .map_err(failed)?;
    let kinds = book.kinds.iter().map(|kind| kind.id.as_str());
    let mut joiner = Joiner::new(out, kinds, partitions.iter().copied());
    while let Some(batch) = stream.next().await {
        joiner.take(&batch.map_err(failed)?).map_err(failed)?;
    }
    Ok(())
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
