//! The text being searched, beside a form with the same number of characters in which full-width and variant signs are alike.
//!
//! Must never change the number of characters: every span is valid in both forms.

use crate::model::Span;

/// The text in both forms.
pub(crate) struct Source {
    /// The characters as given.
    pub chars: Vec<char>,
    /// The same positions, with brackets, digits, dashes and punctuation in one form each.
    pub norm: Vec<char>,
    /// `norm` as a string, for regular expressions.
    pub text: String,
    /// From a byte of `text` to its character.
    byte_to_char: Vec<u32>,
}

impl Source {
    pub fn new(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let mut norm: Vec<char> = chars.iter().map(|sign| alike(*sign)).collect();
        part_item_numbers(&mut norm);
        let text: String = norm.iter().collect();
        let mut byte_to_char = vec![0; text.len() + 1];
        for (index, (byte, _)) in text.char_indices().enumerate() {
            byte_to_char[byte] = index as u32;
        }
        byte_to_char[text.len()] = norm.len() as u32;
        Self { chars, norm, text, byte_to_char }
    }

    pub fn len(&self) -> usize {
        self.norm.len()
    }

    /// The character range of a byte range of `text`.
    pub fn span_of_bytes(&self, start: usize, end: usize) -> Span {
        Span { start: self.byte_to_char[start] as usize, end: self.byte_to_char[end] as usize }
    }

    /// The words as given.
    pub fn original(&self, span: Span) -> String {
        self.chars[span.start..span.end].iter().collect()
    }

    /// The words in the one form.
    pub fn normal(&self, span: Span) -> String {
        self.norm[span.start..span.end].iter().collect()
    }

    /// The normal character at a position.
    pub fn at(&self, index: usize) -> Option<char> {
        self.norm.get(index).copied()
    }

    /// The normal character before a position.
    pub fn before(&self, index: usize) -> Option<char> {
        index.checked_sub(1).and_then(|previous| self.at(previous))
    }

    /// Whether the word stands at this position.
    pub fn starts(&self, index: usize, word: &str) -> bool {
        word.chars().zip(index..).all(|(sign, position)| self.at(position) == Some(sign))
    }

    /// Whether the word ends at this position.
    pub fn ends(&self, index: usize, word: &str) -> bool {
        let length = word.chars().count();
        index >= length && self.starts(index - length, word)
    }

    /// The longest of the words that stands at this position, with its length in characters.
    pub fn longest<'w>(&self, index: usize, words: &[&'w str]) -> Option<(&'w str, usize)> {
        words
            .iter()
            .filter(|word| self.starts(index, word))
            .map(|word| (*word, word.chars().count()))
            .max_by_key(|(_, length)| *length)
    }

    /// The longest of the words that ends at this position, with its length in characters.
    pub fn longest_before<'w>(&self, index: usize, words: &[&'w str]) -> Option<(&'w str, usize)> {
        words
            .iter()
            .filter(|word| self.ends(index, word))
            .map(|word| (*word, word.chars().count()))
            .max_by_key(|(_, length)| *length)
    }

    /// Past one space, if there is one.
    pub fn past_space(&self, index: usize) -> usize {
        if self.at(index) == Some(' ') { index + 1 } else { index }
    }

    /// The range without spaces and the given signs at both ends.
    pub fn trimmed(&self, span: Span, signs: &[char]) -> Span {
        let drop = |sign: char| sign.is_whitespace() || signs.contains(&sign);
        let Span { mut start, mut end } = span;
        while start < end && drop(self.norm[start]) {
            start += 1;
        }
        while end > start && drop(self.norm[end - 1]) {
            end -= 1;
        }
        Span { start, end }
    }
}

/// "2.10月底前" behind an item "1.": the point parts the item's number from the text, it is no decimal point.
fn part_item_numbers(norm: &mut [char]) {
    let mut items: Vec<(u32, usize)> = Vec::new();
    let mut at = 0;
    while at < norm.len() {
        let digits = norm[at..].iter().take(3).take_while(|sign| sign.is_ascii_digit()).count();
        let number: String = norm[at..at + digits].iter().collect();
        if (1..=2).contains(&digits)
            && norm.get(at + digits) == Some(&'.')
            && let Ok(number) = number.parse()
        {
            items.push((number, at + digits));
        }
        at = (at..norm.len()).find(|index| norm[*index] == '\n').map_or(norm.len(), |index| index + 1);
    }
    for index in 0..items.len() {
        let (number, point) = items[index];
        let follows = index > 0 && items[index - 1].0 + 1 == number;
        let precedes = items.get(index + 1).is_some_and(|next| next.0 == number + 1);
        if follows || precedes {
            norm[point] = '、';
        }
    }
}

/// One form for signs that officials' word processors vary.
fn alike(sign: char) -> char {
    match sign {
        '［' | '[' | '﹝' | '【' | '〖' => '〔',
        '］' | ']' | '﹞' | '】' | '〗' => '〕',
        '—' | '–' | '―' | '─' | '－' | '‐' | '−' | '﹣' => '-',
        '～' | '∼' | '〜' => '~',
        '∶' | '﹕' | '︰' => ':',
        '﹙' => '(',
        '﹚' => ')',
        '﹪' => '%',
        '○' | '◯' => '〇',
        '\u{3000}' | '\u{a0}' | '\t' | '\r' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(sign as u32 - 0xfee0).unwrap_or(sign),
        other => other,
    }
}

/// Whether a sign ends a sentence or an item.
pub(crate) fn ends_sentence(sign: char) -> bool {
    matches!(sign, '。' | ';' | '!' | '?' | '\n')
}

/// Whether a sign ends a clause: nothing is counted or bounded across it.
pub(crate) fn ends_clause(sign: char) -> bool {
    ends_sentence(sign) || matches!(sign, ',' | ':' | '(' | ')' | '“' | '”' | '"' | '《' | '》' | '〔' | '〕')
}

/// Whether a sign is a Chinese character.
pub(crate) fn is_han(sign: char) -> bool {
    matches!(sign, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇')
}
