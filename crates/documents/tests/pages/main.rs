//! The pages of the library: cutting of texts, words, addresses, and every route over a real store in both languages.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

mod changing;
mod cutting;
mod filters;
mod importing;
mod reading;
mod words;
mod world;
