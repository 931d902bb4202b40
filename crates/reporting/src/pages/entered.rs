//! What somebody wrote into the fields of a report, read cell by cell. It must never guess: what cannot be read for certain is told at its field.

use std::collections::BTreeMap;

use anye_base::Lang;
use anye_forms::{Cell, Cells, Form, Source, entry};

use crate::report::Reasons;

/// Fields of a posted report.
#[derive(Debug, Default)]
pub struct Entered {
    /// What stood in each field, by item.
    pub texts: BTreeMap<String, String>,
    /// What could be read.
    pub cells: Cells,
    /// Item, why it cannot be read, and what was probably meant.
    pub wrong: Vec<(String, String, Option<String>)>,
    /// Item and what was done with what stood there.
    pub notes: Vec<(String, String)>,
    /// Reasons by check.
    pub reasons: Reasons,
    /// The version that was seen.
    pub version: i64,
    /// save, submit, force.
    pub act: String,
    /// Why it is sent again, or by force.
    pub why: String,
}

/// Reads the fields: `c.ITEM`, `r.CHECK`, `version`, `act`, `why`.
pub fn entered(form: &Form, fields: &[(String, String)], lang: Lang) -> Entered {
    let mut read = Entered { cells: Cells::empty(form), ..Entered::default() };
    for (name, value) in fields {
        if let Some(item) = name.strip_prefix("c.") {
            read.texts.insert(item.to_owned(), value.clone());
        } else if let Some(check) = name.strip_prefix("r.") {
            if !value.trim().is_empty() {
                read.reasons.insert(check.to_owned(), value.trim().to_owned());
            }
        } else {
            match name.as_str() {
                "version" => read.version = value.parse().unwrap_or_default(),
                "act" => read.act.clone_from(value),
                "why" => read.why = value.trim().to_owned(),
                _ => {}
            }
        }
    }
    for (column, item) in form.items.iter().enumerate() {
        let Some(text) = read.texts.get(&item.id) else { continue };
        if item.source == Source::Computed
            || (item.source == Source::SumOfSplit && parts(form, column, &read))
        {
            continue;
        }
        match entry(item, text) {
            Ok((cell, note)) => {
                read.cells.set(column, cell);
                if let Some(note) = note {
                    let said = lang.pick(&note.say.zh, &note.say.en).to_owned();
                    read.notes.push((item.id.clone(), said));
                }
            }
            Err(error) => {
                let said = lang.pick(&error.say.zh, &error.say.en).to_owned();
                read.wrong.push((item.id.clone(), said, error.suggestion));
            }
        }
    }
    read
}

/// Whether a part of the item is filled in: then the whole is their sum and not what stands in its own field.
fn parts(form: &Form, column: usize, read: &Entered) -> bool {
    let mut own = form.items.iter().filter(|item| item.part_of == Some(column));
    own.any(|item| read.texts.get(&item.id).is_some_and(|text| !text.trim().is_empty()))
}

/// The same for cells that were kept: whether the whole follows from its parts.
pub fn follows(form: &Form, column: usize, cells: &Cells) -> bool {
    let mut own = form.items.iter().enumerate().filter(|(_, item)| item.part_of == Some(column));
    own.any(|(at, _)| *cells.get(at) != Cell::Missing)
}
