//! One helper for all documents: reads a text and compares a short summary.

use anye_findings::NoResolver;
use anye_gazette::{ArticleKind, Document, Inputs, NoGazetteer, read};

pub fn document(source: &str) -> Document {
    read(source, &Inputs::default(), &NoGazetteer, &NoResolver)
}

/// What a reader sees first of a document, one fact a line; facts that are missing have no line.
pub fn summary(document: &Document) -> String {
    let mut lines = Vec::new();
    let mut fact = |name: &str, value: &str| {
        if !value.is_empty() {
            lines.push(format!("{name}: {value}"));
        }
    };
    fact("title", &document.title);
    fact("kind", &format!("{:?}", document.kind));
    fact("number", document.number.as_deref().unwrap_or_default());
    fact("issuer", document.issuer.as_deref().unwrap_or_default());
    fact("to", &document.addressees.join(" | "));
    fact("issued", document.issued_on.as_deref().unwrap_or_default());
    fact("published", document.published_on.as_deref().unwrap_or_default());
    fact("preamble", &document.preamble.text.replace('\n', " / "));
    for chapter in &document.chapters {
        fact("chapter", &format!("{} {}", chapter.number, chapter.heading));
    }
    for article in &document.articles {
        let number = if article.kind == ArticleKind::Lead { "lead" } else { article.number.as_str() };
        fact(
            "article",
            &format!(
                "{}/{number} [{}] {}",
                article.chapter,
                article.heading,
                article.text.replace('\n', " / ")
            ),
        );
    }
    fact("closing", &document.closing.text.replace('\n', " / "));
    for warning in document.warnings.iter().filter(|warning| warning.code != "place_missing") {
        fact("warning", format!("{} {}", warning.code, warning.about).trim());
    }
    lines.join("\n")
}

/// Reads `source` and compares its summary with `expect`; both may be indented as a whole.
#[track_caller]
pub fn check(source: &str, expect: &str) {
    let found = summary(&document(source));
    let expect = expect.trim().lines().map(str::trim).collect::<Vec<_>>().join("\n");
    assert!(found == expect, "--- found\n{found}\n--- expected\n{expect}\n");
}
