//! Web pages to text, from the tokens of an HTML5 tokenizer: no tree is built, so nesting costs nothing.
//!
//! Kept: paragraphs, line breaks, table rows, the numbers a browser puts before list items. Dropped: scripts,
//! styles, navigation, hidden elements. Nothing a page points to is fetched, no script is run.

mod attributes;
mod page;

use crate::encoding::{decode, decode_declared};
use crate::text::finish;
use crate::{Format, Limits, Note, ReadError, Reading};
use html5gum::{DefaultEmitter, Tokenizer};
use page::Page;

/// How far into a page its encoding may be declared.
const DECLARATION_BYTES: usize = 4096;

/// Whether markup at the start of the bytes names their encoding.
pub(crate) fn declares_encoding(bytes: &[u8]) -> bool {
    declared(bytes).is_some()
}

/// The label in `<meta charset>`, `<meta http-equiv>` or `<?xml encoding>`.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(DECLARATION_BYTES)];
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if !head.trim_ascii_start().starts_with(b"<") {
        return None;
    }
    let lower = String::from_utf8_lossy(head).to_ascii_lowercase();
    let in_meta = lower.match_indices("<meta").find_map(|(at, _)| {
        let tag = lower[at..].split('>').next()?;
        tag.split_once("charset").map(|(_, rest)| rest.to_owned())
    });
    let in_xml = || {
        let tag = lower.trim_start().strip_prefix("<?xml")?.split('>').next()?;
        tag.split_once("encoding").map(|(_, rest)| rest.to_owned())
    };
    let rest = in_meta.or_else(in_xml)?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start_matches([' ', '"', '\'']);
    let label: String =
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c)).collect();
    (!label.is_empty()).then_some(label)
}

/// Reads a web page.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Reading, ReadError> {
    let mut notes = Vec::new();
    let (text, encoding) = match declared(bytes) {
        Some(label) => {
            let (decoded, fits) = decode_declared(bytes, &label)?;
            if !fits {
                notes.push(Note::DeclaredEncodingWrong { declared: label });
            }
            decoded
        }
        None => decode(bytes)?,
    };
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut page = Page::new(limits);
    for token in Tokenizer::new_with_emitter(text.as_str(), emitter) {
        let Ok(token) = token;
        page.take(token)?;
    }
    let (text, left_out) = page.finish();
    notes.extend(left_out);
    finish(text, Format::Html, Some(encoding), notes, limits)
}
