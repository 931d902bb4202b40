//! Reads whole documents: the five official ones, where they are at hand, and documents of our own of the same kinds.

#![expect(clippy::print_stdout, reason = "a skipped test says so loudly, and accuracy prints its measure")]

mod blind;
mod check;
mod layouts;
mod notices;
mod orders;
mod pages;
mod plans;
mod properties;
mod rules;
mod seeds;
