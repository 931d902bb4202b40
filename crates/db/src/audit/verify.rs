//! Verifying the chain: an edit, a gap, a swap, a cut tail; and against a checkpoint kept outside, a rewrite or an older copy.

use super::checkpoint::Checkpoint;
use super::event::{CANONICAL, hash_of};
use crate::{Db, DbError, Read as _, Row, sql};

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Records read.
    pub records: i64,
    /// Number of the last record.
    pub last: i64,
    /// The first break, where there is one.
    pub broken: Option<Break>,
}

/// Where and how the log is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Break {
    /// The contents of a record do not fit its hash: it was edited.
    Edited {
        /// Its number.
        seq: i64,
    },
    /// Records are missing between two others.
    Missing {
        /// First missing number.
        seq: i64,
    },
    /// A record does not follow the one before it: swapped, inserted or replaced.
    Unchained {
        /// Its number.
        seq: i64,
    },
    /// The log ends before its recorded head.
    Cut {
        /// Last record found.
        seq: i64,
        /// Last record there should be.
        head: i64,
    },
    /// The log ends before the checkpoint: an older copy was restored, or the tail and the head were both cut.
    Older {
        /// Last record found.
        seq: i64,
        /// The checkpoint's record.
        checkpoint: i64,
    },
    /// The record of the checkpoint has another hash: history was rewritten at or before it.
    Rewritten {
        /// The checkpoint's record.
        checkpoint: i64,
    },
}

impl std::fmt::Display for Break {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Edited { seq } => write!(to, "record {seq} was edited: its contents do not fit its hash"),
            Self::Missing { seq } => write!(to, "records are missing from number {seq} on"),
            Self::Unchained { seq } => write!(
                to,
                "record {seq} does not follow the one before it: it was swapped, inserted or replaced"
            ),
            Self::Cut { seq, head } => {
                write!(to, "the log ends at record {seq}, its head says {head}: the tail was cut")
            }
            Self::Older { seq, checkpoint } => {
                write!(
                    to,
                    "the log ends at record {seq}, the checkpoint knows {checkpoint}: an older database was restored or the tail was cut"
                )
            }
            Self::Rewritten { checkpoint } => {
                write!(
                    to,
                    "record {checkpoint} differs from the checkpoint: history was rewritten at or before it"
                )
            }
        }
    }
}

/// Reads the whole log and checks it; `progress` is told the number of records read from time to time.
pub async fn verify(
    db: &Db,
    checkpoint: Option<&Checkpoint>,
    progress: impl Fn(i64) + Sync,
) -> Result<Verdict, DbError> {
    let mut reader = db;
    let head = reader.one(sql("select seq, hash from audit_head where id = 1")).await?;
    let (head_seq, head_hash) = (head.int("seq")?, head.text("hash")?);
    let mut chain = Chain::new(checkpoint);
    let query = sql(format!("select seq, hash, {CANONICAL} as canonical from audit_record order by seq"));
    db.each(query, |row| {
        chain.take(&row)?;
        if chain.records % 100_000 == 0 {
            progress(chain.records);
        }
        Ok(())
    })
    .await?;
    Ok(chain.close(head_seq, &head_hash))
}

/// The chain as read so far.
struct Chain<'a> {
    records: i64,
    last: i64,
    hash: String,
    broken: Option<Break>,
    checkpoint: Option<&'a Checkpoint>,
}

impl<'a> Chain<'a> {
    fn new(checkpoint: Option<&'a Checkpoint>) -> Self {
        Self { records: 0, last: 0, hash: String::new(), broken: None, checkpoint }
    }

    /// Takes the next record. Columns are read in place: this runs over every record there is.
    fn take(&mut self, row: &Row) -> Result<(), DbError> {
        let seq = row.int_at(0)?.unwrap_or_default();
        let (hash, canonical) = (row.str_at(1)?, row.str_at(2)?);
        self.records += 1;
        let known = self.checkpoint.filter(|checkpoint| checkpoint.seq == seq);
        let found = if seq != self.last + 1 {
            Some(Break::Missing { seq: self.last + 1 })
        } else if hash_of(canonical) != hash {
            Some(Break::Edited { seq })
        } else if !canonical.ends_with(&format!(":{}", self.hash)) {
            // The canonical text ends with the length and the hash of the record before.
            Some(Break::Unchained { seq })
        } else {
            known
                .filter(|checkpoint| checkpoint.hash != hash)
                .map(|checkpoint| Break::Rewritten { checkpoint: checkpoint.seq })
        };
        if self.broken.is_none() {
            self.broken = found;
        }
        self.last = seq;
        hash.clone_into(&mut self.hash);
        Ok(())
    }

    fn close(self, head_seq: i64, head_hash: &str) -> Verdict {
        let older = self.checkpoint.filter(|checkpoint| self.last < checkpoint.seq);
        let cut = self.last != head_seq || (self.last > 0 && self.hash != head_hash);
        let broken = self
            .broken
            .or_else(|| older.map(|checkpoint| Break::Older { seq: self.last, checkpoint: checkpoint.seq }))
            .or_else(|| cut.then_some(Break::Cut { seq: self.last, head: head_seq }));
        Verdict { records: self.records, last: self.last, broken }
    }
}
