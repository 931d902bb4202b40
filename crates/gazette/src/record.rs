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
    let published_on = inputs.published_on.clone().or_else(|| from.head.published_on.clone());
    let stated = year_of_day(issued_on.as_deref())
        .or_else(|| year_of(number.as_deref()))
        .or_else(|| year_in(&title))
        .or_else(|| year_of_day(published_on.as_deref()));
    let year = stated.or_else(|| year_cited(from.lines));
    let context = Context { year, place_level: place.as_deref().and_then(place::level), resolver };
    let composer = Composer {
        source: from.chars,
        layout: from.layout,
        context,
        title: &title,
        year_is_cited: stated.is_none(),
        first_leads: from.lines.iter().find(|line| names_first_as_lead(line)).map(|line| line.number),
    };
    let articles: Vec<_> = from.body.blocks.iter().map(|block| composer.article(block, from.body)).collect();
    let (preamble, closing) = (
        composer.passage(&lines_of(from.lines, Role::Preamble)),
        composer.passage(&lines_of(from.lines, Role::Closing)),
    );
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
        published_on,
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
        preamble,
        closing,
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

fn lines_of(lines: &[Line], role: Role) -> Vec<Line> {
    lines.iter().filter(|line| line.role == role).cloned().collect()
}

fn year_of(number: Option<&str>) -> Option<i32> {
    number?.split(['〔', '〕']).nth(1)?.parse().ok()
}

fn year_of_day(day: Option<&str>) -> Option<i32> {
    day?.get(..4)?.parse().ok()
}

/// 2023年 in 2023年全市就业创业工作要点.
fn year_in(title: &str) -> Option<i32> {
    let at = title.find('年').filter(|at| *at >= 4)?;
    let year = title.get(at - 4..at)?.parse().ok()?;
    (1949..2100).contains(&year).then_some(year)
}

/// The year of the latest document that the text cites: the weakest ground, marked with a doubt on every date it fixes.
fn year_cited(lines: &[Line]) -> Option<i32> {
    let told =
        |line: &&Line| matches!(line.role, Role::Preamble | Role::Article(_) | Role::Chapter | Role::Closing);
    // A citation may be wrapped over several lines.
    let text: String = lines.iter().filter(told).map(Line::string).collect();
    let cited = anye_findings::probable_year(&text)?;
    // A document of January carries out one of December: the year it speaks of more often is its own.
    let spoken = |year: i32| text.matches(&format!("{year}年")).count();
    Some(if spoken(cited + 1) > spoken(cited) { cited + 1 } else { cited })
}

/// 列第一位的为牵头单位，下同.
fn names_first_as_lead(line: &Line) -> bool {
    let text = line.string();
    let at = [
        "列第一",
        "排第一",
        "排名第一",
        "列首位",
        "排在第一",
        "列在第一",
        "第一位的",
        "首位的",
        "第一个单位",
    ]
    .iter()
    .find_map(|word| text.find(word));
    at.is_some_and(|at| {
        let rest: String = text[at..].chars().take(24).collect();
        rest.contains("牵头") && (rest.contains("下同") || rest.contains("均"))
    })
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
