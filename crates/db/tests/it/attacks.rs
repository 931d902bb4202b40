//! An administrator with the database in hand: each way to rewrite the log is found (TRUST S12).

use anye_db::audit::checkpoint::{self, Key};
use anye_db::audit::{self, Break};
use anye_db::{Db, Options, sql};
use anye_testkit::{TestDb, databases, test_world};

use crate::write_events;

/// Runs SQL past our own code, as an attacker would.
async fn attack(test: &TestDb, statements: &[&str]) {
    let (world, _) = test_world();
    let actor = anye_base::Actor::console("attacker");
    let db = Db::open(&test.options).await.unwrap();
    let mut tx = db.begin_internal(&world, &actor).await.unwrap();
    for statement in statements {
        tx.run(sql((*statement).to_owned())).await.unwrap();
    }
    // The attack must not write a record: the transaction is closed by its own statement.
    tx.run(sql("commit")).await.unwrap();
    std::mem::forget(tx);
}

async fn verdict_after(statements: &[&str], expected: Break) {
    let (world, _) = test_world();
    for test in databases().await {
        write_events(&test.db, &world, 10).await;
        assert_eq!(audit::verify(&test.db, None, |_| {}).await.unwrap().broken, None);
        attack(&test, statements).await;
        assert_eq!(audit::verify(&test.db, None, |_| {}).await.unwrap().broken, Some(expected.clone()));
    }
}

#[tokio::test]
async fn an_edit_is_found() {
    verdict_after(&["update audit_record set actor_name = 'nobody' where seq = 4"], Break::Edited { seq: 4 })
        .await;
}

#[tokio::test]
async fn a_deletion_in_the_middle_is_found() {
    verdict_after(&["delete from audit_record where seq = 6"], Break::Missing { seq: 6 }).await;
}

#[tokio::test]
async fn a_cut_tail_is_found() {
    verdict_after(&["delete from audit_record where seq > 7"], Break::Cut { seq: 7, head: 10 }).await;
}

#[tokio::test]
async fn a_swap_is_found() {
    let swap = [
        "update audit_record set seq = -1 where seq = 3",
        "update audit_record set seq = 3 where seq = 4",
        "update audit_record set seq = 4 where seq = -1",
    ];
    verdict_after(&swap, Break::Edited { seq: 3 }).await;
}

#[tokio::test]
async fn a_rewrite_of_everything_is_found_by_a_checkpoint_only() {
    let (world, _) = test_world();
    let key = Key::from_bytes(&[9; 32]).unwrap();
    for (honest, forged) in databases().await.into_iter().zip(databases().await) {
        write_events(&honest.db, &world, 10).await;
        let kept = checkpoint::take(&honest.db, world.now_ms(), &key).await.unwrap();
        // The attacker builds another, sound chain of the same length.
        anye_db::Db::record(
            &forged.db,
            &world,
            &anye_base::Actor::console("attacker"),
            audit::Event::new("test.forged", "thing", "0"),
        )
        .await
        .unwrap();
        write_events(&forged.db, &world, 11).await;
        assert_eq!(
            audit::verify(&forged.db, None, |_| {}).await.unwrap().broken,
            None,
            "the chain alone cannot see it"
        );
        let verdict = audit::verify(&forged.db, Some(&kept), |_| {}).await.unwrap();
        assert_eq!(verdict.broken, Some(Break::Rewritten { checkpoint: 10 }));
        assert_eq!(audit::verify(&honest.db, Some(&kept), |_| {}).await.unwrap().broken, None);
    }
}

#[tokio::test]
async fn an_older_database_is_found_by_a_checkpoint() {
    let (world, _) = test_world();
    let key = Key::from_bytes(&[9; 32]).unwrap();
    for test in databases().await {
        write_events(&test.db, &world, 10).await;
        let kept = checkpoint::take(&test.db, world.now_ms(), &key).await.unwrap();
        // Tail and head both cut, as an older copy would be.
        let older = [
            "delete from audit_record where seq > 6",
            "update audit_head set seq = 6, hash = (select hash from audit_record where seq = 6)",
        ];
        attack(&test, &older).await;
        assert_eq!(
            audit::verify(&test.db, None, |_| {}).await.unwrap().broken,
            None,
            "the chain alone cannot see it"
        );
        let verdict = audit::verify(&test.db, Some(&kept), |_| {}).await.unwrap();
        assert_eq!(verdict.broken, Some(Break::Older { seq: 6, checkpoint: 10 }));
    }
}

#[test]
fn options_read_both_kinds_of_address() {
    assert_eq!(Options::parse("sqlite:a.db"), Options::SqliteFile("a.db".into()));
    assert!(matches!(Options::parse("postgres://x"), Options::PostgresUrl(_)));
}
