//! Backups restore to the same rows on either database, and damage is found before anything is written.

use std::io::Cursor;

use anye_db::backup::{self, BackupError};
use anye_db::{audit, migrate};
use anye_testkit::{TestDb, databases, test_world};

use crate::{count, write_events};

#[tokio::test]
async fn a_backup_of_each_database_restores_into_each() {
    let (world, _) = test_world();
    for source in databases().await {
        write_events(&source.db, &world, 12).await;
        let mut file = Vec::new();
        let saved = backup::save(&source.db, world.now_ms(), &mut file).await.unwrap();
        let mut targets = vec![TestDb::empty_sqlite().await];
        targets.extend(TestDb::empty_postgres().await);
        for target in targets {
            let restored = backup::restore(&target.db, Cursor::new(&file)).await.unwrap();
            assert_eq!(restored, saved);
            let verdict = audit::verify(&target.db, None, |_| {}).await.unwrap();
            assert_eq!((verdict.records, verdict.broken), (12, None));
            let mut again = Vec::new();
            assert_eq!(backup::save(&target.db, world.now_ms(), &mut again).await.unwrap().rows, saved.rows);
        }
    }
}

#[tokio::test]
async fn every_flipped_bit_is_found_and_nothing_is_written() {
    let (world, _) = test_world();
    let source = anye_testkit::sqlite().await;
    write_events(&source.db, &world, 3).await;
    let mut file = Vec::new();
    backup::save(&source.db, world.now_ms(), &mut file).await.unwrap();
    let target = TestDb::empty_sqlite().await;
    let mut same = 0;
    // The ten bytes of the gzip header hold a time stamp and flags that change nothing.
    for place in (10..file.len()).step_by(7) {
        let mut damaged = file.clone();
        damaged[place] ^= 1 << (place % 8);
        if unpacked(&damaged) == unpacked(&file) {
            // The packer had two ways to write the same: nothing of the content is damaged.
            same += 1;
            continue;
        }
        assert!(backup::restore(&target.db, Cursor::new(&damaged)).await.is_err(), "byte {place}");
    }
    assert!(same <= 2, "{same} flips changed nothing");
    assert_eq!(migrate::current(&target.db).await.unwrap(), 0);
}

/// The content, where it unpacks with a right check sum.
fn unpacked(file: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(file), &mut out).ok()?;
    Some(out)
}

#[tokio::test]
async fn a_database_with_records_is_never_overwritten() {
    let (world, _) = test_world();
    for source in databases().await {
        write_events(&source.db, &world, 2).await;
        let mut file = Vec::new();
        backup::save(&source.db, world.now_ms(), &mut file).await.unwrap();
        let refused = backup::restore(&source.db, Cursor::new(&file)).await;
        assert!(matches!(refused, Err(BackupError::NotEmpty(2))));
        assert_eq!(count(&source.db, "audit_record").await, 2);
    }
}
