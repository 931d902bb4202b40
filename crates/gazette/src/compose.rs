//! Clean text and its findings: the one place that asks the findings crate.
//!
//! Must never change a text after it was searched: spans count its characters.

use anye_findings::{Citation, Context, Findings, Role, Span, extract};

use crate::body::{Block, Body};
use crate::lines::Line;
use crate::model::{Article, ArticleKind, Passage};
use crate::paragraph::{Layout, assemble};

/// What all texts of a document share.
pub(crate) struct Composer<'a> {
    pub(crate) source: &'a [char],
    pub(crate) layout: Layout,
    pub(crate) context: Context<'a>,
    /// The document's own title: a notice that names what it prints cites no other document.
    pub(crate) title: &'a str,
    /// The year comes from a cited document.
    pub(crate) year_is_cited: bool,
    /// From this line of the source on, the first unit of a list leads.
    pub(crate) first_leads: Option<u32>,
}

impl Composer<'_> {
    /// The article of a block.
    pub(crate) fn article(&self, block: &Block, body: &Body) -> Article {
        let clean = assemble(&block.lines, self.layout, self.source);
        let text = clean.text();
        let heading =
            block.lines.first().map(|line| line.text.slice(0, block.heading).text()).unwrap_or_default();
        let mut heading = heading.trim_matches(['【', '】', '［', '］', '。', '：', ':', ' ']).to_owned();
        // A question is no question without its mark.
        let mark = block.lines.first().and_then(|line| line.text.chars().get(block.heading).copied());
        if let Some(mark) = mark.filter(|mark| matches!(mark, '？' | '?') && !heading.is_empty()) {
            heading.push(mark);
        }
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
            findings: self.findings(&text, block.lines.first().map(|line| line.number)),
            text,
        }
    }

    /// What is found in a text, in the light of the whole document. `line`: where the text begins in the source.
    fn findings(&self, text: &str, line: Option<u32>) -> Findings {
        let mut findings = extract(text, &self.context);
        if self.year_is_cited {
            for doubt in findings.dates.iter_mut().filter_map(|date| date.doubt.as_mut()) {
                if doubt.code == "year_from_document" {
                    doubt.code = "year_from_citation".into();
                }
            }
        }
        let leads = self.first_leads.is_some_and(|from| line.is_some_and(|line| line >= from));
        if leads
            && !findings.units.iter().any(|unit| unit.role == Role::Lead)
            && let Some(first) = findings.units.first_mut()
            && first.doubt.as_ref().is_none_or(|doubt| doubt.code != "unit_from_text")
        {
            first.role = Role::Lead;
        }
        findings
    }

    /// A passage of lines.
    pub(crate) fn passage(&self, lines: &[Line]) -> Passage {
        let clean = assemble(lines, self.layout, self.source);
        let text = clean.text();
        let mut findings = self.findings(&text, None);
        self.drop_own_title(&text, &mut findings);
        Passage { text, origin: clean.runs(), findings }
    }

    /// 现将《某方案》印发给你们: the document itself, and the numbers in its name.
    fn drop_own_title(&self, text: &str, findings: &mut Findings) {
        let plain = |title: &str| -> String {
            title.chars().filter(|char| !char.is_whitespace() && !matches!(char, '《' | '》')).collect()
        };
        let own = plain(self.title);
        let is_own = |citation: &Citation| {
            citation.number.is_none()
                && citation.title.as_deref().map(plain).is_some_and(|title| {
                    title.chars().count() >= 6
                        && (own.ends_with(&title) || own.contains(&format!("印发{title}")))
                })
        };
        let mut spans: Vec<Span> = findings
            .citations
            .iter()
            .filter(|citation| is_own(citation))
            .map(|citation| citation.span)
            .collect();
        // The printed plan repeats its title above its text.
        let mut start = 0;
        for paragraph in text.split('\n') {
            let end = start + paragraph.chars().count();
            if end - start >= 6 && own.contains(&plain(paragraph)) {
                spans.push(Span { start, end });
            }
            start = end + 1;
        }
        let inside = |span: Span| spans.iter().any(|own| own.start <= span.start && span.end <= own.end);
        findings.citations.retain(|citation| !inside(citation.span));
        // Measures name figures by their place in the list.
        let kept: Vec<usize> =
            (0..findings.figures.len()).filter(|&index| !inside(findings.figures[index].span)).collect();
        for measure in &mut findings.measures {
            measure.figures =
                measure.figures.iter().filter_map(|old| kept.iter().position(|index| index == old)).collect();
        }
        findings.figures.retain(|figure| !inside(figure.span));
        findings.dates.retain(|date| !inside(date.span));
    }
}
