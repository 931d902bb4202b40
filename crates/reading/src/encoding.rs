//! Bytes to characters: UTF-8 or UTF-16 by their mark, else strict UTF-8, else strict GB 18030 (国家标准字符集).
//!
//! Must never replace a byte with a guess: bytes that fit no encoding are refused with their position, and so is
//! text that only happens to be valid GB 18030 (Big5 and Latin-1 often are).

use crate::ReadError;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8};

/// Characters and the name of the encoding they were in.
pub(crate) type Decoded = (String, &'static str);

/// Decodes bytes that declare nothing about themselves but a byte order mark.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded, ReadError> {
    if let Some((marked, length)) = Encoding::for_bom(bytes) {
        let text = strict(marked, &bytes[length..]).map_err(|at| wrong(at + length))?;
        return Ok((text, marked.name()));
    }
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        return Err(ReadError::Binary { at_byte: at as u64 });
    }
    let not_utf8_at = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok((text.to_owned(), UTF_8.name())),
        Err(error) => error.valid_up_to(),
    };
    match gb18030(bytes) {
        Ok(text) => Ok((text, GB18030.name())),
        // Where UTF-8 went well for some characters, its position is the one that helps.
        Err(at) if bytes[..not_utf8_at].is_ascii() => Err(refuse(bytes, at)),
        Err(_) => Err(refuse(bytes, not_utf8_at)),
    }
}

/// Decodes bytes that name their encoding, as web pages do; falls back on [`decode`] when they do not fit it.
pub(crate) fn decode_declared(bytes: &[u8], label: &str) -> Result<(Decoded, bool), ReadError> {
    let declared = Encoding::for_label(label.as_bytes());
    let marked = Encoding::for_bom(bytes).is_some();
    match declared {
        // GB 2312 and GBK are read as the standard that contains them.
        Some(encoding) if !marked && encoding != UTF_8 && !is_gb(encoding) => match strict(encoding, bytes) {
            Ok(text) => Ok(((text, encoding.name()), true)),
            Err(_) => decode(bytes).map(|decoded| (decoded, false)),
        },
        Some(encoding) => decode(bytes).map(|decoded| {
            let fits = decoded.1 == encoding.name() || (is_gb(encoding) && decoded.1 == GB18030.name());
            (decoded, fits)
        }),
        None => decode(bytes).map(|decoded| (decoded, false)),
    }
}

fn is_gb(encoding: &'static Encoding) -> bool {
    encoding == GB18030 || encoding == encoding_rs::GBK
}

fn wrong(at: usize) -> ReadError {
    ReadError::WrongEncoding { at_byte: at as u64 }
}

/// Bytes full of control characters are not text in any encoding.
fn refuse(bytes: &[u8], at: usize) -> ReadError {
    let head = &bytes[..bytes.len().min(4096)];
    let is_control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1a);
    let controls = head.iter().filter(|byte| is_control(byte)).count();
    if controls * 50 > head.len() {
        let at = head.iter().position(is_control).unwrap_or(at);
        return ReadError::Binary { at_byte: at as u64 };
    }
    wrong(at)
}

/// Decodes all of it, or tells the byte where it stopped being valid.
fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, usize> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).ok_or(0usize)?;
    let mut text = String::with_capacity(room.min(bytes.len().saturating_mul(3)));
    let mut read = 0;
    loop {
        let (result, taken) = decoder.decode_to_string_without_replacement(&bytes[read..], &mut text, true);
        read += taken;
        match result {
            DecoderResult::InputEmpty => return Ok(text),
            DecoderResult::OutputFull => text.reserve(room.saturating_sub(text.len()).max(64)),
            DecoderResult::Malformed(length, after) => {
                return Err(read.saturating_sub(usize::from(length) + usize::from(after)));
            }
        }
    }
}

/// GB 18030 that reads like Chinese: most of its characters must be the everyday ones (the first level of
/// GB 2312, punctuation and full-width forms) or four-byte ones, which no other encoding looks like.
fn gb18030(bytes: &[u8]) -> Result<String, usize> {
    let text = strict(GB18030, bytes)?;
    let (mut everyday, mut all, mut first_strange) = (0u64, 0u64, None);
    let mut at = 0;
    while at < bytes.len() {
        let lead = bytes[at];
        if lead < 0x80 {
            at += 1;
            continue;
        }
        all += 1;
        let second = bytes.get(at + 1).copied().unwrap_or(0);
        let four = second.is_ascii_digit();
        // Rows A1–A3, A8, A9 are punctuation, numerals, full-width letters, pinyin; B0–D7 are the everyday characters.
        let common =
            second >= 0xa1 && (matches!(lead, 0xa1..=0xa3 | 0xa8 | 0xa9) || (0xb0..=0xd7).contains(&lead));
        if four || common {
            everyday += 1;
        } else {
            first_strange.get_or_insert(at);
        }
        at += if four { 4 } else { 2 };
    }
    match first_strange {
        Some(strange) if everyday * 4 < all * 3 && !reads_as_gb(bytes) => Err(strange),
        _ => Ok(text),
    }
}

/// Traditional characters in GB 18030 are not everyday ones: a detector trained on text tells them from Big5.
fn reads_as_gb(bytes: &[u8]) -> bool {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    is_gb(detector.guess(None, Utf8Detection::Deny))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gb18030_beyond_the_basic_plane_round_trips() {
        let text = "姓名：𠮷野、㐂、䶮、𬱖\n";
        let (bytes, _, lossy) = GB18030.encode(text);
        assert!(!lossy);
        assert_eq!(decode(&bytes), Ok((text.to_owned(), "gb18030")));
    }

    #[test]
    fn positions_are_those_of_the_bad_byte() {
        let mut bytes = "工资".as_bytes().to_vec();
        bytes.push(0xe6);
        assert_eq!(decode(&bytes), Err(ReadError::WrongEncoding { at_byte: 6 }));
        assert_eq!(decode(b"\xff\xfe\x41\x00\x00\xd8"), Err(ReadError::WrongEncoding { at_byte: 4 }));
    }

    #[test]
    fn traditional_characters_in_gb18030_are_read() {
        let text = "關於加強就業援助工作的說明：縣級主管部門負責審核補貼對象的資格，並將結果報區級備案。\n";
        let (bytes, _, lossy) = GB18030.encode(text);
        assert!(!lossy);
        assert_eq!(decode(&bytes), Ok((text.to_owned(), "gb18030")));
    }

    #[test]
    fn latin_and_big5_are_not_taken_for_chinese_text() {
        assert!(matches!(decode(b"r\xe9sum\xe9 of the caf\xe9s"), Err(ReadError::WrongEncoding { .. })));
        let (big5, _, _) = encoding_rs::BIG5.encode("就業登記辦法由縣級以上主管部門負責解釋");
        assert!(matches!(decode(&big5), Err(ReadError::WrongEncoding { .. })));
    }
}
