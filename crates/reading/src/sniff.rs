//! What a file is, by its bytes alone: its name and extension are never looked at.
//! Must not parse: a ZIP is only called a ZIP here, what is in it is looked up where limits hold.

use crate::{ReadError, Unsupported};

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sniffed {
    /// A ZIP; perhaps a DOCX.
    Zip,
    /// A PDF.
    Pdf,
    /// Bytes without a signature: text or a web page, if they are characters at all.
    Characters,
}

/// Signatures of formats that are refused by name.
const REFUSED: &[(&[u8], Unsupported)] = &[
    (b"{\\rtf", Unsupported::Rtf),
    (b"\x89PNG\r\n\x1a\n", Unsupported::Image),
    (b"\xff\xd8\xff", Unsupported::Image),
    (b"GIF87a", Unsupported::Image),
    (b"GIF89a", Unsupported::Image),
    (b"II*\0", Unsupported::Image),
    (b"MM\0*", Unsupported::Image),
    (b"7z\xbc\xaf\x27\x1c", Unsupported::Archive),
    (b"Rar!\x1a\x07", Unsupported::Archive),
    (b"\x1f\x8b\x08", Unsupported::Archive),
    (b"BZh", Unsupported::Archive),
    (b"\xfd7zXZ\0", Unsupported::Archive),
    (b"\x7fELF", Unsupported::Program),
    (b"\xcf\xfa\xed\xfe", Unsupported::Program),
];

/// Tells the kind of file, or refuses it with the reason that fits.
pub(crate) fn sniff(bytes: &[u8]) -> Result<Sniffed, ReadError> {
    let body = without_mark(bytes);
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Sniffed::Zip);
    }
    if body.trim_ascii_start().starts_with(b"%PDF-") {
        return Ok(Sniffed::Pdf);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Err(old_office(bytes));
    }
    if let Some((_, kind)) = REFUSED.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Err(ReadError::unknown(*kind));
    }
    if is_windows_program(bytes) {
        return Err(ReadError::unknown(Unsupported::Program));
    }
    if is_bitmap(bytes) || (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")) {
        return Err(ReadError::unknown(Unsupported::Image));
    }
    if is_mime_page(body) {
        return Err(ReadError::unknown(Unsupported::Mhtml));
    }
    Ok(Sniffed::Characters)
}

/// The kinds of old Office file are told apart by the names of their streams, in UTF-16.
fn old_office(bytes: &[u8]) -> ReadError {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        contains(bytes, &wide)
    };
    // A DOCX with a password is an old container around the encrypted one.
    if has("EncryptedPackage") {
        return ReadError::Encrypted;
    }
    ReadError::unknown(if has("WordDocument") {
        Unsupported::OldWord
    } else if has("Workbook") || has("Book\0") {
        Unsupported::Spreadsheet
    } else if has("PowerPoint Document") {
        Unsupported::Presentation
    } else {
        Unsupported::OldOffice
    })
}

fn is_windows_program(bytes: &[u8]) -> bool {
    let Some(at) = bytes.get(0x3c..0x40).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes) else {
        return false;
    };
    bytes.starts_with(b"MZ")
        && usize::try_from(at)
            .ok()
            .and_then(|at| bytes.get(at..))
            .is_some_and(|rest| rest.starts_with(b"PE\0\0"))
}

/// "BM" alone begins too many words: the header's own size and reserved fields must fit.
fn is_bitmap(bytes: &[u8]) -> bool {
    bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4])
}

fn is_mime_page(body: &[u8]) -> bool {
    let head = &body[..body.len().min(2048)];
    let lower = head.to_ascii_lowercase();
    contains(&lower, b"mime-version:") && contains(&lower, b"multipart/related")
}

/// The bytes after a byte order mark.
fn without_mark(bytes: &[u8]) -> &[u8] {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((_, length)) => &bytes[length..],
        None => bytes,
    }
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// Whether decoded text is a web page, other markup, or just text.
pub(crate) fn markup(text: &str) -> Option<Markup> {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let mut xml = false;
    // Comments and processing instructions may stand before the first element.
    while let Some(after) = rest.strip_prefix("<!--").and_then(|after| after.split_once("-->")) {
        rest = after.1.trim_start();
    }
    if let Some((_, after)) = rest.strip_prefix("<?xml").and_then(|after| after.split_once("?>")) {
        xml = true;
        rest = after.trim_start();
        while let Some(after) = rest.strip_prefix("<!--").and_then(|after| after.split_once("-->")) {
            rest = after.1.trim_start();
        }
    }
    const PAGE: &[&str] = &[
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<meta",
        "<title",
        "<div",
        "<p>",
        "<p ",
        "<table",
        "<h1",
        "<h2",
        "<h3",
        "<span",
        "<center",
        "<article",
        "<section",
        "<main",
        "<script",
        "<style",
    ];
    let begins = |word: &&str| rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    if PAGE.iter().any(begins) {
        return Some(Markup::Page);
    }
    xml.then_some(Markup::Xml)
}

/// Kinds of marked-up text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Markup {
    /// HTML or XHTML.
    Page,
    /// Any other XML.
    Xml,
}
