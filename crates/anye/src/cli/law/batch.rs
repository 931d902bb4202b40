//! `anye law batch`: a whole population.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use anye_batch::{Order, Report, run as run_batch};
use anye_law::day::Day;
use clap::Args;

use super::super::{Context, Failure, Format};
use super::load::{day, law};
use crate::say::say;

/// Decide a whole population.
#[derive(Args)]
pub struct Arguments {
    /// Folder of the pack; the built-in one when left out.
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
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
    /// Empty folder for the decisions, or one of the same run that was stopped. Only the sums when left out.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Partitions at once; as many as there are cores when left out.
    #[arg(long)]
    threads: Option<usize>,
    /// How the sums are printed.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let compiled = law(context, arguments.pack.as_deref())?;
    let book = &compiled.book;
    let mut rules = Vec::new();
    for name in &arguments.benefit {
        rules.push(
            book.find_rule(name).ok_or_else(|| Failure::usage(format!("the law has no rule '{name}'")))?,
        );
    }
    let order = Order {
        book,
        population: &arguments.population,
        out: arguments.out.as_deref(),
        on: arguments.on,
        known: arguments.known,
        rules,
        params: Default::default(),
        threads: arguments
            .threads
            .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get)),
    };
    let report = run_batch(&order, &|done, of| eprintln!("{done}/{of}")).map_err(Failure::new)?;
    if context.json || arguments.format == Format::Json {
        say!("{}", serde_json::to_string_pretty(&report).map_err(Failure::new)?);
    } else {
        show(&report);
    }
    Ok(ExitCode::SUCCESS)
}

fn show(report: &Report) {
    say!(
        "{} things in {} partitions ({} taken over), {}, rule book {}",
        report.things,
        report.partitions.len(),
        report.resumed,
        report.on,
        report.version
    );
    say!(
        "{:<44} {:>12} {:>12} {:>12} {:>10} {:>18}",
        "rule",
        "granted",
        "refused",
        "needs",
        "excluded",
        "yuan"
    );
    for (rule, tally) in report.totals() {
        let yuan = format!("{}.{:02}", tally.fen / 100, tally.fen % 100);
        say!(
            "{rule:<44} {:>12} {:>12} {:>12} {:>10} {yuan:>18}",
            tally.granted,
            tally.refused,
            tally.needs,
            tally.excluded
        );
    }
    shares(report);
}

/// What each fund pays and each bearer bears, over all rules.
fn shares(report: &Report) {
    let mut all = [("fund", BTreeMap::new()), ("borne by", BTreeMap::new())];
    for tally in report.totals().values() {
        for ((_, sums), more) in all.iter_mut().zip([&tally.funds, &tally.bearers]) {
            for (who, fen) in more {
                *sums.entry(who.clone()).or_insert(0_i128) += fen;
            }
        }
    }
    for (what, sums) in all {
        for (who, fen) in sums {
            let yuan = format!("{}.{:02}", fen / 100, fen % 100);
            say!("{what:<9} {who:<80} {yuan:>20} yuan");
        }
    }
}
