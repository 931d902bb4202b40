//! `anye law explain`: a rule in plain language.

use std::path::PathBuf;
use std::process::ExitCode;

use anye_law::explain;
use clap::Args;

use super::super::{Context, Failure, Format};
use super::Tongue;
use super::load::{law, named};
use crate::say::say;

/// Explain a rule.
#[derive(Args)]
pub struct Arguments {
    /// Chinese name or id of the rule, or a requirement row (all rules that carry it out).
    name: String,
    /// Folder of the pack; the built-in one when left out.
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
    /// Language.
    #[arg(long, value_enum, default_value = "zh")]
    lang: Tongue,
    /// How it is printed.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let compiled = law(context, arguments.pack.as_deref())?;
    let book = &compiled.book;
    let all: Vec<_> = named(book, &arguments.name)?
        .into_iter()
        .map(|id| explain::rule(book, id, arguments.lang == Tongue::Zh))
        .collect();
    if context.json || arguments.format == Format::Json {
        say!("{}", serde_json::to_string_pretty(&all).map_err(Failure::new)?);
    } else {
        for (ix, one) in all.iter().enumerate() {
            say!("{}{}", if ix > 0 { "\n" } else { "" }, one.text().trim_end());
        }
    }
    Ok(ExitCode::SUCCESS)
}
