//! The demo's scene, played by the real program into a store of each kind: every act goes through, and what people are to find in it is there.

use anye_db::{Db, Options, Read as _, sql};
use anye_testkit::TestDb;

use crate::program::{Ran, program};

fn address(options: &Options) -> String {
    match options {
        Options::SqliteFile(path) => path.display().to_string(),
        Options::PostgresUrl(url) => url.clone(),
    }
}

async fn count(db: &Db, query: &str) -> i64 {
    let mut from = db;
    let row = from.one(sql(query.to_owned())).await.expect("counted");
    row.int("n").expect("a count")
}

/// On SQLite and on PostgreSQL the same: no act is left out; lists are public with an objection that waits, offers wait for a yes, one employer is paid for two people
/// hired on one day, and money has reached the bank.
#[tokio::test]
async fn every_act_of_the_scene_is_played_into_a_store_of_each_kind() {
    let mut seen = Vec::new();
    let mut stores = vec![TestDb::empty_sqlite().await];
    stores.extend(TestDb::empty_postgres().await);
    for store in stores {
        let mut run = program();
        run.env("ANYE_DATABASE_URL", address(&store.options));
        run.args(["demo", "--prepare-only", "--scale", "county", "--dir"]).arg(store.folder());
        let ran = Ran::from(run.output().expect("the program runs"));
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert!(!ran.err.contains("is left out"), "{}", ran.err);
        let db = &store.db;
        let publicity = "select count(*) as n from service_publicity where state =";
        let found = [
            count(db, &format!("{publicity} 'public'")).await,
            count(db, &format!("{publicity} 'held'")).await,
            count(db, &format!("{publicity} 'ended'")).await,
            count(db, &format!("{publicity} 'stopped'")).await,
            count(db, "select count(*) as n from service_objection").await,
            count(db, "select count(*) as n from service_candidate where state = 'offered'").await,
            count(db, "select count(*) as n from money_line where state = 'paid'").await,
        ];
        assert_eq!(found[..5], [3, 1, 2, 1, 3], "what is public: {found:?}");
        assert!(found[5] > 0 && found[6] > 0, "offers and payments: {found:?}");
        let twice = "select count(*) as n from (select payee from money_commitment where payee_kind = 'employer' and whom_kind = 'person' \
             group by payee, benefit, period having count(distinct whom) > 1) as many";
        assert_eq!(count(db, twice).await, 1, "one employer hired two of them");
        seen.push(found);
    }
    assert!(seen.iter().all(|one| *one == seen[0]), "both stores tell the same story: {seen:?}");
}

/// A size that is none is told at once, before anything is made.
#[test]
fn a_size_that_is_none_makes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("demo");
    let ran = Ran::from(
        program().args(["demo", "--scale", "planet", "--dir"]).arg(&inside).output().expect("runs"),
    );
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("county") && ran.err.contains("nation"), "{}", ran.err);
    assert!(!inside.exists(), "nothing was made");
}
