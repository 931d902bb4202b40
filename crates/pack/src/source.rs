//! Where a pack's files come from: built into the binary, or a folder given at run time. Must never interpret a file.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::fault::{PackError, Problem};
use crate::mark::Mark;

static LIAONING: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../packs/liaoning");
static REQUIREMENTS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../requirements");

/// One file of a pack may hold this much; a larger one is refused rather than read.
const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// Files of a pack by their path inside it, with `/` between folders.
pub(crate) type Files = BTreeMap<String, Cow<'static, [u8]>>;

/// Where to load a pack from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The Liaoning pack that is part of the binary.
    Embedded,
    /// A folder with a `pack.toml` (`--pack DIR`).
    Folder(PathBuf),
}

impl Source {
    pub(crate) fn read(&self) -> Result<Files, PackError> {
        match self {
            Self::Embedded => {
                let mut files = Files::new();
                collect_embedded(&LIAONING, "", &mut files);
                collect_embedded(&REQUIREMENTS, "requirements/", &mut files);
                Ok(files)
            }
            Self::Folder(folder) => read_folder(folder),
        }
    }
}

/// Writes the pack that is part of the binary into a folder, its requirement tables with it, so that somebody can go on from there. Gives the number of files.
///
/// # Errors
/// The folder has something in it already, or cannot be written.
pub fn copy_embedded(folder: &Path) -> io::Result<usize> {
    if folder.is_dir() && fs::read_dir(folder)?.next().is_some() {
        return Err(io::Error::from(io::ErrorKind::DirectoryNotEmpty));
    }
    let mut files = Files::new();
    collect_embedded(&LIAONING, "", &mut files);
    collect_embedded(&REQUIREMENTS, "requirements/", &mut files);
    for (path, bytes) in &files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, bytes)?;
    }
    Ok(files.len())
}

fn collect_embedded(dir: &Dir<'static>, prefix: &str, files: &mut Files) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        if !hidden(file.path()) {
            files.insert(format!("{prefix}{path}"), Cow::Borrowed(file.contents()));
        }
    }
    for inner in dir.dirs() {
        collect_embedded(inner, prefix, files);
    }
}

fn read_folder(folder: &Path) -> Result<Files, PackError> {
    let mut files = Files::new();
    walk(folder, "", &mut files)?;
    if !files.contains_key("pack.toml") {
        return Err(PackError::new(
            "pack.toml",
            Mark::default(),
            Problem::NoManifest { folder: folder.display().to_string() },
        ));
    }
    // In this repository the requirement tables lie beside the packs, so that other tools find them at the root.
    let beside = folder.join("../../requirements");
    if !files.keys().any(|path| path.starts_with("requirements/")) && beside.is_dir() {
        walk(&beside, "requirements/", &mut files)?;
    }
    Ok(files)
}

fn walk(folder: &Path, prefix: &str, files: &mut Files) -> Result<(), PackError> {
    let failed = |path: &str, error: &io::Error| {
        PackError::new(path, Mark::default(), Problem::Unreadable { detail: error.to_string() })
    };
    let entries = fs::read_dir(folder).map_err(|error| failed(&folder.display().to_string(), &error))?;
    for entry in entries {
        let entry = entry.map_err(|error| failed(prefix, &error))?;
        let path = entry.path();
        if hidden(&path) {
            continue;
        }
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        // A link could lead out of the pack or round in circles: only plain files and folders count.
        let kind = entry.file_type().map_err(|error| failed(&name, &error))?;
        if kind.is_dir() {
            walk(&path, &format!("{name}/"), files)?;
        } else if kind.is_file() {
            let size = entry.metadata().map_err(|error| failed(&name, &error))?.len();
            if size > MAX_FILE_BYTES {
                return Err(PackError::new(&name, Mark::default(), Problem::TooLarge { bytes: size }));
            }
            files.insert(name.clone(), Cow::Owned(fs::read(&path).map_err(|error| failed(&name, &error))?));
        }
    }
    Ok(())
}

fn hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}
