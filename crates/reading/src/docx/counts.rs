//! What a reading of a Word document left out or kept, as notes for the person who uploaded it.

use crate::Note;
use std::collections::BTreeSet;

/// How much was left out or kept.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) deletions: u64,
    pub(super) insertions: u64,
    pub(super) hidden: u64,
    pub(super) side: u64,
}

impl Counts {
    /// The notes these counts make; `formats` are number formats that were written in digits.
    pub(super) fn notes(&self, formats: &BTreeSet<String>) -> Vec<Note> {
        let mut notes = Vec::new();
        let mut note = |count: u64, make: fn(u64) -> Note| {
            if count > 0 {
                notes.push(make(count));
            }
        };
        note(self.deletions, |count| Note::DeletionsLeftOut { count });
        note(self.insertions, |count| Note::InsertionsKept { count });
        note(self.hidden, |count| Note::HiddenLeftOut { count });
        note(self.side, |count| Note::SideTextLeftOut { count });
        notes.extend(formats.iter().map(|format| Note::NumberingWrittenAsDigits { format: format.clone() }));
        notes
    }
}
