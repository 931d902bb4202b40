//! Reading a document file: bytes in, text out, safely (读取文件).
//!
//! A file that somebody uploads is hostile until it has been read. Plain text is decoded in this process;
//! HTML, DOCX and PDF are parsed in a child process that has little memory, little time, no environment and
//! may open no file ([`Reader`]). This crate must never fetch anything a file points to, never write a file,
//! never trust a declared size, and never invent a character that the file does not have: what could not be
//! read is an error with a stable code, or a [`Note`].

mod aside;
mod blocks;
mod child;
mod docx;
mod encoding;
mod error;
mod html;
mod model;
mod numerals;
mod package;
mod pdf;
mod read;
mod reader;
mod sniff;
mod table;
mod text;

pub use aside::aside;
pub use child::child_main;
pub use error::{Bomb, Fact, Part, ReadError, Unsupported};
pub use model::{EncodingName, Format, Limits, Note, Reading};
pub use read::read;
pub use reader::{ChildCommand, Reader};
pub use table::{Cell, CellKind, Row, Sheet, TableLimits, Tables, read_tables};
