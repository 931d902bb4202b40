//! The queue on every database: once each, resumed after a crash, cancelled on wish.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that goes wrong")]

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use anye_base::{Actor, World};
use anye_db::audit::Event;
use anye_db::{Db, Scope};
use anye_jobs::{
    Failure, Filter, Job, NewJob, Progress, Runner, State, Work, cancel, enqueue, find, list, retry,
};
use anye_testkit::{databases, test_world};
use serde_json::{Value, json};

/// Counts to five; breaks off as told.
#[derive(Default)]
struct Counting {
    steps: AtomicI64,
    break_at: AtomicI64,
}

impl Work for Counting {
    fn run<'a>(
        &'a self,
        _: &'a Job,
        progress: &'a mut Progress<'_>,
    ) -> Pin<Box<dyn Future<Output = Result<Value, Failure>> + Send + 'a>> {
        Box::pin(async move {
            let from = progress.checkpoint().as_i64().unwrap_or(0);
            for step in from + 1..=5 {
                self.steps.fetch_add(1, Ordering::SeqCst);
                progress.step(step, 5, json!(step)).await?;
                if step == self.break_at.load(Ordering::SeqCst) {
                    return Err(Failure::Passing("the test breaks off".into()));
                }
            }
            Ok(json!({ "counted": 5 }))
        })
    }
}

async fn put(db: &Db, world: &World, name: &str) -> Job {
    let actor = Actor::console("tester");
    let mut tx = db.begin_internal(world, &actor).await.unwrap();
    let job = NewJob {
        kind: "count",
        name: name.into(),
        title: "count to five".into(),
        input: json!({}),
        account: "a1".into(),
        place: String::new(),
    };
    let job = enqueue(&mut tx, &job).await.unwrap();
    tx.commit(Event::new("test.enqueue", "job", name)).await.unwrap();
    job
}

async fn reload(db: &Db, job: &Job) -> Job {
    find(&mut &*db, &job.id).await.unwrap().unwrap()
}

#[tokio::test]
async fn the_same_name_is_the_same_job_and_it_runs_once() {
    let (world, _) = test_world();
    for test in databases().await {
        let work = Arc::new(Counting::default());
        let runner = Runner::new(test.db.clone(), world.clone()).with("count", work.clone());
        let (one, two) = (put(&test.db, &world, "n").await, put(&test.db, &world, "n").await);
        assert_eq!(one.id, two.id);
        assert!(runner.run_next().await.unwrap());
        assert!(!runner.run_next().await.unwrap());
        let done = reload(&test.db, &one).await;
        assert_eq!((done.state, done.done, work.steps.load(Ordering::SeqCst)), (State::Done, 5, 5));
        let listed = list(
            &mut &test.db,
            &Filter { account: Some("a1".into()), state: None },
            None,
            anye_base::Limit::default(),
        )
        .await;
        assert_eq!(listed.unwrap().items.len(), 1);
    }
}

#[tokio::test]
async fn a_broken_job_goes_on_where_it_was() {
    for test in databases().await {
        let (world, clock) = test_world();
        let work = Arc::new(Counting::default());
        work.break_at.store(3, Ordering::SeqCst);
        let runner = Runner::new(test.db.clone(), world.clone()).with("count", work.clone());
        let job = put(&test.db, &world, "n").await;
        runner.run_next().await.unwrap();
        assert!(!runner.run_next().await.unwrap(), "it waits before the second attempt");
        clock.advance_seconds(10);
        runner.run_next().await.unwrap();
        assert_eq!(reload(&test.db, &job).await.state, State::Done);
        assert_eq!(work.steps.load(Ordering::SeqCst), 5, "no step was repeated");
    }
}

#[tokio::test]
async fn a_dead_runners_job_is_taken_over_after_its_lease() {
    for test in databases().await {
        let (world, clock) = test_world();
        struct Dying;
        impl Work for Dying {
            fn run<'a>(
                &'a self,
                _: &'a Job,
                _: &'a mut Progress<'_>,
            ) -> Pin<Box<dyn Future<Output = Result<Value, Failure>> + Send + 'a>> {
                Box::pin(std::future::pending())
            }
        }
        let job = put(&test.db, &world, "n").await;
        let dead = Runner::new(test.db.clone(), world.clone()).with("count", Arc::new(Dying));
        assert!(tokio::time::timeout(std::time::Duration::from_millis(300), dead.run_next()).await.is_err());
        let alive = Runner::new(test.db.clone(), world.clone()).with("count", Arc::new(Counting::default()));
        assert!(!alive.run_next().await.unwrap());
        clock.advance_seconds(61);
        assert!(alive.run_next().await.unwrap());
        assert_eq!(reload(&test.db, &job).await.state, State::Done);
    }
}

#[tokio::test]
async fn a_job_is_cancelled_and_tried_again() {
    for test in databases().await {
        let (world, _) = test_world();
        let actor = Actor::console("tester");
        let runner = Runner::new(test.db.clone(), world.clone()).with("count", Arc::new(Counting::default()));
        let job = put(&test.db, &world, "n").await;
        cancel(&test.db, Scope::new(&world, &actor), &job).await.unwrap();
        assert!(!runner.run_next().await.unwrap());
        let cancelled = reload(&test.db, &job).await;
        assert_eq!(cancelled.state, State::Cancelled);
        assert_eq!(
            cancel(&test.db, Scope::new(&world, &actor), &cancelled).await.unwrap_err().code,
            "job_is_over"
        );
        retry(&test.db, Scope::new(&world, &actor), &cancelled).await.unwrap();
        runner.run_next().await.unwrap();
        assert_eq!(reload(&test.db, &job).await.state, State::Done);
    }
}
