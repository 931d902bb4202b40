//! What nothing pays is found when the pack is checked, not when somebody decides.

use std::fs;
use std::path::Path;

use anye_pack::{Pack, Source};
use anye_service::unfunded;

fn found(pack: &Pack) -> Vec<(String, u32, String)> {
    let book = &pack.law_unchecked().book;
    let (definitions, _) = pack.definitions_checked(book);
    let (funds, _) = anye_money::fund::load(pack, book);
    unfunded(pack, book, &definitions, &funds)
        .into_iter()
        .map(|one| (one.file, one.mark.line, one.en))
        .collect()
}

#[test]
fn everything_that_the_pack_pays_has_one_fund() {
    assert_eq!(found(&Pack::load(&Source::Embedded).unwrap()), []);
}

#[test]
fn a_benefit_that_no_fund_or_more_than_one_pays_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("pack");
    anye_pack::copy_embedded(&to).unwrap();
    let change = |file: &str, old: &str, new: &str| {
        let path = to.join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{file} does not hold {old:?}");
        fs::write(&path, text.replacen(old, new, 1)).unwrap();
    };
    change("funds.toml", "\"labour_export_subsidy\", ", "");
    change("programmes/FS2020.toml", "{ pay = { fund = \"skills-account\" } }", "{ pay = {} }");
    let found = found(&Pack::load(&Source::Folder(to.clone())).unwrap());
    let line = |file: &str, id: &str| {
        let text = fs::read_to_string(Path::new(&to).join(file)).unwrap();
        u32::try_from(text[..text.find(&format!("id = \"{id}\"")).unwrap()].lines().count() + 1).unwrap()
    };
    let (none, several) = ("programmes/LN2009-6.toml", "programmes/FS2020.toml");
    assert_eq!(
        found,
        [
            (
                none.to_owned(),
                line(none, "labour-export-subsidy"),
                "nothing says which fund pays 'labour-export-subsidy': a decision would be stopped"
                    .to_owned()
            ),
            (
                several.to_owned(),
                line(several, "fs-staff-training"),
                "2 funds may pay 'fs-staff-training', and nothing says which".to_owned()
            ),
        ]
    );
}
