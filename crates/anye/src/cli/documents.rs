//! `anye documents`: read official documents in.

use std::path::PathBuf;
use std::process::ExitCode;

use anye_access::{Cost, Mode};
use anye_base::World;
use anye_documents::batch::Outcome;
use anye_documents::calling::{Asking, console_grants};
use anye_gazette::Document;
use anye_intake::{IntakeError, Knowledge, Taken, take};
use anye_reading::{ChildCommand, Limits, ReadError, Reader};
use clap::Subcommand;

use super::store::operator;
use super::{Context, Failure, Format};
use crate::say::say;
use crate::start::{Manner, start, told};

/// Official documents.
#[derive(Subcommand)]
pub enum Command {
    /// Read files in: text, HTML, DOCX or PDF with a text layer; UTF-8 or GB 18030.
    Import {
        /// The files.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Read and show, keep nothing. Needs no store.
        #[arg(long)]
        dry_run: bool,
        /// How the result is printed: `json` prints one document a line.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
}

/// Runs the command.
pub async fn run(context: &Context, command: Command) -> Result<ExitCode, Failure> {
    let Command::Import { files, dry_run, format } = command;
    let format = if context.json { Format::Json } else { format };
    if dry_run {
        return look(context, &files, format).await;
    }
    keep(context, &files, format).await
}

/// Reads and shows, without a store.
async fn look(context: &Context, files: &[PathBuf], format: Format) -> Result<ExitCode, Failure> {
    let knowledge = Knowledge::load(&context.config.pack_source()).map_err(Failure::new)?;
    let command = ChildCommand::current_program(&["read-file"]).map_err(Failure::new)?;
    let reader = Reader::new(command, Limits::default());
    let mut bad = 0;
    for path in files {
        match read_one(&knowledge, &reader, path).await {
            Ok(taken) => show(&taken, format),
            Err(cause) => {
                bad += 1;
                eprintln!("{}: {cause}", path.display());
            }
        }
    }
    Ok(if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads and keeps: each file is a document or an error, and one bad file stops no other.
async fn keep(context: &Context, files: &[PathBuf], format: Format) -> Result<ExitCode, Failure> {
    let db = context.open().await?;
    let mode = anye_access::start::store_mode(&db).await.map_err(Failure::new)?.unwrap_or(Mode::Production);
    let app =
        start(&context.config, db, World::system(), Manner { cost: Cost::CHEAP, ..Manner::installed(mode)? })
            .await?;
    let actor = operator();
    let home = app.core.settings.home_place.clone();
    let grants = console_grants(&actor, &home);
    let mut bad = 0;
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = match read_limited(path) {
            Ok(bytes) => bytes,
            Err(cause) => {
                bad += 1;
                eprintln!("{}: {cause}", path.display());
                continue;
            }
        };
        match app.import_as(&actor, &name, &bytes, false).await {
            Ok(imported) if format == Format::Json => {
                let asking = Asking::of(&app.core, &actor, &grants, &home);
                let shown =
                    anye_documents::show::show(&app.library, &asking.caller(None), &imported.document_id)
                        .await
                        .map_err(told)?;
                say!("{}", serde_json::to_string(&shown.contract()).map_err(Failure::new)?);
            }
            Ok(imported) => {
                let word = if imported.outcome == Outcome::Imported { "imported" } else { "already there" };
                let doubts = imported.doubts;
                say!(
                    "{word}: {} {} ({} articles, {doubts} findings to confirm)",
                    imported.document_id,
                    imported.title,
                    imported.article_count
                );
                for warning in &imported.warnings {
                    say!("  ! {} [{}]", warning.message, warning.code);
                }
            }
            Err(fault) => {
                bad += 1;
                eprintln!("{}: {}", path.display(), told(fault));
            }
        }
    }
    Ok(if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The size is looked at before the file is read, so that a huge one costs nothing.
fn read_limited(path: &std::path::Path) -> Result<Vec<u8>, ReadFailure> {
    let size = std::fs::metadata(path).map_err(ReadFailure::File)?.len();
    let limit = Limits::default().file_bytes;
    if size > limit {
        return Err(ReadFailure::Intake(ReadError::TooLarge { size, limit }.into()));
    }
    std::fs::read(path).map_err(ReadFailure::File)
}

#[derive(Debug)]
enum ReadFailure {
    File(std::io::Error),
    Intake(IntakeError),
}

impl std::fmt::Display for ReadFailure {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(cause) => cause.fmt(to),
            Self::Intake(cause) => cause.fmt(to),
        }
    }
}

async fn read_one(
    knowledge: &Knowledge,
    reader: &Reader,
    path: &std::path::Path,
) -> Result<Taken, ReadFailure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = read_limited(path)?;
    let reading = reader.read(&bytes, &name).await.map_err(|cause| ReadFailure::Intake(cause.into()))?;
    take(knowledge, reading, &name, World::system().today()).map_err(ReadFailure::Intake)
}

fn show(taken: &Taken, format: Format) {
    match format {
        Format::Json => match serde_json::to_string(&taken.document) {
            Ok(text) => say!("{text}"),
            Err(cause) => eprintln!("{cause}"),
        },
        Format::Text => show_text(&taken.document),
    }
}

fn show_text(document: &Document) {
    let title = if document.title.is_empty() { "(no title in the text)" } else { &document.title };
    say!("{} — {title}", document.id);
    say!(
        "  number {} · issuer {} · place {} · issued {}",
        document.number.as_deref().unwrap_or("—"),
        document.issuer.as_deref().unwrap_or("—"),
        document.place.as_deref().unwrap_or("—"),
        document.issued_on.as_deref().unwrap_or("—"),
    );
    say!(
        "  {} chapters, {} articles",
        document.chapters.len(),
        document.articles.iter().filter(|article| article.ordinal > 0).count()
    );
    for article in &document.articles {
        let found = &article.findings;
        say!(
            "  {}({}) {} — {} units, {} figures, {} dates, {} citations, {} measures",
            article.chapter,
            article.number,
            article.heading,
            found.units.len(),
            found.figures.len(),
            found.dates.len(),
            found.citations.len(),
            found.measures.len()
        );
    }
    for warning in &document.warnings {
        let line = warning.line.map(|line| format!("line {line}: ")).unwrap_or_default();
        say!("  ! {line}{} [{}]", warning.message, warning.code);
    }
}
