//! Folding (归一化): traditional to simplified (繁→简), full to half width (全角→半角), upper to lower case, remembering where every
//! character came from. Index and query go through the same fold, so what it merges is equal on both sides.
//!
//! Must never be used for display: the stored text stays as it was.

use unicode_normalization::UnicodeNormalization as _;

/// Folded characters, each with the position (in characters) of its source.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded characters.
    pub chars: Vec<char>,
    /// For each, the position of the character it was made from.
    pub origin: Vec<u32>,
}

/// Folds a text.
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded { chars: Vec::with_capacity(text.len() / 2), origin: Vec::new() };
    for (at, char) in text.chars().enumerate() {
        let from = u32::try_from(at).unwrap_or(u32::MAX);
        if is_plain(char) {
            folded.push(char.to_ascii_lowercase(), from);
        } else {
            // ㈠ becomes (一), Ａ becomes a: one character may become several.
            for part in std::iter::once(char).nfkc() {
                part.to_lowercase().for_each(|lower| folded.push(lower, from));
            }
        }
    }
    folded.simplify();
    folded
}

impl Folded {
    fn push(&mut self, char: char, from: u32) {
        self.chars.push(char);
        self.origin.push(from);
    }

    /// Traditional to simplified over the whole text, because some characters depend on their neighbours (計畫 is 计划, 圖畫 is 图画).
    fn simplify(&mut self) {
        let text: String = self.chars.iter().collect();
        let simple = fast2s::convert(&text);
        // One character becomes one character; where a later version should break that, the text stays as it is rather than shift.
        if simple.chars().count() == self.chars.len() {
            self.chars.clear();
            self.chars.extend(simple.chars());
        }
    }
}

/// Characters that compatibility folding leaves alone: spares the tables for nearly all text.
fn is_plain(char: char) -> bool {
    char.is_ascii() || matches!(char, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// Whether a character is a Chinese character (汉字).
pub fn is_han(char: char) -> bool {
    matches!(char,
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{323af}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold_plain(text: &str) -> String {
        fold(text).chars.into_iter().collect()
    }

    #[test]
    fn forms_that_mean_the_same_fold_to_the_same() {
        for (one, other) in [
            ("穩定就業", "稳定就业"),
            ("計畫", "计划"),
            ("ＡＢＣ１２３", "abc123"),
            ("（一）", "(一)"),
            ("［2020］", "[2020]"),
            ("㈠", "(一)"),
            ("％", "%"),
            ("COVID", "covid"),
            ("\u{f9dc}", "隆"),
        ] {
            assert_eq!(fold_plain(one), fold_plain(other), "{one} / {other}");
        }
    }

    #[test]
    fn every_folded_character_knows_its_source() {
        let folded = fold("第㈠條Ａ");
        assert_eq!(folded.chars.iter().collect::<String>(), "第(一)条a");
        assert_eq!(folded.origin, [0, 1, 1, 1, 2, 3]);
    }
}
