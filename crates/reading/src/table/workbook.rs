//! The workbook around the sheets: which there are, which are hidden, where their parts lie. Macros, links and pictures are never looked at.

use super::{Count, Sheet, shared, sheet};
use crate::package::xml::Said;
use crate::package::{Office, Package, relationships};
use crate::{Bomb, Limits, Part, ReadError, Unsupported};

struct Entry {
    name: String,
    relation: String,
    hidden: bool,
}

pub(crate) fn read(bytes: &[u8], limits: &Limits, count: &mut Count<'_>) -> Result<Vec<Sheet>, ReadError> {
    let mut package = Package::open(bytes, limits, Office::Excel)?;
    let main = relationships::targets(&mut package, "_rels/.rels")?
        .into_iter()
        .find(|one| one.kind == "officeDocument")
        .map_or_else(|| "xl/workbook.xml".to_owned(), |one| relationships::resolve("", &one.target));
    let (entries, from_1904) = entries(&mut package, &main)?;
    if entries.len() > count.limits.sheets {
        return Err(ReadError::bomb(Bomb::Entries));
    }
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let related =
        relationships::targets(&mut package, &relationships::resolve(folder, &format!("_rels/{file}.rels")))?;
    let part = |kind: &str| {
        related.iter().find(|one| one.kind == kind).map(|one| relationships::resolve(folder, &one.target))
    };
    let texts = match part("sharedStrings") {
        Some(name) => shared::texts(&mut package, &name, limits)?,
        None => Vec::new(),
    };
    let dates = match part("styles") {
        Some(name) => shared::date_styles(&mut package, &name)?,
        None => Vec::new(),
    };
    let words = sheet::Words { texts: &texts, dates: &dates, from_1904 };
    let mut sheets = Vec::with_capacity(entries.len());
    for entry in entries {
        let target =
            related.iter().find(|one| one.id == entry.relation).filter(|one| one.kind == "worksheet");
        // A chart or dialogue sheet holds no cells.
        let Some(target) = target else { continue };
        let name = relationships::resolve(folder, &target.target);
        let mut read = Sheet { name: entry.name, hidden: entry.hidden, merged: Vec::new(), rows: Vec::new() };
        sheet::read(&mut package, &name, &words, count, &mut read)?;
        sheets.push(read);
    }
    if sheets.is_empty() { Err(ReadError::Empty) } else { Ok(sheets) }
}

fn entries(package: &mut Package<'_>, main: &str) -> Result<(Vec<Entry>, bool), ReadError> {
    let Some(mut xml) = package.part(main, Part::Workbook)? else {
        return Err(ReadError::unknown(Unsupported::Archive));
    };
    let (mut found, mut from_1904) = (Vec::new(), false);
    loop {
        match xml.next()? {
            Said::Start(_, element, attributes) if element == "sheet" => found.push(Entry {
                name: attributes.get("name").unwrap_or_default().to_owned(),
                relation: attributes.get("id").unwrap_or_default().to_owned(),
                hidden: matches!(attributes.get("state"), Some("hidden" | "veryHidden")),
            }),
            Said::Start(_, element, attributes) if element == "workbookPr" => {
                from_1904 = matches!(attributes.get("date1904"), Some("1" | "true"));
            }
            Said::Over => return Ok((found, from_1904)),
            _ => {}
        }
    }
}
