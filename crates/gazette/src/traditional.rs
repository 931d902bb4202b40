//! Traditional characters (繁体) to simplified ones, one character to one, and only in a text that really is traditional.
//!
//! Must never change the number of characters: the trace to the source depends on it.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::letters::is_han;
use crate::traced::Traced;

/// Traditional characters that a simplified text may hold too, in names and set words: they prove nothing.
const SHARED: &str = "著於乾藉覆瞭徵夥麽幺鍾讎畫閤";

/// Characters that only a traditional text has, looked up often and so kept apart from the conversion.
static TRADITIONAL: LazyLock<HashSet<char>> = LazyLock::new(|| {
    let all: String = ('\u{4e00}'..='\u{9fff}').collect();
    let pairs = all.chars().zip(fast2s::convert(&all).chars().collect::<Vec<_>>());
    pairs
        .filter(|(before, after)| before != after && !SHARED.contains(*before))
        .map(|(before, _)| before)
        .collect()
});

/// The simplified text, where the text is traditional; `None` where it is not.
pub(crate) fn simplify(text: &Traced) -> Option<Traced> {
    let chars = text.chars();
    let han = chars.iter().filter(|&&char| is_han(char)).count();
    let changed = chars.iter().filter(|char| **char >= '\u{4e00}' && TRADITIONAL.contains(char)).count();
    // A simplified text has a stray 著 or 於 in a name; a traditional one has a changed character in every short phrase.
    if changed < 2 || changed * 20 < han {
        return None;
    }
    let converted: Vec<char> = fast2s::convert(&text.text()).chars().collect();
    if converted.len() != chars.len() {
        return None;
    }
    let simplified = (0..converted.len()).map(|index| refine(chars, converted[index], index)).collect();
    Some(text.with_chars(simplified))
}

/// 著 is 着 behind a verb and itself in 著作, 显著; 乾 is 干 but in 乾坤; the table alone decides the rest.
fn refine(chars: &[char], converted: char, index: usize) -> char {
    if chars[index] != '著' {
        return converted;
    }
    let previous = index.checked_sub(1).and_then(|before| chars.get(before));
    let next = chars.get(index + 1);
    let is_writing = next.is_some_and(|char| "作名称稱录錄述者书書".contains(*char))
        || previous.is_some_and(|char| "显顯昭卓专專论論名原巨土编編合译譯".contains(*char));
    let is_verb = next.is_some_and(|char| "力手重眼想急落陆陸装裝色实實火迷".contains(*char));
    if is_verb {
        return '着';
    }
    if is_writing || previous.is_none_or(|char| !is_han(*char)) { '著' } else { '着' }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_text_is_simplified_character_by_character() {
        for (input, expect) in [
            ("關於穩定就業崗位的意見", "关于稳定就业岗位的意见"),
            ("本著促進就業的原則", "本着促进就业的原则"),
            ("成效顯著，著作權，著力穩崗", "成效显著，著作权，着力稳岗"),
            ("乾燥與乾坤，後來裡面", "干燥与乾坤，后来里面"),
        ] {
            let source = Traced::of_source(input);
            let clean = simplify(&source).unwrap();
            assert_eq!(clean.text(), expect);
            assert_eq!(clean.len(), source.len());
        }
    }

    #[test]
    fn simplified_text_is_left_alone() {
        assert_eq!(
            simplify(&Traced::of_source(
                "各地要稳定就业岗位，陈於同志负责，乾县试点，成效显著。各级人社部门"
            )),
            None
        );
        assert_eq!(simplify(&Traced::of_source("")), None);
    }
}
