//! Certificates (证书): numbered, printed with a code that opens the page where anybody can check them. It must never tell who asks more than is printed.

use anye_base::{Date, Fault};
use anye_db::WriteTx;
use anye_programmes::Register;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::Entry;
use super::store::{entry, key};
use crate::Registers;

/// Letters and digits that are not taken for one another on paper.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Gives an entry its number, where the register gives certificates. The number says the county and the year, and its last digit is a check.
pub(super) async fn give(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    register: &Register,
    entry: &mut Entry,
) -> Result<(), Fault> {
    if register.certificate.is_none() || entry.number.is_some() {
        return Ok(());
    }
    let world = &rooms.core().world;
    let series = format!("{}{}", entry.county, world.today().year());
    let serial = key::next_number(tx, &register.id, &series).await?;
    let at = rooms.definitions.registers.iter().position(|one| one.id == register.id).unwrap_or_default();
    let bare = format!("{series}{:02}{serial:07}", at + 1);
    entry.number = Some(format!("{bare}{}", check_digit(&bare)));
    let code: [u8; 10] = world.random();
    entry.check_code = Some(code.iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect());
    Ok(())
}

/// ISO 7064 MOD 11,10: finds every single wrong digit and nearly every exchange.
#[must_use]
pub fn check_digit(digits: &str) -> char {
    let mut rest = 10_u32;
    for digit in digits.bytes().filter(u8::is_ascii_digit).map(|byte| u32::from(byte - b'0')) {
        let sum = (rest + digit) % 10;
        rest = (if sum == 0 { 10 } else { sum } * 2) % 11;
    }
    char::from_digit((11 - rest) % 10, 10).unwrap_or('0')
}

/// What anybody may know about a certificate whose number and code they have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Verified {
    /// Its number.
    pub number: String,
    /// The register.
    pub register: String,
    /// The name with all but one character covered.
    pub name: String,
    /// Place.
    pub place: String,
    /// First day.
    #[schema(value_type = String)]
    pub from: Date,
    /// Last day.
    #[schema(value_type = Option<String>)]
    pub to: Option<Date>,
    /// Whether it is in force today.
    pub valid: bool,
}

/// Checks a certificate by number and code. A number that was never given, a wrong digit and a wrong code are answered alike.
///
/// # Errors
/// There is no such certificate.
pub async fn verify(rooms: &Registers, number: &str, code: &str) -> Result<Verified, Fault> {
    let number: String = number.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
    let none = || Fault::not_found("certificate");
    let sound = number.is_ascii()
        && number.len() > 1
        && number
            .split_at_checked(number.len() - 1)
            .is_some_and(|(bare, last)| last == check_digit(bare).to_string());
    if !sound {
        return Err(none());
    }
    let found = entry::by_number(&mut &rooms.core().db, &number).await?.ok_or_else(none)?;
    let code = code.trim().to_uppercase();
    if code.is_empty() || found.check_code.as_deref() != Some(code.as_str()) {
        return Err(none());
    }
    let today = rooms.core().world.today();
    let valid =
        found.is_open && !found.pending && found.from <= today && found.to.is_none_or(|to| today <= to);
    let subject = rooms.register(&found.register)?.subject;
    Ok(Verified {
        number,
        register: found.register,
        name: subject.shown_name(&found.subject_name),
        place: found.county,
        from: found.from,
        to: found.to,
        valid,
    })
}

/// A QR code as SVG, black on white, as wide as its box.
#[must_use]
pub fn qr_svg(text: &str) -> String {
    match qrcode::QrCode::new(text.as_bytes()) {
        Ok(code) => {
            let svg = code
                .render::<qrcode::render::svg::Color<'_>>()
                .quiet_zone(true)
                .min_dimensions(120, 120)
                .build();
            // Inside a page the declaration of a file has no place.
            svg.find("<svg").map_or_else(String::new, |at| svg[at..].to_owned())
        }
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::check_digit;

    #[test]
    fn one_wrong_digit_is_found() {
        let bare = "2101062020010000017";
        let digit = check_digit(bare);
        for at in 0..bare.len() {
            for other in ('0'..='9').filter(|other| !bare[at..].starts_with(*other)) {
                let wrong = format!("{}{other}{}", &bare[..at], &bare[at + 1..]);
                assert_ne!(check_digit(&wrong), digit, "{wrong}");
            }
        }
    }
}
