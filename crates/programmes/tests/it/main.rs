//! Registers and programmes from text files: what is read, what is refused and where, values as people write them, deadlines with pauses.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod bad;
mod documented;
mod due;
mod entering;
mod good;
mod law;
