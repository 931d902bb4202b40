//! The digest of what was sent (请求摘要), which an idempotency key is held against. It must never cover a secret: what is kept of a password, however short, is something to guess at.

use anye_db::Once;
use anye_db::audit::hex;
use serde_json::Value;
use sm3::{Digest as _, Sm3};

use super::body::ONCE_FIELD;
use crate::csrf;

/// Parts of the names of fields that hold a secret. A field that takes one is named so.
const SECRET: [&str; 3] = ["password", "secret", "one_time"];

/// Whether a field's value is left out.
fn is_left_out(name: &str) -> bool {
    name == csrf::FIELD || name == ONCE_FIELD || SECRET.iter().any(|part| name.contains(part))
}

/// The record of a key: operation and digest of what was sent.
pub fn once_for(key: &str, operation: &str, sent: &[u8]) -> Once {
    Once { key: key.to_owned(), operation: operation.to_owned(), body_digest: hex(&Sm3::digest(sent)) }
}

/// The fields of a form, each led by its length, so that no two forms are one.
pub(super) fn of_pairs<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<u8> {
    let mut text = Vec::new();
    for (name, value) in pairs.filter(|(name, _)| !is_left_out(name)) {
        for part in [name, value] {
            text.extend_from_slice(part.len().to_string().as_bytes());
            text.push(b':');
            text.extend_from_slice(part.as_bytes());
        }
    }
    text
}

/// JSON without its secrets; as it came where it has none.
pub(super) fn of_json(bytes: &[u8]) -> Vec<u8> {
    let Ok(mut value) = serde_json::from_slice::<Value>(bytes) else { return bytes.to_vec() };
    if take_out(&mut value) { value.to_string().into_bytes() } else { bytes.to_vec() }
}

fn take_out(value: &mut Value) -> bool {
    match value {
        Value::Object(fields) => {
            let before = fields.len();
            fields.retain(|name, _| !is_left_out(name));
            let some = fields.len() < before;
            fields.values_mut().fold(some, |some, own| take_out(own) | some)
        }
        Value::Array(all) => all.iter_mut().fold(false, |some, own| take_out(own) | some),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Vec<u8> {
        of_pairs(pairs.iter().copied())
    }

    #[test]
    fn no_secret_is_in_a_digest() {
        let one = form(&[("act", "pay"), ("password", "a"), ("one_time_code", "1"), ("_csrf", "x")]);
        let other = form(&[("act", "pay"), ("password", "b"), ("one_time_code", "2"), ("_csrf", "y")]);
        assert_eq!(one, other);
        assert!(!String::from_utf8_lossy(&one).contains("password"));
        let json = |text: &str| of_json(text.as_bytes());
        assert_eq!(
            json(r#"{"act":"pay","password":"a","in":[{"client_secret":"k","n":1}]}"#),
            json(r#"{"act":"pay","password":"b","in":[{"client_secret":"l","n":1}]}"#)
        );
    }

    #[test]
    fn anything_else_that_differs_is_another_request() {
        assert_ne!(form(&[("act", "pay")]), form(&[("act", "check")]));
        assert_ne!(form(&[("a", "1:b"), ("c", "")]), form(&[("a", "1"), ("b", "c")]));
        assert_ne!(of_json(b"{\"n\":1,\"password\":\"a\"}"), of_json(b"{\"n\":2,\"password\":\"a\"}"));
        assert_eq!(of_json(b"{\"n\": 1}"), b"{\"n\": 1}");
    }
}
