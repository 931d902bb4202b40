//! Reads whole documents: the five official ones, where they are at hand, and documents of our own of the same kinds.

mod check;
mod notices;
mod pages;
mod properties;
mod rules;
mod seeds;
