//! The nightly run over a city: who of two million people is entitled to something that is offered without applying, found and written, on each database there is.
//! Beside it one hand-written statement that joins the same facts and writes as many rows.
//!
//! `ANYE_PERSONS` (2,000,000) people, of whom a third has facts (some 1.6 facts a person in all); `ANYE_ON=sqlite` or `postgres`: only there.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and stops at the first thing that goes wrong"
)]

#[path = "night/city.rs"]
mod city;
#[path = "night/desk.rs"]
mod desk;

use std::sync::Arc;
use std::time::Instant;

use anye_base::Actor;
use anye_db::audit::Event;
use anye_db::{Backend, Db, Read as _, sql};
use anye_jobs::Runner;
use anye_service::Service;
use anye_service::automatic::{KIND, RunWork, enqueue_daily};
use anye_testkit::{TestDb, databases};

/// Seconds that the night may take.
const BUDGET: f64 = 60.0;

fn main() {
    let many = std::env::var("ANYE_PERSONS").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000_000);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        for test in databases().await {
            let name = if test.db.backend() == Backend::Sqlite { "sqlite" } else { "postgres" };
            if std::env::var("ANYE_ON").map_or(true, |only| only == name) {
                let service = desk::service(&test.db);
                let begun = Instant::now();
                city::fill(&service.core, many).await;
                let facts = number(&test.db, "select count(*) as n from fact").await;
                let seconds = begun.elapsed().as_secs_f64();
                println!("{name}: {many} people with {facts} facts made in {seconds:.0} s; {}", load());
                night(name, &service, many).await;
            }
            gone(test).await;
        }
    });
}

async fn night(name: &str, service: &Service, many: usize) {
    let (db, world) = (&service.core.db, &service.core.world);
    let mut last = 0.0;
    for round in ["first night", "the night after, when nobody is new"] {
        enqueue_daily(service).await.unwrap();
        let runner = Runner::new(db.clone(), world.clone()).with(KIND, Arc::new(RunWork(service.clone())));
        let before = number(db, "select count(*) as n from service_candidate").await;
        let (begun, worked) = (Instant::now(), processor());
        while runner.run_next().await.unwrap() {}
        let (seconds, worked) = (begun.elapsed().as_secs_f64(), processor() - worked);
        let found = number(db, "select count(*) as n from service_candidate").await - before;
        let looked =
            number(db, "select subjects as n from service_run order by started_at desc limit 1").await;
        let budget = BUDGET * many as f64 / 2e6;
        println!(
            "{name}: {round}: {seconds:.1} s ({worked:.1} s of processors in this process), {looked} looked at, {found} offers written; \
             budget {budget:.0} s, {:.2} times the budget; most memory {:.0} MB; {}",
            seconds / budget,
            peak(),
            load()
        );
        if round == "first night" {
            assert!(found > 0, "somebody is entitled");
            last = seconds;
        }
        desk::tomorrow();
    }
    let begun = Instant::now();
    let rows = by_hand(db, service).await;
    let alone = begun.elapsed().as_secs_f64();
    println!(
        "{name}: one statement over the same facts, {rows} rows written {alone:.1} s; compare: the first night takes {:.1} times as long; {}",
        last / alone,
        load()
    );
}

/// What the law says of one of the benefits, as somebody would write it in SQL, for everybody at once.
async fn by_hand(db: &Db, service: &Service) -> u64 {
    let actor = Actor::system("bench");
    let mut tx = db.begin_internal(&service.core.world, &actor).await.unwrap();
    let rows = tx
        .run(sql(
            "insert into service_candidate (id, run, programme, rule, subject_kind, subject, place, amount_fen, reasons, found_at, lapses_on, state) \
             select 'h' || p.id, 'hand', 'hand', 'hand', 'person', p.id, p.place, null, '[1,2,3]', 0, '2020-07-30', 'offered' from person p \
             join fact h on h.kind = 'persons' and h.thing = p.id and h.field = 'hard_to_employ' and h.superseded_at is null and h.value = 'true' \
             join fact e on e.kind = 'persons' and e.thing = p.id and e.field = 'flexible_subsidy_ends' and e.superseded_at is null \
              and e.value <= '\"2020-06-30\"' and e.value >= '\"2020-01-01\"' \
             join fact s on s.kind = 'persons' and s.thing = p.id and s.field = 'employment_state' and s.superseded_at is null \
              and s.value <> '\"稳定就业\"' where p.state = 'active'",
        ))
        .await
        .unwrap();
    tx.commit(Event::new("bench.hand", "service_candidate", "")).await.unwrap();
    rows
}

async fn number(db: &Db, query: &'static str) -> i64 {
    let mut from = db;
    from.one(sql(query)).await.unwrap().int("n").unwrap()
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

fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!("load {}", text.split(' ').next().unwrap_or("unknown"))
}

/// Processor time of this process so far in seconds; zero where the system does not say.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// The most memory this process ever held, in MB; zero where the system does not say.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
