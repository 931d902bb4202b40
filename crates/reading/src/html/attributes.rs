//! What attributes say: hidden or not, and how a list is numbered. Style sheets elsewhere are not looked at.

use crate::numerals::Numeral;
use html5gum::StartTag;

/// An ordered list that is open.
pub(super) struct List {
    pub(super) next: u32,
    pub(super) numeral: Numeral,
    pub(super) after: &'static str,
}

fn attribute<'t>(tag: &'t StartTag<()>, name: &[u8]) -> Option<std::borrow::Cow<'t, str>> {
    let value = tag.attributes.iter().find(|(key, _)| key.as_slice() == name)?.1;
    Some(String::from_utf8_lossy(value))
}

pub(super) fn number(tag: &StartTag<()>, name: &[u8]) -> Option<u32> {
    attribute(tag, name)?.trim().parse().ok()
}

fn style(tag: &StartTag<()>) -> String {
    attribute(tag, b"style").unwrap_or_default().to_ascii_lowercase().replace(' ', "")
}

pub(super) fn is_hidden(tag: &StartTag<()>) -> bool {
    let style = style(tag);
    attribute(tag, b"hidden").is_some()
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}

/// How a browser would number this list; none where it is told not to.
pub(super) fn ordered(tag: &StartTag<()>) -> Option<List> {
    let style = style(tag);
    let kind = attribute(tag, b"type").unwrap_or_default();
    let styled = |word: &str| {
        style.contains(&format!("list-style-type:{word}")) || style.contains(&format!("list-style:{word}"))
    };
    let (numeral, after) = if styled("none") {
        return None;
    } else if styled("cjk-ideographic") || styled("simp-chinese-informal") || styled("trad-chinese-informal")
    {
        (Numeral::Chinese, "、")
    } else {
        let numeral = match kind.trim() {
            "a" => Numeral::LowerLetter,
            "A" => Numeral::UpperLetter,
            "i" => Numeral::LowerRoman,
            "I" => Numeral::UpperRoman,
            _ => Numeral::Decimal,
        };
        (numeral, ". ")
    };
    Some(List { next: number(tag, b"start").unwrap_or(1), numeral, after })
}
