//! `anye law population` with the real binary, and `anye law batch` over what it wrote.

use std::ffi::OsString;

use crate::program::run;

#[test]
fn made_up_people_can_be_decided_about_and_are_the_same_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let make = |name: &str, seed: &str| {
        let out = folder.path().join(name);
        let mut arguments: Vec<OsString> =
            ["law", "population", "--persons", "300", "--seed", seed, "--out"].map(Into::into).to_vec();
        arguments.push(out.clone().into());
        let ran = run(arguments);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert!(
            ran.out.contains("300 made-up persons (synthetic: nobody real) in 14 partitions"),
            "{}",
            ran.out
        );
        out
    };
    let decide = |of: &std::path::Path| {
        let mut arguments: Vec<OsString> =
            ["law", "batch", "--on", "2020-08-01", "--population"].map(Into::into).to_vec();
        arguments.push(of.into());
        let ran = run(arguments);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        ran.out
    };
    let (one, same, other) = (make("one", "5"), make("same", "5"), make("other", "6"));
    let first = decide(&one);
    assert!(first.contains("in 14 partitions (0 taken over), 2020-08-01"), "{first}");
    assert_eq!(first, decide(&same), "the same seed makes the same people");
    assert_ne!(first, decide(&other));
    let mut again: Vec<OsString> = ["law", "population", "--persons", "5", "--out"].map(Into::into).to_vec();
    again.push(one.into());
    let ran = run(again);
    assert_ne!(ran.code, Some(0));
    assert!(ran.err.contains("not empty"), "{}", ran.err);
}
