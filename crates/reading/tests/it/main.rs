//! Tests of reading as a whole: every format to the same paragraphs, every bad file to its own refusal.

#![expect(clippy::unwrap_used, reason = "what makes and reads the samples may fail loudly")]

mod child;
mod corpus;
mod docx;
mod html;
mod make;
mod noise;
mod official;
mod pdf;
mod round_trip;
mod table;
mod text;

use anye_reading::{ChildCommand, Limits, Reader, Reading};
use std::path::PathBuf;

/// A file of this crate's own samples or corpus.
fn file(path: &str) -> Vec<u8> {
    let full = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests").join(path);
    std::fs::read(&full).unwrap_or_else(|error| panic!("{}: {error}", full.display()))
}

/// A reader whose child is this crate's own binary.
fn reader(limits: Limits) -> Reader {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_anye-reading-child"));
    Reader::new(ChildCommand { program, arguments: vec![] }, limits)
}

/// The paragraphs of a reading, white space at their ends aside.
fn paragraphs(reading: &Reading) -> Vec<String> {
    reading.text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// Reads in a child and gives the text.
fn text_of(bytes: &[u8]) -> String {
    reader(Limits::default()).read_blocking(bytes, "sample").unwrap().text
}
