//! What a name may hold. Controls, marks of direction, invisible characters and pictures are refused; a character of a private area is taken and told.

/// Longest name: the longest of the nationalities of China stay well below.
pub const LONGEST: usize = 50;

/// Why a text is no name. The words are under `error-person_name_<word>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing.
    Empty,
    /// Too long.
    Long,
    /// A control, a mark of direction, an invisible character: at this place, from 1.
    Hidden(usize),
    /// A picture or a sign that no name holds.
    Sign(usize),
    /// Digits.
    Digit(usize),
}

impl Wrong {
    /// The code of the message.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "person_name_empty",
            Self::Long => "person_name_long",
            Self::Hidden(_) => "person_name_hidden",
            Self::Sign(_) => "person_name_sign",
            Self::Digit(_) => "person_name_digit",
        }
    }

    /// The place, from 1.
    #[must_use]
    pub fn at(self) -> usize {
        match self {
            Self::Hidden(at) | Self::Sign(at) | Self::Digit(at) => at,
            Self::Empty | Self::Long => 0,
        }
    }
}

/// What is odd about a name that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// A character of a private area: other machines show something else, or nothing.
    Private(char),
}

/// The name as it is kept, and what is odd about it.
///
/// # Errors
/// What no name holds.
pub fn read(text: &str) -> Result<(String, Vec<Doubt>), Wrong> {
    let text = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{3000}');
    if text.is_empty() {
        return Err(Wrong::Empty);
    }
    if text.chars().count() > LONGEST {
        return Err(Wrong::Long);
    }
    let mut doubts = Vec::new();
    for (index, letter) in text.chars().enumerate() {
        let at = index + 1;
        match letter {
            ' ' | '\u{3000}' => {}
            _ if letter.is_control() || is_hidden(letter) || letter.is_whitespace() => {
                return Err(Wrong::Hidden(at));
            }
            '0'..='9' | '０'..='９' => return Err(Wrong::Digit(at)),
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10fffd}' => doubts.push(Doubt::Private(letter)),
            _ if is_sign(letter) => return Err(Wrong::Sign(at)),
            _ => {}
        }
    }
    Ok((text.to_owned(), doubts))
}

fn is_hidden(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffd}' | '\u{e0000}'..='\u{e01ef}')
}

/// Signs and pictures; the dots, hyphens and apostrophes of names are none, nor are the letters of any script.
fn is_sign(letter: char) -> bool {
    if super::key::is_dot(letter) || matches!(letter, '-' | '\'' | '’' | '.' | '．' | '〇') {
        return false;
    }
    matches!(letter, '!'..='@' | '['..='`' | '{'..='\u{bf}' | '\u{2010}'..='\u{2bff}' | '\u{3001}'..='\u{3004}' | '\u{3007}'..='\u{3020}'
        | '\u{fe0e}' | '\u{fe0f}' | '\u{ff01}'..='\u{ff20}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_all_peoples_are_taken_as_they_are() {
        for name in [
            "王芳",
            "欧阳娜娜",
            "买买提·吐尔逊",
            "古丽娜尔·阿不都热合曼·买买提明",
            "阿依夏木•热合曼",
            "𠮷田",
            "丁𬭚",
            "〇九儿".trim_end_matches("九儿"),
            "O’Neil Anne-Marie",
            "Nguyễn Thị Hương",
            "José",
        ] {
            assert_eq!(read(name).map(|(kept, _)| kept).as_deref(), Ok(name), "{name}");
        }
        let longest = format!("{}·{}", "古".repeat(24), "丽".repeat(25));
        assert!(read(&longest).is_ok());
        assert_eq!(read(&format!("{longest}娜")), Err(Wrong::Long));
    }

    #[test]
    fn what_no_name_holds_is_refused_with_its_place() {
        assert_eq!(read(" \u{3000}"), Err(Wrong::Empty));
        assert_eq!(read("王\u{202e}芳"), Err(Wrong::Hidden(2)));
        assert_eq!(read("王\u{200b}芳"), Err(Wrong::Hidden(2)));
        assert_eq!(read("王\t芳"), Err(Wrong::Hidden(2)));
        assert_eq!(read("王芳😀"), Err(Wrong::Sign(3)));
        assert_eq!(read("=王芳"), Err(Wrong::Sign(1)));
        assert_eq!(read("王芳2"), Err(Wrong::Digit(3)));
    }

    #[test]
    fn a_character_of_a_private_area_is_taken_and_told() {
        assert_eq!(read("王\u{e863}"), Ok(("王\u{e863}".to_owned(), vec![Doubt::Private('\u{e863}')])));
    }
}
