//! PDF with a text layer: glyphs to characters, characters to lines, lines to paragraphs.
//!
//! Fonts are never loaded and pictures never decoded: what characters mean is read from the tables a PDF has for
//! that. A page in several columns is read across, and vertical text not at all: both are known limits.

mod fonts;
mod glyph_names;
mod lines;
mod page;
mod paragraphs;
mod radicals;

use crate::text::finish;
use crate::{Bomb, Format, Limits, Note, Part, ReadError, Reading};
use fonts::Fonts;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use lines::Sheet;

/// Of this many glyphs, more than one in eight without a character makes the text useless.
const MISSING_ONE_IN: u64 = 8;

/// Reads a PDF.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Reading, ReadError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(
            DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
        ) => ReadError::Encrypted,
        _ => ReadError::damaged(Part::Pdf),
    })?;
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(ReadError::damaged(Part::Pdf));
    }
    if pages.len() > limits.pages {
        return Err(ReadError::bomb(Bomb::Pages));
    }
    let mut fonts = Fonts::default();
    let mut layout = Vec::new();
    let (mut glyphs, mut missing, mut empty, mut left) = (0u64, 0u64, 0u64, limits.text_bytes);
    for page in pages.iter() {
        let shown = page::glyphs(page, &mut fonts, &mut left, limits)?;
        glyphs += shown.len() as u64;
        missing += shown.iter().filter(|glyph| glyph.text.is_empty()).count() as u64;
        empty += u64::from(shown.is_empty());
        let width = f64::from(page.render_dimensions().0);
        layout.push(Sheet { width, lines: lines::of_page(shown) });
    }
    let of = pages.len() as u64;
    if glyphs == 0 {
        return Err(ReadError::NoTextLayer { pages: of });
    }
    if missing * MISSING_ONE_IN > glyphs {
        return Err(ReadError::UnreadableFonts { missing, glyphs });
    }
    let numbers = lines::drop_page_numbers(&mut layout);
    let text = paragraphs::assemble(&layout);
    let mut notes = Vec::new();
    if empty > 0 {
        notes.push(Note::PagesWithoutText { pages: empty, of });
    }
    if missing > 0 {
        notes.push(Note::GlyphsWithoutCharacter { count: missing });
    }
    if numbers > 0 {
        notes.push(Note::PageNumbersLeftOut { count: numbers });
    }
    finish(text, Format::Pdf, None, notes, limits)
}
