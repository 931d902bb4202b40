//! The resident number (公民身份号码, GB 11643—1999): six digits of a division, eight of a birthday, three of an order (odd: male), one check character. Divisions that
//! were renamed or dissolved stay valid: a number does not change with the map.

use anye_base::Date;

use super::{Kind, Number, Wrong};
use crate::person::model::Sex;
use crate::seal::Secret;

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";
/// First two digits of divisions there ever were; 81 to 83 stand for residence permits.
const PROVINCES: [u8; 34] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
    61, 62, 63, 64, 65, 71, 81, 82,
];
/// Nobody alive is older.
const OLDEST: i16 = 130;

/// Reads a number of 18.
pub fn read(text: &str, today: Date) -> Result<Number, Wrong> {
    let bytes = text.as_bytes();
    let found = text.chars().count();
    if found != 18 {
        let code = if found == 15 { "person_number_legacy" } else { "person_number_length" };
        return Err(Wrong { code, at: 0, found });
    }
    digits(text, 17)?;
    if !(bytes[17].is_ascii_digit() || bytes[17] == b'X') {
        return Err(Wrong::new("person_number_letter", 18));
    }
    area(text)?;
    let birth = birth(&text[6..14], 7, today)?;
    let doubtful = check_digit(&text[..17]) != char::from(bytes[17]);
    Ok(Number {
        kind: Kind::Resident,
        text: Secret::new(text),
        issuer: String::new(),
        sex: Some(sex(bytes[16])),
        birth_date: Some(birth),
        area: Some(text[..6].to_owned()),
        doubtful,
    })
}

/// Reads a number of 15: two digits of the year, no check character.
pub fn legacy(text: &str, today: Date) -> Result<Number, Wrong> {
    let found = text.chars().count();
    if found != 15 {
        return Err(Wrong { code: "person_number_length15", at: 0, found });
    }
    digits(text, 15)?;
    area(text)?;
    let birth = birth(&format!("19{}", &text[6..12]), 7, today)?;
    Ok(Number {
        kind: Kind::Legacy15,
        text: Secret::new(text),
        issuer: String::new(),
        sex: Some(sex(text.as_bytes()[14])),
        birth_date: Some(birth),
        area: Some(text[..6].to_owned()),
        doubtful: false,
    })
}

/// The 18 characters that a number of 15 became.
#[must_use]
pub fn from_legacy(text: &str) -> Option<String> {
    if text.len() != 15 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut full = format!("{}19{}", &text[..6], &text[6..]);
    full.push(check_digit(&full));
    Some(full)
}

pub(super) fn digits(text: &str, many: usize) -> Result<(), Wrong> {
    match text.chars().take(many).position(|letter| !letter.is_ascii_digit()) {
        Some(at) => Err(Wrong::new("person_number_letter", at + 1)),
        None => Ok(()),
    }
}

fn area(text: &str) -> Result<(), Wrong> {
    let province = text.get(..2).and_then(|two| two.parse::<u8>().ok());
    let known = province.is_some_and(|two| PROVINCES.contains(&two) || two == 83);
    if (known && &text[2..6] != "0000") || matches!(province, Some(71 | 81 | 82 | 83)) {
        Ok(())
    } else {
        Err(Wrong::new("person_number_area", if known { 3 } else { 1 }))
    }
}

pub(super) fn birth(eight: &str, at: usize, today: Date) -> Result<Date, Wrong> {
    let day: Option<Date> = format!("{}-{}-{}", &eight[..4], &eight[4..6], &eight[6..]).parse().ok();
    match day {
        None => Err(Wrong::new("person_number_day", at)),
        Some(day) if day > today => Err(Wrong::new("person_number_future", at)),
        Some(day) if today.year() - day.year() > OLDEST => Err(Wrong::new("person_number_age", at)),
        Some(day) => Ok(day),
    }
}

pub(super) fn sex(order: u8) -> Sex {
    if order % 2 == 1 { Sex::Male } else { Sex::Female }
}

/// The 18th character: weighted sum modulo 11.
pub(super) fn check_digit(seventeen: &str) -> char {
    let digits = seventeen.bytes().map(|byte| u32::from(byte.saturating_sub(b'0')));
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    char::from(CHECKS[(sum % 11) as usize])
}

