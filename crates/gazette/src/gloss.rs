//! Pinyin glosses that a faulty conversion left behind its characters: 就業(yè) is 就業.
//!
//! Must never take out a bracket that could be text of the document (平台(app)): a gloss has a tone mark, or stands in a text full of glosses.

use crate::letters::is_han;
use crate::traced::Traced;

/// A character with the gloss it carried.
pub(crate) type Glossed = (char, String);

/// The text without glosses, and the pairs that were found.
pub(crate) fn remove(text: &Traced) -> (Traced, Vec<Glossed>) {
    let chars = text.chars();
    let (mut clean, mut found) = (Traced::default(), Vec::new());
    let mut index = 0;
    while index < chars.len() {
        if let (Some(previous), Some(end)) = (clean.last(), gloss_end(chars, index))
            && is_han(previous)
        {
            found.push((previous, chars[index + 1..end - 1].iter().collect()));
            index = end;
            continue;
        }
        clean.push(chars[index], text.at(index));
        index += 1;
    }
    (clean, found)
}

/// One past the closing bracket of a gloss that opens at `start`.
fn gloss_end(chars: &[char], start: usize) -> Option<usize> {
    if !matches!(chars.get(start)?, '(' | '（') {
        return None;
    }
    let length = chars[start + 1..].iter().take(8).position(|&char| matches!(char, ')' | '）'))?;
    let inside = &chars[start + 1..start + 1 + length];
    is_syllable(inside).then_some(start + length + 2)
}

/// A pinyin syllable of one to six letters with exactly one tone mark.
pub(crate) fn is_syllable(chars: &[char]) -> bool {
    let (mut tones, mut vowels) = (0, 0);
    for &char in chars {
        if is_tone_vowel(char) {
            tones += 1;
        } else if matches!(char, 'a' | 'e' | 'i' | 'o' | 'u' | 'ü' | 'ɑ') {
            vowels += 1;
        } else if !(char.is_ascii_lowercase() || char == 'ɡ') {
            return false;
        }
    }
    (1..=6).contains(&chars.len()) && tones == 1 && vowels <= 3
}

fn is_tone_vowel(char: char) -> bool {
    "āáǎàăēéěèĕīíǐìĭōóǒòŏūúǔùŭǖǘǚǜńňǹḿ".contains(char)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, expect: &str, glosses: usize) {
        let (clean, found) = remove(&Traced::of_source(input));
        assert_eq!((clean.text().as_str(), found.len()), (expect, glosses), "{input}");
    }

    #[test]
    fn glosses_go_and_other_brackets_stay() {
        check("穩(wěn)就業(yè)", "穩就業", 2);
        check("發（fā）展", "發展", 1);
        check("平台(app)和设备(set)", "平台(app)和设备(set)", 0);
        check("標准(100%)", "標准(100%)", 0);
        check("(yè)在行首", "(yè)在行首", 0);
        check("縣(區(qū))政府", "縣(區)政府", 1);
        check("未完(yè", "未完(yè", 0);
    }
}
