//! Word documents (DOCX): the text a reader of the document sees, numbering included.
//!
//! Kept: paragraphs, line breaks, tabs, table rows, the labels of automatic numbering, text inserted by tracked
//! changes. Left out: deleted and hidden text, field codes, headers and footers, notes and comments. Nothing the
//! document points to is fetched, nothing is unpacked to disk.

mod body;
mod counts;
mod numbering;
mod styles;

use crate::package::{Office, Package, relationships};
use crate::text::finish;
use crate::{Format, Limits, Part, ReadError, Reading};

/// Reads a ZIP that should be a Word document.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Reading, ReadError> {
    let mut package = Package::open(bytes, limits, Office::Word)?;
    let main = relationships::main_part(&mut package)?;
    let parts = relationships::of_document(&mut package, &main)?;
    let styles = styles::read(&mut package, &parts.styles)?;
    let numbering = numbering::read(&mut package, &parts.numbering)?;
    let document = package.part(&main, Part::Document)?.ok_or(ReadError::damaged(Part::Document))?;
    let (text, notes) = body::read(document, &styles, numbering, limits)?;
    finish(text, Format::Docx, None, notes, limits)
}
