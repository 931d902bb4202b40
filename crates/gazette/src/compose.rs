//! Clean text and its findings: the one place that asks the findings crate.
//!
//! Must never change a text after it was searched: spans count its characters.

use anye_findings::{Context, extract};

use crate::body::{Block, Body};
use crate::lines::Line;
use crate::model::{Article, ArticleKind, Passage};
use crate::paragraph::{Layout, assemble};

/// What all texts of a document share.
pub(crate) struct Composer<'a> {
    pub(crate) source: &'a [char],
    pub(crate) layout: Layout,
    pub(crate) context: Context<'a>,
}

impl Composer<'_> {
    /// The article of a block.
    pub(crate) fn article(&self, block: &Block, body: &Body) -> Article {
        let clean = assemble(&block.lines, self.layout, self.source);
        let text = clean.text();
        let heading =
            block.lines.first().map(|line| line.text.slice(0, block.heading).text()).unwrap_or_default();
        let heading = heading.trim_matches(['【', '】', '［', '］', '。', '：', ':', ' ']).to_owned();
        Article {
            number: block.marker.as_ref().map(|marker| marker.printed.clone()).unwrap_or_default(),
            ordinal: block.marker.as_ref().map_or(0, |marker| marker.value),
            chapter: block
                .chapter
                .and_then(|index| body.chapters.get(index))
                .map(|chapter| chapter.number.clone())
                .unwrap_or_default(),
            heading,
            original: self.source[block.source.clone()].iter().collect(),
            source_start: u32::try_from(block.source.start).unwrap_or(u32::MAX),
            origin: clean.runs(),
            kind: if block.marker.is_some() { ArticleKind::Numbered } else { ArticleKind::Lead },
            findings: extract(&text, &self.context),
            text,
        }
    }

    /// A passage of lines.
    pub(crate) fn passage(&self, lines: &[Line]) -> Passage {
        let clean = assemble(lines, self.layout, self.source);
        let text = clean.text();
        let findings = extract(&text, &self.context);
        Passage { text, origin: clean.runs(), findings }
    }
}
