//! What a file holds (文件种类), by its bytes from beginning to end: a name says nothing, and neither does the first line alone. Pure.

use anye_base::{ErrorKind, Fault, FieldFault};

/// Most bytes of one file.
pub const MOST_BYTES: usize = 8 * 1024 * 1024;
/// Most pixels along one side of a picture.
const MOST_SIDE: u32 = 20_000;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// What is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// PDF.
    Pdf,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl Kind {
    /// The word kept.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpeg",
            Self::Png => "png",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Pdf, Self::Jpeg, Self::Png].into_iter().find(|one| one.word() == word)
    }

    /// As browsers name it.
    #[must_use]
    pub fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// The kind that a name claims; none where it claims nothing known.
    fn claimed(name: &str) -> Option<&'static str> {
        let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
        match end.as_str() {
            "pdf" => Some("pdf"),
            "jpg" | "jpeg" | "jpe" => Some("jpeg"),
            "png" => Some("png"),
            "" => None,
            _ => Some("other"),
        }
    }

    /// The kind of a file, by what it holds.
    ///
    /// # Errors
    /// Empty, too large, none of these, cut off or with something hung on, called something else than it is, or with a program in it.
    pub fn of(name: &str, bytes: &[u8]) -> Result<Self, Fault> {
        if bytes.is_empty() {
            return Err(wrong("paper_empty", name));
        }
        if bytes.len() > MOST_BYTES {
            return Err(wrong("paper_large", name).arg("most", MOST_BYTES / 1024 / 1024));
        }
        let kind = if bytes.starts_with(PNG) {
            Self::Png
        } else if bytes.starts_with(b"\xff\xd8\xff") {
            Self::Jpeg
        } else if bytes.starts_with(b"%PDF-") {
            Self::Pdf
        } else {
            return Err(wrong("paper_kind", name));
        };
        if Self::claimed(name).is_some_and(|claimed| claimed != kind.word()) {
            return Err(wrong("paper_lies", name).arg("kind", kind.word().to_uppercase()));
        }
        let sound = match kind {
            Self::Png => png(bytes),
            Self::Jpeg => jpeg(bytes),
            Self::Pdf => pdf(bytes),
        };
        match sound {
            Ok(()) => Ok(kind),
            Err(code) => Err(wrong(code, name).arg("kind", kind.word().to_uppercase())),
        }
    }
}

fn wrong(code: &'static str, name: &str) -> Fault {
    Fault::new(ErrorKind::Invalid, code).arg("name", name).field(FieldFault::new("file", code))
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| (sum << 8) | u32::from(*byte))
}

fn side(width: u32, height: u32) -> Result<(), &'static str> {
    if width == 0 || height == 0 {
        return Err("paper_broken");
    }
    if width > MOST_SIDE || height > MOST_SIDE { Err("paper_large_picture") } else { Ok(()) }
}

/// Chunk by chunk to the end mark, and nothing after it.
fn png(bytes: &[u8]) -> Result<(), &'static str> {
    let broken = "paper_broken";
    let mut at = PNG.len();
    let mut data = false;
    loop {
        let head = bytes.get(at..at + 8).ok_or(broken)?;
        let length = number(&head[..4]) as usize;
        let body = bytes.get(at + 8..(at + 8).saturating_add(length)).ok_or(broken)?;
        let first = at == PNG.len();
        match &head[4..] {
            b"IHDR" if first && length == 13 => side(number(&body[..4]), number(&body[4..8]))?,
            _ if first => return Err(broken),
            b"IDAT" => data = true,
            b"IEND" => return if data && at + 12 + length == bytes.len() { Ok(()) } else { Err(broken) },
            _ => {}
        }
        at += 12 + length;
    }
}

/// Segment by segment to the picture, and its end mark at the end of the file but for filling.
fn jpeg(bytes: &[u8]) -> Result<(), &'static str> {
    let broken = "paper_broken";
    let filled = bytes.iter().rposition(|byte| *byte != 0).ok_or(broken)?;
    if filled < 3 || bytes[filled - 1..=filled] != [0xff, 0xd9] {
        return Err(broken);
    }
    let mut at = 2;
    let mut frame = false;
    loop {
        let head = bytes.get(at..at + 4).ok_or(broken)?;
        if head[0] != 0xff {
            return Err(broken);
        }
        if head[1] == 0xff {
            at += 1;
            continue;
        }
        let length = number(&head[2..]) as usize;
        let body = bytes.get(at + 4..(at + 2).saturating_add(length.max(2))).ok_or(broken)?;
        match head[1] {
            // Frames; C4, C8 and CC are tables among them.
            0xc0..=0xcf if !matches!(head[1], 0xc4 | 0xc8 | 0xcc) => {
                let sides = body.get(1..5).ok_or(broken)?;
                side(number(&sides[2..]), number(&sides[..2]))?;
                frame = true;
            }
            0xda => return if frame { Ok(()) } else { Err(broken) },
            _ => {}
        }
        at += 2 + length.max(2);
    }
}

