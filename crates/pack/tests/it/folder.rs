//! A copy of the Liaoning pack in a folder of its own, to spoil.

use std::fs;
use std::path::{Path, PathBuf};

use anye_pack::{Pack, PackError, Source};

pub struct Copy {
    folder: tempfile::TempDir,
}

pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

impl Copy {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        anye_pack::copy_embedded(folder.path()).unwrap();
        Self { folder }
    }

    pub fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    /// Replaces the first `old` in `file`; fails when it is not there, so that a test cannot pass by spoiling nothing.
    pub fn replace(self, file: &str, old: &str, new: &str) -> Self {
        let text = fs::read_to_string(self.path(file)).unwrap();
        assert!(text.contains(old), "{file} does not hold {old:?}");
        fs::write(self.path(file), text.replacen(old, new, 1)).unwrap();
        self
    }

    pub fn load(&self) -> Result<Pack, Vec<PackError>> {
        Pack::load(&Source::Folder(self.folder.path().to_owned()))
    }

    /// The one error of a copy that still loads.
    pub fn checked(&self) -> Vec<PackError> {
        self.load().unwrap().check()
    }
}
