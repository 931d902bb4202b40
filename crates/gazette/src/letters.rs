//! What sort of character something is, for the rules about spaces, joins and headings.
//!
//! Must never look at more than the characters given.

/// A Chinese character, 〇 included.
pub(crate) fn is_han(char: char) -> bool {
    matches!(char, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{3134f}' | '\u{f900}'..='\u{faff}' | '〇' | '々')
}

/// A Latin letter or a digit: spaces between two of these carry meaning.
pub(crate) fn is_latin(char: char) -> bool {
    !is_wide(char) && char.is_alphanumeric()
}

/// A full-width character: takes two columns.
pub(crate) fn is_wide(char: char) -> bool {
    matches!(char, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3134f}' | '—' | '“' | '”' | '‘' | '’' | '…')
}

/// Takes no room and carries no meaning: byte order marks, joiners, soft hyphens, controls, private-use glyphs that web fonts leave behind.
pub(crate) fn is_invisible(char: char) -> bool {
    matches!(char, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{ad}' | '\u{e000}'..='\u{f8ff}')
        || (char.is_control() && !char.is_whitespace())
}

/// Ends a sentence or a line that is complete in itself.
pub(crate) fn is_terminal(char: char) -> bool {
    matches!(char, '。' | '！' | '？' | '!' | '?' | '；' | ';' | '：' | ':' | '…')
}

/// Closes what was opened; the mark before it decides whether a sentence ends.
pub(crate) fn is_closer(char: char) -> bool {
    matches!(char, '”' | '’' | '"' | '」' | '』' | '）' | ')' | '】' | '》' | ']')
}

/// Full-width digits and Latin letters become ASCII, so that ２０２０年 reads like 2020年; one character stays one.
pub(crate) fn fold_width(char: char) -> char {
    match char {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(u32::from(char) - 0xfee0).unwrap_or(char)
        }
        _ => char,
    }
}

/// Columns a text takes.
pub(crate) fn columns(chars: &[char]) -> usize {
    chars.iter().map(|&char| if is_wide(char) { 2 } else { 1 }).sum()
}
