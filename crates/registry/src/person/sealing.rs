//! What of a person is sealed, and where: one place for the names that bind a sealed text to its row.

use anye_access::Caller;
use anye_base::{ErrorKind, Fault, World};
use anye_db::{Once, Scope};

use super::model::{Fact, HeldNumber, Person};
use super::number::masked;
use crate::Registry;
use crate::seal::{At, Keys};

const NUMBER: &str = "number";
const PHONE: &str = "phone";

/// The keys; without them nothing about persons works.
pub fn keys(registry: &Registry) -> Result<&Keys, Fault> {
    registry.keys.as_deref().ok_or_else(|| Fault::new(ErrorKind::Unavailable, "seal_no_keys"))
}

pub fn number_at(row: &str) -> At<'_> {
    At::new("person_number", row, NUMBER)
}

pub fn phone_at(person: &str) -> At<'_> {
    At::new("person", person, PHONE)
}

pub fn fact_at(fact: &str) -> At<'_> {
    At::new("person_fact", fact, "value")
}

/// The index of a number: the same for all sorts of cards, so that a number is found without saying which.
pub fn number_blind(keys: &Keys, clear: &str) -> String {
    keys.blind(NUMBER, clear)
}

/// The indices of a number by all keys.
pub fn number_blinds(keys: &Keys, clear: &str) -> Vec<String> {
    keys.blinds(NUMBER, clear)
}

pub fn phone_blind(keys: &Keys, clear: &str) -> String {
    keys.blind(PHONE, clear)
}

pub fn phone_blinds(keys: &Keys, clear: &str) -> Vec<String> {
    keys.blinds(PHONE, clear)
}

/// A number in clear. Only what masks, reveals or seals anew may ask.
pub fn open_number(keys: &Keys, one: &HeldNumber) -> Result<String, Fault> {
    Ok(keys.open(number_at(&one.id), &one.sealed)?)
}

/// A person's phone in clear, where there is one.
pub fn open_phone(keys: &Keys, one: &Person) -> Result<Option<String>, Fault> {
    if one.phone_sealed.is_empty() {
        return Ok(None);
    }
    Ok(Some(keys.open(phone_at(&one.id), &one.phone_sealed)?))
}

/// A fact's value as it may be shown: a phone masked.
pub fn shown_value(keys: &Keys, fact: &Fact) -> Result<String, Fault> {
    if fact.field == super::model::Field::Phone && !fact.value.is_empty() {
        return Ok(masked(&keys.open(fact_at(&fact.id), &fact.value)?));
    }
    Ok(fact.value.clone())
}

/// The idempotency key with a keyed digest of what was sent: a plain digest of a body with a number in it could be guessed.
pub fn keyed_once(keys: &Keys, caller: &Caller<'_>) -> Option<Once> {
    let keyed = |once: &Once| Once { body_digest: keys.blind("once", &once.body_digest), ..once.clone() };
    caller.once.map(keyed)
}

/// How a write begins, with such a key.
pub fn scope<'a>(caller: &Caller<'a>, once: Option<&'a Once>) -> Scope<'a> {
    Scope { once, ..caller.scope() }
}

/// A remark as it may be kept: a long number that somebody typed into it is masked.
pub fn scrubbed(text: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    let flush = |run: &mut String, out: &mut String| {
        let digits = run.chars().filter(char::is_ascii_digit).count();
        if digits >= 9 {
            out.push_str(&masked(run))
        } else {
            out.push_str(run)
        }
        run.clear();
    };
    for letter in text.trim().chars() {
        if letter.is_ascii_digit() || (!run.is_empty() && matches!(letter, 'X' | 'x')) {
            run.push(letter);
        } else {
            flush(&mut run, &mut out);
            out.push(letter);
        }
    }
    flush(&mut run, &mut out);
    out
}

/// A value sealed for the pages between two steps of one form, for one account: it stands in a hidden field in place of the number.
pub fn seal_step(keys: &Keys, world: &World, account: &str, clear: &str) -> Result<String, Fault> {
    Ok(keys.seal(world, At::new("form", account, NUMBER), clear)?)
}

/// Opens it again.
pub fn open_step(keys: &Keys, account: &str, sealed: &str) -> Result<String, Fault> {
    let opened = keys.open(At::new("form", account, NUMBER), sealed);
    opened.map_err(|_| Fault::new(ErrorKind::Invalid, "person_step"))
}

#[cfg(test)]
mod tests {
    use super::scrubbed;

    #[test]
    fn a_number_in_a_remark_is_masked() {
        assert_eq!(scrubbed("见 21010619900307912X 复印件"), "见 21**************2X 复印件");
        assert_eq!(scrubbed("电话13900000123"), "电话13*******23");
        assert_eq!(scrubbed(" 2020年6月30日, 第 12345678 号 "), "2020年6月30日, 第 12345678 号");
    }
}
