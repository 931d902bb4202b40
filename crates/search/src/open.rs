//! Opening the index folder: ready, or to be built again and why. Whatever is wrong with the files, the answer is never an error that
//! an operator would have to mend by hand.
//!
//! Must never delete anything but its own files.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::SearchError;
use crate::index::Index;
use crate::schema::{FORMAT, Fields};

const STAMP: &str = "format.json";
const FILES: &str = "articles";

/// What opening found.
pub enum Opened {
    /// Ready. [`Index::last_seq`] says how far it goes.
    Ready(Index),
    /// There is no index that can be used: call [`recreate`] and put everything in from the database.
    NeedsRebuild(Reason),
}

/// Why an index must be built again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// There is none yet, or building it was cut short.
    Missing,
    /// It was built by a version that wrote other terms.
    OtherFormat {
        /// The format found.
        found: u32,
    },
    /// Files are missing or changed; the words are for the log.
    Damaged(String),
}

#[derive(Debug, Serialize, Deserialize)]
struct Stamp {
    format: u32,
}

/// Opens an index folder and checks every file of it against its checksum.
pub fn open(folder: &Path) -> Result<Opened, SearchError> {
    let stamp = match fs::read(folder.join(STAMP)) {
        Ok(bytes) => bytes,
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Opened::NeedsRebuild(Reason::Missing));
        }
        Err(fault) => return Err(fault.into()),
    };
    match serde_json::from_slice::<Stamp>(&stamp) {
        Err(fault) => return Ok(Opened::NeedsRebuild(Reason::Damaged(fault.to_string()))),
        Ok(Stamp { format }) if format != FORMAT => {
            return Ok(Opened::NeedsRebuild(Reason::OtherFormat { found: format }));
        }
        Ok(_) => {}
    }
    Ok(match open_files(folder) {
        Ok(index) => Opened::Ready(index),
        Err(damage) => Opened::NeedsRebuild(Reason::Damaged(damage)),
    })
}

/// Checks before reading: a reader trusts what the checksums vouch for.
fn open_files(folder: &Path) -> Result<Index, String> {
    let words = |fault: tantivy::TantivyError| fault.to_string();
    let engine = tantivy::Index::open_in_dir(folder.join(FILES)).map_err(words)?;
    let fields = Fields::new();
    if engine.schema() != fields.schema {
        return Err("other fields than expected".to_owned());
    }
    let damaged = engine.validate_checksum().map_err(words)?;
    if let Some(file) = damaged.iter().min() {
        return Err(format!("{} files do not match their checksum, first {}", damaged.len(), file.display()));
    }
    let index = Index::from_engine(engine, fields).map_err(|fault| fault.to_string())?;
    index.check().map(|()| index)
}

/// Makes an empty index in the folder, in place of what this crate had there. The caller puts everything in and commits; until the first
/// commit [`Index::last_seq`] is `None`, so a rebuild that was cut short is seen as such.
pub fn recreate(folder: &Path) -> Result<Index, SearchError> {
    fs::create_dir_all(folder)?;
    let (stamp, files) = (folder.join(STAMP), folder.join(FILES));
    // The stamp goes first and comes last: in between there is no index.
    remove(fs::remove_file(&stamp))?;
    remove(fs::remove_dir_all(&files))?;
    fs::create_dir(&files)?;
    let fields = Fields::new();
    let engine = tantivy::Index::create_in_dir(&files, fields.schema.clone())?;
    let text = serde_json::to_vec(&Stamp { format: FORMAT }).map_err(std::io::Error::other)?;
    let mut file = fs::File::create(&stamp)?;
    file.write_all(&text)?;
    file.sync_all()?;
    Index::from_engine(engine, fields)
}

fn remove(outcome: std::io::Result<()>) -> std::io::Result<()> {
    match outcome {
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
