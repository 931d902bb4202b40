//! Every text is there in both languages.

use anye_base::Lang;

use crate::app::WORDS;

/// A reader never meets a missing key.
#[test]
fn every_text_that_is_asked_for_is_there_in_both_languages() {
    anye_testkit::check_keys(env!("CARGO_MANIFEST_DIR"), WORDS.keys(Lang::Zh), WORDS.keys(Lang::En));
}
