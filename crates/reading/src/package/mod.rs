//! The ZIP around a Word document or a workbook, opened with suspicion.
//!
//! Only the few parts that hold text are inflated, streamed and counted while they inflate: no size, count or
//! name written in the file is trusted. Nothing is ever written to disk.

pub(crate) mod relationships;
pub(crate) mod xml;

use self::xml::Xml;
use crate::{Bomb, Limits, Part, ReadError, Unsupported};
use std::cell::Cell;
use std::io::{BufReader, Cursor, Read};
use std::rc::Rc;
use zip::ZipArchive;
use zip::result::ZipError;

/// Below this much inflated text the ratio says nothing: small XML compresses very well.
const RATIO_FROM: u64 = 8 * 1024 * 1024;

/// What the package should hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Office {
    /// A document.
    Word,
    /// A workbook.
    Excel,
}

/// An open package.
pub(crate) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    budget: Rc<Budget>,
    depth: usize,
}

/// What all parts together may inflate to, and whether it was overdrawn.
pub(crate) struct Budget {
    left: Cell<u64>,
    pub(crate) overdrawn: Cell<bool>,
}

impl<'b> Package<'b> {
    /// Opens the container and looks at its entries; no entry is inflated.
    pub(crate) fn open(bytes: &'b [u8], limits: &Limits, want: Office) -> Result<Self, ReadError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::damaged(Part::Zip))?;
        if archive.len() > limits.entries {
            return Err(ReadError::bomb(Bomb::Entries));
        }
        // Two entries of one name are read differently by different programs: what was reviewed is not what is read.
        if archive.has_duplicate_names() || archive.file_names_raw().any(points_outside) {
            return Err(ReadError::bomb(Bomb::EntryName));
        }
        let has = |start: &str| archive.file_names_raw().any(|name| name.starts_with(start.as_bytes()));
        if !has("[Content_Types].xml") {
            return Err(ReadError::unknown(other_archive(has)));
        }
        if has("xl/") && want != Office::Excel {
            return Err(ReadError::unknown(Unsupported::Spreadsheet));
        }
        if has("ppt/") {
            return Err(ReadError::unknown(Unsupported::Presentation));
        }
        let by_ratio = (bytes.len() as u64).saturating_mul(limits.inflated_ratio).max(RATIO_FROM);
        let left = Cell::new(by_ratio.min(limits.inflated_bytes));
        let budget = Rc::new(Budget { left, overdrawn: Cell::new(false) });
        Ok(Self { archive, budget, depth: limits.depth })
    }

    /// Opens one part; none where the package has no such part.
    pub(crate) fn part(
        &mut self,
        name: &str,
        part: Part,
    ) -> Result<Option<Xml<impl std::io::BufRead>>, ReadError> {
        let file = match self.archive.by_name(name.trim_start_matches('/')) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword) => {
                return Err(ReadError::Encrypted);
            }
            Err(_) => return Err(ReadError::damaged(part)),
        };
        let counted = Counted { inner: file, budget: Rc::clone(&self.budget) };
        Ok(Some(Xml::new(BufReader::new(counted), Rc::clone(&self.budget), part, self.depth)))
    }
}

/// Names that would leave the folder they are unpacked to. We never unpack; nobody writes them in good faith.
fn points_outside(name: &[u8]) -> bool {
    let absolute = matches!(name.first(), Some(b'/' | b'\\')) || name.get(1) == Some(&b':');
    absolute || name.contains(&0) || name.split(|byte| matches!(byte, b'/' | b'\\')).any(|step| step == b"..")
}

fn other_archive(has: impl Fn(&str) -> bool) -> Unsupported {
    if has("OFD.xml") {
        Unsupported::Ofd
    } else if has("mimetype") && has("content.xml") {
        Unsupported::OpenDocument
    } else {
        Unsupported::Archive
    }
}

/// Counts bytes as they inflate.
struct Counted<R> {
    inner: R,
    budget: Rc<Budget>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(into)?;
        match self.budget.left.get().checked_sub(count as u64) {
            Some(left) => self.budget.left.set(left),
            None => {
                self.budget.overdrawn.set(true);
                return Err(std::io::Error::other("inflates past the limit"));
            }
        }
        Ok(count)
    }
}
