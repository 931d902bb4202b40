//! Plain text: decoded characters to lines. Must not change a character that can be seen.

use crate::{Format, Limits, Note, ReadError, Reading};

/// Plain text with its line ends made one kind and stray control characters dropped.
pub(crate) fn read(text: &str, encoding: &'static str, limits: &Limits) -> Result<Reading, ReadError> {
    let mut out = String::with_capacity(text.len());
    let mut dropped = 0u64;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' => {
                characters.next_if_eq(&'\n');
                out.push('\n');
            }
            '\u{0b}' | '\u{0c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\n' | '\t' => out.push(c),
            // The end-of-file mark of old editors is no loss.
            '\u{1a}' if characters.peek().is_none() => {}
            c if c.is_control() => dropped += 1,
            c => out.push(c),
        }
    }
    if dropped * 50 > text.len() as u64 {
        let at = text.find(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t')).unwrap_or(0);
        return Err(ReadError::Binary { at_byte: at as u64 });
    }
    let notes = if dropped > 0 { vec![Note::ControlsDropped { count: dropped }] } else { vec![] };
    finish(out, Format::Text, Some(encoding), notes, limits)
}

/// The last step of every format: nothing but white space is no document, and long text is refused.
pub(crate) fn finish(
    mut text: String,
    format: Format,
    encoding: Option<&'static str>,
    notes: Vec<Note>,
    limits: &Limits,
) -> Result<Reading, ReadError> {
    if text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}')) {
        return Err(ReadError::Empty);
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    if text.len() as u64 > limits.text_bytes {
        return Err(ReadError::TextTooLarge { limit: limits.text_bytes });
    }
    Ok(Reading { text, format, encoding, notes })
}
