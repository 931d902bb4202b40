//! The reporting side of the Liaoning pack: no findings, every form cites, every case passes; a spoilt copy says where.

use std::fs;
use std::path::Path;

use anye_forms::{PublishedKind, share_fits};
use anye_pack::{Pack, Source};

fn pack() -> Pack {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/liaoning");
    Pack::load(&Source::Folder(folder)).unwrap()
}

#[test]
fn the_files_have_no_findings_and_all_cases_pass() {
    let pack = pack();
    let (catalogue, found) = pack.reporting();
    assert!(found.is_empty(), "{found:#?}");
    assert!(catalogue.forms.len() >= 12 && catalogue.panels.len() >= 4, "{}", catalogue.forms.len());
    let cases = pack.reporting_cases(&catalogue);
    let failed: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let differences = case.run(&catalogue);
            (!differences.is_empty()).then(|| {
                format!("{}:{} {}: {}", case.file, case.mark.line, case.name, differences.join("; "))
            })
        })
        .collect();
    assert!(failed.is_empty() && cases.len() >= 40, "{} cases\n{}", cases.len(), failed.join("\n"));
}

#[test]
fn a_file_that_is_not_listed_and_one_that_is_not_there_are_told() {
    let copy = tempfile::tempdir().unwrap();
    let at = copy.path();
    fs::create_dir_all(at.join("reporting")).unwrap();
    let head = "id = \"x\"\nname = { zh = \"甲\", en = \"a\" }\nplace = \"210000\"\nrelease = \"1\"\nabout = { zh = \"甲\", en = \"a\" }\ndocuments = []\n";
    fs::write(at.join("pack.toml"), format!("{head}reporting = [\"gone\", \"kept\", \"kept\"]\n")).unwrap();
    fs::write(at.join("units.toml"), "").unwrap();
    fs::write(at.join("reporting/kept.toml"), "").unwrap();
    fs::write(at.join("reporting/left.toml"), "").unwrap();
    let pack = Pack::load(&Source::Folder(at.to_owned())).unwrap();
    let told: Vec<(String, u32, &str)> =
        pack.reporting().1.into_iter().map(|found| (found.file, found.mark.line, found.code)).collect();
    assert_eq!(
        told,
        [
            ("pack.toml".to_owned(), 7, "R013"),
            ("pack.toml".to_owned(), 7, "R014"),
            ("reporting/left.toml".to_owned(), 1, "R015")
        ]
    );
}

// covers: LN2020-R/1.c
#[test]
fn the_published_share_of_the_plan_stands_and_fits_what_it_was_made_of() {
    let (catalogue, _) = pack().reporting();
    let published = |id: &str| {
        let own = catalogue.published.iter().filter(|one| one.indicator == id);
        own.into_iter().find(|one| one.kind == PublishedKind::Value).unwrap()
    };
    let (share, part) = (published("new-employment-progress"), published("new-employment"));
    let plan = &catalogue.indicator("new-employment").unwrap().targets[0];
    assert_eq!(share.value, "36.1");
    assert_eq!(share_fits(share, part, plan), Some(true));
    let mut other = share.clone();
    other.value = "36.5".to_owned();
    assert_eq!(share_fits(&other, part, plan), Some(false));
}
