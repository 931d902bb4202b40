//! Collects findings for one file of a pack, and the small tests that many checks share. Must never know what a field means.

use std::collections::BTreeSet;

use crate::fault::{PackError, Problem};
use crate::manifest::Bilingual;
use crate::mark::Mark;

/// Collects what is wrong in one file.
pub(super) struct Report<'a> {
    pub(super) file: &'a str,
    pub(super) found: &'a mut Vec<PackError>,
}

impl Report<'_> {
    pub(super) fn push(&mut self, mark: Mark, problem: Problem) {
        self.found.push(PackError::new(self.file, mark, problem));
    }

    pub(super) fn bilingual(&mut self, mark: Mark, of: &str, text: &Bilingual) {
        if text.incomplete() {
            self.push(mark, Problem::MissingTranslation { of: of.to_owned() });
        }
    }

    pub(super) fn place(&mut self, mark: Mark, code: &str) {
        if !matches!(code.len(), 6 | 9 | 12) || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            self.push(mark, Problem::BadValue { value: code.to_owned(), allowed: "210000".to_owned() });
        }
    }

    pub(super) fn date(&mut self, mark: Mark, date: Option<&str>) {
        if let Some(date) = date.filter(|date| !is_iso_date(date)) {
            self.push(mark, Problem::BadValue { value: date.to_owned(), allowed: "2020-06-16".to_owned() });
        }
    }

    pub(super) fn order(&mut self, mark: Mark, earlier: Option<&str>, later: Option<&str>) {
        self.date(mark, earlier);
        self.date(mark, later);
        // ISO dates compare as text.
        if let (Some(earlier), Some(later)) = (earlier, later)
            && earlier > later
        {
            self.push(mark, Problem::DateOrder { earlier: earlier.to_owned(), later: later.to_owned() });
        }
    }

    pub(super) fn duplicates<'i>(&mut self, ids: impl Iterator<Item = (&'i str, Mark)>) {
        let mut seen = BTreeSet::new();
        for (id, mark) in ids {
            if !seen.insert(id) {
                self.push(mark, Problem::Duplicate { id: id.to_owned() });
            }
        }
    }
}

fn is_iso_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number =
        |part: &str, length: usize| (part.len() == length).then(|| part.parse::<u32>().ok()).flatten();
    let [year, month, day] = parts.as_slice() else { return false };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let longest = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=longest).contains(&day)
}
