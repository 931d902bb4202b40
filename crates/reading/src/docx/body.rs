//! The document part: paragraphs and tables in reading order.
//!
//! Must not show what the author's own screen would not: deleted text, hidden text, field codes, the copy of a
//! drawing kept for older programs.

use super::counts::Counts;
use super::numbering::Numbering;
use super::styles::{NumberingRef, Styles};
use crate::blocks::Blocks;
use crate::package::xml::{Attributes, Said, Space, Xml};
use crate::{Limits, Note, ReadError};
use std::io::BufRead;

/// Elements that are passed over with everything in them.
const PASSED: &[&str] = &[
    "moveFrom",
    "instrText",
    "delText",
    "delInstrText",
    "sdtPr",
    "sectPr",
    "rt",
    "tblPr",
    "tblGrid",
    "pPrChange",
    "rPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
    "sectPrChange",
    "tblGridChange",
    "tblPrExChange",
    "numberingChange",
    "tabs",
];

/// Reads the document part to text and notes.
pub(crate) fn read<R: BufRead>(
    mut xml: Xml<R>,
    styles: &Styles,
    numbering: Numbering,
    limits: &Limits,
) -> Result<(String, Vec<Note>), ReadError> {
    let mut body = Body {
        styles,
        numbering,
        blocks: Blocks::new(limits),
        paragraphs: Vec::new(),
        run: Run::default(),
        place: Place::default(),
        passed: 0,
        row_deleted: Vec::new(),
        carried: String::new(),
        taken: 0,
        most: limits.text_bytes,
        counts: Counts::default(),
    };
    loop {
        match xml.next()? {
            Said::Start(space, name, attributes) => body.start(space, &name, &attributes)?,
            Said::End(space, name) => body.end(space, &name)?,
            Said::Text(text) => body.text(&text)?,
            Said::Over => return Ok(body.finish()),
        }
    }
}

/// A paragraph that is open; a text box holds paragraphs inside one.
#[derive(Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    numbering: NumberingRef,
    /// Its end was deleted: it goes on in the next paragraph.
    joins_next: bool,
    /// The run the text box stands in.
    outer_run: Run,
}

#[derive(Default, Clone)]
struct Run {
    hidden: Option<bool>,
    style: Option<String>,
}

/// What the element being read stands in.
#[derive(Default)]
struct Place {
    paragraph_properties: bool,
    run_properties: bool,
    row_properties: bool,
    text: bool,
}

struct Body<'l> {
    styles: &'l Styles,
    numbering: Numbering,
    blocks: Blocks<'l>,
    paragraphs: Vec<Paragraph>,
    run: Run,
    place: Place,
    /// How deep inside an element that is passed over.
    passed: usize,
    row_deleted: Vec<bool>,
    carried: String,
    taken: u64,
    most: u64,
    counts: Counts,
}

