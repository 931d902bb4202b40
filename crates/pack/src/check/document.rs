//! Checks of one document's metadata and article index. Must never need the text of the document.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::report::Report;
use crate::document::{DocumentMeta, Numbering, RelatedDocument};
use crate::fault::Problem;

/// Kinds of documents, as the reader of documents names them.
const KINDS: [&str; 10] = [
    "notice",
    "opinion",
    "plan",
    "measures",
    "regulation",
    "decision",
    "reply",
    "announcement",
    "report",
    "other",
];

/// Everything that is wrong with `document` by itself.
pub(super) fn check(document: &DocumentMeta, report: &mut Report<'_>) {
    metadata(document, report);
    dates(document, report);
    related(document, report);
    index(document, report);
}

fn metadata(document: &DocumentMeta, report: &mut Report<'_>) {
    report.bilingual(document.mark, "title", &document.title);
    report.bilingual(document.mark, "issuer", &document.issuer.name);
    report.place(document.mark, &document.place);
    for absent in &document.absent {
        report.bilingual(document.mark, &absent.what, &absent.note);
    }
    if let Some(note) = &document.in_force.note {
        report.bilingual(document.mark, "in_force", note);
    }
    if !KINDS.contains(&document.kind.as_str()) {
        report.push(
            document.mark,
            Problem::BadValue { value: document.kind.clone(), allowed: KINDS.join(", ") },
        );
    }
    let expected = format!("documents/{}.toml", document.id);
    if document.file != expected {
        report.push(
            document.mark,
            Problem::BadValue { value: document.id.clone(), allowed: document.file.clone() },
        );
    }
    let clues = &document.recognise;
    if clues.numbers.is_empty()
        && clues.titles.is_empty()
        && clues.basis.is_empty()
        && clues.content.is_empty()
    {
        report.push(document.mark, Problem::Unrecognisable);
    }
}

fn dates(document: &DocumentMeta, report: &mut Report<'_>) {
    report.order(document.mark, document.issued_on.as_deref(), document.published_on.as_deref());
    report.order(document.mark, document.in_force.from.as_deref(), document.in_force.to.as_deref());
}

fn related(document: &DocumentMeta, report: &mut Report<'_>) {
    for other in document.parents.iter().chain(&document.cited) {
        if other.en.trim().is_empty() {
            report.push(other.mark, Problem::MissingTranslation { of: name_of(other) });
        }
        for article in other.articles.iter().filter(|article| document.article(article).is_none()) {
            report.push(other.mark, Problem::ArticleGap { missing: article.clone() });
        }
    }
    for parent in &document.parents {
        let nameless = parent.number.is_none() && parent.title.is_none();
        let itself = parent.number.is_some() && parent.number == document.number;
        if nameless || itself {
            report.push(parent.mark, Problem::ParentUnknown { parent: name_of(parent) });
        }
    }
    // A basis by which the document is recognised has to be one of its parents or citations, or the two would drift apart.
    let known: BTreeSet<&str> =
        document.parents.iter().chain(&document.cited).filter_map(|other| other.number.as_deref()).collect();
    for basis in document.recognise.basis.iter().filter(|basis| !known.contains(basis.as_str())) {
        report.push(document.mark, Problem::ParentUnknown { parent: basis.clone() });
    }
}

fn name_of(other: &RelatedDocument) -> String {
    other.number.clone().or_else(|| other.title.clone()).unwrap_or_else(|| other.en.clone())
}

fn index(document: &DocumentMeta, report: &mut Report<'_>) {
    report.duplicates(document.chapters.iter().map(|chapter| (chapter.number.as_str(), chapter.mark)));
    report.duplicates(document.articles.iter().map(|article| (article.number.as_str(), article.mark)));
    for chapter in &document.chapters {
        report.bilingual(chapter.mark, &chapter.number, &chapter.title);
    }
    let chapters: BTreeSet<&str> = document.chapters.iter().map(|chapter| chapter.number.as_str()).collect();
    for article in &document.articles {
        report.bilingual(article.mark, &article.number, &article.title);
        if article.number != "0" && !chapters.contains(article.chapter.as_str()) {
            report.push(article.mark, Problem::UnknownChapter { chapter: article.chapter.clone() });
        }
    }
    for missing in gaps(document) {
        report.push(document.mark, Problem::ArticleGap { missing });
    }
    let indexed = u32::try_from(document.numbered().count()).unwrap_or(u32::MAX);
    if indexed != document.recognise.articles {
        report.push(document.mark, Problem::ArticleCount { stated: document.recognise.articles, indexed });
    }
}

/// Numbers that should be in the index between the first and the last, by chapter where numbering starts anew.
fn gaps(document: &DocumentMeta) -> Vec<String> {
    let mut runs: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    for article in document.numbered() {
        let (run, ordinal) = match document.numbering {
            Numbering::Continuous => ("", article.number.as_str()),
            Numbering::ByChapter => match article.number.split_once('.') {
                Some(parts) => parts,
                None => continue,
            },
        };
        if let Ok(ordinal) = ordinal.parse() {
            runs.entry(run).or_default().insert(ordinal);
        }
    }
    let mut missing = Vec::new();
    for (run, ordinals) in runs {
        let last = ordinals.last().copied().unwrap_or(0);
        let absent = (1..last).filter(|ordinal| !ordinals.contains(ordinal));
        missing.extend(
            absent.map(
                |ordinal| {
                    if run.is_empty() { ordinal.to_string() } else { format!("{run}.{ordinal}") }
                },
            ),
        );
    }
    missing
}
