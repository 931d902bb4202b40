//! The other cards: permits of Hong Kong, Macao and Taiwan residents, passports, and the permanent residence card of foreigners in both generations.

use anye_base::Date;

use super::resident::{birth, check_digit, digits, sex};
use super::{Kind, Number, Wrong};
use crate::seal::Secret;

fn plain(kind: Kind, text: &str, issuer: &str) -> Number {
    Number {
        kind,
        text: Secret::new(text),
        issuer: issuer.to_owned(),
        sex: None,
        birth_date: None,
        area: None,
        doubtful: false,
    }
}

/// H or M and eight digits; two more count the renewals of older cards and are left out.
pub fn hk_macao(text: &str) -> Result<Number, Wrong> {
    if !matches!(text.as_bytes().first(), Some(b'H' | b'M')) {
        return Err(Wrong::new("person_number_letter", 1));
    }
    if !matches!(text.chars().count(), 9 | 11) {
        return Err(Wrong { code: "person_number_hk", at: 0, found: text.chars().count() });
    }
    digits(&text[1..], text.len() - 1).map_err(|wrong| Wrong { at: wrong.at + 1, ..wrong })?;
    Ok(plain(Kind::HkMacaoPermit, &text[..9], ""))
}

/// Eight digits; older ones had ten digits and a mark for the times of issue in brackets.
pub fn taiwan(text: &str) -> Result<Number, Wrong> {
    let bare = text.split(['(', '（']).next().unwrap_or(text);
    if !matches!(bare.chars().count(), 8 | 10) {
        return Err(Wrong { code: "person_number_tw", at: 0, found: bare.chars().count() });
    }
    digits(bare, bare.len())?;
    Ok(plain(Kind::TaiwanPermit, bare, ""))
}

/// Five to twenty letters and digits, and the country that gave it.
pub fn passport(text: &str, issuer: &str) -> Result<Number, Wrong> {
    let found = text.chars().count();
    if !(5..=20).contains(&found) {
        return Err(Wrong { code: "person_number_passport", at: 0, found });
    }
    if let Some(at) = text.chars().position(|letter| !letter.is_ascii_alphanumeric()) {
        return Err(Wrong::new("person_number_letter", at + 1));
    }
    let issuer = issuer.trim().to_ascii_uppercase();
    if issuer.len() != 3 || !issuer.bytes().all(|byte| byte.is_ascii_uppercase()) || issuer == "CHN" {
        return Err(Wrong::new("person_number_issuer", 0));
    }
    Ok(plain(Kind::Passport, text, &issuer))
}

/// 18 digits that begin with 9 (since December 2023), or three letters and twelve digits.
pub fn foreign_permanent(text: &str, today: Date) -> Result<Number, Wrong> {
    match text.chars().count() {
        18 if text.starts_with('9') => {
            digits(text, 17)?;
            let last = text.as_bytes()[17];
            if !(last.is_ascii_digit() || last == b'X') {
                return Err(Wrong::new("person_number_letter", 18));
            }
            let born = birth(&text[6..14], 7, today)?;
            Ok(Number {
                sex: Some(sex(text.as_bytes()[16])),
                birth_date: Some(born),
                doubtful: check_digit(&text[..17]) != char::from(last),
                ..plain(Kind::ForeignPermanent, text, "")
            })
        }
        15 => {
            if let Some(at) = text.chars().take(3).position(|letter| !letter.is_ascii_uppercase()) {
                return Err(Wrong::new("person_number_letter", at + 1));
            }
            digits(&text[3..], 12).map_err(|wrong| Wrong { at: wrong.at + 3, ..wrong })?;
            Ok(plain(Kind::ForeignPermanent, text, ""))
        }
        found => Err(Wrong { code: "person_number_foreign", at: 0, found }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{made_up, read};
    use super::*;

    const TODAY: Date = Date::constant(2024, 6, 30);

    #[test]
    fn cards_of_both_generations_are_taken() {
        let read = |text: &str, kind, issuer: &str| {
            read(text, kind, issuer, TODAY).map(|number| (number.kind, number.text.clear().to_owned()))
        };
        assert_eq!(read("h12345678 02", None, ""), Ok((Kind::HkMacaoPermit, "H12345678".to_owned())));
        assert_eq!(read("12345678", None, ""), Ok((Kind::TaiwanPermit, "12345678".to_owned())));
        assert_eq!(
            read("1234567890(B)", Some(Kind::TaiwanPermit), ""),
            Ok((Kind::TaiwanPermit, "1234567890".to_owned()))
        );
        assert_eq!(
            read("e1234567", Some(Kind::Passport), "fra"),
            Ok((Kind::Passport, "E1234567".to_owned()))
        );
        let new = made_up("921156", "19800101", 911);
        assert_eq!(read(&new, None, "").unwrap().0, Kind::ForeignPermanent);
        assert_eq!(read("FRA110080010112", None, "").unwrap().0, Kind::ForeignPermanent);
    }

    #[test]
    fn what_no_such_card_has_is_refused() {
        let code = |text: &str, kind, issuer: &str| read(text, Some(kind), issuer, TODAY).unwrap_err().code;
        assert_eq!(code("A12345678", Kind::HkMacaoPermit, ""), "person_number_letter");
        assert_eq!(code("H1234567", Kind::HkMacaoPermit, ""), "person_number_hk");
        assert_eq!(code("1234567", Kind::TaiwanPermit, ""), "person_number_tw");
        assert_eq!(code("E1234567", Kind::Passport, ""), "person_number_issuer");
        assert_eq!(code("E1234567", Kind::Passport, "CHN"), "person_number_issuer");
        assert_eq!(code("E12", Kind::Passport, "FRA"), "person_number_passport");
        assert_eq!(code("F1A110080010112", Kind::ForeignPermanent, ""), "person_number_letter");
    }
}
