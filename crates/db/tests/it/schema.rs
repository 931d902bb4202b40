//! Migrations: from every earlier schema to the newest, the same catalogue, safely repeated.

use anye_db::{Backend, Db, Read as _, migrate, sql};
use anye_testkit::{TestDb, databases, test_world};

use crate::{count, write_events};

async fn catalogue(db: &Db) -> Vec<String> {
    let text = match db.backend() {
        Backend::Sqlite => {
            "select coalesce(sql, name) as line from sqlite_master where name not like 'sqlite_%' order by 1"
        }
        Backend::Postgres => {
            "select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable as line \
             from information_schema.columns where table_schema = current_schema() \
             union all select indexname || ' ' || regexp_replace(indexdef, current_schema() || '\\.', '') from pg_indexes \
             where schemaname = current_schema() order by 1"
        }
    };
    let mut reader = db;
    reader.all(sql(text)).await.unwrap().iter().map(|row| row.text("line").unwrap()).collect()
}

#[tokio::test]
async fn every_earlier_schema_upgrades_to_the_same_catalogue_and_keeps_its_rows() {
    let (world, _) = test_world();
    for fresh in databases().await {
        let wanted = catalogue(&fresh.db).await;
        for version in
            migrate::ALL.iter().map(|step| step.version).filter(|version| *version < migrate::NEWEST)
        {
            let old = match fresh.db.backend() {
                Backend::Sqlite => TestDb::empty_sqlite().await,
                Backend::Postgres => TestDb::empty_postgres().await.unwrap(),
            };
            migrate::run_until(&old.db, version).await.unwrap();
            write_events(&old.db, &world, 3).await;
            let plan = migrate::plan(&old.db).await.unwrap();
            let later = migrate::ALL.iter().filter(|step| step.version > version);
            assert_eq!(plan.steps, later.map(|step| step.name).collect::<Vec<_>>());
            migrate::run(&old.db).await.unwrap();
            assert_eq!(catalogue(&old.db).await, wanted, "from schema {version}");
            assert_eq!(count(&old.db, "audit_record").await, 3);
            assert!(migrate::run(&old.db).await.unwrap().steps.is_empty());
        }
    }
}

#[tokio::test]
async fn an_edited_step_and_a_newer_database_are_refused() {
    let (world, _) = test_world();
    for (change, word) in [
        ("update schema_version set digest = 'x' where version = 1", "edited after release"),
        ("insert into schema_version (version, name, digest) values (999, 'later', 'x')", "newer program"),
    ] {
        for test in databases().await {
            let actor = anye_base::Actor::console("tester");
            let mut tx = test.db.begin_internal(&world, &actor).await.unwrap();
            tx.run(sql(change)).await.unwrap();
            tx.commit(anye_db::audit::Event::new("test.write", "thing", "1")).await.unwrap();
            let refused = migrate::run(&test.db).await.unwrap_err().to_string();
            assert!(refused.contains(word), "{refused}");
        }
    }
}
