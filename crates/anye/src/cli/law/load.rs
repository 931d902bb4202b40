//! What all commands about the law begin with: the pack's law, a day. It must never go on with a law that has errors.

use std::path::Path;

use anye_law::book::{Book, Rule, RuleId};
use anye_law::compile::Compiled;
use anye_law::day::Day;
use anye_law::decide::nearest;
use anye_law::span::{Severity, Span};
use anye_pack::{Pack, Source};

use super::super::{Context, Failure};

/// The pack in a folder, or the one the settings name.
pub fn pack(context: &Context, path: Option<&Path>) -> Result<Pack, Failure> {
    let source = path.map_or_else(|| context.config.pack_source(), |path| Source::Folder(path.to_owned()));
    Pack::load(&source)
        .map_err(|errors| Failure::new(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))
}

/// Its compiled law; errors in it end the command.
pub fn law(context: &Context, path: Option<&Path>) -> Result<Compiled, Failure> {
    let compiled = pack(context, path)?.law_unchecked();
    let errors: Vec<String> = compiled
        .diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .map(|d| format!("{} {} {} · {}", position(&compiled.book, d.span), d.code, d.zh, d.en))
        .collect();
    if errors.is_empty() {
        return Ok(compiled);
    }
    Err(Failure::new(format!(
        "the law of the pack has errors; see `anye pack check`:\n{}",
        errors.join("\n")
    )))
}

/// The rules a name means: one by its own name, or all that carry out a requirement row.
pub fn named(book: &Book, name: &str) -> Result<Vec<RuleId>, Failure> {
    let ids = |test: &dyn Fn(&Rule) -> bool| -> Vec<RuleId> {
        book.rules
            .iter()
            .enumerate()
            .filter(|(_, rule)| test(rule))
            .filter_map(|(ix, _)| u16::try_from(ix).ok())
            .map(RuleId)
            .collect()
    };
    let own = ids(&|rule| rule.name == name || rule.id == name);
    if !own.is_empty() {
        return Ok(own);
    }
    let rows = ids(&|rule| rule.covers.iter().any(|id| id.eq_ignore_ascii_case(name)));
    if !rows.is_empty() {
        return Ok(rows);
    }
    if let Some((document, _)) = name.split_once('/')
        && book.documents.iter().any(|known| known.id.eq_ignore_ascii_case(document))
    {
        return Err(Failure::usage(format!(
            "no rule of the law carries out the requirement row '{name}' (`anye pack schema` lists all rules with their rows)"
        )));
    }
    let near = nearest(
        name,
        book.rules
            .iter()
            .flat_map(|rule| [rule.name.as_str(), rule.id.as_str()])
            .chain(book.rules.iter().flat_map(|rule| rule.covers.iter().map(String::as_str))),
    );
    let hint = near.map(|near| format!("; did you mean '{near}'?")).unwrap_or_default();
    Err(Failure::usage(format!("the law has no rule '{name}'{hint} (`anye pack schema` lists all rules)")))
}

/// `file:line:column` of a place in the sources.
pub fn position(book: &Book, span: Span) -> String {
    let Some(source) = usize::try_from(span.file.0).ok().and_then(|ix| book.sources.get(ix)) else {
        return "-".to_owned();
    };
    let before = source.text.get(..span.start as usize).unwrap_or_default();
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{}:{}:{column}", source.path, before.matches('\n').count() + 1)
}

/// A day given on the command line.
pub fn day(text: &str) -> Result<Day, String> {
    if text.len() == 10 { Day::parse(text) } else { None }
        .ok_or_else(|| format!("'{text}' is no day between 1900 and 2199 such as 2020-03-01"))
}
