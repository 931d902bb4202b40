//! The register (区划册) in memory: versions of places by id, one index per tree. Built once from sound records and never changed;
//! a change makes a new register ([`crate::apply`]). It must never answer for a day with what held on another.

mod build;
mod history;
mod query;
mod resolve;
mod tree;

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date;

pub use query::{Ancestors, Descendants};
pub use resolve::{Resolution, Step};
pub use tree::Tree;

use crate::{EventRecord, Kind, Level, Records, check::Span, romanised};

/// A place's number in this register: dense, in the order of codes, good for arrays. It must not be stored: another build may number differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(pub u32);

impl PlaceId {
    fn at(self) -> usize {
        self.0 as usize
    }
}

/// One version: a code under one name.
#[derive(Debug, Clone)]
struct Version {
    span: Span,
    name: Box<str>,
    civil_code: Option<Box<str>>,
    english: Option<Box<str>>,
    level: Level,
    kind: Kind,
    statistical_only: bool,
}

/// The dated hierarchy of divisions (区划册). Cheap to clone.
#[derive(Debug, Clone)]
pub struct Register {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// Sorted; the position is the id.
    codes: Vec<Box<str>>,
    /// All versions, grouped by id and sorted by first day.
    versions: Vec<Version>,
    /// Where the versions of an id start; one entry more than ids.
    first_version: Vec<u32>,
    /// Civil codes that differ from the code, sorted, with the id.
    civil_codes: Vec<(Box<str>, PlaceId)>,
    trees: Vec<tree::TreeIndex>,
    /// Sorted by date.
    events: Vec<EventRecord>,
    /// What the register was built from, for the next change and for storing.
    records: Records,
}

/// A place (区划) as it was on the day asked for.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Its number in this register.
    pub id: PlaceId,
    /// Code.
    pub code: &'a str,
    /// 名称
    pub name: &'a str,
    /// 层级
    pub level: Level,
    /// 建制类型
    pub kind: Kind,
    /// First day of this version; `None` where the source does not say.
    pub valid_from: Option<Date>,
    /// First day that no longer holds.
    pub valid_to: Option<Date>,
    /// A unit of the statistics only.
    pub statistical_only: bool,
    /// Code in the civil system where it differs.
    pub civil_code: Option<&'a str>,
    /// English name, where the pack gives one.
    pub english: Option<&'a str>,
}

impl<'a> Place<'a> {
    /// Its name in English: the pack's, else romanised.
    pub fn in_english(&self) -> Cow<'a, str> {
        self.english.map_or_else(|| Cow::Owned(romanised(self.name, self.kind)), Cow::Borrowed)
    }
}

impl PartialEq for Place<'_> {
    fn eq(&self, other: &Self) -> bool {
        let key = |p: &Self| (p.valid_from, p.valid_to, p.level, p.kind, p.statistical_only);
        self.code == other.code
            && self.name == other.name
            && self.civil_code == other.civil_code
            && key(self) == key(other)
    }
}

impl Eq for Place<'_> {}

impl Register {
    /// The records it was built from, for storing or exporting.
    pub fn records(&self) -> &Records {
        &self.inner.records
    }

    /// Number of distinct codes, of all times.
    pub fn len(&self) -> usize {
        self.inner.codes.len()
    }

    /// Whether it holds no place at all.
    pub fn is_empty(&self) -> bool {
        self.inner.codes.is_empty()
    }

    /// The number of a code, whenever it was valid.
    pub fn id(&self, code: &str) -> Option<PlaceId> {
        let at = self.inner.codes.binary_search_by(|have| (**have).cmp(code)).ok()?;
        Some(PlaceId(u32::try_from(at).ok()?))
    }

    /// The code of a number.
    pub fn code(&self, id: PlaceId) -> &str {
        &self.inner.codes[id.at()]
    }

    /// The place (区划) that a code meant on a day.
    pub fn find(&self, code: &str, on: Date) -> Option<Place<'_>> {
        self.place(self.id(code)?, on)
    }

    /// The place that a code of the civil system (民政代码) meant on a day. Below the county the two systems number apart.
    pub fn find_civil(&self, code: &str, on: Date) -> Option<Place<'_>> {
        let list = &self.inner.civil_codes;
        let from = list.partition_point(|(have, _)| **have < *code);
        let named = list[from..].iter().take_while(|(have, _)| **have == *code);
        if let Some(place) =
            named.filter_map(|(_, id)| self.place(*id, on)).find(|p| p.civil_code == Some(code))
        {
            return Some(place);
        }
        self.find(code, on).filter(|place| place.civil_code.is_none() && !place.statistical_only)
    }

    /// The version of a place that held on a day.
    pub fn place(&self, id: PlaceId, on: Date) -> Option<Place<'_>> {
        let versions = self.versions(id);
        let at = versions.partition_point(|version| version.span.from <= on).checked_sub(1)?;
        versions[at].span.holds(on).then(|| self.show(id, &versions[at]))
    }

    /// Every version of a code, oldest first.
    pub fn history_of(&self, code: &str) -> Vec<Place<'_>> {
        let Some(id) = self.id(code) else { return Vec::new() };
        self.versions(id).iter().map(|version| self.show(id, version)).collect()
    }

    /// All places valid on a day, in the order of codes.
    pub fn all(&self, on: Date) -> impl Iterator<Item = Place<'_>> {
        (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).filter_map(move |id| self.place(PlaceId(id), on))
    }

    /// The changes known, oldest first.
    pub fn events(&self) -> &[EventRecord] {
        &self.inner.events
    }

    fn versions(&self, id: PlaceId) -> &[Version] {
        let first = &self.inner.first_version;
        &self.inner.versions[first[id.at()] as usize..first[id.at() + 1] as usize]
    }

    fn show<'a>(&'a self, id: PlaceId, version: &'a Version) -> Place<'a> {
        Place {
            id,
            code: &self.inner.codes[id.at()],
            name: &version.name,
            level: version.level,
            kind: version.kind,
            valid_from: Some(version.span.from).filter(|day| *day != Date::MIN),
            valid_to: Some(version.span.to).filter(|day| *day != Date::MAX),
            statistical_only: version.statistical_only,
            civil_code: version.civil_code.as_deref(),
            english: version.english.as_deref(),
        }
    }
}
