//! What other rooms of the program have for everybody (公开服务): papers they gave out, tables they publish. So one page checks every paper and one lists every public table.
//! It must never tell more of a paper than that it is genuine and whom it is for, covered.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;

use anye_base::{Date, Fault};
use anye_forms::Words;

/// A paper that somebody holds (证书、通知书).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// What sort of paper it is: an id that stays.
    pub sort: String,
    /// The same in words.
    pub name: Words,
    /// Whom it is for, covered.
    pub holder: String,
    /// Code of the place that gave it.
    pub place: String,
    /// The day it was given.
    pub from: Date,
    /// The day it was made void.
    pub void: Option<Date>,
}

/// A table that anybody may see (公开统计表).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Public {
    /// Name.
    pub name: Words,
    /// What it shows.
    pub note: Words,
    /// Its page.
    pub href: String,
}

/// A paper, later.
pub type LaterPaper<'a> = Pin<Box<dyn Future<Output = Result<Option<Paper>, Fault>> + Send + 'a>>;

/// Ids of entries, later.
pub type LaterIds<'a> = Pin<Box<dyn Future<Output = Result<BTreeSet<String>, Fault>> + Send + 'a>>;

/// Another room.
pub trait Elsewhere: Send + Sync {
    /// The paper of a number, where the code belongs to it. A wrong number and a wrong code are answered alike.
    fn paper<'a>(&'a self, number: &'a str, code: &'a str) -> LaterPaper<'a>;

    /// The tables it publishes.
    fn tables(&self) -> Vec<Public>;

    /// Those of these entries that an application under way would change: they do not end by themselves before it is decided.
    fn under_way<'a>(&'a self, _: &'a [String]) -> LaterIds<'a> {
        Box::pin(std::future::ready(Ok(BTreeSet::new())))
    }
}
