//! Every mistake an author of a pack can make is found, with file, line and column.

use std::fs;

use anye_pack::{Pack, PackError, Source};

use crate::folder::Copy;

const FUSHUN: &str = "documents/FS2020.toml";

/// File, line of the text `near`, and code of the one error expected.
fn expect(copy: &Copy, found: &[PackError], file: &str, near: &str, code: &str) {
    assert_eq!(found.len(), 1, "{found:#?}");
    let text = fs::read_to_string(copy.path(file)).unwrap();
    let line = text.lines().position(|line| line.contains(near)).unwrap() + 1;
    assert_eq!(
        (found[0].file.as_str(), found[0].mark.line as usize, found[0].problem.code()),
        (file, line, code),
        "{}",
        found[0]
    );
    assert!(found[0].to_string().starts_with(&format!("{file}:{line}:")), "{}", found[0]);
    assert!(found[0].zh().ends_with('。'), "{}", found[0].zh());
}

#[test]
fn a_slip_of_syntax_is_shown_where_it_is() {
    let copy = Copy::new().replace(FUSHUN, "kind = \"plan\"", "kind = plan");
    expect(&copy, &copy.load().unwrap_err(), FUSHUN, "kind = plan", "pack_syntax");
}

#[test]
fn a_misspelt_key_is_shown_where_it_is() {
    let copy = Copy::new().replace(FUSHUN, "kind = \"plan\"", "kind = \"plan\"\nkindd = \"plan\"");
    expect(&copy, &copy.load().unwrap_err(), FUSHUN, "kindd", "pack_syntax");
}

#[test]
fn all_unreadable_files_are_reported_at_once() {
    let copy = Copy::new().replace(FUSHUN, "kind = \"plan\"", "kind = plan").replace(
        "units.toml",
        "id = \"hrss\"",
        "idd = \"hrss\"",
    );
    let files: Vec<_> = copy.load().unwrap_err().into_iter().map(|error| error.file).collect();
    assert_eq!(files, ["units.toml", FUSHUN]);
}

#[test]
fn a_unit_that_is_not_registered() {
    let copy = Copy::new().replace(FUSHUN, "\"hrss\", \"sasac\"", "\"hrss\", \"sasak\"");
    let found = copy.checked();
    expect(&copy, &found, FUSHUN, "sasak", "pack_unknown_unit");
    assert!(found[0].to_string().contains("\"sasak@210400\""), "{}", found[0]);
    assert!(found[0].mark.column > 10, "the column points at the id, not at the line: {}", found[0]);
}

#[test]
fn an_article_missing_from_the_index() {
    let copy = Copy::new().replace(FUSHUN, "number = \"21\"", "number = \"210\"");
    let codes: Vec<_> = copy.checked().iter().map(|error| error.problem.code()).collect();
    assert!(codes.contains(&"pack_article_gap") && codes.contains(&"pack_requirement_adrift"), "{codes:?}");
}

#[test]
fn an_article_missing_at_the_end() {
    let copy = Copy::new().replace(FUSHUN, "articles = 25\n", "articles = 26\n");
    let found = copy.checked();
    assert_eq!(found.iter().map(|error| error.problem.code()).collect::<Vec<_>>(), ["pack_article_count"]);
}

#[test]
fn an_item_missing_within_a_part() {
    let copy = Copy::new().replace("documents/LN2020-R.toml", "number = \"2.3\"", "number = \"2.9\"");
    let missing: Vec<_> = copy
        .checked()
        .iter()
        .filter(|error| error.problem.code() == "pack_article_gap")
        .map(ToString::to_string)
        .collect();
    assert!(missing.iter().any(|message| message.contains("article 2.3")), "{missing:?}");
}

#[test]
fn the_same_article_twice() {
    let copy = Copy::new().replace(FUSHUN, "[[article]]\nnumber = \"2\"", "[[article]]\nnumber = \"1\"\nchapter = \"1\"\nzh = \"重\"\nen = \"again\"\n\n[[article]]\nnumber = \"2\"");
    let codes: Vec<_> = copy.checked().iter().map(|error| error.problem.code()).collect();
    assert!(codes.contains(&"pack_duplicate_id"), "{codes:?}");
}

#[test]
fn the_same_unit_twice() {
    let copy = Copy::new().replace("units.toml", "id = \"personnel\"", "id = \"hrss\"");
    let codes: Vec<_> = copy.checked().iter().map(|error| error.problem.code()).collect();
    assert!(codes.contains(&"pack_duplicate_id"), "{codes:?}");
}

#[test]
fn a_title_in_one_language_only() {
    let copy = Copy::new().replace(FUSHUN, "en = \"Aid for incubators\"", "en = \"\"");
    let found = copy.checked();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].problem.code(), "pack_missing_translation");
    let text = fs::read_to_string(copy.path(FUSHUN)).unwrap();
    let line = text.lines().position(|line| line == "number = \"11\"").unwrap();
    assert_eq!(found[0].mark.line as usize, line, "the [[article]] line above its number");
}

#[test]
fn a_chapter_that_is_not_listed() {
    let copy =
        Copy::new().replace(FUSHUN, "number = \"18\"\nchapter = \"5\"", "number = \"18\"\nchapter = \"9\"");
    assert_eq!(
        copy.checked().iter().map(|error| error.problem.code()).collect::<Vec<_>>(),
        ["pack_unknown_chapter"]
    );
}

