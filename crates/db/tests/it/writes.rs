//! Writes: audited, idempotent, never over somebody else's change.

use anye_base::Actor;
use anye_db::audit::{self, Event, Filter};
use anye_db::{Begin, DbError, Once, Read as _, Scope, Val, WriteTx, sql};
use anye_testkit::{databases, test_world};

use crate::{count, write_events};

fn once(key: &str, body: &str) -> Once {
    Once { key: key.into(), operation: "test.write".into(), body_digest: body.into() }
}

async fn fresh<'a>(db: &anye_db::Db, scope: Scope<'a>) -> WriteTx<'a> {
    match db.begin(scope).await.unwrap() {
        Begin::Fresh(tx) => tx,
        Begin::Replay(_) => panic!("it was done before"),
    }
}

#[tokio::test]
async fn a_write_that_is_dropped_leaves_nothing() {
    let (world, _) = test_world();
    for test in databases().await {
        let actor = Actor::console("tester");
        let mut tx = test.db.begin_internal(&world, &actor).await.unwrap();
        tx.run(sql("insert into idempotency_key values ('a', 'k', 'o', 'd', '', 1)")).await.unwrap();
        tx.note(Event::new("test.write", "thing", "1"));
        drop(tx);
        assert_eq!((count(&test.db, "idempotency_key").await, count(&test.db, "audit_record").await), (0, 0));
    }
}

#[tokio::test]
async fn the_same_key_gives_the_same_outcome_and_one_effect() {
    let (world, _) = test_world();
    for test in databases().await {
        let actor = Actor::console("tester");
        let key = once("k1", "body");
        let scope = Scope { world: &world, actor: &actor, once: Some(&key) };
        let tx = fresh(&test.db, scope).await;
        tx.commit_with(Event::new("test.write", "thing", "1"), &41).await.unwrap();
        let Begin::Replay(outcome) = test.db.begin(scope).await.unwrap() else { panic!("done twice") };
        assert_eq!(outcome.read::<i32>().unwrap(), 41);
        let other = once("k1", "another body");
        let reused = test.db.begin(Scope { once: Some(&other), ..scope }).await;
        assert!(matches!(reused, Err(DbError::KeyReused)));
        assert_eq!(count(&test.db, "audit_record").await, 1);
    }
}

#[tokio::test]
async fn a_key_whose_write_failed_is_free_again() {
    let (world, _) = test_world();
    for test in databases().await {
        let actor = Actor::console("tester");
        let key = once("k2", "body");
        let scope = Scope { world: &world, actor: &actor, once: Some(&key) };
        drop(fresh(&test.db, scope).await);
        fresh(&test.db, scope).await.commit(Event::new("test.write", "thing", "1")).await.unwrap();
    }
}

#[tokio::test]
async fn a_stale_change_and_a_double_are_told_apart() {
    let (world, _) = test_world();
    for test in databases().await {
        let actor = Actor::console("tester");
        let mut tx = test.db.begin_internal(&world, &actor).await.unwrap();
        let stale = tx.run_one(sql("update audit_head set seq = 5 where id = 99")).await;
        assert!(matches!(stale, Err(DbError::Stale)));
        let insert = sql("insert into idempotency_key values ('a', 'k', 'o', 'd', '', 1)");
        tx.run(insert.clone()).await.unwrap();
        assert!(matches!(tx.run(insert).await, Err(DbError::Unique { .. })));
    }
}

#[tokio::test]
async fn concurrent_writers_keep_one_chain() {
    let (world, _) = test_world();
    for test in databases().await {
        let work = (0..4).map(|_| {
            let (db, world) = (test.db.clone(), world.clone());
            async move { write_events(&db, &world, 10).await }
        });
        futures_join(work).await;
        let verdict = audit::verify(&test.db, None, |_| {}).await.unwrap();
        assert_eq!((verdict.records, verdict.broken), (40, None));
    }
}

async fn futures_join(work: impl Iterator<Item = impl Future<Output = ()> + Send + 'static>) {
    let mut set = tokio::task::JoinSet::new();
    for one in work {
        set.spawn(one);
    }
    while let Some(done) = set.join_next().await {
        done.unwrap();
    }
}

#[tokio::test]
async fn the_log_pages_without_skips_or_repeats_while_it_grows() {
    let (world, _) = test_world();
    for test in databases().await {
        write_events(&test.db, &world, 25).await;
        let limit = anye_base::Limit::new(10).unwrap();
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let page = audit::list(&mut &test.db, &Filter::default(), cursor.as_ref(), limit).await.unwrap();
            seen.extend(page.items.iter().map(|record| record.seq));
            write_events(&test.db, &world, 1).await;
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, (1..=25).rev().collect::<Vec<_>>());
        let none = Filter { action: Some("other.".into()), ..Filter::default() };
        assert!(audit::list(&mut &test.db, &none, None, limit).await.unwrap().items.is_empty());
    }
}