/// The numbers that one slip of the hand would have made of this one, or this one of them: a digit that is another, two neighbours that
/// are swapped, each with the check character that follows.
#[must_use]
pub fn slips(text: &str) -> Vec<String> {
    if text.len() != 18 || !text.bytes().take(17).all(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let own = &text.as_bytes()[..17];
    let mut all = Vec::with_capacity(172);
    let mut add = |bytes: &[u8]| {
        let mut other: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        other.push(check_digit(&other));
        if other != text {
            all.push(other);
        }
    };
    // The check character alone was mistyped.
    add(own);
    for at in 0..17 {
        for digit in b'0'..=b'9' {
            let mut other = own.to_vec();
            if other[at] != digit {
                other[at] = digit;
                add(&other);
            }
        }
        if at + 1 < 17 && own[at] != own[at + 1] {
            let mut other = own.to_vec();
            other.swap(at, at + 1);
            add(&other);
        }
    }
    all
}

/// A number that passes, from a division, a birthday of eight digits and an order: for samples only.
#[must_use]
pub fn made_up(area: &str, birthday: &str, order: u16) -> String {
    let mut text = format!("{area}{birthday}{:03}", order % 1000);
    text.push(check_digit(&text));
    text
}

#[cfg(test)]
mod tests {
    use super::super::read as read_any;
    use super::*;

    const TODAY: Date = anye_base::Date::constant(2020, 6, 30);

    fn wrong(text: &str) -> (&'static str, usize) {
        let wrong = read_any(text, None, "", TODAY).unwrap_err();
        (wrong.code, wrong.at)
    }

    #[test]
    fn a_number_says_place_day_and_sex() {
        let number = read_any(" ２１０１０６ 19900307 912x".trim(), None, "", TODAY).unwrap();
        assert_eq!(number.birth_date, Some(anye_base::Date::constant(1990, 3, 7)));
        assert_eq!((number.sex, number.area.as_deref()), (Some(Sex::Female), Some("210106")));
        // The example of the standard.
        let example = read_any("11010519491231002X", None, "", TODAY).unwrap();
        assert!(!example.doubtful);
        assert!(read_any("110105194912310021", None, "", TODAY).unwrap().doubtful);
    }

    #[test]
    fn each_fault_names_its_digit() {
        assert_eq!(wrong("2101061990030791"), ("person_number_length", 0));
        assert_eq!(wrong("21010619900307O125"), ("person_number_letter", 15));
        assert_eq!(wrong("000000199003079125"), ("person_number_area", 1));
        assert_eq!(wrong("210000199003079125"), ("person_number_area", 3));
        assert_eq!(wrong("210106199002309125"), ("person_number_day", 7));
        assert_eq!(wrong("210106190102299125"), ("person_number_day", 7));
        assert_eq!(wrong("210106202012319125"), ("person_number_future", 7));
        assert_eq!(wrong("210106188903079125"), ("person_number_age", 7));
        let legacy = read("210106900307912", TODAY).unwrap_err();
        assert_eq!(legacy.code, "person_number_legacy");
    }

    #[test]
    fn a_division_that_is_gone_stays_valid() {
        // 辽中县 until 2016, and a county of a province that was another's.
        for area in ["210122", "511002", "810000", "830000"] {
            assert!(read_any(&made_up(area, "19700101", 911), None, "", TODAY).is_ok(), "{area}");
        }
    }

    #[test]
    fn a_single_wrong_digit_or_two_swapped_ones_are_always_seen() {
        let sound = made_up("210106", "19900307", 912);
        let own = sound.as_bytes();
        for at in 0..18 {
            for other in b"0123456789X" {
                let mut text = own.to_vec();
                text[at] = *other;
                let text = String::from_utf8(text).unwrap();
                let taken =
                    read_any(&text, Some(Kind::Resident), "", TODAY).is_ok_and(|number| !number.doubtful);
                assert_eq!(taken, text == sound, "{at}");
            }
        }
        for at in 0..17 {
            let mut text = own.to_vec();
            text.swap(at, at + 1);
            let text = String::from_utf8(text).unwrap();
            let taken = read_any(&text, Some(Kind::Resident), "", TODAY).is_ok_and(|number| !number.doubtful);
            assert_eq!(taken, text == sound, "{at}");
        }
    }

    #[test]
    fn an_old_number_leads_to_its_new_one() {
        let full = made_up("210106", "19550307", 912);
        let old = format!("{}{}", &full[..6], &full[8..17]);
        assert_eq!(from_legacy(&old).as_deref(), Some(full.as_str()));
        let read = read_any(&old, None, "", TODAY).unwrap();
        assert_eq!(
            (read.kind, read.birth_date),
            (Kind::Legacy15, Some(anye_base::Date::constant(1955, 3, 7)))
        );
    }

    #[test]
    fn slips_hold_every_number_one_slip_away() {
        let number = made_up("210106", "19900307", 912);
        let slips = slips(&number);
        for other in [
            made_up("210106", "19900307", 913),
            made_up("210106", "19900370", 912),
            made_up("210160", "19900307", 912),
        ] {
            assert!(slips.contains(&other), "{other}");
        }
        assert!(!slips.contains(&number) && slips.len() < 180);
    }
}
