//! Killed without warning in the middle of an import and of an approval job, again and again: nothing is lost, nothing is there twice.
//!
//! The test starts this same test binary as a child that works on the parent's database, and kills it after a while that differs each time.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anye_base::World;
use anye_db::{Db, Options, Read as _, sql};
use anye_jobs::{Runner, State};
use anye_reporting::approve::{self, ApprovalInput, ApproveWork, WithDoubts};
use anye_reporting::import::{self, Accept, ImportWork};
use anye_reporting::rollup::{self, Class, Layout};
use anye_testkit::{TestDb, databases, test_world};

use crate::imports::{options, row};
use crate::world::{FORM, House, OCTOBER, cells};

/// Where the child finds its database; without it the child's test does nothing.
const CHILD: &str = "ANYE_REPORTING_CHILD";
const EMPLOYERS: usize = 300;
/// Kills of the import, and of each of the three approval jobs.
const KILLS: (usize, usize) = (8, 3);

/// Not a test of its own: what the child does.
#[tokio::test(flavor = "multi_thread")]
async fn child_that_is_killed() {
    let Ok(address) = std::env::var(CHILD) else { return };
    let db = Db::open(&Options::parse(&address)).await.unwrap();
    // The parent's day, and chance of its own: two children must not give out the same ids.
    let (_, clock) = test_world();
    let house = House::over(&db, World::new(clock.clone(), anye_base::world::System), clock);
    let runner = Runner::new(db.clone(), house.reporting.core.world.clone())
        .with(import::KIND, Arc::new(ImportWork(house.reporting.clone())))
        .with(approve::KIND, Arc::new(ApproveWork(house.reporting.clone())));
    while runner.run_next().await.unwrap() {}
}

fn address(test: &TestDb) -> String {
    match &test.options {
        Options::SqliteFile(path) => path.display().to_string(),
        Options::PostgresUrl(url) => url.clone(),
    }
}

async fn is_running(test: &TestDb, job: &str) -> bool {
    let found = anye_jobs::find(&mut &test.db, job).await.unwrap().unwrap();
    found.state != State::Waiting
}

/// Runs children until the job is over, killing the first so many.
async fn until_over(test: &TestDb, job: &str, kills: usize) -> usize {
    let mut killed = 0;
    for attempt in 0.. {
        assert!(attempt < 80, "the job never ends");
        // As when the lease of a killed runner has run out.
        let actor = anye_base::Actor::console("tester");
        let world = World::system();
        let mut tx = test.db.begin_internal(&world, &actor).await.unwrap();
        let wait = sql("update job set state = 'waiting', run_after = 0 where id = $1 and state = 'running'");
        tx.run(wait.bind(job)).await.unwrap();
        tx.commit(anye_db::audit::Event::new("test.wait", "job", job)).await.unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "killed::child_that_is_killed", "--test-threads=1"])
            .env(CHILD, address(test))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        if killed < kills {
            // It has begun; then at another moment each time.
            while child.try_wait().unwrap().is_none() && !is_running(test, job).await {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            tokio::time::sleep(Duration::from_millis(29 * attempt % 260)).await;
            killed += usize::from(child.try_wait().unwrap().is_none());
            child.kill().unwrap();
            child.wait().unwrap();
        } else {
            assert!(child.wait().unwrap().success());
        }
        let found = anye_jobs::find(&mut &test.db, job).await.unwrap().unwrap();
        if found.state.is_final() {
            assert_eq!(found.state, State::Done, "{found:?}");
            return killed;
        }
    }
    killed
}

async fn count(db: &Db, text: &'static str) -> i64 {
    let mut reader = db;
    reader.one(sql(text)).await.unwrap().int("n").unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_and_nothing_doubled() {
    for test in databases().await {
        let house = House::with(&test.db, EMPLOYERS).await;
        let periods = ["2026-05", "2026-06", "2026-07", "2026-08", "2026-09", OCTOBER];
        let rows: Vec<_> = periods
            .iter()
            .flat_map(|period| (0..EMPLOYERS).map(move |at| (*period, at)))
            .enumerate()
            .map(|(number, (period, at))| {
                row(&house, number as u64, &house.employers[at].code, period, &cells(100, 2, 1))
            })
            .collect();
        let total = rows.len() as i64;
        let asking = house.clerk.on(&house);
        let mut options = options(Accept::Sound);
        options.reason = "样例".into();
        let job = import::stage(&house.reporting, &asking.caller(None), &options, rows).await.unwrap();
        let killed = until_over(&test, &job.id, KILLS.0).await;
        assert!(killed > 0, "the child was never killed in its work");
        assert_eq!(count(&test.db, "select count(*) as n from report").await, total);
        let layout = Layout::of(house.form());
        for period in periods {
            assert_eq!(house.differences(period).await, [], "{period}");
            let sum = rollup::figure(&mut &test.db, &layout, Class::Submitted, period, "210000")
                .await
                .unwrap()
                .unwrap();
            assert_eq!(sum.sums.n, EMPLOYERS as i64);
        }

        let asking = house.other.on(&house);
        for approvals in 0..3 {
            let wish = ApprovalInput {
                form: FORM.into(),
                period: OCTOBER.into(),
                place: "210000".into(),
                approvals,
                doubtful: WithDoubts::Approve,
            };
            let job = approve::enqueue(&house.reporting, &asking.caller(None), &wish).await.unwrap();
            until_over(&test, &job.id, KILLS.1).await;
        }
        assert_eq!(house.differences(OCTOBER).await, []);
        let approved = rollup::figure(&mut &test.db, &layout, Class::Approved, OCTOBER, "210000")
            .await
            .unwrap()
            .unwrap();
        assert_eq!(approved.sums.n, EMPLOYERS as i64);
        let acts = count(&test.db, "select count(*) as n from report_act where act = 'approve'").await;
        assert_eq!(acts, 3 * EMPLOYERS as i64, "each report approved once at each level");
        let verdict = anye_db::audit::verify(&test.db, None, |_| {}).await.unwrap();
        assert!(verdict.broken.is_none(), "{verdict:?}");
    }
}
