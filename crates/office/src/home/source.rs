//! The slot of the home page: each feature says what waits for the visitor. It must never show what the visitor may not open.

use std::future::Future;
use std::pin::Pin;

use anye_base::Fault;
use anye_web::{Core, Visitor};

/// Something that waits, or something new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeEntry {
    /// What it is.
    pub title: String,
    /// Where it lies, why it matters.
    pub hint: String,
    /// Its page.
    pub href: String,
    /// How many there are; `None` where it is one thing.
    pub count: Option<u64>,
    /// A day or state, in words.
    pub by: String,
    /// Whether its day has passed.
    pub late: bool,
}

/// Entries under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeGroup {
    /// The heading.
    pub title: String,
    /// The entries, most pressing first.
    pub entries: Vec<HomeEntry>,
    /// Words of the link to all of them, and its page.
    pub all: Option<(String, String)>,
}

/// A step of the first hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Where it is done.
    pub href: String,
    /// Whether it was done, by what the store says.
    pub done: bool,
}

/// The guided first hour (第一小时): four things that make the library one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstHour {
    /// Import a notice.
    pub import: Step,
    /// Correct a finding.
    pub correct: Step,
    /// Search.
    pub search: Step,
    /// Follow a citation.
    pub follow: Step,
}

/// What a source gives, later.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + Send + 'a>>;

/// A feature's part of the home page.
pub trait HomeSource: Send + Sync {
    /// What waits for the visitor, and what is new.
    fn groups<'a>(&'a self, core: &'a Core, visitor: &'a Visitor) -> Later<'a, Vec<HomeGroup>>;

    /// How far the first hour is, where this feature knows.
    fn first_hour<'a>(&'a self, _core: &'a Core, _visitor: &'a Visitor) -> Later<'a, Option<FirstHour>> {
        Box::pin(async { Ok(None) })
    }

    /// Where visitors who are not signed in may search, where they may.
    fn public_search(&self) -> Option<&str> {
        None
    }
}
