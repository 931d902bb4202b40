//! Damage of an encoding: a gloss that was put into the middle of a two-byte character shifts every character behind it (當?shù)厝嗣…).
//!
//! The bytes tell what was there. Must never repair what the rest of the document does not confirm; such a place is only reported.

use encoding_rs::GBK;

use crate::gloss::{Glossed, is_syllable};
use crate::letters::is_han;
use crate::traced::Traced;

/// How many characters behind the gloss may be shifted.
const REACH: usize = 12;

/// A text with more damage than this is beyond repair; looking for readings would only take time.
const MOST: usize = 100;

/// Characters that carry glosses in such texts, for documents in which the one in question stands nowhere else.
const USUAL: &[(char, &str)] = &[
    ('數', "shù"),
    ('業', "yè"),
    ('發', "fā"),
    ('創', "chuàng"),
    ('監', "jiān"),
    ('醫', "yī"),
    ('據', "jù"),
    ('協', "xié"),
    ('聯', "lián"),
    ('縣', "xiàn"),
    ('區', "qū"),
];

/// A damaged place: its position in the source and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Damage {
    pub(crate) at: u32,
    pub(crate) words: String,
    /// What it was read as; empty where the document does not confirm a reading.
    pub(crate) repaired: String,
}

/// The text with certain damage repaired, and every damaged place.
pub(crate) fn repair(text: &Traced, glosses: &[Glossed]) -> (Traced, Vec<Damage>) {
    let chars = text.chars();
    let (mut clean, mut found) = (Traced::default(), Vec::new());
    let mut index = 0;
    while index < chars.len() {
        if index > 0
            && let Some(behind) = swallowed_gloss(chars, index)
        {
            let reading = if found.len() < MOST { read_shifted(chars, index, behind, glosses) } else { None };
            let end = reading.as_ref().map_or(behind, |(_, end)| *end);
            let words = chars[index - 1..(end + 3).min(chars.len())]
                .iter()
                .take_while(|char| !char.is_whitespace())
                .collect();
            let repaired = reading.as_ref().map(|(chars, _)| chars.iter().collect()).unwrap_or_default();
            if found.len() < MOST {
                found.push(Damage { at: text.at(index), words, repaired });
            }
            if let Some((read, end)) = reading {
                for (offset, char) in read.iter().enumerate() {
                    clean.push(*char, text.at((index + offset).min(end - 1)));
                }
                index = end;
                continue;
            }
        }
        clean.push(chars[index], text.at(index));
        index += 1;
    }
    found.extend(undecoded(text));
    (clean, found)
}

/// Characters that could not be decoded, reported once.
fn undecoded(text: &Traced) -> Option<Damage> {
    let first = text.chars().iter().position(|&char| char == '\u{fffd}')?;
    let count = text.chars().iter().filter(|&&char| char == '\u{fffd}').count();
    Some(Damage { at: text.at(first), words: format!("\u{fffd}×{count}"), repaired: String::new() })
}

/// One past the bracket of `?shù)` at `index`.
fn swallowed_gloss(chars: &[char], index: usize) -> Option<usize> {
    if chars[index] != '?' || !is_han(chars[index - 1]) {
        return None;
    }
    let length = chars[index + 1..].iter().take(8).position(|&char| matches!(char, ')' | '）'))?;
    is_syllable(&chars[index + 1..index + 1 + length]).then_some(index + length + 2)
}

/// The characters that stood from `index` on, and one past the last shifted character.
///
/// The second byte of the character before and the lost first byte made up the glossed character, so the gloss gives the lost byte.
fn read_shifted(
    chars: &[char],
    index: usize,
    behind: usize,
    glosses: &[Glossed],
) -> Option<(Vec<char>, usize)> {
    let gloss: String = chars[index + 1..behind - 1].iter().collect();
    let [_, trail] = bytes_of(chars[index - 1])?;
    let fits = |char: char, sound: &str| -> Option<u8> {
        let [lead, second] = bytes_of(char)?;
        (lead == trail && sound == gloss).then_some(second)
    };
    let lost = glosses
        .iter()
        .find_map(|(char, sound)| fits(*char, sound))
        .or_else(|| USUAL.iter().find_map(|(char, sound)| fits(*char, sound)))?;
    let mut bytes = vec![Some(lost)];
    for end in behind..(behind + REACH).min(chars.len()) {
        let char = chars[end];
        // A pair of bytes that is no character may be shown as a question mark.
        if matches!(char, '?' | '\u{fffd}') && chars.get(end + 1).is_some_and(char::is_ascii_alphanumeric) {
            bytes.extend([None, None]);
            continue;
        }
        if char.is_ascii_graphic() {
            // An ASCII character here is the second byte of the last shifted character; a pair of bytes that is no character may have vanished before it.
            let mut whole = bytes.clone();
            whole.push(u8::try_from(char).ok());
            let mut holed = bytes.clone();
            holed.extend([None, None, u8::try_from(char).ok()]);
            return [&whole, &holed]
                .into_iter()
                .find_map(|bytes| confirmed(chars, index, bytes, end + 1))
                .or_else(|| certain(chars, &whole, end))
                .map(|read| (read, end + 1));
        }
        let Some(pair) = bytes_of(char) else {
            break;
        };
        // The shift may end in a byte that vanished, which leaves half a character at this point.
        let mut halved = bytes.clone();
        halved.push(None);
        if end > behind
            && let Some(read) = confirmed(chars, index, &halved, end)
        {
            return Some((read, end));
        }
        bytes.extend([Some(pair[0]), Some(pair[1])]);
    }
    None
}

