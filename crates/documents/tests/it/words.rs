//! Every code has words in both languages, and every word has both languages.

use std::sync::Arc;

use anye_base::Lang;
use anye_web::Texts;
use anye_web::i18n::Catalogue;

fn texts() -> [Texts; 2] {
    let catalogue = Arc::new(Catalogue::build(&anye_documents::MESSAGES).unwrap());
    assert_eq!(catalogue.keys(Lang::Zh), catalogue.keys(Lang::En));
    Lang::ALL.map(|lang| Texts::new(Arc::clone(&catalogue), lang))
}

#[test]
fn every_warning_of_the_reading_has_words() {
    for texts in texts() {
        for code in anye_gazette::WARNING_CODES {
            assert!(texts.has(&format!("warning-{code}")), "{code}");
        }
    }
}

#[test]
fn every_word_that_the_model_sends_has_a_name() {
    use anye_documents::model::{Action, Role, Sort};
    for texts in texts() {
        let sorts = Sort::ALL.iter().map(|sort| format!("finding-sort-{}", sort.word()));
        let actions = Action::ALL.iter().map(|action| format!("finding-action-{}", action.word()));
        let roles = Role::ALL.iter().map(|role| format!("relation-{}", role.word()));
        for key in sorts.chain(actions).chain(roles) {
            assert!(texts.has(&key), "{key}");
        }
    }
}

/// Codes in the sources of this crate and of the readers below it: `Fault::new(…, "code")`, `FieldFault::new(…, "code")` and the doubts.
#[test]
fn every_code_in_the_sources_has_words() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let ours = codes(&root.join("src"), &["Fault::new(", "fault(\"", "field(\"", "taken(\""]);
    let known = texts();
    let web = Catalogue::build(&anye_web::i18n::MESSAGES).unwrap();
    for code in ours.iter().filter(|code| !code.contains('-') && code.len() > 2) {
        let key = format!("error-{code}");
        assert!(web.keys(Lang::Zh).contains(&key) || known[0].has(&key), "{key}");
    }
    assert!(ours.iter().any(|code| code == "finding_changed"), "{ours:?}");
}

fn codes(folder: &std::path::Path, heads: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("pages") {
                found.extend(codes(&path, heads));
            }
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for line in text.lines().filter(|line| heads.iter().any(|head| line.contains(head))) {
            // The code is the last quoted word of the first call on the line.
            let call =
                heads.iter().filter_map(|head| line.split_once(head)).map(|(_, rest)| rest).next().unwrap();
            let quoted: Vec<&str> = call.split(')').next().unwrap().split('"').collect();
            let mut words = quoted.iter().skip(1).step_by(2);
            found.extend(
                words
                    .next_back()
                    .filter(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
                    .map(|word| (*word).to_owned()),
            );
        }
    }
    found
}
