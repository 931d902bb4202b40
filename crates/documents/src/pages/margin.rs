//! What stands beside an article (页边): its findings in the reader's words, numbered so that text and margin point at each other.

use std::fmt::Write as _;

use anye_findings::{Doubt, Span};
use anye_web::Texts;

use super::segment::{Marking, cut};
use super::wording::{self, Said};
use crate::keys::in_address;
use crate::model::{Sort, State};
use crate::view::{ArticleView, Found, TextKind};

/// A finding as the margin shows it.
#[derive(Debug, Clone, Default)]
pub struct FindingRow {
    /// Number on the page.
    pub n: usize,
    /// Key within the article.
    pub key: String,
    /// Key of the article.
    pub article: String,
    /// `unit`, `figure`, `date`, `cite`, `measure`: as in the style sheet.
    pub css: &'static str,
    /// Its sort in words.
    pub kind: String,
    /// What it says.
    pub said: String,
    /// What it is.
    pub is: String,
    /// Where its words stand in the text: the number of the mark to jump to.
    pub mark: Option<usize>,
    /// The page of the cited document, where the library has it.
    pub cited: Option<String>,
    /// Why a person should look.
    pub doubt: Option<String>,
    /// Its state, where a person has touched it.
    pub state: Option<String>,
    /// It was rejected.
    pub rejected: bool,
    /// Its version.
    pub version: i64,
    /// Who, what and by when of a measure.
    pub parts: Vec<(String, String)>,
}

/// A piece of the text as the page shows it.
#[derive(Debug, Clone)]
pub struct TextPiece {
    /// The characters.
    pub text: String,
    /// Its finding: number, `unit`, …; whether it waits for a person.
    pub mark: Option<(usize, &'static str, bool)>,
    /// The first piece of its finding.
    pub first: bool,
    /// Part of the heading.
    pub strong: bool,
    /// Where it leads.
    pub href: String,
}

/// An article with its margin.
#[derive(Debug, Clone, Default)]
pub struct ArticleRow {
    /// Key.
    pub key: String,
    /// The number as printed, with its brackets; empty where it has none.
    pub label: String,
    /// Paragraphs.
    pub paragraphs: Vec<Vec<TextPiece>>,
    /// Units, figures, dates, citations.
    pub findings: Vec<FindingRow>,
    /// Measures, folded up.
    pub measures: Vec<FindingRow>,
    /// As it stood in the source.
    pub original: String,
    /// Findings that wait for a person.
    pub doubts: i64,
}

struct Collect<'a> {
    texts: &'a Texts,
    article: &'a ArticleView,
    rows: Vec<FindingRow>,
    spans: Vec<Span>,
    next: usize,
}

impl Collect<'_> {
    fn take<T>(
        &mut self,
        sort: Sort,
        list: &[Found<T>],
        say: impl Fn(&Texts, &T) -> Said,
        of: impl Fn(&T) -> (Span, Option<&Doubt>, Option<String>),
    ) {
        let css = if sort == Sort::Citation { "cite" } else { sort.word() };
        for found in list {
            let said = say(self.texts, &found.finding);
            let (span, doubt, cited) = of(&found.finding);
            let waits = found.state == State::Doubtful;
            let touched = !matches!(found.state, State::Found | State::Doubtful);
            self.spans.push(span);
            self.rows.push(FindingRow {
                n: self.next,
                key: found.id.clone(),
                article: self.article.key.clone(),
                css,
                kind: self.texts.t(&format!("library-sort-{}", sort.word())),
                said: said.said,
                is: said.is,
                mark: None,
                cited: cited.map(|id| format!("/documents/{}", in_address(&id))),
                doubt: doubt.filter(|_| waits).map(|doubt| wording::doubt(self.texts, doubt)),
                state: touched.then(|| self.texts.t(&format!("library-state-{}", found.state.word()))),
                rejected: found.state == State::Rejected,
                version: found.version,
                parts: Vec::new(),
            });
            self.next += 1;
        }
    }
}

