//! From source text to document: the steps in their order.
//!
//! Must never panic and never drop text: a source without articles is a document with warnings.

use anye_findings::{Span, UnitResolver};

use crate::damage::Damage;
use crate::lines::{Line, Role};
use crate::model::{Document, Kind, Warning};
use crate::outline::Outline;
use crate::place::Gazetteer;
use crate::record::{self, Sources};
use crate::traced::Traced;
use crate::warnings::warning;
use crate::{
    annex, body, damage, entities, furniture, gloss, glued, head, lines, outline, paragraph, spacing, tail,
    traditional, warnings,
};

/// What the caller knows already, for example from a pack's metadata. What is given here overrides what the text says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inputs {
    /// Identifier.
    pub id: Option<String>,
    /// Document number.
    pub number: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Issuer.
    pub issuer: Option<String>,
    /// Division code.
    pub place: Option<String>,
    /// Day of issue, ISO 8601.
    pub issued_on: Option<String>,
    /// Day of publication, ISO 8601.
    pub published_on: Option<String>,
    /// Sort of document.
    pub kind: Option<Kind>,
}

/// The document and the role of every line of its source.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The document.
    pub document: Document,
    /// Each line of the source, in order, with what it was read as. A line cut in two occurs twice.
    pub roles: Vec<(Span, Role)>,
}

/// Reads the text of a document.
pub fn read(
    source: &str,
    inputs: &Inputs,
    gazetteer: &dyn Gazetteer,
    resolver: &dyn UnitResolver,
) -> Document {
    read_lines(source, inputs, gazetteer, resolver).document
}

/// Reads the text of a document and tells what each of its lines was read as.
pub fn read_lines(
    source: &str,
    inputs: &Inputs,
    gazetteer: &dyn Gazetteer,
    resolver: &dyn UnitResolver,
) -> Reading {
    let chars: Vec<char> = source.chars().collect();
    let clean = clean(source, &chars);
    let littered = spacing::is_littered(clean.text.chars());
    let mut lines = lines::split(&clean.text, chars.len());
    furniture::mark(&mut lines);
    furniture::mark_contents(&mut lines);
    let head = head::read(&mut lines);
    let layout = paragraph::layout(&lines);
    let first = outline_of(&lines, head.body..lines.len());
    glued::cut(&mut lines, head.body, first);
    let parts = annex::find(&lines, head.body);
    let outline = outline_of(&lines, parts.body.clone());
    let cover = tail::mark(&mut lines, head.body..parts.body.start, false);
    let last = last_opening(&lines, parts.body.clone(), outline);
    let tail = tail::mark(
        &mut lines,
        last.map_or(parts.body.start, |last| last + 1)..parts.body.end,
        last.is_some(),
    );
    for line in &mut lines[parts.body.end..] {
        set_open(line, Role::Closing);
    }
    for line in &mut lines[..parts.body.start] {
        set_open(line, Role::Preamble);
    }
    let body = body::read(&mut lines, parts.body.clone(), outline, littered);
    for line in &mut lines {
        set_open(line, Role::Preamble);
    }
    let tail = if cover.signed_on.is_some() { cover } else { tail };
    let mut found = clean.warnings;
    if let Some(start) = parts.set_aside {
        let line = &lines[start];
        let message =
            "An attachment follows the signature; its text is kept as closing text, not as articles.";
        found.push(warning("attachment_set_aside", line.string(), Some(line.number), message));
    }
    let document = record::document(
        &Sources { source, chars: &chars, lines: &lines, head: &head, tail: &tail, body: &body, layout },
        inputs,
        gazetteer,
        resolver,
        found,
    );
    Reading { document, roles: lines.iter().map(|line| (line.span, line.role)).collect() }
}

fn set_open(line: &mut Line, role: Role) {
    if line.is_open() {
        line.role = role;
    }
}

fn outline_of(lines: &[Line], range: std::ops::Range<usize>) -> Outline {
    outline::decide(lines, &outline::markers(lines, range.start, range.end))
}

/// The last line that opens a chapter or an article.
fn last_opening(lines: &[Line], range: std::ops::Range<usize>, outline: Outline) -> Option<usize> {
    let found = outline::markers(lines, range.start, range.end);
    found
        .iter()
        .rev()
        .find(|(_, marker)| Some(marker.style) == outline.article || Some(marker.style) == outline.chapter)
        .map(|(index, _)| *index)
}

struct Clean {
    text: Traced,
    warnings: Vec<Warning>,
}

/// Takes out glosses, repairs damage, simplifies.
fn clean(source: &str, chars: &[char]) -> Clean {
    let (text, glosses) = gloss::remove(&entities::decode(&Traced::of_source(source)));
    let (text, damages): (Traced, Vec<Damage>) = damage::repair(&text, &glosses);
    let mut found = Vec::new();
    if !glosses.is_empty() {
        let message =
            format!("{} pinyin glosses behind characters were taken out of the clean text.", glosses.len());
        found.push(warning("glosses_removed", glosses.len().to_string(), None, message));
    }
    let simplified = traditional::simplify(&text);
    if simplified.is_some() {
        let message = "The text is in traditional characters; the clean text is in simplified ones.";
        found.push(warning("text_converted", "", None, message));
    }
    found.extend(warnings::damage(&damages, chars));
    Clean { text: simplified.unwrap_or(text), warnings: found }
}
