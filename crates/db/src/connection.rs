//! Opening either database with the settings that keep its promises.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use sqlx::Connection as _;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::audit::LastHead;
use crate::query::{Later, bound};
use crate::{DbError, Query, Read, Row};

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// Embedded.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// Where the records are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Options {
    /// A file of our own.
    SqliteFile(PathBuf),
    /// `postgres://…`
    PostgresUrl(String),
}

impl Options {
    /// Reads an address: `postgres://…`, `sqlite:PATH` or a plain path.
    pub fn parse(address: &str) -> Self {
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            return Self::PostgresUrl(address.to_owned());
        }
        let path =
            address.strip_prefix("sqlite://").or_else(|| address.strip_prefix("sqlite:")).unwrap_or(address);
        Self::SqliteFile(path.into())
    }
}

/// The database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Db {
    pub(crate) pools: Pools,
    pub(crate) last_head: LastHead,
    /// Turns of those who write, so that some connections are always left to read with: a use case may read beside its own open write. SQLite has one writer anyhow.
    writers: Arc<Semaphore>,
}

#[derive(Clone, Debug)]
pub(crate) enum Pools {
    /// One connection writes, several read: SQLite's own rule, kept by us instead of by waiting for locks.
    Sqlite {
        writer: SqlitePool,
        reader: SqlitePool,
    },
    Pg(PgPool),
}

const READERS: u32 = 4;
/// KiB, as the negative number by which SQLite knows them.
const WRITER_CACHE: &str = "-32768";
/// The same for each reader.
const READER_CACHE: &str = "-8192";
/// Pages of the log after which it is copied into the file: 16 MiB.
const CHECKPOINT: &str = "4096";
/// The writer's memory and log while very many rows come in (256 MiB each): their pages are written once instead of with every transaction.
const ROOMY: (&str, &str) = ("-262144", "65536");
const PG_CONNECTIONS: u32 = 16;
const WRITERS: usize = PG_CONNECTIONS as usize / 2;
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(15);
/// A connection that rested longer is asked whether the server is still there before it is used; asking each time would be one more way there and back for each statement.
const RESTED: Duration = Duration::from_secs(5);

fn turns() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(WRITERS))
}

impl Db {
    /// Opens it. The schema is left as it is: see [`crate::migrate`].
    pub async fn open(options: &Options) -> Result<Self, DbError> {
        match options {
            Options::SqliteFile(path) => Self::open_sqlite(path).await,
            Options::PostgresUrl(url) => Self::open_postgres(url).await,
        }
    }

    async fn open_sqlite(path: &Path) -> Result<Self, DbError> {
        // FULL, because an answered write must survive a power cut, not only a killed process.
        let settings = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        // Memory for pages: a chunk of thousands of rows changes pages all over its indices, and what does not fit is written out and read back
        // before the commit. Nothing of what a commit promises depends on it.
        let writing =
            settings.clone().pragma("cache_size", WRITER_CACHE).pragma("wal_autocheckpoint", CHECKPOINT);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            // A file does not go away as a server does.
            .test_before_acquire(false)
            .connect_with(writing)
            .await?;
        let settings = settings.pragma("cache_size", READER_CACHE);
        let reader = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .test_before_acquire(false)
            .connect_with(settings.pragma("query_only", "on").create_if_missing(false))
            .await?;
        Ok(Self { pools: Pools::Sqlite { writer, reader }, last_head: LastHead::default(), writers: turns() })
    }

    async fn open_postgres(url: &str) -> Result<Self, DbError> {
        let settings: PgConnectOptions = url.parse().map_err(|cause: sqlx::Error| {
            DbError::Unreachable(format!("the address in ANYE_DATABASE_URL cannot be read: {cause}"))
        })?;
        let pool = PgPoolOptions::new()
            .max_connections(PG_CONNECTIONS)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .test_before_acquire(false)
            .before_acquire(|connection, resting| {
                Box::pin(async move {
                    if resting.idle_for > RESTED {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(settings)
            .await?;
        Ok(Self { pools: Pools::Pg(pool), last_head: LastHead::default(), writers: turns() })
    }

    /// Gives the writer more memory while very many rows come in, or takes it back. What a commit promises stays the same.
    pub async fn room(&self, wide: bool) -> Result<(), DbError> {
        let Pools::Sqlite { writer, .. } = &self.pools else { return Ok(()) };
        let (cache, checkpoint) = if wide { ROOMY } else { (WRITER_CACHE, CHECKPOINT) };
        let mut connection = writer.acquire().await?;
        for (name, value) in [("cache_size", cache), ("wal_autocheckpoint", checkpoint)] {
            let set = format!("pragma {name} = {value}");
            sqlx::query(sqlx::AssertSqlSafe(set)).execute(&mut *connection).await?;
        }
        if !wide {
            // The log is copied now, and not by whoever writes next.
            sqlx::query("pragma wal_checkpoint(passive)").execute(&mut *connection).await?;
        }
        Ok(())
    }

    /// Waits for a turn to write; it is given back when this is dropped.
    pub(crate) async fn turn(&self) -> Result<OwnedSemaphorePermit, DbError> {
        let turn = tokio::time::timeout(ACQUIRE_TIMEOUT, Arc::clone(&self.writers).acquire_owned()).await;
        let nobody = || DbError::Unreachable("too many are writing at once".to_owned());
        turn.map_err(|_| nobody())?.map_err(|_| nobody())
    }

    /// Which database it is.
    pub fn backend(&self) -> Backend {
        match self.pools {
            Pools::Sqlite { .. } => Backend::Sqlite,
            Pools::Pg(_) => Backend::Postgres,
        }
    }

    /// Closes all connections, after what runs has ended.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, reader } => {
                reader.close().await;
                writer.close().await;
            }
            Pools::Pg(pool) => pool.close().await,
        }
    }

    /// Calls `take` with each row as it comes, without holding them all.
    pub async fn each(
        &self,
        query: Query,
        mut take: impl FnMut(Row) -> Result<(), DbError> + Send,
    ) -> Result<(), DbError> {
        self.each_boxed(query, &mut take).await
    }

    fn each_boxed<'a>(
        &'a self,
        query: Query,
        take: &'a mut (dyn FnMut(Row) -> Result<(), DbError> + Send),
    ) -> Later<'a, Result<(), DbError>> {
        Box::pin(async move {
            match &self.pools {
                Pools::Sqlite { reader, .. } => {
                    let statement = bound!(query.positional());
                    let mut rows = statement.fetch(reader);
                    while let Some(row) = rows.try_next().await? {
                        take(Row::Sqlite(row))?;
                    }
                }
                Pools::Pg(pool) => {
                    let statement = bound!(query);
                    let mut rows = statement.fetch(pool);
                    while let Some(row) = rows.try_next().await? {
                        take(Row::Pg(row))?;
                    }
                }
            }
            Ok(())
        })
    }
}

impl Db {
    fn fetch(&self, query: Query) -> Later<'_, Result<Vec<Row>, DbError>> {
        Box::pin(async move {
            Ok(match &self.pools {
                Pools::Sqlite { reader, .. } => {
                    bound!(query.positional()).fetch_all(reader).await?.into_iter().map(Row::Sqlite).collect()
                }
                Pools::Pg(pool) => bound!(query).fetch_all(pool).await?.into_iter().map(Row::Pg).collect(),
            })
        })
    }
}

impl Read for &Db {
    fn all(&mut self, query: Query) -> impl Future<Output = Result<Vec<Row>, DbError>> + Send {
        Db::fetch(self, query)
    }
}
