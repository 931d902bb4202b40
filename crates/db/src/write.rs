//! Writing. [`Db::begin`] opens a transaction, [`WriteTx::commit`] closes it with its audit event; dropping it undoes everything.
//!
//! A request that carries an idempotency key gets, when it comes again, the outcome of the first time instead of a second effect.

use anye_base::{Actor, World};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::{Postgres, Sqlite, Transaction};
use tokio::sync::OwnedSemaphorePermit;

use crate::audit::{Event, LastHead, append};
use crate::connection::Pools;
use crate::query::{Later, bound};
use crate::{Db, DbError, Query, Read, Row, sql};

/// Who writes, when, and under which idempotency key.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// Time and chance.
    pub world: &'a World,
    /// Who.
    pub actor: &'a Actor,
    /// The key, where the request carries one.
    pub once: Option<&'a Once>,
}

impl<'a> Scope<'a> {
    /// Without an idempotency key: for jobs and the command line, whose steps are idempotent themselves.
    pub fn new(world: &'a World, actor: &'a Actor) -> Self {
        Self { world, actor, once: None }
    }
}

/// An idempotency key with what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// The client's key.
    pub key: String,
    /// The operation, for example `documents.correct`.
    pub operation: String,
    /// Digest of the request body: the same key with another body is refused.
    pub body_digest: String,
}

/// How a write begins.
pub enum Begin<'a> {
    /// For the first time.
    Fresh(WriteTx<'a>),
    /// It was done before: its outcome then.
    Replay(Outcome),
}

/// The stored outcome of an earlier write.
#[derive(Debug)]
pub struct Outcome(String);

impl Outcome {
    /// Reads it.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, DbError> {
        serde_json::from_str(&self.0).map_err(|cause| DbError::Other(format!("stored outcome: {cause}")))
    }
}

pub(crate) enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Pg(Transaction<'static, Postgres>),
}

/// An open write. It has effect only through [`WriteTx::commit`].
pub struct WriteTx<'a> {
    pub(crate) inner: Inner,
    scope: Scope<'a>,
    events: Vec<Event>,
    last_head: LastHead,
    /// Given back after everything else.
    turn: OwnedSemaphorePermit,
}

impl Db {
    /// Begins a write. SQLite takes its write lock at once, so that nothing read in it can be stale.
    pub fn begin<'s, 'a: 's>(&'s self, scope: Scope<'a>) -> Later<'s, Result<Begin<'a>, DbError>> {
        Box::pin(async move {
            let turn = self.turn().await?;
            let mut tx = WriteTx {
                inner: self.open_transaction().await?,
                scope,
                events: Vec::new(),
                last_head: self.last_head.clone(),
                turn,
            };
            let Some(once) = scope.once else { return Ok(Begin::Fresh(tx)) };
            Ok(match tx.claim(once).await? {
                None => Begin::Fresh(tx),
                Some(outcome) => Begin::Replay(outcome),
            })
        })
    }

    /// Begins a write that no client can repeat: jobs, the command line, sign-in.
    pub fn begin_internal<'s, 'a: 's>(
        &'s self,
        world: &'a World,
        actor: &'a Actor,
    ) -> Later<'s, Result<WriteTx<'a>, DbError>> {
        Box::pin(async move {
            let turn = self.turn().await?;
            Ok(WriteTx {
                inner: self.open_transaction().await?,
                scope: Scope::new(world, actor),
                events: Vec::new(),
                last_head: self.last_head.clone(),
                turn,
            })
        })
    }

    /// Records a read of sensitive data, a refusal or another event that changes nothing else.
    pub fn record<'a>(
        &'a self,
        world: &'a World,
        actor: &'a Actor,
        event: Event,
    ) -> Later<'a, Result<(), DbError>> {
        Box::pin(async move { self.begin_internal(world, actor).await?.commit(event).await })
    }

    /// A transaction that only reads and sees one moment.
    pub(crate) fn snapshot(&self) -> Later<'_, Result<Inner, DbError>> {
        Box::pin(async move {
            Ok(match &self.pools {
                Pools::Sqlite { reader, .. } => Inner::Sqlite(reader.begin().await?),
                Pools::Pg(pool) => {
                    Inner::Pg(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
                }
            })
        })
    }

    pub(crate) async fn open_transaction(&self) -> Result<Inner, DbError> {
        Ok(match &self.pools {
            Pools::Sqlite { writer, .. } => Inner::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Pg(pool) => Inner::Pg(pool.begin().await?),
        })
    }
}

