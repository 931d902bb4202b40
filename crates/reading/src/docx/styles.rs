//! Styles, as far as they change the text: numbering that a style brings, and text that a style hides.

use crate::package::Package;
use crate::package::xml::{Said, Space};
use crate::{Part, ReadError};
use std::collections::HashMap;

/// A style may be based on one that is based on one: no document has a longer chain, an attack has a ring.
const CHAIN: usize = 32;

/// Numbering as a paragraph or a style names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct NumberingRef {
    /// The list; `0` takes numbering away.
    pub(crate) list: Option<u32>,
    /// The level in it.
    pub(crate) level: Option<u32>,
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    numbering: NumberingRef,
    hidden: Option<bool>,
}

/// All styles by id.
#[derive(Debug, Default)]
pub(crate) struct Styles {
    by_id: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    default_paragraph: Option<String>,
}

impl Styles {
    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let mut next = id;
        std::iter::from_fn(move || {
            let id = next?;
            let style = self.by_id.get(id)?;
            next = style.based_on.as_deref();
            Some((id, style))
        })
        .take(CHAIN)
    }

    /// The style a paragraph has, whether it names one or not.
    pub(crate) fn of_paragraph<'s>(&'s self, named: Option<&'s str>) -> Option<&'s str> {
        named.or(self.default_paragraph.as_deref())
    }

    /// The numbering a paragraph style brings, and the style in the chain that names the list.
    pub(crate) fn numbering<'s>(&'s self, id: Option<&'s str>) -> Option<(&'s str, NumberingRef)> {
        let (owner, style) = self.chain(id).find(|(_, style)| style.numbering.list.is_some())?;
        let level = self.chain(id).find_map(|(_, style)| style.numbering.level);
        Some((owner, NumberingRef { list: style.numbering.list, level }))
    }

    /// Whether a style hides text, if it says so.
    pub(crate) fn hides(&self, id: Option<&str>) -> Option<bool> {
        self.chain(id).find_map(|(_, style)| style.hidden)
    }
}

/// Reads the styles part; a document may have none.
pub(crate) fn read(package: &mut Package<'_>, name: &str) -> Result<Styles, ReadError> {
    let mut styles = Styles::default();
    let Some(mut xml) = package.part(name, Part::Styles)? else { return Ok(styles) };
    let mut open: Option<(String, Style)> = None;
    let mut changes = 0usize;
    loop {
        match xml.next()? {
            Said::Start(Space::Word, name, attributes) => match name.as_str() {
                "style" => {
                    let id = attributes.get("styleId").unwrap_or_default().to_owned();
                    let default =
                        attributes.get("default").is_some_and(|value| value == "1" || value == "true");
                    if default && attributes.get("type") == Some("paragraph") {
                        styles.default_paragraph = Some(id.clone());
                    }
                    open = Some((id, Style::default()));
                }
                "pPrChange" | "rPrChange" => changes += 1,
                _ if changes > 0 => {}
                other => {
                    let Some((_, style)) = &mut open else { continue };
                    match other {
                        "basedOn" => style.based_on = attributes.get("val").map(str::to_owned),
                        "numId" => style.numbering.list = attributes.number(),
                        "ilvl" => style.numbering.level = attributes.number(),
                        "vanish" => style.hidden = Some(attributes.is_on()),
                        _ => {}
                    }
                }
            },
            Said::End(Space::Word, name) => match name.as_str() {
                "pPrChange" | "rPrChange" => changes = changes.saturating_sub(1),
                "style" => {
                    if let Some((id, style)) = open.take() {
                        styles.by_id.insert(id, style);
                    }
                }
                _ => {}
            },
            Said::Over => return Ok(styles),
            _ => {}
        }
    }
}