impl Body<'_> {
    fn start(&mut self, space: Space, name: &str, attributes: &Attributes) -> Result<(), ReadError> {
        if self.passed > 0 {
            self.passed += 1;
            return Ok(());
        }
        match (space, name) {
            (Space::Compat, "Fallback") => self.passed = 1,
            (Space::Math, "t") => self.place.text = true,
            (Space::Word, "del") if self.place.row_properties => {
                if let Some(deleted) = self.row_deleted.last_mut() {
                    *deleted = true;
                }
            }
            (Space::Word, "del" | "moveFrom") if self.place.run_properties => {
                if self.place.paragraph_properties
                    && let Some(paragraph) = self.paragraphs.last_mut()
                {
                    paragraph.joins_next = true;
                }
            }
            (Space::Word, "del" | "moveFrom") => {
                self.counts.deletions += 1;
                self.passed = 1;
            }
            (Space::Word, passed) if PASSED.contains(&passed) => self.passed = 1,
            (Space::Word, name) => self.word(name, attributes)?,
            _ => {}
        }
        Ok(())
    }

    fn word(&mut self, name: &str, attributes: &Attributes) -> Result<(), ReadError> {
        let value = || attributes.get("val").map(str::to_owned);
        match name {
            "p" => self
                .paragraphs
                .push(Paragraph { outer_run: std::mem::take(&mut self.run), ..Paragraph::default() }),
            "pPr" => self.place.paragraph_properties = true,
            "rPr" => self.place.run_properties = true,
            "trPr" => self.place.row_properties = true,
            "r" => self.run = Run::default(),
            "t" => self.place.text = true,
            "ins" | "moveTo" if !self.place.run_properties && !self.place.row_properties => {
                self.counts.insertions += 1
            }
            "pStyle" | "numId" | "ilvl" => {
                if let (true, Some(paragraph)) = (self.place.paragraph_properties, self.paragraphs.last_mut())
                {
                    match name {
                        "pStyle" => paragraph.style = value(),
                        "numId" => paragraph.numbering.list = attributes.number(),
                        _ => paragraph.numbering.level = attributes.number(),
                    }
                }
            }
            "vanish" if self.place.run_properties && !self.place.paragraph_properties => {
                self.run.hidden = Some(attributes.is_on());
            }
            "rStyle" if self.place.run_properties && !self.place.paragraph_properties => {
                self.run.style = value()
            }
            "br" | "cr" => self.add("\n")?,
            "tab" | "ptab" if !self.place.paragraph_properties => self.add("\t")?,
            "noBreakHyphen" => self.add("-")?,
            "sym" => self.add(&symbol(attributes))?,
            "footnoteReference" | "endnoteReference" | "commentReference" => self.counts.side += 1,
            "tbl" => self.blocks.begin_table()?,
            "tr" => {
                self.row_deleted.push(false);
                self.blocks.begin_row();
            }
            "tc" => self.blocks.begin_cell(),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, space: Space, name: &str) -> Result<(), ReadError> {
        if self.passed > 0 {
            self.passed -= 1;
            return Ok(());
        }
        match (space, name) {
            (Space::Math, "t") | (Space::Word, "t") => self.place.text = false,
            (Space::Word, "pPr") => self.place.paragraph_properties = false,
            (Space::Word, "rPr") => self.place.run_properties = false,
            (Space::Word, "trPr") => self.place.row_properties = false,
            (Space::Word, "r") => self.run = Run::default(),
            (Space::Word, "p") => self.end_paragraph()?,
            (Space::Word, "tc") => self.blocks.end_cell(),
            (Space::Word, "tr") => {
                let deleted = self.row_deleted.pop().unwrap_or(false);
                self.counts.deletions += u64::from(deleted);
                self.blocks.end_row(!deleted);
            }
            (Space::Word, "tbl") => self.blocks.end_table(),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), ReadError> {
        if self.passed > 0 || !self.place.text {
            return Ok(());
        }
        self.add(text)
    }

    /// Adds to the paragraph unless the run is hidden.
    fn add(&mut self, text: &str) -> Result<(), ReadError> {
        let Some(paragraph) = self.paragraphs.last_mut() else { return Ok(()) };
        let by_run = self.run.hidden.or_else(|| self.styles.hides(self.run.style.as_deref()));
        let style = self.styles.of_paragraph(paragraph.style.as_deref());
        if by_run.or_else(|| self.styles.hides(style)).unwrap_or(false) {
            self.counts.hidden += 1;
            return Ok(());
        }
        self.taken = self.taken.saturating_add(text.len() as u64);
        if self.taken > self.most {
            return Err(ReadError::TextTooLarge { limit: self.most });
        }
        paragraph.text.push_str(text);
        Ok(())
    }

    fn end_paragraph(&mut self) -> Result<(), ReadError> {
        let Some(mut paragraph) = self.paragraphs.pop() else { return Ok(()) };
        self.run = std::mem::take(&mut paragraph.outer_run);
        let text = std::mem::take(&mut self.carried) + &paragraph.text;
        if paragraph.joins_next {
            self.carried = text;
            return Ok(());
        }
        if let Some(label) = self.label(&paragraph) {
            self.blocks.push(&label)?;
        }
        self.blocks.push(&text)?;
        self.blocks.end_paragraph();
        Ok(())
    }

    /// The label of automatic numbering, from the paragraph itself or from its style.
    fn label(&mut self, paragraph: &Paragraph) -> Option<String> {
        let own = &paragraph.numbering;
        if own.list.is_some() {
            return self.numbering.label(own);
        }
        let style = self.styles.of_paragraph(paragraph.style.as_deref());
        let (owner, by_style) = self.styles.numbering(style)?;
        let list = by_style.list?;
        let of_style =
            [style.unwrap_or(owner), owner].iter().find_map(|id| self.numbering.level_of_style(list, id));
        let level = own.level.or(of_style).or(by_style.level);
        self.numbering.label(&NumberingRef { list: Some(list), level })
    }

    fn finish(mut self) -> (String, Vec<Note>) {
        // A deleted paragraph end at the very end joins nothing: its text still stands.
        if !self.carried.is_empty() {
            let carried = std::mem::take(&mut self.carried);
            // The text was counted when it was added: it cannot be over the limit.
            if self.blocks.push(&carried).is_ok() {
                self.blocks.end_paragraph();
            }
        }
        let notes = self.counts.notes(&self.numbering.unknown);
        (self.blocks.finish(), notes)
    }
}

/// A character of a symbol font: only those that are characters of their own can be written.
fn symbol(attributes: &Attributes) -> String {
    let code = attributes.get("char").and_then(|hex| u32::from_str_radix(hex, 16).ok());
    code.and_then(char::from_u32)
        .filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c))
        .map(String::from)
        .unwrap_or_default()
}
