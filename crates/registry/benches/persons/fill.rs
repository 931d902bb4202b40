//! Millions of rows in the shape of real ones, made by the database itself, the indices built anew when all are there: nobody can ask for their numbers, but
//! everybody who asks has to find their way among them.

use anye_base::Actor;
use anye_db::audit::Event;
use anye_db::{Backend, sql};

use crate::desk::{Bench, GIVEN, SURNAMES};
use crate::take_in::statements;

/// Rows of one transaction.
const STEP: usize = 500_000;

pub async fn fill(bench: &Bench, many: usize) {
    let (db, world, actor) = (&bench.registry.core.db, &bench.registry.core.world, Actor::system("bench"));
    let counties = bench.counties.concat();
    let places = bench.counties.len();
    db.room(true).await.unwrap();
    let indices = || statements().into_iter().filter(|text| !text.starts_with("create table"));
    let mut tx = db.begin_internal(world, &actor).await.unwrap();
    for text in indices() {
        let name = text.split(" on ").next().and_then(|head| head.split(' ').next_back()).unwrap();
        tx.run(sql(format!("drop index {name}"))).await.unwrap();
    }
    tx.commit(Event::new("bench.fill", "person", "")).await.unwrap();
    for start in (0..many).step_by(STEP) {
        let end = (start + STEP).min(many);
        let (rows, random, id) = match db.backend() {
            Backend::Sqlite => (
                format!(
                    "(with recursive c(n) as (select {start} union all select n + 1 from c where n + 1 < {end}) select n from c)"
                ),
                "lower(hex(randomblob(11)))",
                "printf('zz%024d', n)",
            ),
            Backend::Postgres => (
                format!("(select n from generate_series({start}::bigint, {end}::bigint - 1) as c(n))"),
                "substr(md5(random()::text), 1, 22)",
                "'zz' || lpad(n::text, 24, '0')",
            ),
        };
        let two = |number: &str| format!("substr('0' || ({number}), length('0' || ({number})) - 1)");
        let name = format!(
            "substr('{SURNAMES}', cast(1 + n % 110 as int), 1) || substr('{GIVEN}', cast(1 + n / 7 % 60 as int), 1) || \
             substr('{GIVEN}', cast(1 + n / 413 % 60 as int), 1)"
        );
        let letter =
            |at: &str| format!("substr('abcdefghijklmnopqrstuvwxyz', cast(1 + {at} % 26 as int), 1)");
        let mut tx = db.begin_internal(world, &actor).await.unwrap();
        let persons = format!(
            "insert into person select {id}, nk, nk, ini, 'female', day, county, county, county, 'urban', \
             'k1:' || {random} || {random} || {random}, {random}, 'active', null, '2020-01-01', '批量导入', '', 0, 'account', '王', 1 from \
             (select n, {name} as nk, {} || {} || {} as ini, (1950 + n % 55) || '-' || {} || '-' || {} as day, \
             substr('{counties}', cast(1 + 6 * (n % {places}) as int), 6) as county from {rows} as c) as made",
            letter("n"),
            letter("n / 7"),
            letter("n / 413"),
            two("1 + n / 3 % 12"),
            two("1 + n / 5 % 28"),
        );
        tx.run(sql(persons)).await.unwrap();
        let numbers = format!(
            "insert into person_number select {id}, {id}, 'resident', '', 'k1:' || {random} || {random} || {random}, {random}, 'current', '', 0, '', 0, 'account' \
             from {rows} as c"
        );
        tx.run(sql(numbers)).await.unwrap();
        tx.commit(Event::new("bench.fill", "person", "")).await.unwrap();
    }
    for text in indices() {
        let mut tx = db.begin_internal(world, &actor).await.unwrap();
        tx.run(sql(text)).await.unwrap();
        tx.commit(Event::new("bench.fill", "person", "")).await.unwrap();
    }
    db.room(false).await.unwrap();
    if db.backend() == Backend::Postgres {
        // What the server's own housekeeping would have done by the next morning.
        let mut from = db;
        for table in ["person", "person_number"] {
            anye_db::Read::all(&mut from, sql(format!("analyze {table}"))).await.unwrap();
        }
    }
}
