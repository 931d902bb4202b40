//! A new benefit is four text files in a copy of the pack, as the guided tour adds one: no Rust, and nothing else has to change.

use std::fs;

use anye_law::scenario;
use anye_law::span::Severity;
use anye_pack::{Pack, Source};

use crate::folder::{Copy, repository};

/// The files of the tour, and where they are named in the manifest.
const FILES: [&str; 4] =
    ["documents/SC2020.toml", "law/SC2020.law", "law/SC2020.case", "programmes/SC2020.toml"];

fn with_the_example() -> Copy {
    let copy = Copy::new();
    for file in FILES {
        fs::copy(repository().join("docs/programmes/example").join(file), copy.path(file)).unwrap();
    }
    copy.replace("pack.toml", "\"CY2017\", \"FS2020\"]", "\"CY2017\", \"FS2020\", \"SC2020\"]").replace(
        "pack.toml",
        "\"FS2020\", \"LN2020-R\"]",
        "\"FS2020\", \"LN2020-R\", \"SC2020\"]",
    )
}

#[test]
fn a_benefit_added_in_text_files_is_sound_and_decides_its_scenarios() {
    let pack = with_the_example().load().unwrap();
    assert_eq!(pack.check(), []);
    let compiled = pack.law();
    let errors: Vec<&str> = compiled
        .diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .map(|d| d.en.as_str())
        .collect();
    assert_eq!(errors, Vec::<&str>::new());
    let (definitions, found) = pack.definitions_checked(&compiled.book);
    assert!(found.iter().all(|one| !one.error), "{found:?}");
    assert!(definitions.programmes.iter().any(|one| one.id == "sc-travel"));
    let rule = compiled.book.find_rule("sc_travel_aid").unwrap();
    let of_it =
        compiled.scenarios.iter().filter(|one| scenario::find(&compiled.book, one).ok() == Some(rule));
    let results: Vec<_> = of_it.flat_map(|one| scenario::run(&compiled.book, one).unwrap()).collect();
    assert_eq!(results.len(), 6);
    assert!(results.iter().all(scenario::CaseResult::passed), "{results:?}");
}

#[test]
fn a_document_is_known_by_its_printed_title_where_nothing_else_is_said() {
    let pack = with_the_example().load().unwrap();
    let known = &pack.document("SC2020").unwrap().recognise;
    assert_eq!((known.titles.len(), known.articles), (1, 1));
}

#[test]
fn a_copy_of_the_built_in_pack_is_whole_and_is_never_written_over_another() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("own");
    assert!(anye_pack::copy_embedded(&to).unwrap() > 50);
    let pack = Pack::load(&Source::Folder(to.clone())).unwrap();
    assert_eq!(pack.check(), []);
    assert_eq!(pack.version(), Pack::load(&Source::Embedded).unwrap().version());
    let again = anye_pack::copy_embedded(&to).unwrap_err();
    assert_eq!(again.kind(), std::io::ErrorKind::DirectoryNotEmpty);
}

#[test]
fn claims_of_a_copy_without_the_tables_of_requirements_are_no_errors() {
    let copy = Copy::new();
    fs::remove_dir_all(copy.path("requirements")).unwrap();
    let compiled = copy.load().unwrap().law();
    assert!(compiled.diagnostics.iter().all(|d| d.code != "L222"));
}
