//! Why a file was not read: a closed set of cases, each with a stable code and the facts for a message.
//!
//! The words that users see (zh and en) are made elsewhere from code and facts; `Display` is plain English
//! that says what to do. An error must never carry text of the file.

mod causes;

pub use causes::{Bomb, Part, Unsupported};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a file was not read (读取失败).
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(tag = "error", rename_all = "snake_case")]
pub enum ReadError {
    /// No bytes, or nothing but white space.
    #[error("the file holds no text: choose the file that has the document in it")]
    Empty,
    /// Bytes that are no text and no known document.
    #[error("the file is not text (byte {at_byte}): save it as DOCX, PDF, HTML or UTF-8 text")]
    Binary {
        /// The first byte that cannot be text.
        at_byte: u64,
    },
    /// The file is over the limit.
    #[error("the file has {size} bytes, over the limit of {limit}: split it, or leave pictures out")]
    TooLarge {
        /// Bytes in the file.
        size: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// The file is small enough, the text in it is not.
    #[error("the text is longer than {limit} bytes: split the document")]
    TextTooLarge {
        /// Bytes allowed.
        limit: u64,
    },
    /// A format we know and do not read.
    #[error("{what}: {todo}", what = .kind.what(), todo = .kind.todo())]
    UnknownFormat {
        /// What it looks like.
        kind: Unsupported,
    },
    /// Text in an encoding other than UTF-8, UTF-16 with a mark, or GB 18030.
    #[error("the text is neither UTF-8 nor GB 18030 (byte {at_byte}): save it again as UTF-8")]
    WrongEncoding {
        /// The first byte that fits neither.
        at_byte: u64,
    },
    /// A file built to exhaust the reader.
    #[error("the file is built like an attack ({what}): save the document again from its own program", what = .what.as_str())]
    BombSuspected {
        /// What gave it away.
        what: Bomb,
    },
    /// Pages without text: scans.
    #[error("the PDF has {pages} page(s) and no text in them (a scan?): run text recognition first")]
    NoTextLayer {
        /// Pages in the file.
        pages: u64,
    },
    /// Text whose fonts do not say which characters they show.
    #[error(
        "{missing} of {glyphs} characters in the PDF have no meaning given: export it again, or use DOCX"
    )]
    UnreadableFonts {
        /// Glyphs without a character.
        missing: u64,
        /// All glyphs.
        glyphs: u64,
    },
    /// The file breaks off or contradicts itself.
    #[error("the file is damaged ({where_}): fetch or save it again", where_ = .where_.as_str())]
    Damaged {
        /// The part that could not be read.
        where_: Part,
    },
    /// The file is locked by a password.
    #[error("the file is locked with a password: remove the password and try again")]
    Encrypted,
    /// The reading took too long and was stopped.
    #[error("reading took longer than {limit_ms} ms and was stopped: split the document or use plain text")]
    Timeout {
        /// Milliseconds allowed.
        limit_ms: u64,
    },
    /// The reading needed too much memory and was stopped.
    #[error("reading needed more than {limit} bytes of memory and was stopped: split the document")]
    OutOfMemory {
        /// Bytes allowed.
        limit: u64,
    },
    /// The child process could not be started; the file is not to blame.
    #[error("the reading process could not be started: tell the operator (the file was not looked at)")]
    NoReader,
}

/// A fact for a message: numbers stay numbers so that a message can format them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// A count, size or position.
    Number(u64),
    /// A stable word, itself a key for a message.
    Word(&'static str),
}

impl ReadError {
    /// The stable code clients and messages match on.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Binary { .. } => "binary",
            Self::TooLarge { .. } => "too_large",
            Self::TextTooLarge { .. } => "text_too_large",
            Self::UnknownFormat { kind } => kind.code(),
            Self::WrongEncoding { .. } => "wrong_encoding",
            Self::BombSuspected { .. } => "bomb_suspected",
            Self::NoTextLayer { .. } => "no_text_layer",
            Self::UnreadableFonts { .. } => "unreadable_fonts",
            Self::Damaged { .. } => "damaged",
            Self::Encrypted => "encrypted",
            Self::Timeout { .. } => "timeout",
            Self::OutOfMemory { .. } => "out_of_memory",
            Self::NoReader => "no_reader",
        }
    }

    /// The facts of this case, by name.
    pub fn facts(&self) -> Vec<(&'static str, Fact)> {
        use Fact::{Number, Word};
        match self {
            Self::Empty | Self::Encrypted | Self::NoReader => vec![],
            Self::Binary { at_byte } | Self::WrongEncoding { at_byte } => vec![("at_byte", Number(*at_byte))],
            Self::TooLarge { size, limit } => vec![("size", Number(*size)), ("limit", Number(*limit))],
            Self::TextTooLarge { limit } | Self::OutOfMemory { limit } => vec![("limit", Number(*limit))],
            Self::UnknownFormat { kind } => vec![("kind", Word(kind.as_str()))],
            Self::BombSuspected { what } => vec![("what", Word(what.as_str()))],
            Self::NoTextLayer { pages } => vec![("pages", Number(*pages))],
            Self::UnreadableFonts { missing, glyphs } => {
                vec![("missing", Number(*missing)), ("glyphs", Number(*glyphs))]
            }
            Self::Damaged { where_ } => vec![("where", Word(where_.as_str()))],
            Self::Timeout { limit_ms } => vec![("limit_ms", Number(*limit_ms))],
        }
    }

    pub(crate) const fn damaged(where_: Part) -> Self {
        Self::Damaged { where_ }
    }

    pub(crate) const fn bomb(what: Bomb) -> Self {
        Self::BombSuspected { what }
    }

    pub(crate) const fn unknown(kind: Unsupported) -> Self {
        Self::UnknownFormat { kind }
    }
}
