//! Numbers of cards (证件号码): which sort a number is, whether it can be one, what it says of its holder. It must never be shown: a number here is clear.

mod cards;
mod resident;

use anye_base::{Date, FieldFault};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::Sex;
use crate::seal::Secret;

pub use resident::{from_legacy, made_up, slips};

/// Sort of a card. Its names are under `number-kind-<word>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 居民身份证 (GB 11643), residence permits for people of Hong Kong, Macao and Taiwan (81, 82, 83) included.
    Resident,
    /// 15-digit number of an old resident card: kept beside the new one.
    Legacy15,
    /// 港澳居民来往内地通行证
    HkMacaoPermit,
    /// 台湾居民来往大陆通行证
    TaiwanPermit,
    /// 外国护照
    Passport,
    /// 外国人永久居留身份证, of either generation.
    ForeignPermanent,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Resident,
        Self::Legacy15,
        Self::HkMacaoPermit,
        Self::TaiwanPermit,
        Self::Passport,
        Self::ForeignPermanent,
    ];

    /// The word stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::Legacy15 => "legacy15",
            Self::HkMacaoPermit => "hk_macao_permit",
            Self::TaiwanPermit => "taiwan_permit",
            Self::Passport => "passport",
            Self::ForeignPermanent => "foreign_permanent",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A number that can be one.
#[derive(Clone, PartialEq, Eq)]
pub struct Number {
    /// Sort of card.
    pub kind: Kind,
    /// The number, tidy.
    pub text: Secret,
    /// Country of a passport; empty otherwise.
    pub issuer: String,
    /// Sex it says.
    pub sex: Option<Sex>,
    /// Day of birth it says.
    pub birth_date: Option<Date>,
    /// Division of the first registration it says: six digits of any time.
    pub area: Option<String>,
    /// The check digit does not follow.
    pub doubtful: bool,
}

impl std::fmt::Debug for Number {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "Number({})", self.kind.word())
    }
}

/// What is wrong with a number: a code under `error-<code>`, and the place of the digit from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrong {
    /// Code.
    pub code: &'static str,
    /// Place, from 1; 0: the whole.
    pub at: usize,
    /// Characters that there are.
    pub found: usize,
}

impl Wrong {
    pub(super) fn new(code: &'static str, at: usize) -> Self {
        Self { code, at, found: 0 }
    }

    /// As a fault of a field. It holds no part of the number.
    #[must_use]
    pub fn fault(self, field: &str) -> FieldFault {
        FieldFault::new(field, self.code).arg("at", self.at).arg("found", self.found)
    }
}

/// A number as it is compared: narrow, capital letters, no spaces, hyphens or dots.
#[must_use]
pub fn tidy(text: &str) -> String {
    let narrow = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        other => other,
    };
    text.chars()
        .map(narrow)
        .filter(|letter| {
            !letter.is_whitespace() && !matches!(letter, '-' | '—' | '–' | '·' | '\u{200b}' | '\u{feff}')
        })
        .map(|letter| letter.to_ascii_uppercase())
        .collect()
}

/// Reads a number. The sort is the one given, or what its form says.
///
/// # Errors
/// What is wrong with it; `person_number_check` alone may be passed over where paper was seen.
pub fn read(text: &str, kind: Option<Kind>, issuer: &str, today: Date) -> Result<Number, Wrong> {
    let text = tidy(text);
    if text.is_empty() {
        return Err(Wrong::new("person_number_empty", 0));
    }
    match kind.or_else(|| inferred(&text)) {
        Some(Kind::Resident) => resident::read(&text, today),
        Some(Kind::Legacy15) => resident::legacy(&text, today),
        Some(Kind::ForeignPermanent) => cards::foreign_permanent(&text, today),
        Some(Kind::HkMacaoPermit) => cards::hk_macao(&text),
        Some(Kind::TaiwanPermit) => cards::taiwan(&text),
        Some(Kind::Passport) => cards::passport(&text, issuer),
        None => Err(Wrong { code: "person_number_length", at: 0, found: text.chars().count() }),
    }
}

/// The sort that a number's form shows; none where several are possible.
#[must_use]
pub fn inferred(text: &str) -> Option<Kind> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let first = text.bytes().next()?;
    match (text.len(), digits) {
        (18, 17 | 18) if first == b'9' => Some(Kind::ForeignPermanent),
        (18, _) if first.is_ascii_digit() => Some(Kind::Resident),
        (17 | 16 | 19, 15..) => Some(Kind::Resident),
        (15, 15) => Some(Kind::Legacy15),
        (15, 0) => Some(Kind::ForeignPermanent),
        (9 | 11, 0) if matches!(first, b'H' | b'M') => Some(Kind::HkMacaoPermit),
        (8, 8) => Some(Kind::TaiwanPermit),
        _ => None,
    }
}

/// A phone number: 11 digits of a mobile, or a fixed one with its area.
///
/// # Errors
/// What is wrong.
pub fn phone(text: &str) -> Result<Secret, Wrong> {
    let text = tidy(text).replace(['(', ')', '+'], "");
    let text = text
        .strip_prefix("0086")
        .or_else(|| text.strip_prefix("86").filter(|rest| rest.len() == 11))
        .unwrap_or(&text);
    if let Some(at) = text.bytes().position(|byte| !byte.is_ascii_digit()) {
        return Err(Wrong { code: "person_phone", at: at + 1, found: text.len() });
    }
    let mobile = text.len() == 11 && text.starts_with('1') && !matches!(text.as_bytes()[1], b'0'..=b'2');
    let fixed = (10..=12).contains(&text.len()) && text.starts_with('0') && text.as_bytes()[1] != b'0';
    if mobile || fixed {
        Ok(Secret::new(text))
    } else {
        Err(Wrong { code: "person_phone", at: 0, found: text.len() })
    }
}

/// A value with all but its ends covered: two characters in front and two behind; of a short one less.
#[must_use]
pub fn masked(clear: &str) -> String {
    let letters: Vec<char> = clear.chars().collect();
    let ends = if letters.len() >= 11 { 2 } else { 1 };
    let covered = letters.len().saturating_sub(2 * ends);
    let front: String = letters.iter().take(ends).collect();
    let back: String = letters.iter().skip(ends + covered).collect();
    format!("{front}{}{back}", "*".repeat(covered))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_tidied_and_masked() {
        assert_eq!(phone("+86 139-0000-0123").unwrap().clear(), "13900000123");
        assert_eq!(phone("０２４-8690 0123").unwrap().clear(), "02486900123");
        for wrong in ["12900000123", "1390000012", "139000001234", "1390000012a", "00123456789"] {
            assert_eq!(phone(wrong).unwrap_err().code, "person_phone", "{wrong}");
        }
        assert_eq!(masked("13900000123"), "13*******23");
        assert_eq!(masked("210106199003079120"), "21**************20");
        assert_eq!(masked("E123456"), "E*****6");
    }

    #[test]
    fn the_form_shows_the_sort() {
        assert_eq!(inferred("H12345678"), Some(Kind::HkMacaoPermit));
        assert_eq!(inferred("12345678"), Some(Kind::TaiwanPermit));
        assert_eq!(inferred("210106900307912"), Some(Kind::Legacy15));
        assert_eq!(inferred("E12345678"), None, "a passport has to be chosen");
    }
}
