//! What all commands about the law begin with: the pack's law, a day. It must never go on with a law that has errors.

use std::path::Path;

use anye_law::book::Book;
use anye_law::compile::Compiled;
use anye_law::day::Day;
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
