//! The index on disk: opening, damage, crash, one writer and many readers.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use anye_search::{Index, Opened, Query, Reason, SearchError, open, recreate};

use crate::samples::article;

fn ready(folder: &Path) -> Index {
    match open(folder).unwrap() {
        Opened::Ready(index) => index,
        Opened::NeedsRebuild(reason) => panic!("{reason:?}"),
    }
}

fn why(folder: &Path) -> Option<Reason> {
    match open(folder).unwrap() {
        Opened::Ready(_) => None,
        Opened::NeedsRebuild(reason) => Some(reason),
    }
}

fn total(index: &Index, text: &str) -> u64 {
    index.search(&Query::text(text)).unwrap().total
}

fn fill(folder: &Path) {
    let index = recreate(folder).unwrap();
    let mut writer = index.writer().unwrap();
    for at in 0..20 {
        writer.put(&article("甲", &format!("{at}"), "就业优先,稳定岗位")).unwrap();
    }
    writer.commit(41).unwrap();
    writer.put(&article("乙", "一", "就业补贴")).unwrap();
    writer.commit(42).unwrap();
    writer.close().unwrap();
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut list: Vec<_> =
        fs::read_dir(folder.join("articles")).unwrap().map(|file| file.unwrap().path()).collect();
    list.sort();
    list
}

#[test]
fn an_index_is_built_once_and_found_again() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(why(dir.path()), Some(Reason::Missing));
    fill(dir.path());
    let index = ready(dir.path());
    assert_eq!((total(&index, "就业"), index.articles(), index.last_seq().unwrap()), (21, 21, Some(42)));
}

#[test]
fn another_format_is_built_again() {
    let dir = tempfile::tempdir().unwrap();
    fill(dir.path());
    fs::write(dir.path().join("format.json"), r#"{"format":0}"#).unwrap();
    assert_eq!(why(dir.path()), Some(Reason::OtherFormat { found: 0 }));
    fill(dir.path());
    assert_eq!(total(&ready(dir.path()), "就业"), 21);
}

#[test]
fn any_damaged_file_means_build_again_and_never_a_crash() {
    let dir = tempfile::tempdir().unwrap();
    fill(dir.path());
    let kept: Vec<(PathBuf, Vec<u8>)> =
        files(dir.path()).into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect();
    let mut tried = 0;
    for (path, bytes) in &kept {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".lock") || name == ".managed.json" {
            continue;
        }
        let mut flipped = bytes.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 0x20;
        // The list of files is text without a checksum; a test of its own changes its digits.
        let flipped = if name == "meta.json" { b"{}".to_vec() } else { flipped };
        for damage in [Some(bytes[..bytes.len() / 2].to_vec()), Some(flipped), Some(Vec::new()), None] {
            match &damage {
                Some(damage) => fs::write(path, damage).unwrap(),
                None => fs::remove_file(path).unwrap(),
            }
            let reason = why(dir.path());
            assert!(matches!(reason, Some(Reason::Damaged(_))), "{name}: {reason:?}");
            fs::write(path, bytes).unwrap();
            tried += 1;
        }
    }
    assert!(tried >= 20, "{tried}");
    assert_eq!(why(dir.path()), None, "whole again");
    fs::write(dir.path().join("format.json"), "{").unwrap();
    assert!(matches!(why(dir.path()), Some(Reason::Damaged(_))));
    fill(dir.path());
    assert_eq!(why(dir.path()), None);
}

#[test]
fn a_changed_digit_in_the_list_of_files_is_noticed_or_harmless() {
    let dir = tempfile::tempdir().unwrap();
    fill(dir.path());
    let list = dir.path().join("articles/meta.json");
    let whole = fs::read(&list).unwrap();
    let digits: Vec<usize> = (0..whole.len()).filter(|&at| whole[at].is_ascii_digit()).collect();
    let (mut noticed, mut harmless) = (0, 0);
    for at in digits {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        fs::write(&list, &changed).unwrap();
        match open(dir.path()).unwrap() {
            Opened::NeedsRebuild(_) => noticed += 1,
            Opened::Ready(index) => {
                let state = (total(&index, "就业"), index.articles(), index.last_seq().unwrap());
                assert_eq!(state, (21, 21, Some(42)), "{}", String::from_utf8_lossy(&changed));
                harmless += 1;
            }
        }
    }
    assert!(noticed > 20, "{noticed} noticed, {harmless} harmless");
}

