//! Appending to the chain, inside the write that it records. The head row is locked last, so writes queue only for the append.

use anye_base::Actor;

use super::event::{Event, Record};
use crate::query::Read as _;
use crate::write::Inner;
use crate::{DbError, Query, sql};

/// Appends the events of one write.
pub(crate) async fn append(tx: &mut Inner, at: i64, actor: &Actor, events: &[Event]) -> Result<(), DbError> {
    let head = match tx {
        Inner::Sqlite(_) => "select seq, hash from audit_head where id = 1",
        Inner::Pg(_) => "select seq, hash from audit_head where id = 1 for update",
    };
    let head = tx.one(sql(head)).await?;
    let (mut seq, mut prev) = (head.int("seq")?, head.text("hash")?);
    for event in events {
        seq += 1;
        let record = Record::next(seq, at, actor, event, prev);
        tx.run(insert(&record)).await?;
        prev = record.hash;
    }
    let moved =
        tx.run(sql("update audit_head set seq = $1, hash = $2 where id = 1").bind(seq).bind(prev)).await?;
    if moved == 1 { Ok(()) } else { Err(DbError::Other("the head of the audit log is missing".into())) }
}

fn insert(record: &Record) -> Query {
    sql("insert into audit_record (seq, at, actor_kind, actor_id, actor_name, source, trace, action, object_kind, object_id, \
         place, purpose, outcome, detail, prev, hash) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)")
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
