//! Files that were handed in and wait for a person to say yes (试读的文件): kept in memory for an hour, for the person who sent them only.
//!
//! Nothing of them is stored; when the program ends they are gone, and the page says so.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// How long they wait, in milliseconds.
const WAIT_MS: i64 = 3_600_000;
/// Most bytes of all that wait.
const MOST_BYTES: usize = 192 * 1024 * 1024;

/// A file with how it is to be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagedFile {
    /// Its name.
    pub name: String,
    /// Its contents.
    pub bytes: Vec<u8>,
    /// Place, where the person named one.
    pub place: Option<String>,
    /// Edition, where the person named one.
    pub edition: Option<String>,
}

struct Batch {
    id: String,
    account: String,
    at: i64,
    files: Vec<StagedFile>,
}

/// All that wait.
#[derive(Default)]
pub struct Staging(Mutex<VecDeque<Batch>>);

impl Staging {
    /// Keeps files under an id; the oldest go where there are too many.
    pub fn keep(&self, id: &str, account: &str, now: i64, files: Vec<StagedFile>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|batch| batch.at + WAIT_MS > now && batch.id != id);
        all.push_back(Batch { id: id.to_owned(), account: account.to_owned(), at: now, files });
        let size = |batch: &Batch| batch.files.iter().map(|file| file.bytes.len()).sum::<usize>();
        while all.len() > 1 && all.iter().map(size).sum::<usize>() > MOST_BYTES {
            all.pop_front();
        }
    }

    /// The files with this id, where this account sent them and they have not expired; and until when they wait.
    pub fn find(&self, id: &str, account: &str, now: i64) -> Option<(Vec<StagedFile>, i64)> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let batch = all.iter().find(|batch| batch.id == id && batch.account == account)?;
        let until = batch.at + WAIT_MS;
        (until > now).then(|| (batch.files.clone(), until))
    }

    /// Puts other files in their place; none takes the batch away.
    pub fn replace(&self, id: &str, files: Vec<StagedFile>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if files.is_empty() {
            all.retain(|batch| batch.id != id);
        } else if let Some(batch) = all.iter_mut().find(|batch| batch.id == id) {
            batch.files = files;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, size: usize) -> StagedFile {
        StagedFile { name: name.into(), bytes: vec![0; size], place: None, edition: None }
    }

    #[test]
    fn files_wait_an_hour_for_the_person_who_sent_them() {
        let staging = Staging::default();
        staging.keep("s", "zhao", 1_000, vec![file("a", 1)]);
        assert!(staging.find("s", "zhao", 2_000).is_some());
        assert!(staging.find("s", "li", 2_000).is_none());
        assert!(staging.find("s", "zhao", 1_000 + WAIT_MS).is_none());
    }

    #[test]
    fn the_oldest_go_where_there_are_too_many() {
        let staging = Staging::default();
        staging.keep("old", "zhao", 1, vec![file("a", MOST_BYTES / 2 + 1)]);
        staging.keep("new", "zhao", 2, vec![file("b", MOST_BYTES / 2 + 1)]);
        assert!(staging.find("old", "zhao", 3).is_none());
        assert!(staging.find("new", "zhao", 3).is_some());
        staging.replace("new", Vec::new());
        assert!(staging.find("new", "zhao", 3).is_none());
    }
}
