//! Persons from rows: checked, sealed, written, with audit; and beside it the database alone, which copies the same rows into the same tables with the same
//! indices, transaction by transaction.

use std::time::Instant;

use anye_access::Caller;
use anye_base::Actor;
use anye_db::audit::Event;
use anye_db::{Read as _, sql};
use anye_registry::Asking;
use anye_registry::person::import::{Importer, RowIn};

use crate::desk::{Bench, load, processor};

/// Rows of one transaction: as many as the program takes.
const CHUNK: usize = 50_000;
/// Seconds that a million may take.
const BUDGET: f64 = 120.0;
/// The tables as the program has them.
const TABLES: &str = include_str!("../../../db/migrations/0018_person.sql");

/// Takes persons in, chunk by chunk.
pub async fn take_in(bench: &Bench, caller: Caller<'_>, many: usize, name: &str) {
    let mut importer = Importer::begin(&bench.registry, caller, name, name, many).await.unwrap().unwrap();
    for start in (0..many).step_by(CHUNK) {
        let end = (start + CHUNK).min(many);
        let rows = (start..end).map(|n| RowIn { row: (n + 2) as u32, new: bench.person(n) }).collect();
        importer.chunk(rows).await.unwrap();
    }
    let outcome = importer.finish().await.unwrap();
    assert_eq!(outcome.counts.created, many as i64, "{:?}", outcome.findings.first());
}

pub async fn measure(bench: &Bench, name: &str, many: usize) {
    let asking = Asking::of(&bench.registry.core, &bench.actor, &bench.grants);
    let (begun, before) = (Instant::now(), processor());
    take_in(bench, asking.caller(None), many, "bench").await;
    let (seconds, worked) = (begun.elapsed().as_secs_f64(), processor() - before);
    let mut db = &bench.registry.core.db;
    let rows = db.one(sql("select count(*) as n from person_number")).await.unwrap().int("n").unwrap();
    assert_eq!(rows, many as i64, "each with a number");
    println!(
        "{name}: import of {many} persons {seconds:.1} s ({:.0} a second), {worked:.1} s of processors in this process, audit in {} transactions; \
         budget {:.1} s, {:.2} times the budget; {}",
        many as f64 / seconds,
        many.div_ceil(CHUNK),
        BUDGET * many as f64 / 1e6,
        seconds / (BUDGET * many as f64 / 1e6),
        load()
    );
    let begun = Instant::now();
    bare(bench, many).await;
    let alone = begun.elapsed().as_secs_f64();
    println!(
        "{name}: the database alone, the same rows into the same tables and indices {alone:.1} s; compare: the import takes {:.2} times as long; {}",
        seconds / alone,
        load()
    );
}

/// What makes the two tables and their indices.
pub fn statements() -> Vec<String> {
    let plain: String = TABLES.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
    let own = ["table person ", "table person_number ", " on person ", " on person_number "];
    let all = plain.split(';').map(str::trim).filter(|text| own.iter().any(|part| text.contains(part)));
    all.map(str::to_owned).collect()
}

async fn bare(bench: &Bench, many: usize) {
    let (db, world, actor) = (&bench.registry.core.db, &bench.registry.core.world, Actor::system("bench"));
    db.room(true).await.unwrap();
    let mut tx = db.begin_internal(world, &actor).await.unwrap();
    for statement in statements() {
        tx.run(sql(statement.replace("person", "bare"))).await.unwrap();
    }
    tx.commit(Event::new("bench.tables", "bare", "")).await.unwrap();
    let mut last = (String::new(), String::new());
    for _ in (0..many).step_by(CHUNK) {
        let mut tx = db.begin_internal(world, &actor).await.unwrap();
        for (from, to, last) in
            [("person", "bare", &mut last.0), ("person_number", "bare_number", &mut last.1)]
        {
            let copy =
                sql(format!("insert into {to} select * from {from} where id > $1 order by id limit {CHUNK}"));
            assert!(tx.run(copy.bind(last.as_str())).await.unwrap() > 0);
            *last = tx.one(sql(format!("select max(id) as id from {to}"))).await.unwrap().text("id").unwrap();
        }
        tx.commit(Event::new("bench.copy", "bare", "")).await.unwrap();
    }
    db.room(false).await.unwrap();
    let mut from = db;
    let rows = from.one(sql("select count(*) as n from bare_number")).await.unwrap().int("n").unwrap();
    assert_eq!(rows, many as i64);
}
