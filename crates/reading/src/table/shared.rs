//! What the sheets of a workbook share: texts, and which styles show a date.

use super::dates;
use crate::package::Package;
use crate::package::xml::Said;
use crate::{Limits, Part, ReadError};

/// The shared texts in their order. Phonetic hints are left out.
pub(crate) fn texts(
    package: &mut Package<'_>,
    name: &str,
    limits: &Limits,
) -> Result<Vec<Box<str>>, ReadError> {
    let mut found = Vec::new();
    let Some(mut xml) = package.part(name, Part::SharedTexts)? else { return Ok(found) };
    let (mut text, mut inside, mut hint, mut bytes) = (String::new(), false, false, 0_u64);
    loop {
        match xml.next()? {
            Said::Start(_, element, _) => match element.as_str() {
                "si" => text.clear(),
                "t" => inside = true,
                "rPh" => hint = true,
                _ => {}
            },
            Said::End(_, element) => match element.as_str() {
                "si" => found.push(std::mem::take(&mut text).into_boxed_str()),
                "t" => inside = false,
                "rPh" => hint = false,
                _ => {}
            },
            Said::Text(part) if inside && !hint => {
                bytes += part.len() as u64;
                if bytes > limits.text_bytes {
                    return Err(ReadError::TextTooLarge { limit: limits.text_bytes });
                }
                text.push_str(&part);
            }
            Said::Text(_) => {}
            Said::Over => return Ok(found),
        }
    }
}

/// For each cell style whether it shows a date.
pub(crate) fn date_styles(package: &mut Package<'_>, name: &str) -> Result<Vec<bool>, ReadError> {
    let mut shown = Vec::new();
    let Some(mut xml) = package.part(name, Part::Styles)? else { return Ok(shown) };
    let mut own: Vec<(u32, bool)> = Vec::new();
    let mut in_cells = false;
    loop {
        match xml.next()? {
            Said::Start(_, element, attributes) => match element.as_str() {
                "numFmt" => {
                    let id = attributes.get("numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(format)) = (id, attributes.get("formatCode")) {
                        own.push((id, dates::code(format)));
                    }
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells => {
                    let id: u32 = attributes.get("numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                    let date = own.iter().find(|(known, _)| *known == id).map(|(_, date)| *date);
                    shown.push(date.unwrap_or_else(|| dates::built_in(id)));
                }
                _ => {}
            },
            Said::End(_, element) if element == "cellXfs" => in_cells = false,
            Said::Over => return Ok(shown),
            _ => {}
        }
    }
}