/// A head, an end, a table in between, and no program that a reader would be asked to run.
fn pdf(bytes: &[u8]) -> Result<(), &'static str> {
    let broken = "paper_broken";
    let tail = &bytes[bytes.len().saturating_sub(1024)..];
    let find = |text: &[u8], what: &[u8]| text.windows(what.len()).rposition(|part| part == what);
    let end = find(tail, b"%%EOF").ok_or(broken)?;
    let start = find(&tail[..end], b"startxref").ok_or(broken)?;
    let digits: String = tail[start + 9..end].iter().map(|byte| char::from(*byte)).collect();
    let at: usize = digits.trim().parse().map_err(|_| broken)?;
    if at >= bytes.len() {
        return Err(broken);
    }
    for active in [&b"/JavaScript"[..], b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/RichMedia"] {
        if find(bytes, active).is_some() {
            return Err("paper_active");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    pub fn png_of(width: u32) -> Vec<u8> {
        let mut all = PNG.to_vec();
        let mut chunk = |name: &[u8], body: &[u8]| {
            all.extend_from_slice(&u32::try_from(body.len()).unwrap().to_be_bytes());
            all.extend_from_slice(name);
            all.extend_from_slice(body);
            all.extend_from_slice(&[0; 4]);
        };
        let mut head = width.to_be_bytes().to_vec();
        head.extend_from_slice(&[0, 0, 0, 1, 8, 0, 0, 0, 0]);
        chunk(b"IHDR", &head);
        chunk(b"IDAT", &[0x78, 0x9c]);
        chunk(b"IEND", &[]);
        all
    }

    fn jpeg_of() -> Vec<u8> {
        let mut all = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0];
        all.extend_from_slice(&[0xff, 0xc0, 0, 11, 8, 0, 9, 0, 9, 1, 1, 0x11, 0]);
        all.extend_from_slice(&[0xff, 0xda, 0, 4, 1, 1, 7, 7, 7, 0xff, 0xd9]);
        all
    }

    fn pdf_of(body: &str) -> Vec<u8> {
        format!("%PDF-1.4\n{body}\nstartxref\n9\n%%EOF\n").into_bytes()
    }

    fn code(name: &str, bytes: &[u8]) -> &'static str {
        Kind::of(name, bytes).map_or_else(|fault| fault.code, Kind::word)
    }

    #[test]
    fn a_kind_is_what_the_bytes_say() {
        assert_eq!(code("合同.png", &png_of(9)), "png");
        assert_eq!(code("合同.JPG", &jpeg_of()), "jpeg");
        assert_eq!(code("合同.pdf", &pdf_of("1 0 obj")), "pdf");
        assert_eq!(code("合同", &pdf_of("1 0 obj")), "pdf", "a name that claims nothing");
    }

    #[test]
    fn a_file_that_lies_or_is_broken_is_refused_with_its_reason() {
        assert_eq!(code("合同.pdf", &png_of(9)), "paper_lies");
        assert_eq!(code("合同.exe", &jpeg_of()), "paper_lies");
        assert_eq!(code("合同.pdf", b"MZ\x90\0 a program"), "paper_kind");
        assert_eq!(code("合同.png", b"<html><script>"), "paper_kind");
        assert_eq!(code("合同.pdf", b""), "paper_empty");
        assert_eq!(code("合同.pdf", &vec![b' '; MOST_BYTES + 1]), "paper_large");
        let whole = png_of(9);
        assert_eq!(code("合同.png", &whole[..whole.len() - 5]), "paper_broken", "cut off");
        let mut hung = whole;
        hung.extend_from_slice(b"PK\x03\x04 an archive hung on");
        assert_eq!(code("合同.png", &hung), "paper_broken");
        assert_eq!(code("合同.png", &png_of(50_000)), "paper_large_picture");
        assert_eq!(code("合同.png", &png_of(0)), "paper_broken");
        let mut cut = jpeg_of();
        cut.truncate(20);
        assert_eq!(code("合同.jpg", &cut), "paper_broken");
        assert_eq!(code("合同.pdf", b"%PDF-1.4 and nothing more"), "paper_broken");
        assert_eq!(code("合同.pdf", &pdf_of("<< /S /JavaScript /JS (app.alert(1)) >>")), "paper_active");
        assert_eq!(code("合同.pdf", &pdf_of("<< /S /Launch >>")), "paper_active");
    }

    #[test]
    fn no_bytes_make_it_stop() {
        for (name, whole) in [("a.png", png_of(9)), ("a.jpg", jpeg_of()), ("a.pdf", pdf_of("x"))] {
            for end in 0..whole.len() {
                let _ = Kind::of(name, &whole[..end]);
            }
            for at in 0..whole.len() {
                let mut bad = whole.clone();
                bad[at] ^= 0xff;
                let _ = Kind::of(name, &bad);
            }
        }
    }
}
