//! Names inside a document: keys of articles and of findings, the comparable form of titles. Pure.
//!
//! Must never change for the same text: permalinks, corrections and requirement tables hang on these names.

use std::collections::{HashMap, HashSet};

use anye_gazette::{ArticleKind, Document};
use anye_pack::DocumentMeta;

use crate::model::Sort;

/// Key of the text before the first article.
pub const PREAMBLE: &str = "0";
/// Key of the text after the last article.
pub const CLOSING: &str = "end";

/// The keys of a document's articles, in their order: as the pack's index names them where it knows the document, else `12` where numbers
/// run through, `2.1` where they begin anew in each chapter, `2.0` for the text before a chapter's first article.
pub fn article_keys(document: &Document, known: Option<&DocumentMeta>) -> Vec<String> {
    let chapters: HashMap<&str, u32> =
        document.chapters.iter().map(|chapter| (chapter.number.as_str(), chapter.ordinal)).collect();
    let anew = begins_anew(document);
    let mut taken: HashSet<String> = HashSet::from([PREAMBLE.to_owned(), CLOSING.to_owned()]);
    let mut keys = Vec::with_capacity(document.articles.len());
    for article in &document.articles {
        let chapter = chapters.get(article.chapter.as_str()).copied().unwrap_or(0);
        let indexed = known.and_then(|meta| meta.article_at(chapter, article.ordinal));
        let wish = match indexed {
            Some(indexed) => indexed.number.clone(),
            None if article.kind == ArticleKind::Lead => format!("{chapter}.0"),
            None if anew => format!("{chapter}.{}", article.ordinal),
            None => article.ordinal.to_string(),
        };
        // A number that comes twice stays addressable; the warning of the reading says so to a person.
        let key = (1..).map(|turn| if turn == 1 { wish.clone() } else { format!("{wish}-{turn}") });
        let key = key.into_iter().find(|key| !taken.contains(key)).unwrap_or(wish);
        taken.insert(key.clone());
        keys.push(key);
    }
    keys
}

/// Whether numbering begins anew in each chapter: the same number stands in more than one chapter, and never twice in one.
fn begins_anew(document: &Document) -> bool {
    let mut seen: HashMap<u32, &str> = HashMap::new();
    let mut across = false;
    for article in document.articles.iter().filter(|article| article.kind == ArticleKind::Numbered) {
        if let Some(before) = seen.insert(article.ordinal, &article.chapter) {
            if before == article.chapter {
                return false;
            }
            across = across || article.ordinal == 1;
        }
    }
    across
}

/// Key of a finding as read: its sort and its place in the article.
pub fn finding_key(sort: Sort, index: usize) -> String {
    format!("{}-{index}", sort.word())
}

/// Key of a finding that a person added.
pub fn added_key(id: &str) -> String {
    format!("added-{id}")
}

/// A title in the form in which titles are compared: without spaces, brackets and 《》.
pub fn title_key(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// An id or key as part of an address: percent-encoded but for letters and digits of ASCII, `-`, `.`, `_` and `~`.
pub fn in_address(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use anye_gazette::{Inputs, NoGazetteer, read};

    use super::*;

    fn keys(text: &str) -> Vec<String> {
        let document = read(text, &Inputs::default(), &NoGazetteer, &anye_findings::NoResolver);
        article_keys(&document, None)
    }

    #[test]
    fn numbers_that_run_through_name_articles_and_doubles_stay_addressable() {
        let text = "关于某事的通知\n\n一、总则\n\n(一)目的。为了做好样例工作。\n\n二、措施\n\n(二)办法。各单位按照样例办理。\n\n(二)又一。各单位按照样例办理。\n";
        assert_eq!(keys(text), ["1", "2", "2-2"]);
    }

    #[test]
    fn numbers_that_begin_anew_carry_their_chapter() {
        let text = "关于某事的意见\n\n一、总则\n\n(一)目的。为了做好样例工作。\n\n(二)范围。适用于全市。\n\n二、措施\n\n(一)办法。各单位按照样例办理。\n\n(二)时间。各单位按照样例办理。\n";
        assert_eq!(keys(text), ["1.1", "1.2", "2.1", "2.2"]);
    }

    #[test]
    fn titles_compare_without_marks() {
        assert_eq!(title_key("《关于 做好(样例)工作的通知》"), "关于做好样例工作的通知");
    }
}
