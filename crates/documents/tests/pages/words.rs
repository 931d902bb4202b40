//! Every key that templates and handlers name has words in both languages.

use std::collections::BTreeSet;
use std::path::Path;

use anye_base::Lang;
use anye_documents::model::{Action, Role, Sort};
use anye_documents::pages::PAGE_MESSAGES;
use anye_documents::pages::finding_form::all_words;
use anye_web::i18n::Catalogue;

use crate::world::WORDS;

fn named(folder: &Path, into: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for piece in text.split('"').filter(|piece| piece.starts_with("library-")) {
            let whole = piece.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            // A prefix that is completed while the page is made is tried below, word by word.
            if whole
                && ![
                    "library-role",
                    "library-date",
                    "library-cites",
                    "library-compare",
                    "library-relation",
                    "library-relation-in",
                ]
                .contains(&piece)
            {
                into.insert(piece.to_owned());
            }
        }
    }
}

#[test]
fn both_languages_have_the_same_keys() {
    let catalogue = Catalogue::build(&PAGE_MESSAGES).unwrap();
    assert_eq!(catalogue.keys(Lang::Zh), catalogue.keys(Lang::En));
    assert!(catalogue.keys(Lang::Zh).len() > 400);
}

#[test]
fn every_key_in_templates_and_handlers_has_words() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut keys = BTreeSet::new();
    named(&root.join("templates"), &mut keys);
    named(&root.join("src/pages"), &mut keys);
    assert!(keys.len() > 200, "{}", keys.len());
    for sort in Sort::ALL {
        keys.insert(format!("library-sort-{}", sort.word()));
    }
    for action in Action::ALL {
        keys.insert(format!("library-did-{}", action.word()));
        keys.insert(format!("library-act-{}", action.word()));
    }
    for role in Role::ALL {
        keys.insert(format!("library-relation-{}", role.word()));
        keys.insert(format!("library-relation-in-{}", role.word()));
    }
    for state in ["found", "doubtful", "confirmed", "corrected", "rejected", "added"] {
        keys.insert(format!("library-state-{state}"));
    }
    for (list, words) in all_words() {
        keys.extend(words.iter().map(|word| format!("library-{list}-{word}")));
    }
    keys.extend(anye_gazette::WARNING_CODES.iter().map(|code| format!("library-warning-{code}")));
    for code in [
        "library_year",
        "library_day",
        "library_number",
        "library_choice",
        "library_words_missing",
        "library_words_absent",
        "library_import_gone",
        "library_import_none",
        "library_nothing_picked",
    ] {
        keys.insert(format!("error-{code}"));
    }
    for lang in Lang::ALL {
        let missing: Vec<&String> = keys.iter().filter(|key| !WORDS.keys(lang).contains(*key)).collect();
        assert!(missing.is_empty(), "{lang:?}: {missing:?}");
    }
}