#[test]
fn what_is_not_committed_is_gone_and_the_sequence_says_so() {
    let dir = tempfile::tempdir().unwrap();
    fill(dir.path());
    let index = ready(dir.path());
    let mut writer = index.writer().unwrap();
    writer.put(&article("丙", "一", "就业服务")).unwrap();
    writer.remove_document("甲");
    assert_eq!(total(&index, "就业"), 21, "not seen before the commit");
    drop(writer);
    let index = ready(dir.path());
    assert_eq!((total(&index, "就业"), index.last_seq().unwrap()), (21, Some(42)));
}

#[test]
fn a_rebuild_cut_short_is_seen() {
    let dir = tempfile::tempdir().unwrap();
    fill(dir.path());
    let index = recreate(dir.path()).unwrap();
    index.writer().unwrap().put(&article("甲", "一", "就业")).unwrap();
    drop(index);
    let index = ready(dir.path());
    assert_eq!((index.articles(), index.last_seq().unwrap()), (0, None));
    // Cut short between the files and the stamp.
    fs::remove_file(dir.path().join("format.json")).unwrap();
    assert_eq!(why(dir.path()), Some(Reason::Missing));
}

#[test]
fn nothing_else_in_the_folder_is_touched() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("other.txt"), "kept").unwrap();
    fill(dir.path());
    fill(dir.path());
    assert_eq!(fs::read_to_string(dir.path().join("other.txt")).unwrap(), "kept");
}

#[test]
fn documents_are_replaced_removed_and_rolled_back() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    writer.put(&article("甲", "一", "就业")).unwrap();
    writer.put(&article("甲", "一", "创业")).unwrap();
    writer.put(&article("甲乙", "一", "就业")).unwrap();
    writer.commit(1).unwrap();
    assert_eq!((total(&index, "就业"), total(&index, "创业")), (1, 1), "put twice is there once");
    writer.remove_document("甲");
    writer.put(&article("甲", "二", "就业")).unwrap();
    writer.commit(2).unwrap();
    assert_eq!((total(&index, "就业"), total(&index, "创业")), (2, 0));
    writer.remove_document("甲乙");
    writer.rollback().unwrap();
    writer.commit(3).unwrap();
    assert_eq!((total(&index, "就业"), index.last_seq().unwrap()), (2, Some(3)));
}

#[test]
fn there_is_one_writer() {
    let dir = tempfile::tempdir().unwrap();
    let index = recreate(dir.path()).unwrap();
    let writer = index.writer().unwrap();
    assert!(matches!(index.writer(), Err(SearchError::WriterBusy)));
    drop(writer);
    assert!(index.writer().is_ok());
}

#[test]
fn readers_see_whole_commits_while_somebody_writes() {
    let dir = tempfile::tempdir().unwrap();
    let index = recreate(dir.path()).unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|_| {
                let (index, done) = (index.clone(), &done);
                scope.spawn(move || {
                    let (mut last, mut seen) = (0, 0);
                    while !done.load(Ordering::Relaxed) || seen == 0 {
                        let total = total(&index, "就业");
                        assert!(total.is_multiple_of(10) && total >= last, "{last} then {total}");
                        (last, seen) = (total, seen + 1);
                    }
                    seen
                })
            })
            .collect();
        let mut writer = index.writer().unwrap();
        for batch in 0..12 {
            for at in 0..10 {
                writer.put(&article(&format!("{batch}"), &format!("{at}"), "就业优先")).unwrap();
            }
            writer.commit(batch).unwrap();
            assert_eq!(total(&index, "就业"), (batch + 1) * 10, "the writer's own side sees it at once");
        }
        done.store(true, Ordering::Relaxed);
        assert!(readers.into_iter().all(|reader| reader.join().unwrap() > 0));
    });
}

#[test]
fn another_opening_of_the_folder_sees_commits_after_refresh() {
    let dir = tempfile::tempdir().unwrap();
    fill(dir.path());
    let (one, other) = (ready(dir.path()), ready(dir.path()));
    let mut writer = one.writer().unwrap();
    writer.put(&article("丁", "一", "就业")).unwrap();
    writer.commit(43).unwrap();
    assert_eq!(total(&other, "就业"), 21);
    other.refresh().unwrap();
    assert_eq!(total(&other, "就业"), 22);
}
