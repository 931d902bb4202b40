//! Sealing (字段加密): numbers of cards, phones and accounts are kept encrypted field by field (SM4-GCM, GB/T 32907, RFC 8998) and are found through a keyed index
//! (HMAC-SM3). It must never write a clear value or a key anywhere, and never fall back to an unkeyed digest: numbers can be guessed.
//!
//! A sealed text names the key that sealed it, and is bound to its table, row and column: moved elsewhere it does not open.

mod attest;
mod file;
mod keys;
mod secret;
mod store;

pub use attest::attest;
pub use file::{KeyFileError, open_or_make, read};
pub use keys::{At, Keys, SealError};
pub use secret::Secret;