impl<'a> WriteTx<'a> {
    /// Who writes and when.
    pub fn scope(&self) -> Scope<'a> {
        self.scope
    }

    /// Runs a statement and says how many rows it touched.
    pub fn run(&mut self, query: Query) -> Later<'_, Result<u64, DbError>> {
        self.inner.run(query)
    }

    /// Runs a statement that must touch exactly one row: `update … where id = $1 and version = $2`. No row means somebody was quicker.
    pub async fn run_one(&mut self, query: Query) -> Result<(), DbError> {
        match self.run(query).await? {
            1 => Ok(()),
            0 => Err(DbError::Stale),
            many => Err(DbError::Other(format!("{many} rows changed where one was meant"))),
        }
    }

    /// Adds an audit event beside the one that `commit` takes.
    pub fn note(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Closes the write with its audit event.
    pub async fn commit(self, event: Event) -> Result<(), DbError> {
        self.commit_with(event, &serde_json::Value::Null).await
    }

    /// Closes the write with its audit event, and keeps the outcome for a repeat under the same idempotency key.
    pub async fn commit_with(self, event: Event, outcome: &impl Serialize) -> Result<(), DbError> {
        let text = match self.scope.once {
            Some(_) => serde_json::to_string(outcome).map_err(|cause| DbError::Other(cause.to_string()))?,
            None => String::new(),
        };
        self.close(event, text).await
    }

    fn close(self, event: Event, outcome: String) -> Later<'a, Result<(), DbError>> {
        Box::pin(self.finish(event, outcome))
    }

    async fn finish(mut self, event: Event, outcome: String) -> Result<(), DbError> {
        if let Some(once) = self.scope.once {
            let fill = sql("update idempotency_key set outcome = $1 where actor = $2 and key = $3")
                .bind(outcome)
                .bind(&self.scope.actor.id)
                .bind(&once.key);
            self.run_one(fill).await?;
        }
        self.events.push(event);
        let Self { mut inner, scope, events, last_head, turn } = self;
        let head = append(&mut inner, scope.world.now_ms(), scope.actor, &events, &last_head).await?;
        match inner {
            Inner::Sqlite(tx) => tx.commit().await?,
            Inner::Pg(tx) => tx.commit().await?,
        }
        last_head.set(head);
        drop(turn);
        Ok(())
    }

    /// Takes the key, or finds the outcome it had. A second request waits here until the first has ended.
    async fn claim(&mut self, once: &Once) -> Result<Option<Outcome>, DbError> {
        let insert =
            sql("insert into idempotency_key (actor, key, operation, body_digest, outcome, created_at) \
             values ($1, $2, $3, $4, '', $5) on conflict do nothing")
            .bind(&self.scope.actor.id)
            .bind(&once.key)
            .bind(&once.operation)
            .bind(&once.body_digest)
            .bind(self.scope.world.now_ms());
        if self.run(insert).await? == 1 {
            return Ok(None);
        }
        let find =
            sql("select operation, body_digest, outcome from idempotency_key where actor = $1 and key = $2")
                .bind(&self.scope.actor.id)
                .bind(&once.key);
        let row = self.one(find).await?;
        if row.text("operation")? != once.operation || row.text("body_digest")? != once.body_digest {
            return Err(DbError::KeyReused);
        }
        Ok(Some(Outcome(row.text("outcome")?)))
    }
}

impl Read for WriteTx<'_> {
    fn all(&mut self, query: Query) -> impl Future<Output = Result<Vec<Row>, DbError>> + Send {
        self.inner.fetch(query)
    }
}

impl Inner {
    pub(crate) fn run(&mut self, query: Query) -> Later<'_, Result<u64, DbError>> {
        Box::pin(async move {
            Ok(match self {
                Self::Sqlite(tx) => bound!(query.positional()).execute(&mut **tx).await?.rows_affected(),
                Self::Pg(tx) => bound!(query).execute(&mut **tx).await?.rows_affected(),
            })
        })
    }

    fn fetch(&mut self, query: Query) -> Later<'_, Result<Vec<Row>, DbError>> {
        Box::pin(async move {
            Ok(match self {
                Self::Sqlite(tx) => {
                    let rows = bound!(query.positional()).fetch_all(&mut **tx).await?;
                    rows.into_iter().map(Row::Sqlite).collect()
                }
                Self::Pg(tx) => bound!(query).fetch_all(&mut **tx).await?.into_iter().map(Row::Pg).collect(),
            })
        })
    }
}

impl Read for Inner {
    fn all(&mut self, query: Query) -> impl Future<Output = Result<Vec<Row>, DbError>> + Send {
        self.fetch(query)
    }
}
