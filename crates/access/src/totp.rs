//! Codes of authenticator apps (TOTP, RFC 6238) and recovery codes: making and comparing, without the store.

use anye_base::World;
use totp_rs::{Algorithm, Builder, Secret, Totp};

use crate::secret::{digest, readable};

/// Codes of the step before and after count too: phones' clocks differ.
const SKEW_STEPS: u16 = 1;
const STEP_SECONDS: u64 = 30;
/// Recovery codes handed out together.
pub(crate) const RECOVERY_CODES: usize = 10;

/// A new secret, in base 32.
pub(crate) fn new_secret(world: &World) -> String {
    Secret::new_stack(world.random::<20>()).to_base32()
}

fn totp(secret: &str, issuer: &str, login: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(SKEW_STEPS)
        .with_step_duration(STEP_SECONDS)
        .with_secret(secret)
        .with_issuer(Some(issuer))
        .with_account_name(login)
        .build()
        .ok()
}

/// The address an authenticator app reads from a picture: `otpauth://…`.
pub(crate) fn address(secret: &str, issuer: &str, login: &str) -> Option<String> {
    totp(secret, issuer, login)?.to_url().ok()
}

/// The time step whose code this is, where it is one.
pub(crate) fn matching_step(secret: &str, code: &str, now_ms: i64) -> Option<i64> {
    if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let step = totp(secret, "", "")?.check(code, u64::try_from(now_ms / 1_000).ok()?)?;
    i64::try_from(step).ok()
}

/// The code of a moment: what the app would show. For tests and for the demonstration of enrolment.
#[doc(hidden)]
pub fn code_at(secret: &str, now_ms: i64) -> Option<String> {
    Some(totp(secret, "", "")?.generate(u64::try_from(now_ms / 1_000).ok()?).to_string())
}

/// A code as typed, without spaces and dashes and in half-width digits.
pub(crate) fn normal_code(code: &str) -> String {
    let half = |sign: char| match sign {
        '０'..='９' => char::from(b'0' + (sign as u32 - '０' as u32) as u8),
        other => other.to_ascii_lowercase(),
    };
    code.chars().filter(|sign| !sign.is_whitespace() && *sign != '-').map(half).take(40).collect()
}

/// Codes for the day the phone is lost.
pub(crate) fn recovery_codes(world: &World) -> Vec<String> {
    (0..RECOVERY_CODES).map(|_| readable::<16>(world)).collect()
}

/// What is stored of a recovery code. It has 79 bits of chance, so a plain digest is enough; the account makes it its own.
pub(crate) fn recovery_digest(account_id: &str, code: &str) -> String {
    digest(&format!("{account_id}:{}", normal_code(code)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // The RFC's own secret and the last six digits of its eight.
        let secret = Secret::new(Box::from(*b"12345678901234567890")).to_base32();
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(code_at(&secret, seconds * 1_000).as_deref(), Some(code));
            assert_eq!(matching_step(&secret, code, seconds * 1_000), Some(seconds / 30));
            assert_eq!(matching_step(&secret, code, (seconds + 90) * 1_000), None);
        }
        assert!(address(&secret, "安业", "wangfang").is_some_and(|url| url.starts_with("otpauth://totp/")));
    }

    #[test]
    fn codes_may_be_typed_as_people_type_them() {
        assert_eq!(normal_code(" 123 456 "), "123456");
        assert_eq!(normal_code("１２３４５６"), "123456");
        assert_eq!(normal_code("ABCD-efgh"), "abcdefgh");
    }
}
