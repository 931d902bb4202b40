//! What a pack promises, tried on the Liaoning pack and on spoilt copies of it.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod add;
mod folder;
mod law;
mod liaoning;
mod own_words;
mod programmes;
mod recognise;
mod register;
mod register_rows;
mod reporting;
mod spoilt;
mod units;
