//! Tokens that open something: random, shown once, stored as a digest. Never put one into a log or an error.

use anye_base::World;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sm3::{Digest as _, Sm3};

/// A secret of 256 random bits, as text for a cookie or a header.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one.
    pub fn fresh(world: &World) -> Self {
        Self(URL_SAFE_NO_PAD.encode(world.random::<32>()))
    }

    /// A new one for a program, marked so that scanners for leaked secrets know it.
    pub(crate) fn for_program(world: &World) -> Self {
        Self(format!("anye_{}", Self::fresh(world).0))
    }

    /// One that a client sent.
    pub fn received(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text. For the client only.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored.
    pub fn digest(&self) -> String {
        digest(&self.0)
    }

    /// The token that forms carry against forged requests (CSRF): it follows from this one and cannot be turned back into it.
    pub fn csrf(&self) -> String {
        let mut mac = mac(self.0.as_bytes());
        mac.update(CSRF);
        anye_db::audit::hex(&mac.finalize().into_bytes())
    }

    /// Whether a form carries the right one. Takes the same time for a wrong one.
    pub fn csrf_holds(&self, given: &str) -> bool {
        let mut mac = mac(self.0.as_bytes());
        mac.update(CSRF);
        unhex(given).is_some_and(|given| mac.verify_slice(&given).is_ok())
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Token(…)")
    }
}

const CSRF: &[u8] = b"anye csrf 1";

/// The SM3 digest of a secret with enough chance in it, as hexadecimal. Not for passwords.
pub(crate) fn digest(text: &str) -> String {
    anye_db::audit::hex(&Sm3::digest(text.as_bytes()))
}

#[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
fn mac(key: &[u8]) -> Hmac<Sm3> {
    Hmac::<Sm3>::new_from_slice(key).expect("a key of any length")
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    (0..32).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()).collect()
}

/// Letters and digits that are not taken for each other when read aloud or copied by hand.
const CLEAR: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789-";

/// A text of `N` characters, 5 bits each except that `-` is passed over, in groups of four.
pub(crate) fn readable<const N: usize>(world: &World) -> String {
    let mut text = String::new();
    let mut taken = 0;
    while taken < N {
        let [byte] = world.random::<1>();
        let letter = char::from(CLEAR[usize::from(byte & 31)]);
        if letter == '-' {
            continue;
        }
        if taken > 0 && taken % 4 == 0 {
            text.push('-');
        }
        text.push(letter);
        taken += 1;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_another_session_do_not_hold() {
        let world = World::system();
        let (one, other) = (Token::fresh(&world), Token::fresh(&world));
        assert!(one.csrf_holds(&one.csrf()));
        assert!(!one.csrf_holds(&other.csrf()));
        assert!(!one.csrf_holds(""));
        assert!(!one.csrf_holds(&"é".repeat(32)));
        assert_ne!(one.csrf(), one.digest());
    }

    #[test]
    fn a_token_does_not_show_itself() {
        let token = Token::fresh(&World::system());
        assert!(!format!("{token:?}").contains(token.reveal()));
        assert_eq!(token.reveal().len(), 43);
        assert_eq!(readable::<16>(&World::system()).len(), 19);
    }
}
