//! What an open, searched index holds in memory, measured in a process of its own that does nothing else.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails; the child reports by printing"
)]

use std::path::Path;
use std::process::Command;

use anye_search::{ArticleEntry, Opened, Query, open, recreate};

const FOLDER: &str = "ANYE_SEARCH_MEMORY_TEST";
/// The whole idle program may hold 200 MB; this part of it takes the dictionary and little else.
const MOST_MB: f64 = 64.0;

/// Own memory in megabytes, mapped files not counted; `None` where the system does not tell.
fn own_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("RssAnon:"))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kilobytes| kilobytes / 1024.0)
}

fn search(folder: &Path) {
    let Some(before) = own_mb() else { return };
    let Opened::Ready(index) = open(folder).unwrap() else { panic!("not ready") };
    let opened = own_mb().unwrap();
    for round in 0..50 {
        let text = ["失业保险费返还", "“就业优先”", "补贴 -登记", ""][round % 4];
        assert!(index.search(&Query::text(text)).unwrap().total > 0);
    }
    println!("grew {} {}", opened - before, own_mb().unwrap() - before);
}

#[test]
fn an_open_index_holds_little_and_loads_the_dictionary_only_when_asked() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return search(Path::new(&folder));
    }
    let dir = tempfile::tempdir().unwrap();
    let index = recreate(dir.path()).unwrap();
    let mut writer = index.writer().unwrap();
    for at in 0..2_000 {
        let text = format!("就业优先,失业保险费按规定返还,补贴按月发放,第{at}号");
        let entry = ArticleEntry { document_id: format!("{at}"), text, ..ArticleEntry::default() };
        writer.put(&entry).unwrap();
    }
    writer.commit(1).unwrap();
    drop(writer);
    let name = "an_open_index_holds_little_and_loads_the_dictionary_only_when_asked";
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env(FOLDER, dir.path())
        .output()
        .unwrap();
    let printed = String::from_utf8(child.stdout).unwrap();
    assert!(child.status.success(), "{printed}");
    let Some(line) = printed.lines().find_map(|line| line.split_once("grew ")) else {
        println!("SKIPPED: this system does not tell how much memory a process holds");
        return;
    };
    let grown: Vec<f64> = line.1.split(' ').map(|word| word.trim().parse().unwrap()).collect();
    println!("opened +{:.1} MB, searched +{:.1} MB", grown[0], grown[1]);
    assert!(grown[0] < 8.0, "opening took {} MB", grown[0]);
    assert!(grown[1] < MOST_MB, "searching took {} MB", grown[1]);
}
