//! A case that is tried (试算): things, parameters and earlier grants as the form holds them, all as text. It must never be kept anywhere but in the form.

use std::collections::BTreeMap;

use anye_law::book::{Book, KindId, Ty};
use anye_law::day::Day;

use crate::choice;

/// The id of the thing that is decided about.
pub const SUBJECT: &str = "1";
/// So many fields of a form at most.
const MOST_FIELDS: usize = 4_000;
/// So many things a form may show; copies are counted apart.
pub const MOST_THINGS: usize = 80;
/// So many copies of one thing at most.
pub const MOST_COPIES: u32 = 10_000;
/// A parameter that is said to be unknown, although the pack has a value.
pub const UNKNOWN: &str = "?";

/// One thing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thing {
    /// Id of its kind.
    pub kind: String,
    /// Its own id: a number.
    pub id: String,
    /// So many alike, each with what belongs to it alone.
    pub copies: u32,
    /// Its fields as typed.
    pub said: BTreeMap<String, String>,
}

/// An earlier grant or an application not yet decided (台账).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Past {
    /// Id of the rule.
    pub rule: String,
    /// Whose: kind and id, with a dot between.
    pub of: String,
    /// Its day.
    pub date: String,
    /// Its last day.
    pub to: String,
    /// Money in yuan.
    pub amount: String,
    /// Months.
    pub months: String,
    /// Not yet decided.
    pub pending: bool,
}

/// The whole case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Division code.
    pub place: String,
    /// Day of the decision.
    pub on: String,
    /// As the rule book stood on this day.
    pub known: String,
    /// Things; the one decided about comes first.
    pub things: Vec<Thing>,
    /// Parameters by id.
    pub params: BTreeMap<String, String>,
    /// Earlier grants.
    pub past: Vec<Past>,
    /// Choices in exclusion groups: group to rule.
    pub choices: BTreeMap<String, String>,
    /// Proposed fund.
    pub fund: String,
}

impl Draft {
    /// Reads a posted form; what it does not know is left out.
    pub fn read(book: &Book, pairs: &[(String, String)]) -> Self {
        let mut draft = Self::default();
        let mut past: BTreeMap<u32, Past> = BTreeMap::new();
        for (key, value) in pairs.iter().take(MOST_FIELDS) {
            let value = value.trim();
            let mut steps = key.split('.');
            match (steps.next().unwrap_or_default(), steps.next(), steps.next(), steps.next()) {
                ("place", None, ..) => value.clone_into(&mut draft.place),
                ("on", None, ..) => value.clone_into(&mut draft.on),
                ("known", None, ..) => value.clone_into(&mut draft.known),
                ("fund", None, ..) => value.clone_into(&mut draft.fund),
                ("t", Some(kind), Some(id), None) => draft.thing(book, kind, id, value),
                ("f", Some(kind), Some(id), Some(field)) if !value.is_empty() => {
                    let known = book.find_kind(kind).and_then(|id| book.kind(id).find_field(field));
                    if let (Some(_), Some(thing)) = (known, draft.find(kind, id)) {
                        draft.things[thing].said.insert(field.to_owned(), value.to_owned());
                    }
                }
                ("p", Some(param), None, _) if !value.is_empty() && book.find_param(param).is_some() => {
                    draft.params.insert(param.to_owned(), value.to_owned());
                }
                ("c", Some(group), None, _) if !value.is_empty() => {
                    draft.choices.insert(group.to_owned(), value.to_owned());
                }
                ("l", Some(at), Some(part), None) => {
                    let Some(at) = at.parse().ok().filter(|at| *at < 40) else { continue };
                    past.entry(at).or_default().set(part, value);
                }
                _ => {}
            }
        }
        draft.past = past.into_values().filter(|one| !one.rule.is_empty() || !one.of.is_empty()).collect();
        draft
    }

    fn thing(&mut self, book: &Book, kind: &str, id: &str, copies: &str) {
        let number = id.len() <= 6 && id.bytes().all(|byte| byte.is_ascii_digit());
        if number
            && book.find_kind(kind).is_some()
            && self.things.len() < MOST_THINGS
            && self.find(kind, id).is_none()
        {
            let copies = copies.parse().unwrap_or(1).clamp(1, MOST_COPIES);
            let (kind, id) = (kind.to_owned(), id.to_owned());
            self.things.push(Thing { kind, id, copies, said: BTreeMap::new() });
        }
    }

    /// Where a thing stands.
    pub fn find(&self, kind: &str, id: &str) -> Option<usize> {
        self.things.iter().position(|thing| thing.kind == kind && thing.id == id)
    }

    /// Adds a thing of a kind, related to what is there where there is only one.
    pub fn add(&mut self, book: &Book, kind: KindId) -> Option<usize> {
        let def = book.kind(kind);
        if self.things.len() >= MOST_THINGS {
            return None;
        }
        let taken = self.things.iter().filter(|thing| thing.kind == def.id);
        let next = 1 + taken.filter_map(|thing| thing.id.parse::<u32>().ok()).max().unwrap_or_default();
        let mut said = BTreeMap::new();
        for field in &def.fields {
            if let Ty::Thing(other) = field.ty
                && other != kind
            {
                let other = &book.kind(other).id;
                let mut all = self.things.iter().filter(|thing| thing.kind == *other);
                if let (Some(one), None) = (all.next(), all.next()) {
                    said.insert(field.id.clone(), one.id.clone());
                }
            }
        }
        self.things.push(Thing { kind: def.id.clone(), id: next.to_string(), copies: 1, said });
        Some(self.things.len() - 1)
    }

    /// Takes a thing out, and every relation to it.
    pub fn remove(&mut self, book: &Book, kind: &str, id: &str) {
        let Some(at) = self.find(kind, id).filter(|at| *at > 0) else { return };
        self.things.remove(at);
        for thing in &mut self.things {
            let Some(own) = book.find_kind(&thing.kind) else { continue };
            thing.said.retain(|field, value| {
                let leads = relation(book, own, field).is_some_and(|other| book.kind(other).id == kind);
                !(leads && value == id)
            });
        }
        let of = format!("{kind}.{id}");
        self.past.retain(|one| one.of != of);
    }

    /// The days, or which of them is none: field and what stands there.
    pub fn days(&self) -> Result<(Day, Option<Day>), &'static str> {
        let on = choice::day(&self.on).ok_or("on")?;
        match self.known.trim() {
            "" => Ok((on, None)),
            known => Ok((on, Some(choice::day(known).ok_or("known")?))),
        }
    }
}

impl Past {
    fn set(&mut self, part: &str, value: &str) {
        match part {
            "rule" => value.clone_into(&mut self.rule),
            "of" => value.clone_into(&mut self.of),
            "date" => value.clone_into(&mut self.date),
            "to" => value.clone_into(&mut self.to),
            "amount" => value.clone_into(&mut self.amount),
            "months" => value.clone_into(&mut self.months),
            "pending" => self.pending = value == "yes",
            _ => {}
        }
    }
}

/// The kind that a relation leads to.
pub fn relation(book: &Book, kind: KindId, field: &str) -> Option<KindId> {
    let at = book.kind(kind).find_field(field)?;
    if let Ty::Thing(other) = ty(book, kind, at) { Some(other) } else { None }
}

/// The type of a field.
pub fn ty(book: &Book, kind: KindId, at: u16) -> Ty {
    book.kind(kind).fields[usize::from(at)].ty
}
