//! A thousand signed-in users at once: counters, checkers, jobseekers and leaders of twenty counties search, fill in, send, decide and look at statistics, each with
//! a session of their own, over TCP, against the whole program in a process of its own, on each database there is; then as many requests as it can answer.
//!
//! `ANYE_PERSONS` persons (100,000) and `ANYE_CASES` cases (10,000) are there first, through the use cases; `ANYE_USERS` users (1,000) with `ANYE_THINK` seconds of
//! thought between requests on average (5) for `ANYE_SECONDS` (60). `ANYE_ON=sqlite` or `postgres`: only there. PostgreSQL takes part where `ANYE_TEST_POSTGRES`
//! names a scratch database; what was made there is dropped at the end.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and stops at the first thing that goes wrong"
)]

#[path = "users/day.rs"]
mod day;
#[path = "users/fill.rs"]
mod fill;
#[path = "users/program.rs"]
mod program;
#[path = "users/rush.rs"]
mod rush;
#[path = "users/tally.rs"]
mod tally;
#[path = "users/town.rs"]
mod town;
#[path = "users/wire.rs"]
mod wire;

use std::time::Instant;

use anye_db::{Backend, Db, Options, Read as _, sql};
use anye_testkit::TestDb;

fn wanted(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn main() {
    // The first argument of the child: where to serve from. Cargo's own arguments begin with dashes.
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, data, database, off] = &arguments[..]
        && word == "serve"
    {
        program::serve(data, database, off.parse().unwrap());
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let on = |name: &str| std::env::var("ANYE_ON").map_or(true, |only| only == name);
    if on("sqlite") {
        let store = runtime.block_on(TestDb::empty_sqlite());
        one(&runtime, store, "sqlite");
    }
    if on("postgres")
        && let Some(store) = runtime.block_on(TestDb::empty_postgres())
    {
        one(&runtime, store, "postgres");
    }
}

/// One database: filled, then asked by everybody.
fn one(runtime: &tokio::runtime::Runtime, store: TestDb, name: &str) {
    let begun = Instant::now();
    let off = fill::off();
    let (town, said) = runtime.block_on(async {
        let said = durability(&store.db).await;
        (fill::town(&store, off).await, said)
    });
    println!(
        "{name}: {said}; {} persons, {} cases, {} users with a session each, filled through the use cases in {:.0} s; {}",
        town.persons(),
        town.cases(),
        town.users.len(),
        begun.elapsed().as_secs_f64(),
        tally::load()
    );
    // Everybody who asks looks at it until the end.
    let town: &'static town::Town = Box::leak(Box::new(town));
    let options = store.options.clone();
    runtime.block_on(store.db.close());
    let server = program::Server::start(store.folder(), &options, off);
    // One thread for all who ask: what they cost is taken from the same processors.
    let light = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    light.block_on(rush::all(town, &server, name));
    drop(server);
    runtime.block_on(gone(&options));
}

/// What a commit promises, as the database itself says.
async fn durability(mut db: &Db) -> String {
    if db.backend() == Backend::Sqlite {
        return "write-ahead log, synchronous=FULL for the one connection that writes".to_owned();
    }
    let mut said = Vec::new();
    for name in ["fsync", "synchronous_commit", "full_page_writes"] {
        let row = db.one(sql(format!("select current_setting('{name}') as said"))).await.unwrap();
        said.push(format!("{name}={}", row.text("said").unwrap()));
    }
    said.join(", ")
}

/// Files go with their folder; a schema has to be dropped.
async fn gone(options: &Options) {
    if let Options::PostgresUrl(_) = options {
        let db = Db::open(options).await.unwrap();
        let mut from = &db;
        let schema = from.one(sql("select current_schema() as name")).await.unwrap().text("name").unwrap();
        assert!(schema.starts_with('t'), "a schema of a test's own");
        from.all(sql(format!("drop schema {schema} cascade"))).await.unwrap();
        db.close().await;
    }
}
