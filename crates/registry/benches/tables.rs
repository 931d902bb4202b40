//! What statistics of a register cost, on each database there is: tables of the pack over a million entries, added up in the store with names, totals and small figures as
//! pages want them, beside the bare GROUP BY over the same rows.
//!
//! `ANYE_ENTRIES` entries (1,000,000), each about a person of its own. `ANYE_ON=sqlite` or `postgres`: only there. PostgreSQL takes part where `ANYE_TEST_POSTGRES`
//! names a scratch database; what was made there is dropped at the end.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and stops at the first thing that goes wrong"
)]
#![allow(dead_code, reason = "the rooms of the tests are used in part")]

#[path = "../tests/it/rooms.rs"]
mod rooms;
#[path = "../tests/it/world.rs"]
mod world;

use std::time::Instant;

use anye_access::Role;
use anye_db::audit::Event;
use anye_db::{Backend, Db, Read as _, sql};
use anye_registry::Registers;
use anye_registry::table::{self, CountAsked};
use anye_testkit::{TestDb, databases};

use crate::world::Person;

/// Times that the bare statement may be exceeded before it is said.
const BUDGET: f64 = 2.0;
/// The register that is added up.
const REGISTER: &str = "displaced-worker";

/// A table of the register, and by hand what its rows need at least.
const TABLES: [(&str, &str); 4] = [
    (
        "by-origin",
        "select e.county, json(e.fields) ->> 'origin' as k, count(distinct e.subject) as n from entry e where e.register = 'displaced-worker' and e.pending = 0 \
         and e.state <> 'refused' and e.from_day <= '2026-03-01' and (e.to_day is null or e.to_day >= '2026-03-01') group by 1, 2",
    ),
    (
        "by-mismatch",
        "select json(e.fields) ->> 'origin' as k, json(e.fields) ->> 'mismatch' as m, count(distinct e.subject) as n from entry e where e.register = 'displaced-worker' \
         and e.pending = 0 and e.state <> 'refused' and e.from_day <= '2026-03-01' and (e.to_day is null or e.to_day >= '2026-03-01') group by 1, 2",
    ),
    (
        "by-age",
        "select (20260301 - cast(replace(p.birth_date, '-', '') as bigint)) / 100000 as k, p.sex, count(distinct e.subject) as n from entry e join person p on p.id = e.subject \
         where e.register = 'displaced-worker' and e.pending = 0 and e.state <> 'refused' and e.from_day <= '2026-03-01' \
         and (e.to_day is null or e.to_day >= '2026-03-01') group by 1, 2",
    ),
    (
        "unregistered",
        "select e.county, json(e.fields) ->> 'origin' as k, count(distinct e.subject) as n from entry e where e.register = 'displaced-worker' and e.pending = 0 \
         and e.state <> 'refused' and e.from_day <= '2026-03-01' and (e.to_day is null or e.to_day >= '2026-03-01') and not exists (select 1 from entry l \
         where l.subject_kind = 'person' and l.subject = e.subject and l.register = 'unemployment' and l.from_day <= '2026-03-01' and \
         (l.to_day is null or l.to_day >= '2026-03-01')) group by 1, 2",
    ),
];

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let wanted = std::env::var("ANYE_ENTRIES").ok().and_then(|text| text.parse().ok());
        for test in databases().await {
            let name = if test.db.backend() == Backend::Sqlite { "sqlite" } else { "postgres" };
            if std::env::var("ANYE_ON").map_or(true, |only| only == name) {
                measure(&test.db, name, wanted.unwrap_or(1_000_000)).await;
            }
            gone(test).await;
        }
    });
}

async fn measure(db: &Db, name: &str, many: i64) {
    let (rooms, _, _) = rooms::rooms(db);
    let begun = Instant::now();
    fill(&rooms, many).await;
    println!("{name}: {many} persons and entries made in {:.0} s; {}", begun.elapsed().as_secs_f64(), load());
    let clerk = Person::new("王", Role::Clerk, "210000");
    let asking = clerk.asking(&rooms.registry);
    let on = "2026-03-01".parse().ok();
    for (id, bare) in TABLES {
        let (mut times, mut alone) = (Vec::new(), Vec::new());
        for _ in 0..3 {
            let begun = Instant::now();
            let mut from = db;
            let rows = from.all(sql(bare)).await.unwrap();
            alone.push(begun.elapsed().as_secs_f64());
            let sum: i64 = rows.iter().map(|row| row.int("n").unwrap()).sum();
            assert_eq!(sum, many, "{id}");
            let begun = Instant::now();
            let asked = CountAsked { on, ..CountAsked::default() };
            let made = table::count(&rooms, &asking.caller(None), REGISTER, id, &asked).await.unwrap();
            times.push(begun.elapsed().as_secs_f64());
            assert_eq!(made.total.n, Some(many), "{id}");
        }
        let (own, other) = (middle(&mut times), middle(&mut alone));
        println!(
            "{name}: table {id} over {many} entries {own:.2} s; compare: the bare statement {other:.2} s, {:.1} times as long (looked at above {BUDGET} times); {}",
            own / other,
            load()
        );
    }
}

/// People and entries in the shape of real ones, made by the database itself.
async fn fill(rooms: &Registers, many: i64) {
    let core = &rooms.registry.core;
    let actor = anye_base::Actor::system("bench");
    let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
    let numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < $1)";
    let persons = format!(
        "insert into person (id, name, name_key, initials, sex, birth_date, place, county, residence_place, residence_type, phone_sealed, state, since, source, evidence, \
         created_at, created_by, created_name, version) {numbers} select 'p' || cast(i as text), '某某', '某某', '', case i % 2 when 0 then 'female' else 'male' end, \
         cast(1965 + i % 40 as text) || '-05-01', '210106', '210106', '210106', 'urban', '', 'active', '2000-01-01', 'bench', '', 0, 'bench', 'bench', 1 from n"
    );
    tx.run(sql(persons).bind(many)).await.unwrap();
    let county = "case i % 3 when 0 then '210402' else '210106' end";
    let entries = format!(
        "insert into entry (id, register, subject_kind, subject, subject_name, place, county, state, is_open, pending, from_day, fields, course, channel, source, evidence, \
         reason, recorded_at, recorded_by, recorded_name, version) {numbers} select 'e' || cast(i as text), '{REGISTER}', 'person', 'p' || cast(i as text), '某某', \
         {county}, {county}, 'followed', 1, 0, '2026-01-05', '{{\"origin\":\"' || case i % 4 when 0 then 'overcapacity' else 'other_origin' end || \
         '\",\"left_on\":\"2026-01-04\",\"mismatch\":\"' || case i % 5 when 0 then 'total' else 'structural' end || '\",\"wishes\":[\"work\"]}}', \
         '[{{\"day\":\"2026-01-05\",\"state\":\"followed\"}}]', 'import', 'bench', '', '', 0, 'bench', 'bench', 1 from n"
    );
    tx.run(sql(entries).bind(many)).await.unwrap();
    tx.commit(Event::new("bench.entries", "entry", "")).await.unwrap();
    if core.db.backend() == Backend::Postgres {
        // What the server's own housekeeping would have done by the next morning.
        let mut from = &core.db;
        for name in ["person", "entry"] {
            from.all(sql(format!("analyze {name}"))).await.unwrap();
        }
    }
}

fn middle(times: &mut [f64]) -> f64 {
    times.sort_unstable_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Waiting and running processes over the last minute.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!("load {}", text.split(' ').next().unwrap_or("unknown"))
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
