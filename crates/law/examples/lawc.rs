//! For authors of a pack: `lawc check|test|mutate LAWDIR [--file PREFIX]`. The program's own commands (`anye pack …`) do the same; this one builds quicker.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used, reason = "an example that prints")]

use std::path::Path;
use std::process::ExitCode;

use anye_law::check::compile_sources;
use anye_law::compile::{Compiled, Table};
use anye_law::scenario;
use anye_law::span::{Severity, SourceFile, Span};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [command, dir, rest @ ..] = &args[..] else {
        eprintln!("lawc check|test|mutate LAWDIR [--file PREFIX]");
        return ExitCode::from(2);
    };
    let prefix = rest.get(1).map(String::as_str).unwrap_or_default();
    let compiled = load(Path::new(dir));
    let errors = check(&compiled, prefix);
    match command.as_str() {
        "test" => test(&compiled, prefix),
        "mutate" => mutate(&compiled, prefix),
        _ if errors > 0 => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}

fn load(dir: &Path) -> Compiled {
    let dir = if dir.join("law").is_dir() { dir.join("law") } else { dir.to_owned() };
    let mut paths: Vec<_> = std::fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let sources = paths
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "law" || e == "case"))
        .map(|path| SourceFile { path: name(path), text: std::fs::read_to_string(path).unwrap() })
        .collect();
    let mut tables = Vec::new();
    for entry in std::fs::read_dir(dir.join("data")).into_iter().flatten() {
        let path = entry.unwrap().path();
        tables.push(Table {
            path: format!("data/{}", name(&path)),
            text: std::fs::read_to_string(&path).unwrap(),
        });
    }
    compile_sources(sources, &tables, None)
}

fn at(compiled: &Compiled, span: Span) -> String {
    let Some(source) = compiled.book.sources.get(span.file.0 as usize) else { return "?".to_owned() };
    let before = source.text.get(..span.start as usize).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{}:{line}:{column}", source.path)
}

fn check(compiled: &Compiled, prefix: &str) -> usize {
    let mut errors = 0;
    for d in &compiled.diagnostics {
        let place = at(compiled, d.span);
        errors += usize::from(d.severity == Severity::Error);
        if place.starts_with(prefix) {
            let hint = d.suggestion.as_ref().map(|s| format!(" → {s}")).unwrap_or_default();
            println!("{place} {} {:?} {}{hint}", d.code, d.severity, d.zh);
        }
    }
    println!(
        "{errors} errors in all files; {} rules, {} parameters, {} scenarios",
        compiled.book.rules.len(),
        compiled.book.params.len(),
        compiled.scenarios.len()
    );
    errors
}

fn test(compiled: &Compiled, prefix: &str) -> ExitCode {
    let (mut passed, mut failed) = (0, 0);
    for item in &compiled.scenarios {
        let place = at(compiled, item.span);
        if !place.starts_with(prefix) {
            continue;
        }
        match scenario::run(&compiled.book, item) {
            Err(d) => {
                failed += 1;
                println!("{place} {}", d.zh);
            }
            Ok(results) => {
                for result in results {
                    if result.passed() {
                        passed += 1;
                    } else {
                        failed += 1;
                        println!(
                            "{} {} · {}: {}",
                            at(compiled, result.span),
                            result.rule,
                            result.title,
                            result.differences.join("; ")
                        );
                    }
                }
            }
        }
    }
    println!("{passed} cases passed, {failed} failed");
    if failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn mutate(compiled: &Compiled, prefix: &str) -> ExitCode {
    let (mut killed, mut lived) = (0, 0);
    for (ix, rule) in compiled.book.rules.iter().enumerate() {
        let place = at(compiled, rule.span);
        if !place.starts_with(prefix) {
            continue;
        }
        let id = anye_law::book::RuleId(u16::try_from(ix).unwrap());
        let own: Vec<_> = compiled
            .scenarios
            .iter()
            .filter(|s| {
                scenario::find(&compiled.book, s).ok() == Some(id) && scenario::holds(&compiled.book, s)
            })
            .collect();
        if own.is_empty() {
            println!("{place} {}: no scenario passes", rule.name);
        }
        scenario::mutants(&compiled.book, id, &mut |mutant| {
            if own.iter().any(|s| !scenario::holds(&mutant.book, s)) {
                killed += 1;
            } else {
                lived += 1;
                println!("{} {}: lives: {}", at(compiled, mutant.span), rule.name, mutant.what);
            }
        });
    }
    println!(
        "{killed} mutants killed, {lived} lived: {:.1} %",
        100.0 * f64::from(killed) / f64::from((killed + lived).max(1))
    );
    ExitCode::SUCCESS
}
