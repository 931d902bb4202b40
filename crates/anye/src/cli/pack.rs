//! `anye pack`: check, format, test and compare packs; the data dictionary for facts.

use std::path::PathBuf;
use std::process::ExitCode;

use anye_law::book::{Book, RuleId};
use anye_law::scenario;
use anye_law::span::Severity;
use anye_pack::{Pack, Source};
use clap::Subcommand;

use super::law::position;
use super::{Context, Failure, Format};
use crate::say::say;

mod diff;
mod fmt;

/// Packs.
#[derive(Subcommand)]
pub enum Command {
    /// Check a pack's law: everything that blocks publication, and what should be looked at.
    Check {
        /// Folder of the pack; the built-in one when left out.
        path: Option<PathBuf>,
        /// How findings are printed.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
        /// Warnings too.
        #[arg(long)]
        warnings: bool,
    },
    /// Write the built-in pack into a folder, to be changed there: `ANYE_PACK` or `pack` in the settings puts the folder in its place.
    Copy {
        /// The folder; it must be empty or not there yet.
        path: PathBuf,
    },
    /// Put the law's files into their canonical form.
    Fmt {
        /// Folder of the pack.
        path: PathBuf,
        /// Change nothing; fail when a file is not in canonical form.
        #[arg(long)]
        check: bool,
    },
    /// Run the scenarios beside the rules.
    Test {
        /// Folder of the pack; the built-in one when left out.
        path: Option<PathBuf>,
        /// Only this rule.
        #[arg(long, value_name = "NAME")]
        rule: Option<String>,
        /// Also make small wrong changes to each rule, and count those that no scenario notices (fails below 90 %).
        #[arg(long)]
        mutate: bool,
        /// How results are printed.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// What changed in the law from one pack to another.
    Diff {
        /// The earlier pack.
        from: PathBuf,
        /// The later pack.
        to: PathBuf,
        /// How differences are printed.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// The data dictionary: JSON Schema of a file of facts, with what each rule reads.
    Schema {
        /// Folder of the pack; the built-in one when left out.
        path: Option<PathBuf>,
    },
}

/// Runs the command.
pub fn run(context: &Context, command: Command) -> Result<ExitCode, Failure> {
    let json = |format: Format| context.json || format == Format::Json;
    match command {
        Command::Check { path, format, warnings } => check(&load(context, path)?, json(format), warnings),
        Command::Copy { path } => {
            let written = anye_pack::copy_embedded(&path).map_err(|error| match error.kind() {
                std::io::ErrorKind::DirectoryNotEmpty => {
                    Failure::new(format!("{} is not empty: choose another folder", path.display()))
                }
                _ => Failure::new(format!("{}: {error}", path.display())),
            })?;
            say!("{written} files in {0}; next: anye pack check {0}", path.display());
            Ok(ExitCode::SUCCESS)
        }
        Command::Fmt { path, check } => fmt::run(&path, check),
        Command::Test { path, rule, mutate, format } => {
            test(&load(context, path)?, rule.as_deref(), mutate, json(format))
        }
        Command::Diff { from, to, format } => {
            diff::run(&load(context, Some(from))?, &load(context, Some(to))?, json(format))
        }
        Command::Schema { path } => {
            let compiled = load(context, path)?.law_unchecked();
            say!(
                "{}",
                serde_json::to_string_pretty(&anye_law::decide::schema(&compiled.book))
                    .map_err(Failure::new)?
            );
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn load(context: &Context, path: Option<PathBuf>) -> Result<Pack, Failure> {
    let source = path.map_or_else(|| context.config.pack_source(), Source::Folder);
    Pack::load(&source)
        .map_err(|errors| Failure::new(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))
}

fn check(pack: &Pack, json: bool, warnings: bool) -> Result<ExitCode, Failure> {
    let compiled = pack.law();
    let found: Vec<_> =
        compiled.diagnostics.iter().filter(|d| warnings || d.severity == Severity::Error).collect();
    let (catalogue, of_reporting) = pack.reporting();
    let (definitions, of_definitions) = pack.definitions_checked(&compiled.book);
    let (funds, of_funds) = anye_money::fund::load(pack, &compiled.book);
    let unfunded = anye_service::unfunded(pack, &compiled.book, &definitions, &funds);
    let beside = of_reporting.iter().chain(&of_definitions).chain(&of_funds).chain(&unfunded);
    let all: Vec<_> = beside.collect();
    let beside: Vec<_> = all.iter().filter(|one| warnings || one.error).collect();
    if json {
        let mut list: Vec<_> = found
            .iter()
            .map(|d| {
                let at = position(&compiled.book, d.span);
                serde_json::json!({ "at": at, "code": d.code, "severity": d.severity, "zh": d.zh, "en": d.en, "suggestion": d.suggestion,
                    "related": d.related.iter().map(|span| position(&compiled.book, *span)).collect::<Vec<_>>() })
            })
            .collect();
        list.extend(beside.iter().map(|d| {
            let severity = if d.error { Severity::Error } else { Severity::Warning };
            serde_json::json!({ "at": format!("{}:{}:{}", d.file, d.mark.line, d.mark.column), "code": d.code, "severity": severity, "zh": d.zh, "en": d.en,
                "suggestion": d.suggestion, "related": [] })
        }));
        say!("{}", serde_json::to_string_pretty(&list).map_err(Failure::new)?);
    } else {
        let hint =
            |suggestion: &Option<String>| suggestion.as_ref().map(|s| format!(" → {s}")).unwrap_or_default();
        for d in &found {
            say!(
                "{} {} {}{}\n    {}",
                position(&compiled.book, d.span),
                d.code,
                d.zh,
                hint(&d.suggestion),
                d.en
            );
        }
        for d in &beside {
            let at = format!("{}:{}:{}", d.file, d.mark.line, d.mark.column);
            say!("{at} {} {}{}\n    {}", d.code, d.zh, hint(&d.suggestion), d.en);
        }
        let count = |severity| compiled.diagnostics.iter().filter(|d| d.severity == severity).count();
        let (book, scenarios) = (&compiled.book, compiled.scenarios.len());
        say!(
            "{} rules, {} parameters, {} lists, {scenarios} scenarios: {} errors, {} warnings",
            book.rules.len(),
            book.params.len(),
            book.lists.len(),
            count(Severity::Error),
            count(Severity::Warning)
        );
        let errors = of_reporting.iter().filter(|one| one.error).count();
        say!(
            "{} forms, {} panels, {} indicators, {} lights, {} plans: {errors} errors, {} warnings",
            catalogue.forms.len(),
            catalogue.panels.len(),
            catalogue.indicators.len(),
            catalogue.lights.len(),
            catalogue.plans.len(),
            of_reporting.len() - errors
        );
        let errors = of_definitions.iter().filter(|one| one.error).count();
        say!(
            "{} registers, {} programmes: {errors} errors, {} warnings",
            definitions.registers.len(),
            definitions.programmes.len(),
            of_definitions.len() - errors
        );
        let errors = of_funds.iter().chain(&unfunded).filter(|one| one.error).count();
        say!(
            "{} funds, {} banks: {errors} errors, {} warnings",
            funds.funds.len(),
            funds.banks.len(),
            of_funds.len() + unfunded.len() - errors
        );
    }
    let bad = compiled.has_errors() || all.iter().any(|one| one.error);
    Ok(if bad { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn test(pack: &Pack, only: Option<&str>, mutate: bool, json: bool) -> Result<ExitCode, Failure> {
    let compiled = pack.law_unchecked();
    let book = &compiled.book;
    if let Some(name) = only
        && book.find_rule(name).is_none()
    {
        return Err(Failure::usage(format!("the law has no rule '{name}'")));
    }
    let (mut passed, mut failed) = (0, Vec::new());
    for item in &compiled.scenarios {
        let rule = scenario::find(book, item);
        if only.is_some() && rule.as_ref().ok().copied() != only.and_then(|name| book.find_rule(name)) {
            continue;
        }
        match scenario::run(book, item) {
            Err(d) => {
                failed.push((position(book, d.span), item.rule.value.clone(), String::new(), vec![d.zh]))
            }
            Ok(results) => {
                for result in results {
                    if result.passed() {
                        passed += 1;
                    } else {
                        failed.push((
                            position(book, result.span),
                            result.rule,
                            result.title,
                            result.differences,
                        ));
                    }
                }
            }
        }
    }
    if only.is_none() {
        passed += reporting_cases(pack, &mut failed);
    }
    let (killed, lived) = if mutate { mutants(&compiled.scenarios, book, only, json) } else { (0, 0) };
    if json {
        let list: Vec<_> = failed.iter().map(|(at, rule, title, why)| serde_json::json!({ "at": at, "rule": rule, "case": title, "differences": why })).collect();
        say!(
            "{}",
            serde_json::json!({ "passed": passed, "failed": list, "mutants_killed": killed, "mutants_lived": lived })
        );
    } else {
        for (at, rule, title, why) in &failed {
            say!("{at} {rule} · {title}: {}", why.join("; "));
        }
        say!("{passed} cases passed, {} failed", failed.len());
        if mutate {
            say!("{killed} of {} mutants noticed: {:.1} %", killed + lived, share(killed, lived));
        }
    }
    let bad = !failed.is_empty() || mutate && share(killed, lived) < 90.0;
    Ok(if bad { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Runs the cases beside the reporting files; how many passed. A case that cannot be read fails too.
fn reporting_cases(pack: &Pack, failed: &mut Vec<(String, String, String, Vec<String>)>) -> u32 {
    let (catalogue, found) = pack.reporting();
    let unread = found.into_iter().filter(|one| one.error && one.file.ends_with(".case.toml"));
    failed.extend(unread.map(|one| {
        (
            format!("{}:{}:{}", one.file, one.mark.line, one.mark.column),
            one.code.to_owned(),
            String::new(),
            vec![one.zh],
        )
    }));
    let mut passed = 0;
    for case in pack.reporting_cases(&catalogue) {
        let differences = case.run(&catalogue);
        if differences.is_empty() {
            passed += 1;
        } else {
            failed.push((
                format!("{}:{}", case.file, case.mark.line),
                "reporting".to_owned(),
                case.name,
                differences,
            ));
        }
    }
    passed
}

fn share(killed: u32, lived: u32) -> f64 {
    100.0 * f64::from(killed) / f64::from((killed + lived).max(1))
}

/// Mutants noticed and not, over all rules or one.
fn mutants(
    scenarios: &[anye_law::syntax::ast::ScenarioItem],
    book: &Book,
    only: Option<&str>,
    quiet: bool,
) -> (u32, u32) {
    let (mut killed, mut lived) = (0, 0);
    for ix in 0..book.rules.len() {
        let Ok(id) = u16::try_from(ix).map(RuleId) else { continue };
        if only.is_some_and(|name| book.find_rule(name) != Some(id)) {
            continue;
        }
        let own: Vec<_> = scenarios
            .iter()
            .filter(|s| scenario::find(book, s).ok() == Some(id) && scenario::holds(book, s))
            .collect();
        scenario::mutants(book, id, &mut |mutant| {
            if own.iter().any(|s| !scenario::holds(&mutant.book, s)) {
                killed += 1;
            } else {
                lived += 1;
                if !quiet {
                    say!(
                        "{} {}: not noticed: {}",
                        position(book, mutant.span),
                        book.rule(id).name,
                        mutant.what
                    );
                }
            }
        });
    }
    (killed, lived)
}
