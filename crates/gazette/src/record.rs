//! The document record: what the caller knows first, then what the text says, then what can be inferred.
//!
//! Must never invent: what neither the caller nor the text gives stays empty, with a warning.

use anye_findings::{Context, UnitResolver};

use crate::compose::Composer;
use crate::head::Head;
use crate::lines::{Line, Role};
use crate::model::{Chapter, Document, Warning};
use crate::place::{self, Gazetteer};
use crate::read::Inputs;
use crate::tail::Tail;
use crate::warnings::warning;
use crate::{body, classify, identity, organisation, paragraph, warnings};

/// What the steps have found, to make the document from.
pub(crate) struct Sources<'a> {
    pub(crate) source: &'a str,
    pub(crate) chars: &'a [char],
    pub(crate) lines: &'a [Line],
    pub(crate) head: &'a Head,
    pub(crate) tail: &'a Tail,
    pub(crate) body: &'a body::Body,
    pub(crate) layout: paragraph::Layout,
}

/// The document.
pub(crate) fn document(
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

/// The title's opening, else the signature, else the masthead, else the table above the page.
fn issuer(head: &Head, tail: &Tail, title: &str) -> Option<String> {
    organisation::opening(title)
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
