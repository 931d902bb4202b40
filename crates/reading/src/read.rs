//! Reading in this process, whatever the format. For the child process and for bytes that are trusted:
//! hostile bytes go through `Reader`, which puts a process with limits around this.

use crate::sniff::{Markup, Sniffed, markup, sniff};
use crate::{Limits, Part, ReadError, Reading, Unsupported};
use crate::{docx, encoding, html, pdf, text};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads a file in this process (读取文件). The format is told by the bytes; `name` is not believed and is only
/// for the caller's own records.
///
/// Never panics: a parser that breaks down is a damaged file.
pub fn read(bytes: &[u8], name: &str, limits: &Limits) -> Result<Reading, ReadError> {
    // The extension has no vote.
    let _ = name;
    match before_parsing(bytes, limits)? {
        Work::Done(reading) => Ok(reading),
        Work::Parse(sniffed) => catch_unwind(AssertUnwindSafe(|| parse(bytes, sniffed, limits)))
            .unwrap_or(Err(ReadError::damaged(Part::Parser))),
    }
}

/// What is left to do once size, signature and encoding have been looked at.
pub(crate) enum Work {
    /// Plain text, read already.
    Done(Reading),
    /// Markup or a container: to be parsed, in a child where the file is hostile.
    Parse(Sniffed),
}

/// The part that is safe in the main process: size, signature, encoding, plain text.
pub(crate) fn before_parsing(bytes: &[u8], limits: &Limits) -> Result<Work, ReadError> {
    let size = bytes.len() as u64;
    if size > limits.file_bytes {
        return Err(ReadError::TooLarge { size, limit: limits.file_bytes });
    }
    match sniff(bytes)? {
        Sniffed::Characters if html::declares_encoding(bytes) => Ok(Work::Parse(Sniffed::Characters)),
        Sniffed::Characters => {
            let (text, encoding) = encoding::decode(bytes)?;
            match markup(&text) {
                Some(Markup::Page) => Ok(Work::Parse(Sniffed::Characters)),
                Some(Markup::Xml) => Err(ReadError::unknown(Unsupported::Xml)),
                None => text::read(&text, encoding, limits).map(Work::Done),
            }
        }
        container => Ok(Work::Parse(container)),
    }
}

fn parse(bytes: &[u8], sniffed: Sniffed, limits: &Limits) -> Result<Reading, ReadError> {
    match sniffed {
        Sniffed::Zip => docx::read(bytes, limits),
        Sniffed::Pdf => pdf::read(bytes, limits),
        Sniffed::Characters => html::read(bytes, limits),
    }
}