/// The characters of bytes without a hole that all make Chinese characters: a letter in the middle of Chinese words has no other explanation.
fn certain(chars: &[char], bytes: &[Option<u8>], end: usize) -> Option<Vec<char>> {
    let letter = chars[end].is_ascii_alphabetic() && chars.get(end + 1).is_some_and(|next| is_han(*next));
    if !letter || !bytes.len().is_multiple_of(2) {
        return None;
    }
    bytes.chunks_exact(2).map(|pair| char_of([pair[0]?, pair[1]?]).filter(|char| is_common(*char))).collect()
}

/// One of the 3,755 everyday characters (一级汉字) in its simplified form.
fn is_common(char: char) -> bool {
    let simple = fast2s::convert(&char.to_string()).chars().next().unwrap_or(char);
    is_han(char)
        && bytes_of(simple).is_some_and(|[lead, trail]| (0xb0..=0xd7).contains(&lead) && trail >= 0xa1)
}

/// The characters of the bytes, if the document has the same words, with the characters around them, in an undamaged place, and has no other words that fit.
fn confirmed(chars: &[char], index: usize, bytes: &[Option<u8>], end: usize) -> Option<Vec<char>> {
    let pattern: Vec<[Option<u8>; 2]> = bytes.chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect();
    let known: Vec<Option<char>> = pattern.iter().map(|pair| char_of([pair[0]?, pair[1]?])).collect();
    // Without a hole the last character still has to be confirmed: the shift may have ended elsewhere.
    let holes = known.iter().position(Option::is_none).unwrap_or(pattern.len().checked_sub(1)?);
    let (before, after) = (if holes == 0 { chars[index - 1] } else { known[holes - 1]? }, *chars.get(end)?);
    let width = pattern.len() - holes;
    let mut reading: Option<&[char]> = None;
    for window in chars.windows(width + 2) {
        let fits = window[0] == before
            && window[width + 1] == after
            && window[1..=width].iter().zip(&pattern[holes..]).all(|(&char, pair)| {
                bytes_of(char).is_some_and(|bytes| {
                    pair.iter().zip(bytes).all(|(wanted, byte)| wanted.is_none_or(|wanted| wanted == byte))
                })
            });
        if fits {
            if reading.is_some_and(|earlier| earlier != &window[1..=width]) {
                return None;
            }
            reading = Some(&window[1..=width]);
        }
    }
    let mut whole: Vec<char> = known[..holes].iter().flatten().copied().collect();
    whole.extend_from_slice(reading?);
    Some(whole)
}

fn bytes_of(char: char) -> Option<[u8; 2]> {
    let mut buffer = [0; 4];
    let (bytes, _, failed) = GBK.encode(char.encode_utf8(&mut buffer));
    if failed { None } else { bytes.as_ref().try_into().ok() }
}

fn char_of(bytes: [u8; 2]) -> Option<char> {
    let text = GBK.decode_without_bom_handling_and_without_replacement(&bytes)?;
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<Glossed> {
        vec![('數', "shù".into()), ('業', "yè".into())]
    }

    #[test]
    fn a_shift_is_undone_where_the_document_confirms_it() {
        let source = "縣人力資源部門，當?shù)厝肆Y源社會";
        let (clean, found) = repair(&Traced::of_source(source), &known());
        assert_eq!(clean.text(), "縣人力資源部門，當地人力資源社會");
        assert_eq!(found[0].repaired, "地人力資");
    }

    #[test]
    fn what_nothing_confirms_is_kept_and_reported() {
        for source in ["由當?shù)厝肆Y源社會", "當?shù)", "當?shù)厝", "?shù)", "當?abc)人"] {
            let (clean, found) = repair(&Traced::of_source(source), &known());
            assert_eq!(clean.text(), source);
            assert!(found.iter().all(|damage| damage.repaired.is_empty()));
        }
        assert_eq!(repair(&Traced::of_source("由當?shù)厝肆Y源社會"), &known()).1.len(), 1);
    }
}
