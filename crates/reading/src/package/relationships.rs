//! Which part is the document, and where its styles and numbering are. Targets outside the package are ignored.

use super::Package;
use super::xml::Said;
use crate::{Part, ReadError, Unsupported};

/// The parts that decide what the text looks like.
pub(crate) struct Parts {
    pub(crate) styles: String,
    pub(crate) numbering: String,
}

/// The part that holds the document (usually `word/document.xml`).
pub(crate) fn main_part(package: &mut Package<'_>) -> Result<String, ReadError> {
    let found = targets(package, "_rels/.rels")?;
    let main = found.into_iter().find(|one| one.kind == "officeDocument").map(|one| one.target);
    let main = main.map_or_else(|| "word/document.xml".to_owned(), |target| resolve("", &target));
    // A package whose document is no Word document: a drawing, a spreadsheet with its folder renamed.
    if package.part(&main, Part::Document)?.is_none() {
        return Err(ReadError::unknown(Unsupported::Archive));
    }
    Ok(main)
}

/// The parts the document refers to, at their usual places where it does not say.
pub(crate) fn of_document(package: &mut Package<'_>, main: &str) -> Result<Parts, ReadError> {
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
    let beside = |name: &str| resolve(folder, name);
    let mut parts = Parts { styles: beside("styles.xml"), numbering: beside("numbering.xml") };
    for one in targets(package, &beside(&format!("_rels/{file}.rels")))? {
        match one.kind.as_str() {
            "styles" => parts.styles = beside(&one.target),
            "numbering" => parts.numbering = beside(&one.target),
            _ => {}
        }
    }
    Ok(parts)
}

/// A relationship inside the package.
pub(crate) struct Relation {
    pub(crate) id: String,
    /// The last word of its address.
    pub(crate) kind: String,
    pub(crate) target: String,
}

/// Every relationship of a part inside the package.
pub(crate) fn targets(package: &mut Package<'_>, name: &str) -> Result<Vec<Relation>, ReadError> {
    let mut found = Vec::new();
    let Some(mut xml) = package.part(name, Part::Relationships)? else { return Ok(found) };
    loop {
        match xml.next()? {
            Said::Start(_, element, attributes) if element == "Relationship" => {
                let kind = attributes.get("Type").and_then(|address| address.rsplit('/').next());
                let inside = attributes.get("TargetMode") != Some("External");
                if let (Some(kind), Some(target), true) = (kind, attributes.get("Target"), inside) {
                    let id = attributes.get("Id").unwrap_or_default().to_owned();
                    found.push(Relation { id, kind: kind.to_owned(), target: target.to_owned() });
                }
            }
            Said::Over => return Ok(found),
            _ => {}
        }
    }
}

/// A target as a name in the package.
pub(crate) fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}
