//! `anye places`: import change events of divisions.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anye_access::{Cost, Mode};
use anye_base::{Lang, World};
use anye_documents::calling::console_grants;
use anye_office::places::import_events;
use anye_places::{RowError, read_events};
use anye_web::Visitor;
use clap::Subcommand;

use super::store::operator;
use super::{Context, Failure};
use crate::say::say;
use crate::start::{Manner, start, told};

/// Divisions.
#[derive(Subcommand)]
pub enum Command {
    /// Apply a file of change events (CSV): all of them or, with an error in any row, none.
    Import {
        /// The file.
        file: PathBuf,
        /// Say what would change and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

/// Runs the command.
pub async fn run(context: &Context, command: Command) -> Result<ExitCode, Failure> {
    let Command::Import { file, dry_run } = command;
    let bytes = std::fs::read(&file).map_err(|cause| Failure::new(format!("{}: {cause}", file.display())))?;
    let db = context.open().await?;
    let mode = anye_access::start::store_mode(&db).await.map_err(Failure::new)?.unwrap_or(Mode::Production);
    let manner = Manner { cost: Cost::CHEAP, ..Manner::installed(mode)? };
    let app = start(&context.config, db, World::system(), manner).await?;
    let actor = operator();
    let grants = console_grants(&actor, &app.core.settings.home_place);
    let visitor = Visitor {
        actor,
        session: None,
        grants: Arc::new(grants),
        by_cookie: false,
        csrf: String::new(),
        texts: app.core.texts(Lang::En),
        choices: Arc::default(),
    };
    let rows = read_events(&bytes).map_err(|errors| Failure::new(lines(&errors)))?;
    let report = import_events(&app.core, &visitor, &rows, None, dry_run).await.map_err(told)?;
    say!("{}", serde_json::to_string_pretty(&report).map_err(Failure::new)?);
    Ok(ExitCode::SUCCESS)
}

fn lines(errors: &[RowError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
