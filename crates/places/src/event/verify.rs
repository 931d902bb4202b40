//! Checks the rows of one day against the register as it stands on its eve (导入校验). It finds every fault it can and must never change anything.

use std::collections::{BTreeSet, HashMap};

use super::{
    EventKind, EventRecord, EventRow,
    day::{Day, Ending},
    draft::{Draft, Standing},
};
use crate::PlaceRecord;

impl Day<'_> {
    pub(super) fn find_endings(&mut self, draft: &Draft) {
        let rows = self.rows;
        let mut claimed: HashMap<&str, (EventKind, u64)> = HashMap::new();
        for row in rows {
            let event = &row.event;
            if event.kind == EventKind::Establish {
                continue;
            }
            let Some(place) = self.standing(draft, row) else { continue };
            if event.kind != EventKind::Transfer
                && let Some((kind, other)) = claimed.insert(&event.code, (event.kind, row.row))
                && !(kind == EventKind::Split && event.kind == EventKind::Split)
            {
                self.refuse(
                    row,
                    "code",
                    "changed_twice",
                    format!("{} already changes on this day in row {other}", event.code),
                );
            }
            let ends = match event.kind {
                EventKind::Abolish | EventKind::Recode => true,
                EventKind::Split | EventKind::Merge => !self.goes_on(&event.code),
                EventKind::Establish | EventKind::Rename | EventKind::Transfer => false,
            };
            if ends {
                if let Some(later) = draft.busy_below(&event.code, self.date) {
                    let message = format!(
                        "what stands below {} already changes on {later}; changes are imported in the order of their days",
                        event.code
                    );
                    self.refuse(row, "date", "later_change", message);
                }
                let heir = matches!(event.kind, EventKind::Recode | EventKind::Merge)
                    .then(|| event.new_code.clone());
                let parents = draft.parents(&event.code);
                self.endings.entry(event.code.clone()).or_insert(Ending {
                    place,
                    parents,
                    heir,
                    row: row.row,
                });
            }
        }
    }

    /// The place that a row changes, or the reason why it cannot.
    fn standing(&mut self, draft: &Draft, row: &EventRow) -> Option<PlaceRecord> {
        let event = &row.event;
        let place = match draft.standing(&event.code, self.date) {
            Standing::Open(place) => place,
            Standing::Later(day) => {
                let message = format!(
                    "{} already changes on {day}; changes are imported in the order of their days",
                    event.code
                );
                self.refuse(row, "date", "later_change", message);
                return None;
            }
            Standing::Absent => {
                self.refuse(
                    row,
                    "code",
                    "place_retired",
                    format!("no place has the code {} on the day before {}", event.code, self.date),
                );
                return None;
            }
        };
        if !event.name.is_empty() && event.name != place.name {
            self.refuse(
                row,
                "name",
                "name_differs",
                format!("{} is called {} on that day, not {}", event.code, place.name, event.name),
            );
        }
        let parents = draft.parents(&event.code);
        if !event.parent.is_empty() && !parents.iter().any(|(_, parent)| *parent == event.parent) {
            self.refuse(
                row,
                "parent",
                "parent_differs",
                format!("{} does not stand under {} on that day", event.code, event.parent),
            );
        }
        if !event.tree.is_empty() && !draft.trees().contains(&event.tree) {
            self.refuse(row, "tree", "no_such_tree", format!("there is no tree {}", event.tree));
        }
        Some(place)
    }

    pub(super) fn check_openings(&mut self, draft: &Draft) {
        let rows = self.rows;
        let new_codes: BTreeSet<&str> = rows.iter().map(|row| row.event.new_code.as_str()).collect();
        let mut opening: HashMap<&str, (&EventRecord, u64)> = HashMap::new();
        for row in rows {
            let event = &row.event;
            if !event.new_parent.is_empty() {
                let ends =
                    self.endings.contains_key(&event.new_parent) && !new_codes.contains(&*event.new_parent);
                let there = draft.open_on(&event.new_parent, self.date).is_some()
                    || new_codes.contains(&*event.new_parent);
                if ends || !there {
                    self.refuse(
                        row,
                        "new_parent",
                        "no_such_parent",
                        format!("there is no place {} on {}", event.new_parent, self.date),
                    );
                }
                if event.new_parent == event.code || event.new_parent == event.new_code {
                    self.refuse(
                        row,
                        "new_parent",
                        "own_parent",
                        "a place cannot stand under itself".to_owned(),
                    );
                }
            }
            if event.new_code.is_empty() || event.new_code == event.code {
                continue;
            }
            if let Some((other, number)) = opening.insert(&event.new_code, (event, row.row)) {
                let together = other.kind == EventKind::Merge
                    && event.kind == EventKind::Merge
                    && other.new_name == event.new_name;
                if !together {
                    let message =
                        format!("{} is already given to {} in row {number}", event.new_code, other.new_name);
                    self.refuse(row, "new_code", "code_taken", message);
                }
                continue;
            }
            let into = draft.open_on(&event.new_code, self.date).filter(|_| event.kind == EventKind::Merge);
            let ends = self.endings.contains_key(&event.new_code);
            match into {
                Some(place) if !ends && (place.name == event.new_name || self.goes_on(&event.new_code)) => {}
                Some(place) if !ends => {
                    let message = format!(
                        "{} is called {}; give it a row of its own to rename it",
                        event.new_code, place.name
                    );
                    self.refuse(row, "new_name", "name_differs", message);
                }
                _ if !ends && draft.busy_from(&event.new_code, self.date) => {
                    self.refuse(
                        row,
                        "new_code",
                        "code_taken",
                        format!("{} belongs to another place on {}", event.new_code, self.date),
                    );
                }
                _ => {}
            }
        }
    }
}
