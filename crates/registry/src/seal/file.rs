//! The key file (密钥文件): made at the first start, readable by the service alone, or given by the settings. Without it the sealed values are lost: it
//! belongs into a safe of its own, not beside the backups of the database.

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anye_base::World;

use super::keys::Keys;

/// Why the keys cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The file cannot be read or written.
    #[error("{0}: {1}")]
    Io(PathBuf, std::io::Error),
    /// Others may read it.
    #[error("{0}: others may read this key file (mode {1:o}); allow its owner alone: chmod 600")]
    Open(PathBuf, u32),
    /// A line that says nothing known. Its words are not shown.
    #[error("{0}: line {1} is no `seal ID HEX` or `blind ID HEX` of the right length")]
    Line(PathBuf, usize),
    /// No key of one sort.
    #[error("{0}: a key of each sort is needed, `seal` and `blind`")]
    Missing(PathBuf),
}

/// Reads the keys, or makes the file where there is none.
pub fn open_or_make(path: &Path, world: &World) -> Result<Keys, KeyFileError> {
    match std::fs::metadata(path) {
        Ok(_) => read(path),
        Err(cause) if cause.kind() == ErrorKind::NotFound => {
            make(path, world)?;
            read(path)
        }
        Err(cause) => Err(KeyFileError::Io(path.to_owned(), cause)),
    }
}

/// Reads the keys of a file, oldest first.
pub fn read(path: &Path) -> Result<Keys, KeyFileError> {
    let io = |cause| KeyFileError::Io(path.to_owned(), cause);
    private(path, &std::fs::metadata(path).map_err(io)?)?;
    let text = std::fs::read_to_string(path).map_err(io)?;
    let (mut seal, mut blind) = (Vec::new(), Vec::new());
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let wrong = || KeyFileError::Line(path.to_owned(), number + 1);
        let mut words = line.split_whitespace();
        let (sort, id, key) = (words.next(), words.next(), words.next());
        let (Some(sort), Some(id), Some(key), None) = (sort, id, key, words.next()) else {
            return Err(wrong());
        };
        let plain = id.len() <= 12 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        match sort {
            "seal" if plain => seal.push((id.to_owned(), bytes(key).ok_or_else(wrong)?)),
            "blind" if plain => blind.push((id.to_owned(), bytes(key).ok_or_else(wrong)?)),
            _ => return Err(wrong()),
        }
    }
    Keys::new(seal, blind).ok_or_else(|| KeyFileError::Missing(path.to_owned()))
}

fn bytes<const N: usize>(hex: &str) -> Option<[u8; N]> {
    let mut out = [0; N];
    if hex.len() != N * 2 || !hex.is_ascii() {
        return None;
    }
    for (at, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hex[at * 2..at * 2 + 2], 16).ok()?;
    }
    Some(out)
}

const HEAD: &str = "# Anye 安业: keys that seal numbers of cards, phones and accounts (字段加密密钥).\n\
     # Whoever has this file and the database can read them; without this file nobody can. Keep a copy apart from the backups of the database.\n\
     # A new key is a new line at the end; old ones stay until the job has sealed everything anew.\n";

fn make(path: &Path, world: &World) -> Result<(), KeyFileError> {
    let io = |cause| KeyFileError::Io(path.to_owned(), cause);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(io)?;
    }
    let (seal, blind): ([u8; 16], [u8; 32]) = (world.random(), world.random());
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let text = format!("{HEAD}seal k1 {}\nblind b1 {}\n", hex(&seal), hex(&blind));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(io)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(io)
}

#[cfg(unix)]
fn private(path: &Path, found: &std::fs::Metadata) -> Result<(), KeyFileError> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&found.permissions()) & 0o777;
    if mode & 0o077 == 0 { Ok(()) } else { Err(KeyFileError::Open(path.to_owned(), mode)) }
}

#[cfg(not(unix))]
fn private(_: &Path, _: &std::fs::Metadata) -> Result<(), KeyFileError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::At;

    #[test]
    fn a_first_start_makes_keys_that_a_later_start_reads() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys/seal.keys");
        let world = World::system();
        let at = At::new("t", "r", "c");
        let sealed = open_or_make(&path, &world).unwrap().seal(&world, at, "1380000").unwrap();
        assert_eq!(open_or_make(&path, &world).unwrap().open(at, &sealed).unwrap(), "1380000");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{text}seal k2 {}\n", "0f".repeat(16))).unwrap();
        let both = read(&path).unwrap();
        assert_eq!(both.open(at, &sealed).unwrap(), "1380000", "the old key still opens");
        assert!(both.seal(&world, at, "1").unwrap().starts_with("k2:"), "the newest seals");
        std::fs::write(&path, format!("{text}seal k2 0f0f\n")).unwrap();
        assert!(matches!(read(&path), Err(KeyFileError::Line(_, 6))));
    }

    #[cfg(unix)]
    #[test]
    fn a_key_file_that_others_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("seal.keys");
        open_or_make(&path, &World::system()).unwrap();
        let mode = |path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(read(&path), Err(KeyFileError::Open(_, 0o644))));
    }
}
