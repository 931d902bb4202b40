//! Populations as they should not be: a message that says where and what to do, never a panic, nothing left half written.

use std::path::Path;

use anye_batch::synth::Dice;

use super::small::Cells::{self, Days, Ints, Texts};
use super::small::{book, decide, file, people};

fn refused(kind: &str, columns: &[(&str, Cells)]) -> String {
    let (book, dir) = (book(), tempfile::tempdir().unwrap());
    people(dir.path(), "210402");
    file(&dir.path().join(kind).join("210402.parquet"), columns);
    decide(&book, dir.path(), None).unwrap_err().to_string()
}

fn ids(all: &[i64]) -> Cells {
    Ints(all.iter().copied().map(Some).collect())
}

#[test]
fn columns_that_do_not_fit() {
    let says = |kind: &str, columns: &[(&str, Cells)], what: &str| {
        let said = refused(kind, columns);
        assert!(said.contains(what) && said.contains(kind), "{said}");
    };
    says("persons", &[("born", Days(vec![Some(0)]))], "no column 'id'");
    says("persons", &[("id", ids(&[1])), ("borm", Days(vec![Some(0)]))], "did you mean 'born'?");
    says("persons", &[("id", Ints(vec![Some(1), None]))], "row 2: no id");
    says("persons", &[("id", ids(&[1, 1]))], "id 1 occurs twice");
    says("persons", &[("id", ids(&[1, 2])), ("born", Texts(vec![Some("甲"), None]))], "'甲' is no day");
    says(
        "persons",
        &[("id", ids(&[1])), ("born", Days(vec![Some(2_000_000)]))],
        "no day between 1900 and 2199",
    );
    says("contracts", &[("id", ids(&[1])), ("term", Texts(vec![Some("十二")]))], "a number is needed");
    says(
        "contracts",
        &[("id", ids(&[1])), ("person", ids(&[9]))],
        "leads to 9, which is not in this partition",
    );
}

#[test]
fn only_nulls_need_everything() {
    let (book, dir) = (book(), tempfile::tempdir().unwrap());
    people(dir.path(), "210402");
    let nulls = [
        ("id", ids(&[11, 12])),
        ("term", Ints(vec![None; 2])),
        ("person", Ints(vec![None; 2])),
        ("employer", Ints(vec![None; 2])),
    ];
    file(&dir.path().join("contracts/210402.parquet"), &nulls);
    let totals = decide(&book, dir.path(), None).unwrap().totals();
    assert_eq!((totals["once"].needs, totals["once"].granted), (2, 0));
}

#[test]
fn folders_that_are_no_population() {
    let (book, dir) = (book(), tempfile::tempdir().unwrap());
    let said = |dir: &Path| decide(&book, dir, None).unwrap_err().to_string();
    assert!(said(dir.path()).contains("no population here"));
    people(dir.path(), "210402");
    people(&dir.path().join("persons"), "210402");
    std::fs::create_dir(dir.path().join("person")).unwrap();
    assert!(said(dir.path()).contains("did you mean 'persons'?"));
    std::fs::rename(dir.path().join("person"), dir.path().join("_person")).unwrap();
    std::fs::write(dir.path().join("persons/fushun.parquet"), b"").unwrap();
    assert!(said(dir.path()).contains("begins with the code of its place"));
}

#[test]
fn no_bit_of_a_file_can_make_it_panic() {
    let (book, dir) = (book(), tempfile::tempdir().unwrap());
    people(dir.path(), "210402");
    let path = dir.path().join("contracts/210402.parquet");
    let sound = std::fs::read(&path).unwrap();
    let (mut dice, mut refused) = (Dice(11), 0);
    for round in 0..3_000 {
        let mut bytes = sound.clone();
        if round % 3 == 0 {
            bytes.truncate(usize::try_from(dice.below(sound.len() as u64)).unwrap());
        } else {
            for _ in 0..=dice.below(3) {
                let at = usize::try_from(dice.below(sound.len() as u64)).unwrap();
                bytes[at] ^= 1 << dice.below(8);
            }
        }
        std::fs::write(&path, &bytes).unwrap();
        refused += usize::from(decide(&book, dir.path(), None).is_err());
    }
    assert!(refused > 1_000, "{refused}");
}

#[test]
fn another_run_and_strange_folders_are_left_alone() {
    let (book, dir) = (book(), tempfile::tempdir().unwrap());
    let (population, out) = (dir.path().join("people"), dir.path().join("out"));
    people(&population, "210402");
    decide(&book, &population, Some(&out)).unwrap();
    let mut other = book.clone();
    other.version = "another".to_owned();
    let said = decide(&other, &population, Some(&out)).unwrap_err().to_string();
    assert!(said.contains("another run"), "{said}");
    std::fs::write(dir.path().join("people/notes.txt"), "kept").unwrap();
    let said = decide(&book, &population, Some(&population)).unwrap_err().to_string();
    assert!(said.contains("not empty"), "{said}");
}

#[test]
fn a_stopped_run_goes_on_and_ends_the_same() {
    let (book, dir) = (book(), tempfile::tempdir().unwrap());
    let population = dir.path().join("people");
    for partition in ["210402", "210402-2", "210403", "211302"] {
        people(&population, partition);
    }
    let (whole, stopped) = (dir.path().join("whole"), dir.path().join("stopped"));
    decide(&book, &population, Some(&whole)).unwrap();
    // A broken partition stops the run in the middle; a half-written file lies about.
    let broken = population.join("contracts/210403.parquet");
    let sound = std::fs::read(&broken).unwrap();
    std::fs::write(&broken, &sound[..sound.len() / 2]).unwrap();
    assert!(decide(&book, &population, Some(&stopped)).is_err());
    std::fs::create_dir_all(stopped.join("contracts")).unwrap();
    std::fs::write(stopped.join("contracts/210403.parquet.part"), b"half").unwrap();
    std::fs::write(&broken, &sound).unwrap();
    let report = decide(&book, &population, Some(&stopped)).unwrap();
    assert!(report.resumed >= 1, "{}", report.resumed);
    let (a, b) = (tree(&whole), tree(&stopped));
    assert!(a.keys().all(|name| !name.contains(".part")) && a.len() > 8);
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (name, bytes) in a.iter().filter(|(name, _)| *name != "report.json") {
        assert!(b[name] == *bytes, "{name} differs");
    }
}

fn tree(dir: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let (mut out, mut open) = (std::collections::BTreeMap::new(), vec![dir.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(dir).unwrap().to_string_lossy().into_owned();
                out.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    out
}
