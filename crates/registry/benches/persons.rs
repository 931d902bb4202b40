//! What persons cost, on each database there is: a million taken in from rows with checks, seals and audit, beside the database alone writing the same rows;
//! and finding one among ten million by number, name and pinyin, beside the bare statements over the same indices.
//!
//! `ANYE_PERSONS` persons are imported (1,000,000), `ANYE_AMONG` are there when one is looked for (10,000,000; needs about 9 GB in the temporary folder, and as
//! much on PostgreSQL). `ANYE_ON=sqlite` or `postgres`: only there. PostgreSQL takes part where `ANYE_TEST_POSTGRES` names a scratch database; what was made there is
//! dropped at the end.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and stops at the first thing that goes wrong"
)]

#[path = "persons/desk.rs"]
mod desk;
#[path = "persons/fill.rs"]
mod fill;
#[path = "persons/find.rs"]
mod find;
#[path = "persons/take_in.rs"]
mod take_in;

use anye_db::{Backend, Read as _, sql};
use anye_testkit::{TestDb, databases};

use crate::desk::Bench;

fn wanted(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (many, among) = (wanted("ANYE_PERSONS", 1_000_000), wanted("ANYE_AMONG", 10_000_000));
        let mut first = databases().await;
        let mut then = if among > 0 { databases().await } else { Vec::new() };
        while !first.is_empty() {
            let (one, other) = (first.remove(0), (!then.is_empty()).then(|| then.remove(0)));
            let name = if one.db.backend() == Backend::Sqlite { "sqlite" } else { "postgres" };
            let wanted = std::env::var("ANYE_ON").map_or(true, |only| only == name);
            if wanted && many > 0 {
                take_in::measure(&Bench::new(&one.db), name, many).await;
            }
            gone(one).await;
            if let Some(other) = other {
                if wanted {
                    find::measure(&Bench::new(&other.db), name, among).await;
                }
                gone(other).await;
            }
        }
    });
}

/// Files go with their folder; a schema has to be dropped.
async fn gone(test: TestDb) {
    if test.db.backend() == Backend::Postgres {
        let mut db = &test.db;
        let schema = db.one(sql("select current_schema() as name")).await.unwrap().text("name").unwrap();
        assert!(schema.starts_with('t'), "a schema of a test's own");
        db.all(sql(format!("drop schema {schema} cascade"))).await.unwrap();
    }
    test.db.close().await;
}
