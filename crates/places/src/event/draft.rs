//! The working copy (工作副本) that events are applied to. It only ends what is open and opens what is new; it must never touch a stretch
//! of time before the day in hand.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use super::Changes;
use crate::{LinkRecord, PlaceRecord, Records, Register};

pub(super) struct Draft {
    places: Vec<PlaceRecord>,
    links: Vec<LinkRecord>,
    by_code: HashMap<String, Vec<usize>>,
    by_child: HashMap<String, Vec<usize>>,
    by_parent: HashMap<String, Vec<usize>>,
    trees: Vec<String>,
    opened: BTreeSet<String>,
    closed: BTreeSet<String>,
    moved: BTreeSet<String>,
}

/// What a code is on a day, for a change on that day.
pub(super) enum Standing {
    /// Valid the day before, with no end: it can change.
    Open(PlaceRecord),
    /// Something about it already changes on that day or later.
    Later(Date),
    /// Not valid the day before.
    Absent,
}

impl Draft {
    pub(super) fn of(register: &Register) -> Self {
        let Records { places, links } = register.records().clone();
        let trees = register.trees().map(|(name, _)| name.to_owned()).collect();
        let mut draft = Self {
            places: Vec::with_capacity(places.len()),
            links: Vec::with_capacity(links.len()),
            by_code: HashMap::new(),
            by_child: HashMap::new(),
            by_parent: HashMap::new(),
            trees,
            opened: BTreeSet::new(),
            closed: BTreeSet::new(),
            moved: BTreeSet::new(),
        };
        places.into_iter().for_each(|place| draft.push_place(place));
        links.into_iter().for_each(|link| draft.push_link(link));
        draft
    }

    /// The records as they are now; what was touched goes into `changes`.
    pub(super) fn finish(self, changes: &mut Changes) -> Records {
        changes.opened = self.opened.into_iter().collect();
        changes.closed = self.closed.into_iter().collect();
        changes.moved = self.moved.into_iter().collect();
        Records { places: self.places, links: self.links }
    }

    pub(super) fn trees(&self) -> &[String] {
        &self.trees
    }

    fn push_place(&mut self, place: PlaceRecord) {
        self.by_code.entry(place.code.clone()).or_default().push(self.places.len());
        self.places.push(place);
    }

    fn push_link(&mut self, link: LinkRecord) {
        self.by_child.entry(link.child.clone()).or_default().push(self.links.len());
        self.by_parent.entry(link.parent.clone()).or_default().push(self.links.len());
        self.links.push(link);
    }

    fn versions(&self, code: &str) -> impl Iterator<Item = &PlaceRecord> {
        self.by_code.get(code).into_iter().flatten().map(|at| &self.places[*at])
    }

    /// How a code stands for a change on `day`.
    pub(super) fn standing(&self, code: &str, day: Date) -> Standing {
        let later = self.versions(code).flat_map(|place| [place.valid_from, place.valid_to]).flatten();
        let own_links = self.by_child.get(code).into_iter().flatten().map(|at| &self.links[*at]);
        let moves = own_links.flat_map(|link| [link.valid_from, link.valid_to]).flatten();
        if let Some(later) = later.chain(moves).filter(|change| *change >= day).min() {
            return Standing::Later(later);
        }
        match self.versions(code).find(|place| place.valid_to.is_none()) {
            Some(place) => Standing::Open(place.clone()),
            None => Standing::Absent,
        }
    }

    /// Whether a code is valid on `day` and stays so.
    pub(super) fn open_on(&self, code: &str, day: Date) -> Option<&PlaceRecord> {
        self.versions(code)
            .find(|place| place.valid_to.is_none() && place.valid_from.is_none_or(|from| from <= day))
    }

    /// Whether any version or link of a code begins or ends on or after `day`.
    pub(super) fn busy_from(&self, code: &str, day: Date) -> bool {
        self.versions(code)
            .any(|place| place.valid_from.is_some_and(|d| d >= day) || place.valid_to.is_none_or(|d| d > day))
    }

    /// The first day from `day` on which something below a place changes.
    pub(super) fn busy_below(&self, code: &str, day: Date) -> Option<Date> {
        let links = self.by_parent.get(code).into_iter().flatten().map(|at| &self.links[*at]);
        links
            .flat_map(|link| [link.valid_from, link.valid_to])
            .flatten()
            .filter(|change| *change >= day)
            .min()
    }

    pub(super) fn end_place(&mut self, code: &str, day: Date) {
        for at in self.by_code.get(code).into_iter().flatten() {
            let place = &mut self.places[*at];
            if place.valid_to.is_none() && place.valid_from.is_none_or(|from| from < day) {
                place.valid_to = Some(day);
                self.closed.insert(code.to_owned());
            }
        }
    }

    pub(super) fn open_place(&mut self, place: PlaceRecord) {
        self.opened.insert(place.code.clone());
        self.push_place(place);
    }

    /// The open parent links of a place: tree and parent.
    pub(super) fn parents(&self, code: &str) -> Vec<(String, String)> {
        let links = self.by_child.get(code).into_iter().flatten().map(|at| &self.links[*at]);
        links
            .filter(|link| link.valid_to.is_none())
            .map(|link| (link.tree.clone(), link.parent.clone()))
            .collect()
    }

    /// The open child links of a place: tree and child.
    pub(super) fn children(&self, code: &str) -> Vec<(String, String)> {
        let links = self.by_parent.get(code).into_iter().flatten().map(|at| &self.links[*at]);
        links
            .filter(|link| link.valid_to.is_none())
            .map(|link| (link.tree.clone(), link.child.clone()))
            .collect()
    }

    /// Whether a place is in a tree now: linked, or a top that others are linked to.
    pub(super) fn in_tree(&self, code: &str, tree: &str) -> bool {
        let open = |at: &&usize| self.links[**at].valid_to.is_none() && self.links[**at].tree == tree;
        self.by_child.get(code).into_iter().flatten().any(|at| open(&at))
            || (!self.by_child.contains_key(code)
                && self.by_parent.get(code).into_iter().flatten().any(|at| open(&at)))
    }

    pub(super) fn end_link(&mut self, child: &str, tree: &str, day: Date) {
        for at in self.by_child.get(child).into_iter().flatten() {
            let link = &mut self.links[*at];
            if link.tree == tree && link.valid_to.is_none() {
                link.valid_to = Some(day);
            }
        }
    }

    pub(super) fn open_link(&mut self, child: &str, parent: &str, tree: &str, day: Date) {
        self.moved.insert(child.to_owned());
        let (child, parent, tree) = (child.to_owned(), parent.to_owned(), tree.to_owned());
        self.push_link(LinkRecord { child, parent, tree, valid_from: Some(day), valid_to: None });
    }
}
