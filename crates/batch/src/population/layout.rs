//! Which partitions a population has. It must never open them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anye_law::book::{Book, KindId};

use super::fault::Fault;

/// Folder of what was granted before (台账).
const LEDGER: &str = "ledger";

/// The files of a population, by partition.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Partitions in the order of their names.
    pub slices: Vec<Slice>,
}

/// One partition.
#[derive(Debug, Clone)]
pub struct Slice {
    /// Its name: `210402` or `210402-2`.
    pub name: String,
    /// Its place.
    pub place: String,
    /// The file of each kind.
    pub files: BTreeMap<KindId, PathBuf>,
    /// What was granted or applied for before.
    pub ledger: Option<PathBuf>,
}

/// Finds the partitions below a folder.
pub fn layout(book: &Book, dir: &Path) -> Result<Layout, Fault> {
    let mut slices: BTreeMap<String, Slice> = BTreeMap::new();
    for folder in entries(dir)? {
        let name = name_of(&folder);
        if !folder.is_dir() || name.starts_with(['.', '_']) {
            continue;
        }
        let kind = if name == LEDGER { None } else { Some(kind_of(book, &folder, &name)?) };
        for file in entries(&folder)? {
            if file.extension().is_none_or(|extension| extension != "parquet") {
                continue;
            }
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let place = name.split('-').next().unwrap_or_default().to_owned();
            if place.len() < 6 || place.len() > 12 || !place.bytes().all(|b| b.is_ascii_digit()) {
                return Err(Fault::Place(file));
            }
            let slice = slices.entry(name.clone()).or_insert_with(|| Slice {
                name,
                place,
                files: BTreeMap::new(),
                ledger: None,
            });
            match kind {
                Some(kind) => drop(slice.files.insert(kind, file)),
                None => slice.ledger = Some(file),
            }
        }
    }
    if slices.is_empty() {
        return Err(Fault::Nothing(dir.to_owned()));
    }
    Ok(Layout { slices: slices.into_values().collect() })
}

fn kind_of(book: &Book, folder: &Path, name: &str) -> Result<KindId, Fault> {
    book.find_kind(name).ok_or_else(|| Fault::Kind {
        path: folder.to_owned(),
        suggestion: super::read::nearest(
            name,
            book.kinds.iter().flat_map(|kind| [kind.id.as_str(), kind.name.as_str()]).chain([LEDGER]),
        ),
        name: name.to_owned(),
    })
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, Fault> {
    let io = |error| Fault::Io { path: dir.to_owned(), error };
    let mut out = std::fs::read_dir(dir)
        .map_err(io)?
        .map(|entry| entry.map(|entry| entry.path()).map_err(io))
        .collect::<Result<Vec<_>, _>>()?;
    out.sort();
    Ok(out)
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
