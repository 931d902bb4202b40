//! `anye backup` and `anye restore`.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::PathBuf;
use std::process::ExitCode;

use anye_base::World;
use anye_db::audit::Event;
use anye_db::backup::{self, Summary};
use clap::Args;

use super::store::operator;
use super::{Context, Failure};
use crate::say::say;

/// Write a backup.
#[derive(Args)]
pub struct Save {
    /// The file to write; it must not exist yet.
    file: PathBuf,
}

/// Restore a backup.
#[derive(Args)]
pub struct Restore {
    /// The file to read.
    file: PathBuf,
}

/// Writes to a file beside and renames it at the end, so that a broken-off backup never looks like a whole one.
pub async fn save(context: &Context, command: &Save) -> Result<ExitCode, Failure> {
    let named = |cause: &dyn std::fmt::Display| Failure::new(format!("{}: {cause}", command.file.display()));
    if command.file.exists() {
        return Err(named(&"there is such a file already; choose another name"));
    }
    let db = context.open().await?;
    let world = World::system();
    db.record(&world, &operator(), Event::new("store.backup", "store", "all")).await.map_err(Failure::new)?;
    let part = command.file.with_extension("part");
    let file = File::create(&part).map_err(|cause| named(&cause))?;
    let saved = backup::save(&db, world.now_ms(), BufWriter::new(&file)).await;
    let summary = match saved.map_err(|cause| named(&cause)).and_then(|summary| {
        file.sync_all().and_then(|()| fs::rename(&part, &command.file)).map_err(|cause| named(&cause))?;
        Ok(summary)
    }) {
        Ok(summary) => summary,
        Err(failure) => {
            // The half-written file is ours and of no use to anybody.
            let _ = fs::remove_file(&part);
            return Err(failure);
        }
    };
    report(context, "saved", &summary);
    Ok(ExitCode::SUCCESS)
}

/// Restores into an empty store.
pub async fn restore(context: &Context, command: &Restore) -> Result<ExitCode, Failure> {
    let named = |cause: &dyn std::fmt::Display| Failure::new(format!("{}: {cause}", command.file.display()));
    let file = File::open(&command.file).map_err(|cause| named(&cause))?;
    let db = context.open_raw().await?;
    let summary = backup::restore(&db, file).await.map_err(|cause| named(&cause))?;
    let event =
        Event::new("store.restore", "store", "all").detail(&serde_json::json!({ "digest": summary.digest }));
    db.record(&World::system(), &operator(), event).await.map_err(Failure::new)?;
    report(context, "restored", &summary);
    Ok(ExitCode::SUCCESS)
}

fn report(context: &Context, word: &str, summary: &Summary) {
    if context.json {
        say!("{}", serde_json::json!({ "done": word, "summary": summary }));
    } else {
        say!(
            "{word}: {} rows of {} tables, schema {}, SM3 {}",
            summary.rows,
            summary.tables,
            summary.schema,
            summary.digest
        );
    }
}
