//! What is recorded, and the exact bytes whose hash chains one record to the next.

use anye_base::Actor;
use sm3::{Digest as _, Sm3};

use super::hex;
use crate::{DbError, Row};

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was refused for lack of a right.
    Denied,
    /// It was tried and failed.
    Failed,
}

impl Outcome {
    /// The word stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Denied => "denied",
            Self::Failed => "failed",
        }
    }
}

/// Something that happened, without who and when: those come from the write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    action: String,
    object_kind: String,
    object_id: String,
    place: String,
    purpose: String,
    outcome: Outcome,
    detail: String,
}

impl Event {
    /// `action` in the form `area.verb`, done to an object.
    pub fn new(
        action: impl Into<String>,
        object_kind: impl Into<String>,
        object_id: impl Into<String>,
    ) -> Self {
        Self {
            action: action.into(),
            object_kind: object_kind.into(),
            object_id: object_id.into(),
            place: String::new(),
            purpose: String::new(),
            outcome: Outcome::Done,
            detail: String::new(),
        }
    }

    /// The division it concerns.
    #[must_use]
    pub fn at_place(mut self, code: impl Into<String>) -> Self {
        self.place = code.into();
        self
    }

    /// Why a person looked at sensitive data.
    #[must_use]
    pub fn for_purpose(mut self, purpose: impl Into<String>) -> Self {
        self.purpose = purpose.into();
        self
    }

    /// How it ended, where it was not simply done.
    #[must_use]
    pub fn ended(mut self, outcome: Outcome) -> Self {
        self.outcome = outcome;
        self
    }

    /// What changed. Never personal data in clear: sealed or masked values only.
    #[must_use]
    pub fn detail(mut self, detail: &serde_json::Value) -> Self {
        self.detail = detail.to_string();
        self
    }
}

/// A record of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its number, from 1 without gaps.
    pub seq: i64,
    /// When, in milliseconds.
    pub at: i64,
    /// Sort of actor.
    pub actor_kind: String,
    /// Account id.
    pub actor_id: String,
    /// Name at the time.
    pub actor_name: String,
    /// Where it came from.
    pub source: String,
    /// Trace id.
    pub trace: String,
    /// What was done.
    pub action: String,
    /// To what sort of object.
    pub object_kind: String,
    /// Which one.
    pub object_id: String,
    /// Division it concerns.
    pub place: String,
    /// Stated purpose.
    pub purpose: String,
    /// done, denied, failed.
    pub outcome: String,
    /// Details as JSON, or nothing.
    pub detail: String,
    /// Hash of the record before.
    pub prev: String,
    /// Hash of this one.
    pub hash: String,
}

impl Record {
    /// Makes the record that follows `prev`.
    pub(crate) fn next(seq: i64, at: i64, actor: &Actor, event: &Event, prev: String) -> Self {
        // NUL ends a text for one database and is refused by the other: it never gets that far.
        let plain = |text: &str| text.replace('\0', "\u{fffd}");
        let mut record = Self {
            seq,
            at,
            actor_kind: actor.kind.word().to_owned(),
            actor_id: plain(&actor.id),
            actor_name: plain(&actor.name),
            source: plain(&actor.source),
            trace: plain(&actor.trace),
            action: plain(&event.action),
            object_kind: plain(&event.object_kind),
            object_id: plain(&event.object_id),
            place: plain(&event.place),
            purpose: plain(&event.purpose),
            outcome: event.outcome.word().to_owned(),
            detail: plain(&event.detail),
            prev,
            hash: String::new(),
        };
        record.hash = record.computed_hash();
        record
    }

    /// Reads a row of `audit_record`.
    pub(crate) fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            seq: row.int("seq")?,
            at: row.int("at")?,
            actor_kind: row.text("actor_kind")?,
            actor_id: row.text("actor_id")?,
            actor_name: row.text("actor_name")?,
            source: row.text("source")?,
            trace: row.text("trace")?,
            action: row.text("action")?,
            object_kind: row.text("object_kind")?,
            object_id: row.text("object_id")?,
            place: row.text("place")?,
            purpose: row.text("purpose")?,
            outcome: row.text("outcome")?,
            detail: row.text("detail")?,
            prev: row.text("prev")?,
            hash: row.text("hash")?,
        })
    }

    /// The texts under the hash, in their order.
    fn texts(&self) -> [&str; 13] {
        [
            &self.actor_kind,
            &self.actor_id,
            &self.actor_name,
            &self.source,
            &self.trace,
            &self.action,
            &self.object_kind,
            &self.object_id,
            &self.place,
            &self.purpose,
            &self.outcome,
            &self.detail,
            &self.prev,
        ]
    }

    /// The hash the record should have.
    pub fn computed_hash(&self) -> String {
        let mut text = format!("{}|{}|", self.seq, self.at);
        for part in self.texts() {
            text.push_str(&part.chars().count().to_string());
            text.push(':');
            text.push_str(part);
        }
        hash_of(&text)
    }
}

/// SM3 of a record's canonical text: number and time, then each text led by its length in characters, so that no two different
/// records have the same text. The databases can put it together themselves ([`CANONICAL`]), which makes verifying quick.
pub(crate) fn hash_of(canonical: &str) -> String {
    hex(&Sm3::digest(canonical.as_bytes()))
}

/// The canonical text as either database puts it together.
pub(crate) const CANONICAL: &str = "seq || '|' || at || '|' || length(actor_kind) || ':' || actor_kind || length(actor_id) || ':' || actor_id \
     || length(actor_name) || ':' || actor_name || length(source) || ':' || source || length(trace) || ':' || trace \
     || length(action) || ':' || action || length(object_kind) || ':' || object_kind || length(object_id) || ':' || object_id \
     || length(place) || ':' || place || length(purpose) || ':' || purpose || length(outcome) || ':' || outcome \
     || length(detail) || ':' || detail || length(prev) || ':' || prev";
