//! Killed without warning in the middle of a month close, again and again: no half of it is ever seen, nothing is raised twice.
//!
//! The test starts this same test binary as a child that works on the parent's database, and kills it after a while that differs each time.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anye_base::World;
use anye_base::world::Clock;
use anye_db::{Db, Options, Read as _, sql};
use anye_jobs::{Runner, State};
use anye_monitor::warning::{self, CloseWork};
use anye_testkit::{TestClock, TestDb, databases, test_world};

use crate::warning_world::{FORM, SET_FORMS, Watch, by};

const CHILD: &str = "ANYE_MONITOR_CHILD";
const KILLS: usize = 6;

/// A clock that takes its time: it leaves a moment between begin and end of a close in which it can be killed, on a fast machine too.
struct Slow(TestClock);

impl Clock for Slow {
    fn now(&self) -> jiff::Timestamp {
        std::thread::sleep(Duration::from_millis(10));
        self.0.now()
    }
}

/// Not a test of its own: what the child does.
#[tokio::test(flavor = "multi_thread")]
async fn child_that_is_killed() {
    let Ok(address) = std::env::var(CHILD) else { return };
    let db = Db::open(&Options::parse(&address)).await.unwrap();
    let (_, clock) = test_world();
    let world = World::new(Slow(clock), anye_base::world::System);
    let watch = Watch::in_world(&db, &SET_FORMS, world.clone());
    let runner =
        Runner::new(db.clone(), world).with(warning::KIND, Arc::new(CloseWork(watch.monitor.clone())));
    while runner.run_next().await.unwrap() {}
}

fn address(test: &TestDb) -> String {
    match &test.options {
        Options::SqliteFile(path) => path.display().to_string(),
        Options::PostgresUrl(url) => url.clone(),
    }
}

async fn count(db: &Db, text: &'static str) -> i64 {
    let mut from = db;
    from.one(sql(text)).await.unwrap().int("n").unwrap()
}

const SEEN: &str = "select count(*) as n from signal_value v join signal_run r on r.id = v.run and r.current = 1 and r.period = '2026-05'";

#[tokio::test(flavor = "multi_thread")]
async fn no_half_is_seen_and_nothing_raised_twice() {
    for test in databases().await {
        let watch = Watch::set(&test.db).people().await;
        watch.year("2026-05").await;
        warning::close(&watch.monitor, &by(), FORM, "2026-04").await.unwrap();
        let asking = watch.officer.asking(&watch.monitor);
        let job = warning::enqueue(&watch.monitor, &asking.caller(None), FORM, "2026-05").await.unwrap();
        let (mut killed, mut cut_off) = (0, 0);
        for attempt in 0..60_u64 {
            let actor = anye_base::Actor::console("tester");
            let world = World::system();
            let mut tx = test.db.begin_internal(&world, &actor).await.unwrap();
            let wait = sql(
                "update job set state = 'waiting', run_after = 0, attempts = 0 where id = $1 and state = 'running'",
            );
            tx.run(wait.bind(&job.id)).await.unwrap();
            tx.commit(anye_db::audit::Event::new("test.wait", "job", &job.id)).await.unwrap();
            let mut child = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "warning_killed::child_that_is_killed", "--test-threads=1"])
                .env(CHILD, address(&test))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            if killed < KILLS {
                let begun = "select count(*) as n from job where state = 'running'";
                while child.try_wait().unwrap().is_none() && count(&test.db, begun).await == 0 {
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
                // Once at its begin, then right after its run stands, then later and later.
                let half = "select count(*) as n from signal_run where state = 'running'";
                while attempt % 2 == 1
                    && child.try_wait().unwrap().is_none()
                    && count(&test.db, half).await == 0
                {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
                tokio::time::sleep(Duration::from_millis(7 * attempt % 40)).await;
                killed += usize::from(child.try_wait().unwrap().is_none());
                child.kill().unwrap();
                child.wait().unwrap();
                cut_off += count(&test.db, half).await;
            } else {
                assert!(child.wait().unwrap().success());
            }
            let found = anye_jobs::find(&mut &test.db, &job.id).await.unwrap().unwrap();
            let (seen, warnings) =
                (count(&test.db, SEEN).await, count(&test.db, "select count(*) as n from warning").await);
            assert_eq!(seen > 0, warnings > 0, "figures and warnings come together");
            if found.state.is_final() {
                assert_eq!(found.state, State::Done, "{found:?}");
                break;
            }
        }
        assert!(killed > 0 && cut_off > 0, "never killed in the middle: {killed} {cut_off}");
        let undisturbed = count(&test.db, "select count(*) as n from signal_value v join signal_run r on r.id = v.run and r.period = '2026-04' and r.current = 1").await;
        assert_eq!(count(&test.db, SEEN).await, undisturbed);
        assert_eq!(count(&test.db, "select count(*) as n from signal_run where state = 'running'").await, 0);
        assert_eq!(
            count(
                &test.db,
                "select count(*) as n from signal_value where run not in (select id from signal_run)"
            )
            .await,
            0
        );
        let twice = "select count(*) as n from (select place, industry, rule from warning group by place, industry, rule having count(*) > 1) t";
        assert_eq!(count(&test.db, twice).await, 0);
        assert!(count(&test.db, "select count(*) as n from warning").await > 0);
    }
}
