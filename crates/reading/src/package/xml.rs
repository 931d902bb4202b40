//! XML events of one part, with the traps shut: no document type, no entities of its own, no deep nesting.
//!
//! Names are told apart by namespace, not by prefix: a document may call `w:` whatever it likes.

use super::Budget;
use crate::{Bomb, Part, ReadError};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;
use std::io::BufRead;
use std::rc::Rc;

/// Namespaces that matter to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Space {
    /// WordprocessingML, transitional or strict.
    Word,
    /// Markup compatibility: alternatives for older programs.
    Compat,
    /// Formulas.
    Math,
    /// Everything else.
    Other,
}

/// What a part says next.
#[derive(Debug)]
pub(crate) enum Said {
    /// An element begins; an empty one is followed by its end.
    Start(Space, String, Attributes),
    /// An element ends.
    End(Space, String),
    /// Character data, entities resolved.
    Text(String),
    /// The part is over.
    Over,
}

/// Attributes by local name.
#[derive(Debug, Default)]
pub(crate) struct Attributes(Vec<(String, String)>);

impl Attributes {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// `w:val` as a number.
    pub(crate) fn number(&self) -> Option<u32> {
        self.get("val")?.trim().parse().ok()
    }

    /// An on/off property: present means on, unless it says otherwise.
    pub(crate) fn is_on(&self) -> bool {
        !matches!(self.get("val"), Some("0" | "false" | "off" | "none"))
    }
}

/// A part being read.
pub(crate) struct Xml<R: BufRead> {
    reader: NsReader<R>,
    buffer: Vec<u8>,
    budget: Rc<Budget>,
    part: Part,
    depth: usize,
    open: usize,
}

impl<R: BufRead> Xml<R> {
    pub(crate) fn new(source: R, budget: Rc<Budget>, part: Part, depth: usize) -> Self {
        let mut reader = NsReader::from_reader(source);
        // An empty element then needs no second path through every match.
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), budget, part, depth, open: 0 }
    }

    /// The next thing that matters; comments and processing instructions do not.
    pub(crate) fn next(&mut self) -> Result<Said, ReadError> {
        loop {
            self.buffer.clear();
            let damaged = ReadError::damaged(self.part);
            let (resolved, event) = match self.reader.read_resolved_event_into(&mut self.buffer) {
                Ok(read) => read,
                Err(_) if self.budget.overdrawn.get() => return Err(ReadError::bomb(Bomb::Inflation)),
                Err(_) => return Err(damaged),
            };
            match event {
                Event::Start(tag) | Event::Empty(tag) => {
                    self.open += 1;
                    if self.open > self.depth {
                        return Err(ReadError::bomb(Bomb::Depth));
                    }
                    let name = local(tag.name().0);
                    return Ok(Said::Start(space(&resolved), name, attributes(&tag).ok_or(damaged)?));
                }
                Event::End(tag) => {
                    self.open = self.open.saturating_sub(1);
                    return Ok(Said::End(space(&resolved), local(tag.name().0)));
                }
                Event::Text(text) => return Ok(Said::Text(text.xml10_content().into_owned())),
                Event::CData(text) => return Ok(Said::Text(text.xml10_content().into_owned())),
                Event::GeneralRef(reference) => {
                    let character = match reference.resolve_char_ref() {
                        Ok(Some(character)) => Some(character),
                        Ok(None) => predefined(&reference),
                        Err(_) => None,
                    };
                    return character.map(|c| Said::Text(c.to_string())).ok_or(damaged);
                }
                // Entities are declared there, and nothing a document needs.
                Event::DocType(_) => return Err(ReadError::bomb(Bomb::Dtd)),
                Event::Eof if self.open > 0 => return Err(damaged),
                Event::Eof => return Ok(Said::Over),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

fn space(resolved: &ResolveResult<'_>) -> Space {
    let ResolveResult::Bound(Namespace(uri)) = resolved else { return Space::Other };
    match *uri {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Space::Word,
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => Space::Compat,
        "http://schemas.openxmlformats.org/officeDocument/2006/math"
        | "http://purl.oclc.org/ooxml/officeDocument/math" => Space::Math,
        _ => Space::Other,
    }
}

fn attributes(tag: &BytesStart<'_>) -> Option<Attributes> {
    let mut all = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.ok()?;
        let value = attribute.normalized_value(XmlVersion::Explicit1_0).ok()?;
        all.push((local(attribute.key.0), value.into_owned()));
    }
    Some(Attributes(all))
}

fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}
