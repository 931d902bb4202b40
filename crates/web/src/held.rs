//! What somebody sent and has not said yes to (待确认的文件), kept in memory for a while, few of them, each for the account that sent it. Gone, it is asked
//! for again. It must never give one account what another sent.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// Files kept at most.
const MOST: usize = 8;
/// So long, in milliseconds.
const LIFE_MS: i64 = 30 * 60 * 1000;

struct Kept<T> {
    id: String,
    account: String,
    at: i64,
    one: T,
}

/// Files that wait for a decision.
#[derive(Clone)]
pub struct Held<T>(Arc<Mutex<VecDeque<Kept<T>>>>);

impl<T> Default for Held<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T: Clone> Held<T> {
    /// Keeps a file.
    pub fn keep(&self, id: &str, account: &str, now: i64, one: T) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|kept| kept.id != id && now - kept.at < LIFE_MS);
        while all.len() >= MOST {
            all.pop_front();
        }
        all.push_back(Kept { id: id.to_owned(), account: account.to_owned(), at: now, one });
    }

    /// The file, for the account that sent it.
    #[must_use]
    pub fn find(&self, id: &str, account: &str, now: i64) -> Option<T> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found =
            all.iter().find(|kept| kept.id == id && kept.account == account && now - kept.at < LIFE_MS);
        found.map(|kept| kept.one.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_sent_it_finds_it_and_only_for_a_while() {
        let held = Held::default();
        held.keep("a", "wang", 0, 1);
        assert_eq!(held.find("a", "wang", LIFE_MS - 1), Some(1));
        assert_eq!(held.find("a", "li", 1), None);
        assert_eq!(held.find("a", "wang", LIFE_MS), None);
        for n in 0..MOST {
            held.keep(&n.to_string(), "wang", 1, n);
        }
        assert_eq!(held.find("a", "wang", 2), None, "the oldest goes first");
        assert_eq!(held.find("0", "wang", 2), Some(0));
    }
}