#[test]
fn a_parent_without_a_name_or_that_is_the_document_itself() {
    let nameless = Copy::new().replace("documents/LN2016-75.toml", "number = \"辽政发〔2015〕17号\"\ntitle = \"辽宁省人民政府关于进一步做好新形势下就业创业工作的实施意见\"\n", "");
    assert_eq!(
        nameless.checked().iter().map(|error| error.problem.code()).collect::<Vec<_>>(),
        ["pack_parent_unknown"]
    );
    let itself = Copy::new().replace(
        "documents/LN2016-75.toml",
        "number = \"辽政发〔2015〕17号\"",
        "number = \"辽政办发[2016]75号\"",
    );
    assert_eq!(
        itself.checked().iter().map(|error| error.problem.code()).collect::<Vec<_>>(),
        ["pack_parent_unknown"]
    );
}

#[test]
fn a_basis_that_is_no_parent() {
    let copy =
        Copy::new().replace(FUSHUN, "basis = [\"辽政发〔2020〕9号\"]", "basis = [\"辽政发〔2021〕9号\"]");
    assert_eq!(
        copy.checked().iter().map(|error| error.problem.code()).collect::<Vec<_>>(),
        ["pack_parent_unknown"]
    );
}

#[test]
fn a_citation_in_an_article_that_does_not_exist() {
    let copy = Copy::new().replace(FUSHUN, "articles = [\"25\"]", "articles = [\"52\"]");
    assert_eq!(
        copy.checked().iter().map(|error| error.problem.code()).collect::<Vec<_>>(),
        ["pack_article_gap"]
    );
}

#[test]
fn published_before_it_was_issued() {
    let copy = Copy::new().replace(
        "documents/LN2020-R.toml",
        "published_on = \"2020-11-02\"",
        "published_on = \"2020-06-02\"",
    );
    assert_eq!(
        copy.checked().iter().map(|error| error.problem.code()).collect::<Vec<_>>(),
        ["pack_date_order"]
    );
}

#[test]
fn a_day_that_is_not_in_the_calendar() {
    for day in ["2020-02-30", "2020-13-01", "2020-6-16", "16.06.2020"] {
        let copy = Copy::new().replace(
            "documents/LN2020-R.toml",
            "issued_on = \"2020-06-16\"",
            &format!("issued_on = \"{day}\""),
        );
        let codes: Vec<_> = copy.checked().iter().map(|error| error.problem.code()).collect();
        assert!(codes.contains(&"pack_bad_value"), "{day}: {codes:?}");
    }
}

#[test]
fn a_kind_or_a_place_that_does_not_exist() {
    let kind = Copy::new().replace(FUSHUN, "kind = \"plan\"", "kind = \"scheme\"");
    assert_eq!(
        kind.checked().iter().map(|error| error.problem.code()).collect::<Vec<_>>(),
        ["pack_bad_value"]
    );
    let place = Copy::new().replace("pack.toml", "place = \"210000\"", "place = \"21000\"");
    assert_eq!(
        place.checked().iter().map(|error| error.problem.code()).collect::<Vec<_>>(),
        ["pack_bad_value"]
    );
}

#[test]
fn a_document_that_nothing_identifies() {
    let copy = Copy::new().replace(FUSHUN, "titles = [\"关于深入实施就业优先政策进一步做好稳就业工作的实施方案\"]\nbasis = [\"辽政发〔2020〕9号\"]\n", "");
    assert_eq!(
        copy.checked().iter().map(|error| error.problem.code()).collect::<Vec<_>>(),
        ["pack_unrecognisable"]
    );
}

#[test]
fn a_requirement_of_no_article_and_one_given_twice() {
    let table = "requirements/articles-fushun-2020.csv";
    let adrift = Copy::new().replace(table, "FS2020/01.b,1,", "FS2020/01.b,77,");
    expect(&adrift, &adrift.checked(), table, "FS2020/01.b,77", "pack_requirement_adrift");
    let twice = Copy::new().replace(table, "\nFS2020/01.b,", "\nFS2020/01.a,");
    assert_eq!(
        twice.checked().iter().map(|error| error.problem.code()).collect::<Vec<_>>(),
        ["pack_duplicate_id"]
    );
}

#[test]
fn a_row_of_the_requirement_table_that_lacks_cells() {
    let table = "requirements/articles-fushun-2020.csv";
    let copy = Copy::new().replace(table, "\nFS2020/01.b,1,", "\nFS2020/99.z,1\nFS2020/01.b,1,");
    expect(&copy, &copy.load().unwrap_err(), table, "FS2020/99.z", "pack_syntax");
}

#[test]
fn a_file_that_is_missing_or_not_text() {
    let missing = Copy::new();
    fs::remove_file(missing.path(FUSHUN)).unwrap();
    let codes: Vec<_> =
        missing.load().unwrap_err().iter().map(|error| (error.file.clone(), error.problem.code())).collect();
    assert_eq!(codes, [(FUSHUN.to_owned(), "pack_file_missing")]);

    let sample = Copy::new();
    fs::remove_file(sample.path("documents/sample-notice.txt")).unwrap();
    assert_eq!(
        sample.checked().iter().map(|error| error.problem.code()).collect::<Vec<_>>(),
        ["pack_file_missing"]
    );

    let binary = Copy::new();
    fs::write(binary.path(FUSHUN), b"id = \"FS2020\"\ntitle = \"\xb9\xd8\"\n").unwrap();
    let errors = binary.load().unwrap_err();
    assert_eq!(
        (errors[0].problem.code(), errors[0].mark.line, errors[0].mark.column),
        ("pack_not_utf8", 2, 10)
    );
}

#[test]
fn a_folder_without_a_pack() {
    let folder = tempfile::tempdir().unwrap();
    let errors = Pack::load(&Source::Folder(folder.path().to_owned())).unwrap_err();
    assert_eq!(errors[0].problem.code(), "pack_no_manifest");
    let gone = Pack::load(&Source::Folder(folder.path().join("gone"))).unwrap_err();
    assert_eq!(gone[0].problem.code(), "pack_unreadable");
}
