//! How often a word stands in a document, where, and in how many chapters (词语统计): so that published counts can be checked against the text.

use anye_access::Caller;
use anye_base::{ErrorKind, Fault, FieldFault};
use serde::Serialize;
use utoipa::ToSchema;

use crate::library::Library;
use crate::show;

/// Where a word stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = documents::Place)]
pub struct Place {
    /// The article.
    pub article_key: String,
    /// First character in the article's text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// The count of a word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Mentions {
    /// The word.
    pub word: String,
    /// Characters of the document's own text, spaces not counted.
    pub characters: usize,
    /// Where it stands, in order.
    pub places: Vec<Place>,
    /// Chapters in which it stands, by their number as printed.
    pub chapters_with: Vec<String>,
    /// Number of chapters.
    pub chapters: usize,
}

const LONGEST_WORD: usize = 40;

/// Counts a word in a document.
pub async fn mentions(
    library: &Library,
    caller: &Caller<'_>,
    id: &str,
    word: &str,
) -> Result<Mentions, Fault> {
    let word = word.trim();
    let wanted: Vec<char> = word.chars().collect();
    if wanted.is_empty() || wanted.len() > LONGEST_WORD {
        let field = FieldFault::new("word", "word_length").arg("most", LONGEST_WORD);
        return Err(Fault::new(ErrorKind::Invalid, "word_length").arg("most", LONGEST_WORD).field(field));
    }
    let document = show::show(library, caller, id).await?;
    let (mut places, mut chapters_with, mut characters) = (Vec::new(), Vec::new(), 0);
    for article in document.texts() {
        let text: Vec<char> = article.text.chars().collect();
        characters += text.iter().filter(|c| !c.is_whitespace()).count();
        let before = places.len();
        places.extend(starts(&text, &wanted).map(|start| Place {
            article_key: article.key.clone(),
            start,
            end: start + wanted.len(),
        }));
        if places.len() > before && !article.chapter.is_empty() && !chapters_with.contains(&article.chapter) {
            chapters_with.push(article.chapter.clone());
        }
    }
    // A chapter's heading belongs to the chapter.
    for chapter in &document.chapters {
        characters += chapter.heading.chars().filter(|c| !c.is_whitespace()).count();
        if chapter.heading.contains(word) && !chapters_with.contains(&chapter.number) {
            chapters_with.push(chapter.number.clone());
        }
    }
    Ok(Mentions {
        word: word.to_owned(),
        characters,
        places,
        chapters_with,
        chapters: document.chapters.len(),
    })
}

/// Where the word begins; occurrences do not overlap.
fn starts<'a>(text: &'a [char], word: &'a [char]) -> impl Iterator<Item = usize> + 'a {
    let mut free = 0;
    text.windows(word.len()).enumerate().filter_map(move |(at, window)| {
        let here = at >= free && window == word;
        if here {
            free = at + word.len();
        }
        here.then_some(at)
    })
}
