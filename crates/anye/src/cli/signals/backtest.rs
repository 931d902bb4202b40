//! `anye signals backtest`: a file of series in, lines, common path and summary out.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use anye_signals::backtest::{Line, Order, run as run_series};
use anye_signals::detect::Worse;
use anye_signals::series::{Frequency, Period, Series};
use clap::{Args, ValueEnum};

use super::super::{Context, Failure, Format};
use super::load::{Refused, events, series};
use super::report::Report;
use super::show;
use crate::say::say;

/// Month or quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Every {
    /// Months.
    Month,
    /// Quarters; months and days stand for their quarter.
    Quarter,
}

/// Which direction is bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Bad {
    /// More is worse: unemployment, layoffs.
    Up,
    /// Less is worse: jobs, vacancies.
    Down,
    /// Not known: a move either way raises an alarm.
    Either,
}

/// Back-test.
#[derive(Args)]
pub struct Arguments {
    /// The series (CSV: series,date,value), or `-` for standard input.
    #[arg(long, value_name = "FILE")]
    series: PathBuf,
    /// How often the series have a value; seen from the dates when left out.
    #[arg(long, value_enum)]
    period: Option<Every>,
    /// Adjust for season and moving holidays (Spring Festival), anew at each date.
    #[arg(long)]
    adjust: bool,
    /// Forecast so many periods ahead at each date.
    #[arg(long, value_name = "H", default_value = "0", value_parser = clap::value_parser!(u16).range(0..=60))]
    forecast: u16,
    /// Percent of values that the interval of a forecast is meant to hold.
    #[arg(long, value_name = "PERCENT", default_value = "80", value_parser = clap::value_parser!(u8).range(50..=99))]
    interval: u8,
    /// Known events to be found (CSV: series,date[,end][,name]; series `*` for all).
    #[arg(long, value_name = "FILE")]
    events: Option<PathBuf>,
    /// Which direction is bad.
    #[arg(long, value_enum, default_value = "either")]
    worse: Bad,
    /// How many periods before an event an alarm counts as foreseeing it; a year when left out.
    #[arg(long, value_name = "PERIODS", value_parser = clap::value_parser!(u16).range(0..=120))]
    lead: Option<u16>,
    /// Trigger: this much worse than the best of the year before, in the unit of the series (0.5 for a rate in percent).
    #[arg(long, value_name = "THRESHOLD", value_parser = threshold)]
    trigger: Option<f64>,
    /// Lines from this period on (2020-05 or 2020Q2); what went before is history.
    #[arg(long, value_name = "PERIOD")]
    from: Option<Period>,
    /// How results are printed.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let json = context.json || arguments.format == Format::Json;
    let asked = arguments.period.map(|every| match every {
        Every::Month => Frequency::Month,
        Every::Quarter => Frequency::Quarter,
    });
    let (all, frequency) = match series(&arguments.series, asked)? {
        Ok(read) => read,
        Err(refused) => return Ok(told(&refused, json)),
    };
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    let known = match arguments.events.as_deref().map(|path| events(path, frequency, &names)).transpose()? {
        Some(Err(refused)) => return Ok(told(&refused, json)),
        Some(Ok(known)) => known,
        None => Vec::new(),
    };
    let order = order(arguments, frequency)?;
    let year = u16::try_from(frequency.per_year()).map_err(Failure::new)?;
    let lead = i32::from(arguments.lead.unwrap_or(year));
    let lines = run_all(&all, &order);
    let report = Report::new(&order, frequency, (known, lead), &all, lines);
    if json {
        say!("{}", serde_json::to_string(&report).map_err(Failure::new)?);
    } else {
        say!("{}", show::text(&report));
    }
    Ok(ExitCode::SUCCESS)
}

fn order(arguments: &Arguments, frequency: Frequency) -> Result<Order, Failure> {
    if let Some(from) = arguments.from
        && from.frequency() != frequency
    {
        let wanted = if frequency == Frequency::Month { "month like 2020-05" } else { "quarter like 2020Q2" };
        return Err(Failure::usage(format!(
            "--from {from}: the series are not of that frequency; give a {wanted}"
        )));
    }
    Ok(Order {
        adjust: arguments.adjust.then(Default::default),
        horizon: usize::from(arguments.forecast),
        level: f64::from(arguments.interval) / 100.0,
        worse: match arguments.worse {
            Bad::Up => Worse::Up,
            Bad::Down => Worse::Down,
            Bad::Either => Worse::Either,
        },
        trigger: arguments.trigger,
        from: arguments.from,
        ..Order::default()
    })
}

fn threshold(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(number) if number > 0.0 && number.is_finite() => Ok(number),
        _ => Err("a number above 0".to_owned()),
    }
}

/// Every series on whichever thread is free; the result does not depend on the number of threads.
fn run_all(all: &[(String, Series)], order: &Order) -> Vec<Vec<Line>> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(vec![Vec::new(); all.len()]);
    let work = || {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some((_, series)) = all.get(place) else { return };
            let lines = run_series(series, order);
            done.lock().unwrap_or_else(PoisonError::into_inner)[place] = lines;
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(all.len());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Everything that is wrong with a file, and nothing reckoned.
fn told(refused: &Refused, json: bool) -> ExitCode {
    for problem in &refused.problems {
        let place = match (problem.row, problem.column) {
            (0, _) => String::new(),
            (row, 0) => format!(":{row}"),
            (row, column) => format!(":{row}:{column}"),
        };
        let found = if problem.found.is_empty() { String::new() } else { format!(" \"{}\"", problem.found) };
        let fault = problem.fault;
        eprintln!(
            "{}{place}: {} {}{found}: {} · {}",
            refused.file,
            fault.code(),
            problem.field,
            fault.advice(),
            fault.advice_zh()
        );
    }
    if json {
        say!("{}", serde_json::json!({ "file": refused.file, "errors": refused.problems }));
    }
    ExitCode::FAILURE
}
