//! What searching promises, against an index in memory or in a folder of its own. Texts are our own, short and invented.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod cursors;
mod filters;
mod lifecycle;
mod marking;
mod matching;
mod queries;
mod samples;
mod seeds;
