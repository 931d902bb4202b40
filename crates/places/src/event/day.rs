//! All changes of one day (同日变更), applied together: first everything is checked (`verify`), then old places end, new ones open, and what stood below
//! moves. The order of rows within a day must never matter.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{EventRow, RowError, draft::Draft};
use crate::{EventKind, EventRecord, Kind, Level, PlaceRecord, STATISTICAL};

/// A place that ends on this day: what it was, where it stood, and what goes on in its stead (for what stood below it).
pub(super) struct Ending {
    pub(super) place: PlaceRecord,
    pub(super) parents: Vec<(String, String)>,
    pub(super) heir: Option<String>,
    pub(super) row: u64,
}

pub(super) struct Day<'a> {
    pub(super) date: Date,
    pub(super) rows: &'a [&'a EventRow],
    pub(super) endings: BTreeMap<String, Ending>,
    pub(super) errors: Vec<RowError>,
}

/// Applies the rows of one day; the errors, if any, leave the draft unusable.
pub(super) fn apply_day(draft: &mut Draft, rows: &[&EventRow]) -> Vec<RowError> {
    let Some(first) = rows.first() else { return Vec::new() };
    let mut day = Day { date: first.event.date, rows, endings: BTreeMap::new(), errors: Vec::new() };
    day.find_endings(draft);
    day.check_openings(draft);
    if !day.errors.is_empty() {
        return day.errors;
    }
    for (code, ending) in &day.endings {
        draft.end_place(code, day.date);
        for (tree, _) in &ending.parents {
            draft.end_link(code, tree, day.date);
        }
    }
    day.rename(draft);
    day.open(draft);
    day.transfer(draft);
    day.move_children(draft);
    day.errors
}