/// An article with its margin; findings are numbered from `next`, which is moved on.
pub fn article_row(texts: &Texts, article: &ArticleView, next: &mut usize) -> ArticleRow {
    let mut collect = Collect { texts, article, rows: Vec::new(), spans: Vec::new(), next: *next };
    collect.take(Sort::Unit, &article.units, wording::said_unit, |found| {
        (found.span, found.doubt.as_ref(), None)
    });
    collect.take(Sort::Figure, &article.figures, wording::said_figure, |found| {
        (found.span, found.doubt.as_ref(), None)
    });
    collect.take(Sort::Date, &article.dates, wording::said_date, |found| {
        (found.span, found.doubt.as_ref(), None)
    });
    collect.take(Sort::Citation, &article.citations, wording::said_citation, |found| {
        (found.span, found.doubt.as_ref(), found.document_id.clone())
    });
    let Collect { mut rows, spans, next: after, .. } = collect;
    let markings: Vec<Marking> = (0..rows.len())
        .filter(|index| !rows[*index].rejected)
        .map(|index| Marking { finding: index, span: spans[index] })
        .collect();
    let cut = cut(&article.text, heading_length(article), &markings);
    for marking in &markings {
        let mark = cut.stands_for(marking).map(|index| rows[index].n);
        rows[marking.finding].mark = mark;
    }
    let piece = |piece: super::segment::Piece| {
        let row = piece.finding.map(|index| &rows[index]);
        TextPiece {
            mark: row.map(|row| (row.n, row.css, row.doubt.is_some())),
            href: row.map(href).unwrap_or_default(),
            text: piece.text,
            first: piece.first,
            strong: piece.strong,
        }
    };
    let paragraphs = cut.paragraphs.into_iter().map(|line| line.into_iter().map(piece).collect()).collect();
    let mut measures = Collect { texts, article, rows: Vec::new(), spans: Vec::new(), next: after };
    measures.take(Sort::Measure, &article.measures, wording::said_measure, |found| {
        (found.span, found.doubt.as_ref(), None)
    });
    *next = measures.next;
    let mut measures = measures.rows;
    for (row, found) in measures.iter_mut().zip(&article.measures) {
        row.parts = measure_parts(texts, &found.finding);
    }
    ArticleRow {
        key: article.key.clone(),
        label: label(article),
        paragraphs,
        findings: rows,
        measures,
        original: article.original.clone(),
        doubts: article.doubts,
    }
}

fn href(row: &FindingRow) -> String {
    row.cited.clone().unwrap_or_else(|| format!("#f-{}", row.n))
}

fn heading_length(article: &ArticleView) -> usize {
    let opens = !article.heading.is_empty() && article.text.starts_with(&article.heading);
    if opens { article.heading.chars().count() } else { 0 }
}

/// Who and by when.
pub fn measure_parts(texts: &Texts, found: &anye_findings::Measure) -> Vec<(String, String)> {
    let when = match (&found.by_when, &found.due_on) {
        (Some(words), Some(day)) if words != day => format!("{words}（{day}）"),
        (Some(words), _) | (None, Some(words)) => words.clone(),
        (None, None) => String::new(),
    };
    // What must be done stands in the article beside it: only who and when are worth saying again.
    let parts = [("who", found.who.join("、")), ("when", when)];
    let kept = parts.into_iter().filter(|(_, text)| !text.is_empty());
    kept.map(|(word, text)| (texts.t(&format!("library-measure-{word}")), text)).collect()
}

/// The number of an article as it is printed.
pub fn label(article: &ArticleView) -> String {
    let mut label = String::new();
    if article.kind == TextKind::Numbered && !article.number.is_empty() {
        let opening = article.original.trim_start().chars().next();
        let written = match opening {
            Some('第') => write!(label, "第{}条", article.number),
            _ => write!(label, "（{}）", article.number),
        };
        // Writing to a string cannot fail.
        debug_assert!(written.is_ok());
    }
    label
}
