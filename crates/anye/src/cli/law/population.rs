//! `anye law population`: a made-up people in Parquet. It must never write over anything.

use std::path::PathBuf;
use std::process::ExitCode;

use anye_batch::synth::{PARTITION, People, write_people};
use anye_batch::wanted_columns;
use anye_law::book::RuleId;
use anye_law::day::Day;
use anye_places::Tree;
use clap::Args;

use super::super::{Context, Failure};
use super::load::{day, pack};
use crate::say::say;

/// Write a made-up population.
#[derive(Args)]
pub struct Arguments {
    /// Folder of the pack; the built-in one when left out.
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
    /// How many persons; households, contracts and employers come with them.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=50_000_000))]
    persons: u32,
    /// The same number makes the same people.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u32,
    /// How many values in a hundred are not known.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u64).range(0..=100))]
    unknown: u64,
    /// Day around which values lie.
    #[arg(long, value_name = "DATE", value_parser = day, default_value = "2020-06-01")]
    on: Day,
    /// Empty folder to write into.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Runs the command.
pub fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let pack = pack(context, arguments.pack.as_deref())?;
    let compiled = pack.law_unchecked();
    let book = &compiled.book;
    let (year, month, dayno) = arguments.on.ymd();
    let on = format!("{year:04}-{month:02}-{dayno:02}").parse().map_err(Failure::new)?;
    let register = anye_intake::divisions(&pack).map_err(Failure::new)?;
    let home = &pack.manifest().place;
    let cities = register.children(home, on, Tree::CIVIL);
    let mut places: Vec<String> = cities.into_iter().map(|city| city.code.to_owned()).collect();
    if places.is_empty() {
        places.push(home.clone());
    }
    let rules: Vec<RuleId> =
        (0..book.rules.len()).filter_map(|ix| u16::try_from(ix).ok()).map(RuleId).collect();
    let persons = arguments.persons as usize;
    let people = People {
        book,
        columns: &wanted_columns(book, &rules),
        places: &places,
        persons,
        // Every place has somebody, and no partition is larger than memory likes.
        partition: persons.div_ceil(places.len()).clamp(1, PARTITION),
        unknown: arguments.unknown,
        seed: u64::from(arguments.seed),
        on: arguments.on,
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let partitions = write_people(&people, &arguments.out, threads).map_err(Failure::new)?;
    let out = arguments.out.display();
    if context.json {
        say!(
            "{}",
            serde_json::json!({ "synthetic": true, "persons": persons, "partitions": partitions, "seed": arguments.seed })
        );
    } else {
        say!("{persons} made-up persons (synthetic: nobody real) in {partitions} partitions under {out}");
        say!("Decide about them with: anye law batch --population {out} --on {}", arguments.on);
    }
    Ok(ExitCode::SUCCESS)
}
