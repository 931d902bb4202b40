//! The audit log (审计日志): each record carries the hash of the one before, so an edit, a gap, a swap or a cut shows.
//!
//! A chain alone does not stop an administrator who rewrites all of it: signed checkpoints kept outside do. See [`checkpoint`].

mod append;
pub mod checkpoint;
mod event;
mod list;
mod verify;

pub(crate) use append::{LastHead, append};
pub use event::{Event, Outcome, Record};
pub use list::{Filter, list};
pub use verify::{Break, Verdict, verify};

/// The algorithm of the chain, stored with each checkpoint.
pub const ALGORITHM: &str = "SM3";

/// Bytes as lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}
