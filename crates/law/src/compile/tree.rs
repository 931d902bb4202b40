//! A source as parsed. It must never outlive a change of its text or of its place in the list.

use crate::span::{Diagnostic, FileId};
use crate::syntax::ast::{File, Item, ScenarioItem};

/// One parsed source: its tree, and what is wrong with its form. Whoever keeps it need not parse the text again; the tree holds the place of its file in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    /// The tree.
    pub file: File,
    /// Findings of the form.
    pub found: Vec<Diagnostic>,
}

impl Tree {
    /// Parses the source that stands at a place of the list.
    #[must_use]
    pub fn parse(at: usize, text: &str) -> Self {
        let (file, found) = crate::syntax::parse(FileId(u32::try_from(at).unwrap_or(u32::MAX)), text);
        Self { file, found }
    }

    /// Its scenarios.
    pub fn scenarios(&self) -> impl Iterator<Item = &ScenarioItem> {
        self.file
            .items
            .iter()
            .filter_map(|item| if let Item::Scenario(it) = item { Some(&**it) } else { None })
    }
}
