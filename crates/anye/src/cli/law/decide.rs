//! `anye law decide`: one case, with reasons.

use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anye_law::book::{Book, RuleId};
use anye_law::day::Day;
use anye_law::decide::{Answer, FactError, Facts, Query, answer, decide};
use clap::Args;

use super::super::{Context, Failure, Format};
use super::Tongue;
use super::load::{day, law, named};
use crate::say::say;

/// A file of facts may hold this much.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Decide one case.
#[derive(Args)]
pub struct Arguments {
    /// Folder of the pack; the built-in one when left out.
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
    /// File of facts (JSON; see `anye pack schema`), or `-` for standard input.
    #[arg(long, value_name = "FILE")]
    facts: PathBuf,
    /// Day of the decision.
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Day,
    /// As the rule book stood on this day.
    #[arg(long, value_name = "DATE", value_parser = day)]
    known: Option<Day>,
    /// One rule: Chinese name, id, or requirement row. Everything that fits the facts when left out.
    #[arg(long, value_name = "NAME")]
    benefit: Option<String>,
    /// Language of the reasons.
    #[arg(long, value_enum, default_value = "zh")]
    lang: Tongue,
    /// How the answer is printed.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let json = context.json || arguments.format == Format::Json;
    let compiled = law(context, arguments.pack.as_deref())?;
    let book = &compiled.book;
    let rules: Vec<Option<RuleId>> = match &arguments.benefit {
        Some(name) => named(book, name)?.into_iter().map(Some).collect(),
        None => vec![None],
    };
    // A requirement row that names several members of one exclusion group chooses none of them.
    let undecided = rival(book, &rules);
    let text = read(arguments)?;
    let facts = match Facts::parse(book, &text, arguments.on) {
        Ok(facts) => facts,
        Err(errors) => return Ok(refused(&errors, arguments.lang, json)),
    };
    let mut all: Option<Answer> = None;
    let mut errors = Vec::new();
    for benefit in rules {
        let query =
            Query { benefit, known: arguments.known, english: arguments.lang == Tongue::En, undecided };
        match decide(book, &facts, &query) {
            Ok(answer) => match &mut all {
                Some(all) => all.decisions.extend(answer.decisions),
                None => all = Some(answer),
            },
            Err(error) => errors.push(error),
        }
    }
    let Some(answer) = all else { return Ok(refused(&errors, arguments.lang, json)) };
    if json {
        say!("{}", serde_json::to_string_pretty(&answer).map_err(Failure::new)?);
    } else {
        say!("{}", answer::lines(&answer, arguments.lang == Tongue::Zh));
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether two of the rules exclude one another.
fn rival(book: &Book, rules: &[Option<RuleId>]) -> bool {
    book.exclusives.iter().any(|group| {
        rules.iter().flatten().filter(|rule| group.members.iter().any(|(member, _)| member == *rule)).count()
            > 1
    })
}

fn read(arguments: &Arguments) -> Result<String, Failure> {
    let fault = |error: std::io::Error| Failure::new(format!("{}: {error}", arguments.facts.display()));
    let mut bytes = Vec::new();
    if arguments.facts.as_os_str() == "-" {
        std::io::stdin().take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(fault)?;
    } else {
        std::fs::File::open(&arguments.facts)
            .map_err(fault)?
            .take(MOST_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(fault)?;
    }
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Failure::new(format!(
            "{}: more than 64 MiB; use `anye law batch` for populations",
            arguments.facts.display()
        )));
    }
    String::from_utf8(bytes)
        .map_err(|_| Failure::new(format!("{}: not UTF-8 text; save it as UTF-8", arguments.facts.display())))
}

/// Everything that is wrong with the facts, and nothing decided.
fn refused(errors: &[FactError], lang: Tongue, json: bool) -> ExitCode {
    for error in errors {
        let words = if lang == Tongue::Zh { &error.zh } else { &error.en };
        let hint = error.suggestion.as_ref().map(|near| {
            if lang == Tongue::Zh {
                format!("(是否为“{near}”?)")
            } else {
                format!(" (did you mean '{near}'?)")
            }
        });
        eprintln!("{} {}: {words}{}", error.code, error.path, hint.unwrap_or_default());
    }
    if json {
        say!("{}", serde_json::json!({ "errors": errors }));
    }
    ExitCode::FAILURE
}
