//! The real binary run on a pack copied to a folder of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A copy of the built-in pack.
pub struct Pack {
    folder: tempfile::TempDir,
}

impl Pack {
    pub fn copied() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        anye_pack::copy_embedded(folder.path()).expect("copied");
        Self { folder }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn law(&self, name: &str) -> PathBuf {
        self.path().join("law").join(name)
    }

    /// Writes a file into the folder and gives its path.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        path
    }

    /// Adds a text at the end of a law file; the line it begins on.
    pub fn append(&self, name: &str, text: &str) -> usize {
        let path = self.law(name);
        let mut whole = std::fs::read_to_string(&path).expect("a law file");
        whole.push('\n');
        let line = whole.matches('\n').count() + 1;
        whole.push_str(text);
        std::fs::write(&path, whole).expect("written");
        line
    }
}

/// The program, ready to be given arguments.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_anye"));
    command.env_clear().stdin(Stdio::null());
    command
}

/// What came out of a run.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

/// Runs the program.
pub fn run<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Ran {
    let ran: Ran = program().args(arguments).output().expect("it runs").into();
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    ran
}