impl Day<'_> {
    pub(super) fn refuse(
        &mut self,
        row: &EventRow,
        column: &'static str,
        code: &'static str,
        message: String,
    ) {
        self.errors.push(RowError { row: row.row, column, code, message });
    }

    /// Whether the place of a split or merger goes on under its own code.
    pub(super) fn goes_on(&self, code: &str) -> bool {
        self.rows.iter().any(|row| row.event.code == code && row.event.new_code == code)
    }

    fn rename(&self, draft: &mut Draft) {
        for row in self.rows {
            let event = &row.event;
            let renames =
                event.kind == EventKind::Rename || (event.new_code == event.code && !event.code.is_empty());
            let Some(old) =
                draft.open_on(&event.code, self.date).filter(|old| renames && old.name != event.new_name)
            else {
                continue;
            };
            let (mut new, level) = (old.clone(), old.level);
            draft.end_place(&event.code, self.date);
            new.kind = Kind::of_name(&event.new_name, level);
            new.name.clone_from(&event.new_name);
            new.english = None;
            new.valid_from = Some(self.date);
            draft.open_place(new);
        }
    }

    fn open(&mut self, draft: &mut Draft) {
        let rows = self.rows;
        for row in rows {
            let event = &row.event;
            let opens = matches!(
                event.kind,
                EventKind::Establish | EventKind::Recode | EventKind::Split | EventKind::Merge
            );
            // Into a place that goes on, or that an earlier row of the same merger opened: nothing to open.
            if !opens || event.new_code == event.code || draft.open_on(&event.new_code, self.date).is_some() {
                continue;
            }
            let old = self.endings.get(&event.code).map(|ending| ending.place.clone());
            let old = old.or_else(|| draft.open_on(&event.code, self.date).cloned());
            let name = if event.new_name.is_empty() {
                old.as_ref().map_or("", |old| &old.name)
            } else {
                &event.new_name
            };
            let Some(level) = level_of(&event.new_code).or(old.as_ref().map(|old| old.level)) else {
                self.refuse(
                    row,
                    "new_code",
                    "bad_code",
                    format!("{} is not a code of 6, 9 or 12 digits", event.new_code),
                );
                continue;
            };
            let links = self.new_links(draft, event);
            if links.is_empty() {
                self.refuse(
                    row,
                    "new_parent",
                    "no_such_parent",
                    format!("{} would stand in no tree", event.new_code),
                );
            }
            draft.open_place(PlaceRecord {
                code: event.new_code.clone(),
                name: name.to_owned(),
                level,
                kind: Kind::of_name(name, level),
                valid_from: Some(self.date),
                valid_to: None,
                statistical_only: links.iter().all(|(tree, _)| tree == STATISTICAL),
                civil_code: None,
                english: None,
            });
            for (tree, parent) in links {
                draft.open_link(&event.new_code, &parent, &tree, self.date);
            }
        }
    }

    /// Where a new place stands: as the row says, else as the old place stood.
    fn new_links(&self, draft: &Draft, event: &EventRecord) -> Vec<(String, String)> {
        let before = match self.endings.get(&event.code) {
            Some(ending) => ending.parents.clone(),
            None => draft.parents(&event.code),
        };
        let heir = |parent: &str| {
            self.endings
                .get(parent)
                .and_then(|ending| ending.heir.clone())
                .unwrap_or_else(|| parent.to_owned())
        };
        let trees: Vec<String> = match (&*event.tree, before.is_empty()) {
            ("", false) => before.iter().map(|(tree, _)| tree.clone()).collect(),
            ("", true) => {
                let new = self.rows.iter().any(|row| row.event.new_code == event.new_parent);
                draft
                    .trees()
                    .iter()
                    .filter(|tree| new || draft.in_tree(&event.new_parent, tree))
                    .cloned()
                    .collect()
            }
            (tree, _) => vec![tree.to_owned()],
        };
        let parent = |tree: &str| {
            let same = before.iter().find(|(have, _)| have == tree).map(|(_, parent)| heir(parent));
            if event.new_parent.is_empty() { same } else { Some(event.new_parent.clone()) }
        };
        trees.into_iter().filter_map(|tree| parent(&tree).map(|parent| (tree, parent))).collect()
    }

    fn transfer(&mut self, draft: &mut Draft) {
        for row in self.rows {
            let event = &row.event;
            // A place that is renamed, or goes on after a split, may change its parent in the same row.
            let stays = event.kind == EventKind::Transfer || !self.endings.contains_key(&event.code);
            let moves =
                matches!(event.kind, EventKind::Transfer | EventKind::Rename) || event.new_code == event.code;
            if event.new_parent.is_empty() || event.code.is_empty() || !stays || !moves {
                continue;
            }
            for (tree, parent) in draft.parents(&event.code) {
                let meant = (event.tree.is_empty() || event.tree == tree)
                    && (event.parent.is_empty() || event.parent == parent);
                if meant && parent != event.new_parent {
                    draft.end_link(&event.code, &tree, self.date);
                    draft.open_link(&event.code, &event.new_parent, &tree, self.date);
                }
            }
        }
    }

    fn move_children(&mut self, draft: &mut Draft) {
        let endings = std::mem::take(&mut self.endings);
        for (code, ending) in &endings {
            let left = draft.children(code);
            match &ending.heir {
                Some(heir) => {
                    for (tree, child) in left {
                        draft.end_link(&child, &tree, self.date);
                        draft.open_link(&child, heir, &tree, self.date);
                    }
                }
                None if left.is_empty() => {}
                None => {
                    let mut codes: Vec<&str> = left.iter().map(|(_, child)| child.as_str()).collect();
                    codes.dedup();
                    let some = codes.iter().take(3).copied().collect::<Vec<_>>().join(", ");
                    let name = &ending.place.name;
                    let message = format!(
                        "{} places still stand under {name} ({some} …); say for each where it goes on this day",
                        codes.len()
                    );
                    self.errors.push(RowError {
                        row: ending.row,
                        column: "code",
                        code: "children_left",
                        message,
                    });
                }
            }
        }
        self.endings = endings;
    }
}

/// The level that a code says by its form.
fn level_of(code: &str) -> Option<Level> {
    match code.len() {
        6 if code.ends_with("0000") => Some(Level::Province),
        6 if code.ends_with("00") => Some(Level::City),
        6 => Some(Level::County),
        9 => Some(Level::Township),
        12 => Some(Level::Village),
        _ => None,
    }
}
