//! Where in a file something stands, so that a message can point at it. Must never hold the text itself.

use serde::Serialize;

/// Line and column in a file of the pack, both from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Mark {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in characters.
    pub column: u32,
}

impl Default for Mark {
    fn default() -> Self {
        Self { line: 1, column: 1 }
    }
}

impl Mark {
    /// The mark of a byte offset in `text`. An offset past the end, or inside a character, counts as the character before it.
    pub(crate) fn at(text: &str, offset: usize) -> Self {
        let mut line = 1;
        let mut column = 1;
        for (position, character) in text.char_indices() {
            if position + character.len_utf8() > offset {
                break;
            }
            if character == '\n' {
                line += 1;
                column = 1;
            } else {
                column += 1;
            }
        }
        Self { line, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_and_characters_not_bytes() {
        let text = "一二\n三四五";
        assert_eq!(Mark::at(text, 0), Mark { line: 1, column: 1 });
        assert_eq!(Mark::at(text, 3), Mark { line: 1, column: 2 });
        assert_eq!(Mark::at(text, 7), Mark { line: 2, column: 1 });
        assert_eq!(Mark::at(text, 13), Mark { line: 2, column: 3 });
        assert_eq!(Mark::at(text, 900), Mark { line: 2, column: 4 });
    }
}