#[tokio::test]
async fn many_rows_at_once_are_written_to_the_letter_or_not_at_all() {
    const TABLE: (&str, &str) =
        ("idempotency_key", "actor, key, operation, body_digest, outcome, created_at");
    let (world, _) = test_world();
    let odd = ["", "\\N", "\\.", "a\tb\nc\rd\\", "汉字 “引号”'；--", "\u{1}\u{7f}"];
    let row = |key: usize, words: &str| -> Vec<Val> {
        vec![
            "a".into(),
            format!("k{key}").into(),
            words.into(),
            "d".into(),
            "".into(),
            (key as i64 - 3).into(),
        ]
    };
    for test in databases().await {
        let actor = Actor::console("tester");
        // Few go as a statement, many by the quickest way there is: both write the same.
        for many in [3, 1_000] {
            let rows = (0..many).map(|at| row(many + at, odd[at % odd.len()])).collect();
            let mut tx = test.db.begin_internal(&world, &actor).await.unwrap();
            tx.insert(TABLE.0, TABLE.1, rows).await.unwrap();
            tx.commit(Event::new("test.write", "thing", "1")).await.unwrap();
            let mut db = &test.db;
            let written =
                db.all(sql("select key, operation, created_at from idempotency_key order by created_at"));
            let written = written.await.unwrap();
            for (at, row) in written.iter().rev().take(many).rev().enumerate() {
                assert_eq!(row.text("operation").unwrap(), odd[at % odd.len()], "{many}");
                assert_eq!(row.text("key").unwrap(), format!("k{}", many + at));
                assert_eq!(row.int("created_at").unwrap(), (many + at) as i64 - 3);
            }
        }
        assert_eq!(count(&test.db, "idempotency_key").await, 1_003);
        // One that is there already: none of them stays, and it is said what was there.
        let mut tx = test.db.begin_internal(&world, &actor).await.unwrap();
        let rows = (0..1_000).map(|at| row(if at == 700 { 1_005 } else { 5_000 + at }, "o")).collect();
        let there = tx.insert(TABLE.0, TABLE.1, rows).await;
        assert!(
            matches!(&there, Err(DbError::Unique { what }) if what.starts_with("idempotency_key")),
            "{there:?}"
        );
        drop(tx);
        let mut tx = test.db.begin_internal(&world, &actor).await.unwrap();
        let narrow = tx.insert(TABLE.0, TABLE.1, vec![vec!["a".into()]]).await;
        assert!(matches!(narrow, Err(DbError::Other(_))));
        tx.insert(TABLE.0, TABLE.1, Vec::new()).await.unwrap();
        drop(tx);
        assert_eq!(count(&test.db, "idempotency_key").await, 1_003);
    }
}

/// Room for very many rows: more memory for a while, the same promise of every commit.
#[tokio::test]
async fn the_writer_gets_room_and_gives_it_back() {
    let test = anye_testkit::sqlite().await;
    let ((world, _), actor) = (test_world(), Actor::console("tester"));
    let mut sizes = Vec::new();
    for wide in [true, false] {
        test.db.room(wide).await.unwrap();
        let mut tx = test.db.begin_internal(&world, &actor).await.unwrap();
        sizes.push(tx.one(sql("pragma cache_size")).await.unwrap().int("cache_size").unwrap());
        let promise = tx.one(sql("pragma synchronous")).await.unwrap().int("synchronous").unwrap();
        assert_eq!(promise, 2, "FULL");
        tx.commit(Event::new("test.write", "thing", "1")).await.unwrap();
    }
    assert!(sizes[0] < -200_000 && sizes[1] > -100_000, "KiB, below zero: {sizes:?}");
    // Nothing to give where the server looks after its own memory.
    for test in databases().await {
        test.db.room(true).await.unwrap();
        test.db.room(false).await.unwrap();
    }
}

/// A use case may read beside its own open write, even where more write than there are connections.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_writers_that_read_beside_their_write_do_not_wait_for_each_other_for_ever() {
    for test in databases().await {
        let mut all = tokio::task::JoinSet::new();
        for n in 0..40 {
            let db = test.db.clone();
            all.spawn(async move {
                let (world, _) = test_world();
                let actor = Actor::console("tester");
                let tx = db.begin_internal(&world, &actor).await.unwrap();
                // Time for the others to begin theirs.
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                (&db).all(sql("select count(*) as n from audit_record")).await.unwrap();
                tx.commit(Event::new("test.write", "thing", n.to_string())).await.unwrap();
            });
        }
        while let Some(done) = all.join_next().await {
            done.unwrap();
        }
        assert_eq!(count(&test.db, "audit_record").await, 40);
    }
}
