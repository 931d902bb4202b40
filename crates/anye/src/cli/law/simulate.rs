//! `anye law simulate`: a change of the law tried on a population before it is issued.

use std::path::PathBuf;
use std::process::ExitCode;

use anye_batch::{Comparison, simulate};
use anye_law::day::Day;
use clap::Args;

use super::super::{Context, Failure, Format};
use super::load::{day, law};
use crate::say::say;

/// Compare two packs over a population.
#[derive(Args)]
pub struct Arguments {
    /// The pack in force.
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// The pack that is to come.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// Folder of the population: `<kind>/<place>[-n].parquet`.
    #[arg(long, value_name = "DIR")]
    population: PathBuf,
    /// Day of the decision.
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Day,
    /// How the result is printed.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let (from, to) = (law(context, Some(&arguments.from))?, law(context, Some(&arguments.to))?);
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let result = simulate(&from.book, &to.book, &arguments.population, arguments.on, threads, &|done, of| {
        eprintln!("{done}/{of}")
    })
    .map_err(Failure::new)?;
    if context.json || arguments.format == Format::Json {
        say!("{}", serde_json::to_string_pretty(&result).map_err(Failure::new)?);
    } else {
        show(&result);
    }
    Ok(ExitCode::SUCCESS)
}

fn show(result: &Comparison) {
    if result.is_same() {
        say!("no difference: everybody is decided as before");
        return;
    }
    let yuan =
        |fen: i128| format!("{}{}.{:02}", if fen < 0 { "-" } else { "" }, fen.abs() / 100, fen.abs() % 100);
    say!(
        "{:<44} {:>10} {:>10} {:>9} {:>9} {:>16} {:>16}",
        "rule",
        "before",
        "after",
        "gained",
        "lost",
        "yuan before",
        "yuan after"
    );
    for (rule, it) in result.rules.iter().filter(|(_, it)| it.gained + it.lost + it.more + it.less > 0) {
        say!(
            "{rule:<44} {:>10} {:>10} {:>9} {:>9} {:>16} {:>16}",
            it.before,
            it.after,
            it.gained,
            it.lost,
            yuan(it.fen_before),
            yuan(it.fen_after)
        );
        for example in &it.examples {
            say!(
                "    {} {} in {}: {:?} → {:?}",
                example.kind,
                example.id,
                example.partition,
                example.before.outcome,
                example.after.outcome
            );
        }
    }
    for (name, list) in [("fund", &result.funds), ("place", &result.places)] {
        for (of, (before, after)) in list.iter().filter(|(_, (before, after))| before != after) {
            say!("{name} {of}: {} → {} yuan in {}", yuan(*before), yuan(*after), result.year);
        }
    }
}
