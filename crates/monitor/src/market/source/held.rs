//! Files between dry run and import, kept in memory for a while, few of them, each for the account that sent it. Gone, the file is asked for again.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::Read;

/// Files kept at most.
const MOST: usize = 8;
/// So long, in milliseconds.
const LIFE_MS: i64 = 30 * 60 * 1000;

/// A file that was read.
#[derive(Debug, Clone)]
pub struct One {
    /// Its name.
    pub name: String,
    /// The source it is of.
    pub source: String,
    /// What stands in it.
    pub read: Arc<Read>,
}

struct Kept {
    id: String,
    account: String,
    at: i64,
    one: One,
}

/// Files that wait for a decision.
#[derive(Clone, Default)]
pub struct Held(Arc<Mutex<VecDeque<Kept>>>);

impl Held {
    /// Keeps a file.
    pub fn keep(&self, id: &str, account: &str, now: i64, one: One) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|kept| kept.id != id && now - kept.at < LIFE_MS);
        while all.len() >= MOST {
            all.pop_front();
        }
        all.push_back(Kept { id: id.to_owned(), account: account.to_owned(), at: now, one });
    }

    /// The file, for the account that sent it.
    #[must_use]
    pub fn find(&self, id: &str, account: &str, now: i64) -> Option<One> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found =
            all.iter().find(|kept| kept.id == id && kept.account == account && now - kept.at < LIFE_MS);
        found.map(|kept| kept.one.clone())
    }
}
