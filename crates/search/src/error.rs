//! How searching fails. A query that cannot be read is the asker's to mend and says where; all else is ours.
//!
//! Must never show the asker a message of the engine.

use anye_base::{ErrorKind, Fault};

/// What is wrong with a query, in the asker's terms.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueryFault {
    /// A quotation mark is not closed (引号未闭合).
    #[error("the quotation mark at character {at} is not closed")]
    UnclosedQuote {
        /// Position of the mark, in characters from 0.
        at: usize,
    },
    /// Nothing but punctuation (没有可检索的文字).
    #[error("there is no word or number to search for")]
    NothingToFind,
    /// More characters than a query may have.
    #[error("the query has more than {max} characters")]
    TooLong {
        /// The most characters.
        max: usize,
    },
    /// A phrase (短语) or excluded item with more characters than one may have.
    #[error("the phrase at character {at} has more than {max} words and characters")]
    PhraseTooLong {
        /// Position of the phrase, in characters from 0.
        at: usize,
        /// The most words and characters.
        max: usize,
    },
    /// The cursor is none of ours, or of another query.
    #[error("the page address does not belong to this query")]
    BadCursor,
    /// The list has changed too much since the first page: begin again.
    #[error("the list has changed since its first page; begin again")]
    CursorExpired,
}

impl QueryFault {
    /// As a failure on its way to a person or a program.
    pub fn fault(&self) -> Fault {
        match self {
            Self::UnclosedQuote { at } => {
                Fault::new(ErrorKind::Invalid, "search-unclosed-quote").arg("at", at + 1)
            }
            Self::NothingToFind => Fault::new(ErrorKind::Invalid, "search-nothing-to-find"),
            Self::TooLong { max } => Fault::new(ErrorKind::TooLarge, "search-too-long").arg("max", max),
            Self::PhraseTooLong { at, max } => {
                Fault::new(ErrorKind::TooLarge, "search-phrase-too-long").arg("at", at + 1).arg("max", max)
            }
            Self::BadCursor => Fault::new(ErrorKind::Invalid, "search-bad-cursor"),
            Self::CursorExpired => Fault::new(ErrorKind::Stale, "search-cursor-expired"),
        }
    }
}

/// A failure of the index.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The query cannot be read.
    #[error(transparent)]
    Query(#[from] QueryFault),
    /// Somebody else is writing to this index.
    #[error("another writer holds the index")]
    WriterBusy,
    /// The engine failed: disk, damage.
    #[error("index: {0}")]
    Engine(#[from] tantivy::TantivyError),
    /// The disk failed.
    #[error("index files: {0}")]
    Io(#[from] std::io::Error),
}
