//! The child process: what becomes of one that dies, hangs, babbles or eats memory.

use crate::{file, make, reader};
use anye_reading::{ChildCommand, Limits, Part, ReadError, Reader};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// A reader whose child is a shell that misbehaves.
fn shell(script: &str, limits: Limits) -> Reader {
    let arguments = vec!["-c".to_owned(), script.to_owned()];
    Reader::new(ChildCommand { program: PathBuf::from("/bin/sh"), arguments }, limits)
}

const PAGE: &[u8] = "<html><p>第一条</p></html>".as_bytes();

#[test]
fn a_child_that_dies_is_a_damaged_file() {
    for script in [
        "kill -ABRT $$",
        "kill -SEGV $$",
        "exit 101",
        "echo thread panicked >&2; exit 101",
        "echo nonsense",
        "",
    ] {
        let result = shell(script, Limits::default()).read_blocking(PAGE, "x");
        assert_eq!(result, Err(ReadError::Damaged { where_: Part::Parser }), "{script}");
    }
}

#[test]
fn a_child_that_hangs_is_stopped() {
    let limits = Limits { time_ms: 300, ..Limits::default() };
    let started = Instant::now();
    for script in ["sleep 30", "cat >/dev/null; sleep 30", "while :; do echo x; done"] {
        let result =
            shell(script, limits.clone()).read_blocking(&[PAGE, &b" ".repeat(200_000)].concat(), "x");
        // The one that babbles is cut off at the most an answer can be.
        assert!(
            matches!(result, Err(ReadError::Timeout { limit_ms: 300 } | ReadError::Damaged { .. })),
            "{result:?}"
        );
    }
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_child_that_eats_memory_is_stopped_by_its_limit() {
    let limits = Limits::default();
    let limit = limits.memory_bytes;
    assert_eq!(
        reader(limits).read_blocking(&file("corpus/bomb.pdf"), "x"),
        Err(ReadError::OutOfMemory { limit })
    );
}

#[test]
fn a_child_that_is_not_there_is_no_fault_of_the_file() {
    let command = ChildCommand { program: PathBuf::from("/nonexistent/reader"), arguments: vec![] };
    assert_eq!(Reader::new(command, Limits::default()).read_blocking(PAGE, "x"), Err(ReadError::NoReader));
}

#[test]
fn the_child_has_no_environment() {
    // PATH is always set in the process that runs tests.
    let script =
        r#"cat >/dev/null; test -z "$CARGO_MANIFEST_DIR" && printf '{"refused":{"error":"encrypted"}}'"#;
    assert!(std::env::var_os("CARGO_MANIFEST_DIR").is_some());
    assert_eq!(shell(script, Limits::default()).read_blocking(PAGE, "x"), Err(ReadError::Encrypted));
}

#[tokio::test(flavor = "current_thread")]
async fn several_files_are_read_at_a_time() {
    let reader = reader(Limits::default());
    let good = make::docx(&make::p("第一条"));
    let one = reader.read(&good, "a");
    let two = reader.read(PAGE, "b");
    let (one, two) = tokio::join!(one, two);
    assert_eq!(one.unwrap().text, "第一条\n");
    assert_eq!(two.unwrap().text, "第一条\n");
    // Inside a runtime too: the command line may have one.
    assert_eq!(reader.read_blocking(PAGE, "c").unwrap().text, "第一条\n");
}

#[test]
fn plain_text_needs_no_child() {
    let command = ChildCommand { program: PathBuf::from("/nonexistent/reader"), arguments: vec![] };
    let reading = Reader::new(command, Limits::default()).read_blocking("第一条\n".as_bytes(), "x").unwrap();
    assert_eq!(reading.text, "第一条\n");
}
