//! From source text to document: the steps in their order.
//!
//! Must never panic and never drop text: a source without articles is a document with warnings.

use anye_findings::{Context, Span, UnitResolver};

use crate::compose::Composer;
use crate::damage::Damage;
use crate::head::Head;
use crate::lines::{Line, Role};
use crate::model::{Chapter, Document, Kind, Warning};
use crate::outline::Outline;
use crate::place::{self, Gazetteer};
use crate::tail::Tail;
use crate::traced::Traced;
use crate::warnings::warning;
use crate::{
    annex, body, classify, damage, furniture, gloss, glued, head, identity, lines, organisation, outline,
    paragraph, spacing, tail, traditional, warnings,
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
    let document = document(
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
    let (text, glosses) = gloss::remove(&Traced::of_source(source));
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

struct Sources<'a> {
    source: &'a str,
    chars: &'a [char],
    lines: &'a [Line],
    head: &'a Head,
    tail: &'a Tail,
    body: &'a body::Body,
    layout: paragraph::Layout,
}

fn document(
    from: &Sources,
    inputs: &Inputs,
    gazetteer: &dyn Gazetteer,
    resolver: &dyn UnitResolver,
    mut warnings: Vec<Warning>,
) -> Document {
    let title = inputs.title.clone().unwrap_or_else(|| from.head.title.clone());
    let issuer = inputs.issuer.clone().or_else(|| issuer(from.head, from.tail, &title));
    let issued_on = inputs.issued_on.clone().or_else(|| issued_on(from.head, from.tail));
    let number = inputs.number.clone().or_else(|| from.head.number.clone());
    let place =
        inputs.place.clone().or_else(|| place_of(from, &title, issuer.as_deref(), gazetteer, &mut warnings));
    let year = issued_on
        .as_deref()
        .and_then(|day| day.get(..4))
        .and_then(|year| year.parse().ok())
        .or_else(|| year_of(number.as_deref()));
    let context = Context { year, place_level: place.as_deref().and_then(place::level), resolver };
    let composer = Composer { source: from.chars, layout: from.layout, context };
    let articles: Vec<_> = from.body.blocks.iter().map(|block| composer.article(block, from.body)).collect();
    let of_role =
        |role: Role| -> Vec<Line> { from.lines.iter().filter(|line| line.role == role).cloned().collect() };
    missing(
        from,
        (&title, number.as_deref(), issuer.as_deref(), issued_on.as_deref()),
        articles.is_empty(),
        &mut warnings,
    );
    warnings.extend(warnings::numbering(from.body));
    Document {
        id: inputs.id.clone().unwrap_or_else(|| identity::document_id(number.as_deref(), from.source)),
        kind: inputs.kind.unwrap_or_else(|| classify::classify_title(&title)),
        number,
        title,
        issuer,
        place,
        issued_on,
        published_on: inputs.published_on.clone().or_else(|| from.head.published_on.clone()),
        addressees: from.head.addressees.clone(),
        chapters: from
            .body
            .chapters
            .iter()
            .map(|chapter| Chapter {
                number: chapter.number.clone(),
                ordinal: chapter.ordinal,
                heading: chapter.heading.clone(),
            })
            .collect(),
        articles,
        preamble: composer.passage(&of_role(Role::Preamble)),
        closing: composer.passage(&of_role(Role::Closing)),
        furniture: from
            .lines
            .iter()
            .filter(|line| {
                matches!(line.role, Role::Furniture | Role::Publication | Role::Metadata | Role::Masthead)
            })
            .map(|line| line.span)
            .collect(),
        warnings,
    }
}

/// The title's opening, else the masthead, else the signature, else the table above the page.
fn issuer(head: &Head, tail: &Tail, title: &str) -> Option<String> {
    organisation::opening(title)
        .map(str::to_owned)
        .or_else(|| (!tail.signed_by.is_empty()).then(|| tail.signed_by.join("、")))
        .or_else(|| head.masthead.clone())
        .or_else(|| head.fields.issuer.clone())
}

fn issued_on(head: &Head, tail: &Tail) -> Option<String> {
    tail.signed_on
        .clone()
        .or_else(|| head.fields.issued.as_deref().and_then(crate::dates::find).map(|found| found.iso))
        .or_else(|| head.dated.clone())
}

fn year_of(number: Option<&str>) -> Option<i32> {
    number?.split(['〔', '〕']).nth(1)?.parse().ok()
}

fn place_of(
    from: &Sources,
    title: &str,
    issuer: Option<&str>,
    gazetteer: &dyn Gazetteer,
    warnings: &mut Vec<Warning>,
) -> Option<String> {
    let named = issuer
        .and_then(|issuer| gazetteer.place_of_issuer(issuer))
        .or_else(|| gazetteer.place_of_issuer(title));
    if named.is_some() {
        return named;
    }
    let text: String = from
        .lines
        .iter()
        .filter(|line| line.role != Role::Furniture)
        .map(|line| line.string() + "\n")
        .collect();
    let inferred = place::infer(&text, gazetteer);
    match &inferred {
        Some(code) => warnings.push(warning(
            "place_inferred",
            code.clone(),
            None,
            "Neither issuer nor title names a place; it was taken from the names the text repeats.",
        )),
        None => warnings.push(warning(
            "place_missing",
            "",
            None,
            "Nothing in the text tells for which place it was issued.",
        )),
    }
    inferred
}

fn missing(
    from: &Sources,
    (title, number, issuer, issued_on): (&str, Option<&str>, Option<&str>, Option<&str>),
    no_articles: bool,
    warnings: &mut Vec<Warning>,
) {
    if from.lines.iter().all(|line| line.role == Role::Blank) {
        warnings.push(warning("empty", "", None, "The source holds no text."));
        return;
    }
    let mut report = |is_missing: bool, code: &str, message: &str| {
        if is_missing {
            warnings.push(warning(code, "", None, message));
        }
    };
    report(title.is_empty(), "title_missing", "The text has no title.");
    report(number.is_none(), "number_missing", "The text has no document number.");
    report(issuer.is_none(), "issuer_missing", "The text does not name its issuer.");
    report(issued_on.is_none(), "date_missing", "The text has no date of issue.");
    report(no_articles, "no_articles", "The text has no chapters or articles; it is kept as it stands.");
}
