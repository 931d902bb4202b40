//! The unified social credit code (统一社会信用代码, GB 32100—2015) and the organisation code inside it (GB 11714—1997): what is doubtful
//! about one, with the evidence. It must never refuse: real registers hold codes with wrong digits, and the employer exists all the same.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The 31 letters and digits of the code; I, O, S, V and Z are left out.
const LETTERS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const LENGTH: usize = 18;
/// Of the organisation code at places 9 to 16.
const ORGANISATION: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// What is doubtful about a code. The words are under `code-doubt-<word>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "doubt", rename_all = "snake_case")]
pub enum CodeDoubt {
    /// Not 18 characters.
    Length {
        /// How many there are.
        found: usize,
    },
    /// A character that no code holds.
    Letter {
        /// Its place, from 1.
        at: usize,
        /// The character.
        found: char,
        /// What was probably meant: 0 for O, 1 for I, 2 for Z, 5 for S.
        meant: Option<char>,
    },
    /// Places 3 to 8 are digits: the registering authority's division.
    Division {
        /// What stands there.
        found: String,
    },
    /// The last character does not follow from the others.
    CheckDigit {
        /// What stands there.
        found: char,
        /// What would follow.
        expected: char,
    },
    /// The organisation code inside (places 9 to 17) has a check digit of its own that does not follow.
    OrganisationDigit {
        /// What stands there.
        found: char,
        /// What would follow.
        expected: char,
    },
}

impl CodeDoubt {
    /// The word of the message.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Length { .. } => "length",
            Self::Letter { .. } => "letter",
            Self::Division { .. } => "division",
            Self::CheckDigit { .. } => "check",
            Self::OrganisationDigit { .. } => "organisation",
        }
    }

    /// The evidence in short: what stands there and what would follow.
    #[must_use]
    pub fn evidence(&self) -> String {
        match self {
            Self::Length { found } => format!("{found} ≠ {LENGTH}"),
            Self::Letter { at, found, meant: Some(meant) } => format!("{at}: {found} → {meant}?"),
            Self::Letter { at, found, meant: None } => format!("{at}: {found}"),
            Self::Division { found } => format!("3–8: {found}"),
            Self::CheckDigit { found, expected } => format!("18: {found} ≠ {expected}"),
            Self::OrganisationDigit { found, expected } => format!("17: {found} ≠ {expected}"),
        }
    }
}

/// A code as it is kept: full width letters made narrow, capital letters, no spaces or hyphens.
#[must_use]
pub fn tidy(code: &str) -> String {
    let narrow = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        other => other,
    };
    code.chars()
        .map(narrow)
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '—' | '\u{200b}' | '\u{feff}'))
        .map(|letter| letter.to_ascii_uppercase())
        .collect()
}

/// Everything doubtful about a tidy code; nothing: none of its digits speaks against it.
#[must_use]
pub fn check(code: &str) -> Vec<CodeDoubt> {
    let letters: Vec<char> = code.chars().collect();
    let mut doubts = Vec::new();
    if letters.len() != LENGTH {
        doubts.push(CodeDoubt::Length { found: letters.len() });
    }
    for (index, letter) in letters.iter().enumerate() {
        if value(*letter).is_none() {
            doubts.push(CodeDoubt::Letter { at: index + 1, found: *letter, meant: meant(*letter) });
        }
    }
    if !doubts.is_empty() {
        return doubts;
    }
    if letters[2..8].iter().any(|letter| !letter.is_ascii_digit()) {
        doubts.push(CodeDoubt::Division { found: letters[2..8].iter().collect() });
    }
    let expected = organisation_digit(&letters[8..16]);
    if expected != letters[16] {
        doubts.push(CodeDoubt::OrganisationDigit { found: letters[16], expected });
    }
    let expected = check_digit(&letters[..17]);
    if expected != letters[17] {
        doubts.push(CodeDoubt::CheckDigit { found: letters[17], expected });
    }
    doubts
}

fn value(letter: char) -> Option<u32> {
    LETTERS.iter().position(|known| char::from(*known) == letter).and_then(|at| u32::try_from(at).ok())
}

fn meant(letter: char) -> Option<char> {
    match letter {
        'O' => Some('0'),
        'I' => Some('1'),
        'Z' => Some('2'),
        'S' => Some('5'),
        'V' => Some('U'),
        _ => None,
    }
}

/// The 18th character: 31 less the weighted sum modulo 31, weights 3^(i−1) modulo 31.
fn check_digit(letters: &[char]) -> char {
    let mut weight = 1;
    let mut sum = 0;
    for letter in letters {
        sum += value(*letter).unwrap_or(0) * weight;
        weight = weight * 3 % 31;
    }
    char::from(LETTERS[((31 - sum % 31) % 31) as usize])
}

/// The 9th character of an organisation code: 11 less the weighted sum modulo 11, X for 10. Its letters count in the order of the alphabet.
fn organisation_digit(letters: &[char]) -> char {
    let worth = |letter: &char| letter.to_digit(36).unwrap_or(0);
    let sum: u32 = letters.iter().zip(ORGANISATION).map(|(letter, weight)| worth(letter) * weight).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

/// A code that passes both checks, made from an authority's division and eight letters or digits of an organisation: for samples only.
#[must_use]
pub fn made_up(division: &str, organisation: &str) -> String {
    let eight: Vec<char> = organisation.chars().collect();
    let mut letters: Vec<char> = format!("91{division}").chars().chain(eight.iter().copied()).collect();
    letters.push(organisation_digit(&eight));
    letters.push(check_digit(&letters));
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_are_sound_and_codes_that_are_doubtful() {
        // The example of the standard's own annex form, and one made here.
        assert_eq!(check("91350100M000100Y43"), []);
        let sound = made_up("210100", "A1234567");
        assert_eq!(check(&sound), [], "{sound}");
        let mut wrong: Vec<char> = sound.chars().collect();
        wrong[17] = if wrong[17] == '0' { '1' } else { '0' };
        let wrong: String = wrong.into_iter().collect();
        assert!(matches!(check(&wrong)[..], [CodeDoubt::CheckDigit { .. }]), "{:?}", check(&wrong));
    }

    #[test]
    fn letters_that_no_code_holds_are_shown_with_what_was_meant() {
        let doubts = check("9135O100M000100Y43");
        assert_eq!(doubts, [CodeDoubt::Letter { at: 5, found: 'O', meant: Some('0') }]);
        assert_eq!(check("123")[0], CodeDoubt::Length { found: 3 });
        assert_eq!(tidy(" 9135 0100-m000100y43"), "91350100M000100Y43");
        assert_eq!(tidy("91350100M000100Y43"), "91350100M000100Y43");
    }

    #[test]
    fn a_single_wrong_character_or_two_swapped_ones_are_always_seen() {
        let sound: Vec<char> = "91350100M000100Y43".chars().collect();
        for at in 0..LENGTH {
            for other in LETTERS.iter().map(|letter| char::from(*letter)) {
                let mut wrong = sound.clone();
                wrong[at] = other;
                let text: String = wrong.iter().collect();
                assert_eq!(check(&text).is_empty(), wrong == sound, "{text}");
            }
        }
        for at in 0..LENGTH - 1 {
            let mut wrong = sound.clone();
            wrong.swap(at, at + 1);
            let text: String = wrong.iter().collect();
            assert_eq!(check(&text).is_empty(), wrong == sound, "{text}");
        }
    }
}
