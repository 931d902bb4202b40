//! What the audit log costs: the same inserts with and without it, in turns in one run; and how fast the chain is verified.
//!
//! The inserts without audit exist only here, through a connection of the bench's own: the crate itself has no way to skip it.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and stops at the first thing that goes wrong"
)]

use std::time::{Duration, Instant};

use anye_base::{Actor, World};
use anye_db::audit::{self, Event};
use anye_db::{Db, sql};
use anye_testkit::databases;
use sqlx::Connection as _;

/// Writes of a turn.
const WRITES: usize = 20;
/// Turns, after one that is not counted.
const TURNS: usize = 101;
/// Records of the chain to verify.
const RECORDS: usize = 400_000;

const INSERT: &str = "insert into idempotency_key (actor, key, operation, body_digest, outcome, created_at) \
     values ($1, $2, 'bench', 'd', '', 1)";

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        for test in databases().await {
            for rows in [10, 1] {
                append(&test, rows).await;
            }
            verify(&test.db).await;
        }
    });
}

/// `rows` statements in each write: ten are a form with its parts, one is the least there can be.
async fn append(test: &anye_testkit::TestDb, rows: usize) {
    let world = World::system();
    let actor = Actor::console("bench");
    let mut plain = Plain::open(test).await;
    let mut ratios = Vec::new();
    let (mut with, mut without) = (Duration::MAX, Duration::MAX);
    for turn in 0..=TURNS {
        let begun = Instant::now();
        for number in 0..WRITES {
            let mut tx = test.db.begin_internal(&world, &actor).await.unwrap();
            for row in 0..rows {
                tx.run(sql(INSERT).bind("with").bind(format!("{rows}-{turn}-{number}-{row}"))).await.unwrap();
            }
            tx.commit(Event::new("bench.write", "thing", number.to_string())).await.unwrap();
        }
        let audited = begun.elapsed();
        let begun = Instant::now();
        for number in 0..WRITES {
            plain.write(rows, &format!("{rows}-{turn}-{number}")).await;
        }
        let bare = begun.elapsed();
        if turn > 0 {
            ratios.push(bare.as_secs_f64() / audited.as_secs_f64());
            (with, without) = (with.min(audited), without.min(bare));
        }
    }
    ratios.sort_by(f64::total_cmp);
    let rate = |time: Duration| WRITES as f64 / time.as_secs_f64();
    println!(
        "audit append on {:?}, {rows} row(s) a write: {:.0} % of the rate without audit ({}median of {TURNS} pairs; best {:.0} against {:.0} writes/s)",
        test.db.backend(),
        ratios[ratios.len() / 2] * 100.0,
        if rows > 1 { "budget ≥ 80 %; " } else { "compare; " },
        rate(with),
        rate(without),
    );
}

/// The same insert in a transaction of its own, without audit, with the same settings.
enum Plain {
    Sqlite(sqlx::SqliteConnection),
    Pg(sqlx::PgConnection),
}

impl Plain {
    async fn open(test: &anye_testkit::TestDb) -> Self {
        match &test.options {
            anye_db::Options::SqliteFile(path) => {
                let settings = sqlx::sqlite::SqliteConnectOptions::new()
                    .filename(path)
                    .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal)
                    .synchronous(sqlx::sqlite::SqliteSynchronous::Full)
                    .busy_timeout(Duration::from_secs(10));
                Self::Sqlite(sqlx::SqliteConnection::connect_with(&settings).await.unwrap())
            }
            anye_db::Options::PostgresUrl(url) => Self::Pg(sqlx::PgConnection::connect(url).await.unwrap()),
        }
    }

    async fn write(&mut self, rows: usize, key: &str) {
        match self {
            Self::Sqlite(connection) => {
                let mut tx = connection.begin_with("BEGIN IMMEDIATE").await.unwrap();
                for row in 0..rows {
                    sqlx::query(INSERT)
                        .bind("without")
                        .bind(format!("{key}-{row}"))
                        .execute(&mut *tx)
                        .await
                        .unwrap();
                }
                tx.commit().await.unwrap();
            }
            Self::Pg(connection) => {
                let mut tx = connection.begin().await.unwrap();
                for row in 0..rows {
                    sqlx::query(INSERT)
                        .bind("without")
                        .bind(format!("{key}-{row}"))
                        .execute(&mut *tx)
                        .await
                        .unwrap();
                }
                tx.commit().await.unwrap();
            }
        }
    }
}

async fn verify(db: &Db) {
    let world = World::system();
    let actor = Actor::console("bench");
    let mut written = 0;
    while written < RECORDS {
        let mut tx = db.begin_internal(&world, &actor).await.unwrap();
        for number in 1..1_000 {
            let detail = serde_json::json!({ "before": "抚顺市人民政府", "after": "抚顺市人力资源和社会保障局", "n": number });
            tx.note(
                Event::new("documents.correct", "finding", format!("LN2016-75/12/figure-{number}"))
                    .at_place("210400")
                    .detail(&detail),
            );
        }
        tx.commit(Event::new("bench.write", "thing", "last")).await.unwrap();
        written += 1_000;
    }
    let begun = Instant::now();
    let verdict = audit::verify(db, None, |_| {}).await.unwrap();
    assert_eq!(verdict.broken, None);
    let rate = verdict.records as f64 / begun.elapsed().as_secs_f64();
    println!(
        "audit verify on {:?}: {rate:.0} records/s over {} records (budget ≥ 200000)",
        db.backend(),
        verdict.records
    );
}
