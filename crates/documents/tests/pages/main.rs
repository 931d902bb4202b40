//! The pages of the library: cutting of texts, words, addresses, and every route over a real store in both languages.

mod changing;
mod cutting;
mod filters;
mod importing;
mod reading;
mod words;
mod world;
