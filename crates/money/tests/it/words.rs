//! Both languages have every word that is asked for.

use anye_base::Lang;

#[test]
fn both_languages_say_the_same() {
    let words = &*crate::world::WORDS;
    anye_testkit::check_keys(env!("CARGO_MANIFEST_DIR"), words.keys(Lang::Zh), words.keys(Lang::En));
}
