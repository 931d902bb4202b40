//! Lines and UTF-16 columns of the protocol, bytes of the compiler, paths and URIs. It must never point between the bytes of a character.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// Byte offset of a line and a UTF-16 column; past the end of the line is its end.
pub(super) fn offset(text: &str, line: u64, column: u64) -> usize {
    let mut start = 0;
    for _ in 0..line {
        match text[start..].find('\n') {
            Some(at) => start += at + 1,
            None => return text.len(),
        }
    }
    let mut units = 0;
    for (at, c) in text[start..].char_indices() {
        if units >= column || c == '\n' {
            return start + at;
        }
        units += c.len_utf16() as u64;
    }
    text.len()
}

/// Line and UTF-16 column of a byte offset.
pub(super) fn point(text: &str, offset: usize) -> Value {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let line = before.matches('\n').count();
    let column: usize = before.rsplit('\n').next().unwrap_or_default().chars().map(char::len_utf16).sum();
    json!({ "line": line, "character": column })
}

/// Both ends.
pub(super) fn range(text: &str, start: usize, end: usize) -> Value {
    json!({ "start": point(text, start), "end": point(text, end) })
}

/// The path of a `file://` URI.
pub(super) fn path_of(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let rest = &rest[rest.find('/')?..];
    let mut bytes = Vec::new();
    let mut open = rest.bytes();
    while let Some(byte) = open.next() {
        if byte == b'%' {
            let hex = [open.next()?, open.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

/// The `file://` URI of a path.
pub(super) fn uri_of(path: &Path) -> String {
    let mut out = "file://".to_owned();
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte))
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
