//! What one article of an official document says, found in its text: responsible units, figures, dates, citations and measures, each with its span.
//!
//! Pure: text in, findings out. This crate must never know documents, chapters, files, the database or the clock.

pub mod accuracy;
mod citations;
mod context;
mod dates;
mod figures;
mod measures;
pub mod model;
mod numerals;
mod source;
mod units;

pub use context::{Context, Level, NoResolver, UnitResolver};
pub use model::*;

/// Everything found in the clean, simplified text of one article. Spans count characters of `text`.
pub fn extract(text: &str, context: &Context) -> Findings {
    let source = source::Source::new(text);
    let citations = citations::find(&source);
    let cited: Vec<Span> = citations.iter().map(|citation| citation.span).collect();
    let cited_year = latest_year(&citations);
    let mut dates = dates::find(&source, context.year.or(cited_year), &cited);
    if context.year.is_none() {
        dates.own_year_cited();
    }
    let titles: Vec<Span> =
        citations.iter().filter(|citation| citation.title.is_some()).map(title_span).collect();
    let mut figures = figures::find(&source, &dates.taken, &titles);
    let units = units::find(&source, context);
    figures.retain(|figure| {
        // The lists stand in the order of the text and do not overlap.
        let before = units.lists.partition_point(|list| list.start <= figure.span.start);
        before.checked_sub(1).is_none_or(|last| figure.span.end > units.lists[last].end)
    });
    let measures = measures::find(&source, context, &units.lists, &units.mentions, &figures, &dates.mentions);
    Findings { units: units.mentions, figures, dates: dates.mentions, citations, measures }
}

/// The year a text was probably issued in, where nothing else tells: that of the latest document number it cites.
pub fn probable_year(text: &str) -> Option<i32> {
    latest_year(&citations::find(&source::Source::new(text)))
}

fn latest_year(citations: &[Citation]) -> Option<i32> {
    let numbers = citations.iter().filter_map(|citation| citation.number.as_deref());
    numbers.filter_map(|number| number.split('〔').nth(1)?.get(..4)?.parse().ok()).max()
}

/// The part of a citation that is its 《title》.
fn title_span(citation: &Citation) -> Span {
    let length = citation.text.chars().position(|sign| sign == '》').map_or(0, |index| index + 1);
    Span { start: citation.span.start, end: citation.span.start + length }
}
