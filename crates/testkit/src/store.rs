//! Fresh databases of every kind there is.

use std::sync::atomic::{AtomicU32, Ordering};

use anye_db::{Db, Options, Read as _, migrate, sql};

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A database of its own for one test, with the newest schema.
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// How it was opened.
    pub options: Options,
    folder: tempfile::TempDir,
}

impl TestDb {
    /// An SQLite database without schema.
    pub async fn empty_sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let options = Options::SqliteFile(folder.path().join("anye.sqlite"));
        Self { db: Db::open(&options).await.expect("SQLite opens"), options, folder }
    }

    /// A PostgreSQL schema of its own, where `ANYE_TEST_POSTGRES` names a scratch database.
    pub async fn empty_postgres() -> Option<Self> {
        let Ok(url) = std::env::var("ANYE_TEST_POSTGRES") else {
            eprintln!("SKIPPED on PostgreSQL: ANYE_TEST_POSTGRES is not set (.ci/run sets it)");
            return None;
        };
        let schema = format!("t{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
        let admin = Db::open(&Options::PostgresUrl(url.clone()))
            .await
            .expect("PostgreSQL of ANYE_TEST_POSTGRES opens");
        let mut reader = &admin;
        reader.all(sql(format!("create schema {schema}"))).await.expect("a schema of its own");
        admin.close().await;
        let joint = if url.contains('?') { '&' } else { '?' };
        let options = Options::PostgresUrl(format!("{url}{joint}options[search_path]={schema}"));
        let db = Db::open(&options).await.expect("PostgreSQL opens");
        Some(Self { db, options, folder: tempfile::tempdir().expect("a temporary folder") })
    }

    /// A folder that lives as long as the database.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    async fn migrated(self) -> Self {
        migrate::run(&self.db).await.expect("the schema is built");
        self
    }
}

/// A fresh SQLite database with the newest schema.
pub async fn sqlite() -> TestDb {
    TestDb::empty_sqlite().await.migrated().await
}

/// A fresh database of each kind: SQLite always, PostgreSQL where there is one.
pub async fn databases() -> Vec<TestDb> {
    let mut all = vec![sqlite().await];
    if let Some(postgres) = TestDb::empty_postgres().await {
        all.push(postgres.migrated().await);
    }
    all
}
