//! Appending to the chain, inside the write that it records.
//!
//! The head of the chain is guessed from the last append of this process and claimed with a condition, so that the usual append is one
//! statement; where another process was quicker the condition fails, the head is read and locked, and the records are made anew.
//! The head is touched last in a transaction, so writers queue for the append only.

use std::sync::{Arc, Mutex};

use anye_base::Actor;

use super::event::{Event, Record};
use crate::query::Read as _;
use crate::write::Inner;
use crate::{DbError, Query, sql};

/// Number and hash of the last record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    seq: i64,
    hash: String,
}

/// The head as this process last saw it. Only a guess: the claim checks it.
#[derive(Debug, Clone, Default)]
pub(crate) struct LastHead(Arc<Mutex<Option<Head>>>);

impl LastHead {
    fn get(&self) -> Option<Head> {
        self.0.lock().map_or(None, |head| head.clone())
    }

    /// Notes the head of a write that was committed.
    pub(crate) fn set(&self, head: Head) {
        if let Ok(mut last) = self.0.lock() {
            *last = Some(head);
        }
    }
}

/// Appends the events of one write, and gives the new head.
pub(crate) async fn append(
    tx: &mut Inner,
    at: i64,
    actor: &Actor,
    events: &[Event],
    last: &LastHead,
) -> Result<Head, DbError> {
    if let Some(head) = last.get()
        && let Some(new) = try_append(tx, at, actor, events, head).await?
    {
        return Ok(new);
    }
    let head = read_head(tx).await?;
    let new = try_append(tx, at, actor, events, head).await?;
    new.ok_or_else(|| DbError::Other("the head of the audit log moved while it was locked".into()))
}

/// Reads the head, and on PostgreSQL locks it.
async fn read_head(tx: &mut Inner) -> Result<Head, DbError> {
    let text = match tx {
        Inner::Sqlite(_) => "select seq, hash from audit_head where id = 1",
        Inner::Pg(_) => "select seq, hash from audit_head where id = 1 for update",
    };
    let row = tx.one(sql(text)).await?;
    Ok(Head { seq: row.int("seq")?, hash: row.text("hash")? })
}

async fn try_append(
    tx: &mut Inner,
    at: i64,
    actor: &Actor,
    events: &[Event],
    head: Head,
) -> Result<Option<Head>, DbError> {
    let mut prev = head.hash.clone();
    let mut records = Vec::with_capacity(events.len());
    for (event, seq) in events.iter().zip(head.seq + 1..) {
        let record = Record::next(seq, at, actor, event, prev);
        prev = record.hash.clone();
        records.push(record);
    }
    let Some((first, rest)) = records.split_first() else {
        return Err(DbError::Other("a write without an audit event".into()));
    };
    let new = Head { seq: head.seq + records.len() as i64, hash: prev };
    if tx.run(claim(tx, first, &head, &new)).await? == 0 {
        return Ok(None);
    }
    for some in rest.chunks(ROWS) {
        tx.run(insert(some)).await?;
    }
    Ok(Some(new))
}

/// Rows of one insert: below the number of values that either database takes.
const ROWS: usize = 500;

const COLUMNS: &str = "seq, at, actor_kind, actor_id, actor_name, source, trace, action, object_kind, object_id, place, purpose, \
     outcome, detail, prev, hash";

/// Moves the head and inserts the first record, both or neither, in one statement sent.
fn claim(tx: &Inner, first: &Record, head: &Head, new: &Head) -> Query {
    let text = match tx {
        Inner::Sqlite(_) => SQLITE_CLAIM,
        Inner::Pg(_) => PG_CLAIM,
    };
    bind(sql(text), first).bind(head.seq).bind(&head.hash).bind(new.seq).bind(&new.hash)
}

const SQLITE_CLAIM: &str = "update audit_head set seq = $19, hash = $20 where id = 1 and seq = $17 and hash = $18; \
     insert into audit_record (seq, at, actor_kind, actor_id, actor_name, source, trace, action, object_kind, object_id, place, purpose, \
     outcome, detail, prev, hash) select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16 where changes() = 1";

const PG_CLAIM: &str = "with moved as (update audit_head set seq = $19, hash = $20 where id = 1 and seq = $17 and hash = $18 returning 1) \
     insert into audit_record (seq, at, actor_kind, actor_id, actor_name, source, trace, action, object_kind, object_id, place, purpose, \
     outcome, detail, prev, hash) select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16 from moved";

/// Several records in one statement.
fn insert(records: &[Record]) -> Query {
    let mut query = sql(format!("insert into audit_record ({COLUMNS}) values "));
    let mut next = 1;
    for (index, record) in records.iter().enumerate() {
        let row: Vec<String> = (next..next + 16).map(|number| format!("${number}")).collect();
        next += 16;
        query = query.push(if index == 0 { "(" } else { ", (" }).push(&row.join(", ")).push(")");
        query = bind(query, record);
    }
    query
}

fn bind(query: Query, record: &Record) -> Query {
    query
        .bind(record.seq)
        .bind(record.at)
        .bind(&record.actor_kind)
        .bind(&record.actor_id)
        .bind(&record.actor_name)
        .bind(&record.source)
        .bind(&record.trace)
        .bind(&record.action)
        .bind(&record.object_kind)
        .bind(&record.object_id)
        .bind(&record.place)
        .bind(&record.purpose)
        .bind(&record.outcome)
        .bind(&record.detail)
        .bind(&record.prev)
        .bind(&record.hash)
}
