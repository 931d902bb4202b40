//! What the asker said so far, as it travels in the form: who, where, on which day, what it is about, answers by kind and field.

use std::collections::{BTreeMap, BTreeSet};

use anye_law::book::{Book, KindId, Ty, covers};
use anye_law::day::Day;
use anye_law::decide::{FactError, Facts};
use serde_json::{Map, Value};

use crate::choice;

/// An answer that says it is not known.
pub const NOT_KNOWN: &str = "?";
/// So many answers at most; a form holds fewer questions than that.
const MOST: usize = 400;
/// The id of the one thing of each kind.
const ONE: &str = "1";

/// What was said so far.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// persons or employers: the kind that asks.
    pub who: String,
    /// Division code.
    pub place: String,
    /// The day, as written.
    pub on: String,
    /// Other kinds it is about.
    pub about: BTreeSet<String>,
    /// Kind and field to the answer.
    pub said: BTreeMap<(String, String), String>,
    /// What was chosen in exclusion groups: group to rule.
    pub chosen: BTreeMap<String, String>,
    /// Asked for the result.
    pub result: bool,
}

impl Answers {
    /// Reads a posted form; what it does not know is left out.
    pub fn read(book: &Book, pairs: &[(String, String)]) -> Self {
        let mut answers = Self::default();
        let mut dropped = None;
        let mut shown = Vec::new();
        for (key, value) in pairs.iter().take(MOST) {
            match key.as_str() {
                "who" => answers.who.clone_from(value),
                "place" => answers.place.clone_from(value),
                "on" => value.trim().clone_into(&mut answers.on),
                "about" => {
                    answers.about.insert(value.clone());
                }
                "go" => answers.result = value == "result",
                "shown" => shown.extend(value.split_once('.')),
                "again" => dropped = value.split_once('.'),
                _ if key.starts_with("c.") => answers.choose(book, key, value),
                _ => {
                    let Some((kind, field)) = key.strip_prefix("f.").and_then(|key| key.split_once('.'))
                    else {
                        continue;
                    };
                    let known =
                        book.find_kind(kind).is_some_and(|id| book.kind(id).find_field(field).is_some());
                    if known && !value.trim().is_empty() {
                        answers.said.insert((kind.to_owned(), field.to_owned()), value.trim().to_owned());
                    }
                }
            }
        }
        // A question that was shown and left open is not asked a second time by itself.
        for (kind, field) in shown.into_iter().filter(|_| !answers.result) {
            answers.said.entry((kind.to_owned(), field.to_owned())).or_insert_with(|| NOT_KNOWN.to_owned());
        }
        if let Some((kind, field)) = dropped {
            if kind == "c" {
                answers.chosen.remove(field);
            }
            answers.said.remove(&(kind.to_owned(), field.to_owned()));
        }
        answers
    }

    /// A choice counts only where the rule is a member of the group.
    fn choose(&mut self, book: &Book, key: &str, rule: &str) {
        let group = book.exclusives.iter().find(|group| key.strip_prefix("c.") == Some(group.id.as_str()));
        let member = |id: anye_law::book::RuleId| book.rule(id).id == rule;
        if let Some(group) = group.filter(|group| group.members.iter().any(|(id, _)| member(*id))) {
            self.chosen.insert(group.id.clone(), rule.to_owned());
        }
    }

    /// The day, when it is one.
    pub fn day(&self) -> Option<Day> {
        choice::day(&self.on)
    }

    /// Whether the first form is complete.
    pub fn begun(&self, book: &Book, home: &str) -> bool {
        let who = book.find_kind(&self.who).is_some_and(|kind| askers(book).contains(&kind));
        who && self.day().is_some() && covers(home, &self.place) && self.place.len() == 6
    }

    /// Who asks and what it is about.
    pub fn own_kinds(&self, book: &Book) -> Vec<KindId> {
        std::iter::once(&self.who).chain(&self.about).filter_map(|id| book.find_kind(id)).collect()
    }

    /// The kinds that get one thing each: who asks, what it is about, and what those lead to.
    pub fn kinds(&self, book: &Book) -> BTreeSet<KindId> {
        let mut found: BTreeSet<KindId> = BTreeSet::new();
        let mut open = self.own_kinds(book);
        while let Some(kind) = open.pop() {
            if !found.insert(kind) {
                continue;
            }
            // Only what something is about leads on: a hire has an employer and a person; a person's household is asked for only with them.
            for field in &book.kind(kind).fields {
                if let Ty::Thing(other) = field.ty
                    && other != kind
                {
                    open.push(other);
                }
            }
        }
        found
    }

    /// The facts of the answers.
    pub fn facts(&self, book: &Book, on: Day) -> Result<Facts, Vec<FactError>> {
        let mut all = Map::new();
        all.insert("place".to_owned(), Value::from(self.place.clone()));
        let kinds = self.kinds(book);
        for kind in &kinds {
            let def = book.kind(*kind);
            let mut thing = Map::new();
            for field in &def.fields {
                if matches!(field.ty, Ty::Thing(other) if other != *kind && kinds.contains(&other)) {
                    thing.insert(field.id.clone(), Value::from(ONE));
                }
                // The place is known already.
                if def.id == "places" && field.id == "code" {
                    thing.insert(field.id.clone(), Value::from(self.place.clone()));
                }
                let said = self
                    .said
                    .get(&(def.id.clone(), field.id.clone()))
                    .filter(|said| said.as_str() != NOT_KNOWN);
                if let Some(said) = said {
                    thing.insert(field.id.clone(), Value::from(said.clone()));
                }
            }
            all.insert(
                def.id.clone(),
                Value::Object(Map::from_iter([(ONE.to_owned(), Value::Object(thing))])),
            );
        }
        let chosen = self.chosen.iter().map(|(group, rule)| (group.clone(), Value::from(rule.clone())));
        all.insert("choices".to_owned(), Value::Object(chosen.collect()));
        Facts::read(book, &Value::Object(all), on)
    }

    /// Everything said, as hidden fields.
    pub fn hidden(&self) -> Vec<(String, String)> {
        let mut all = self.base();
        all.extend(
            self.said.iter().map(|((kind, field), value)| (format!("f.{kind}.{field}"), value.clone())),
        );
        all.extend(self.chosen.iter().map(|(group, rule)| (format!("c.{group}"), rule.clone())));
        all
    }

    fn base(&self) -> Vec<(String, String)> {
        let first = [("who", &self.who), ("place", &self.place), ("on", &self.on)];
        let mut all: Vec<_> = first.into_iter().map(|(key, value)| (key.to_owned(), value.clone())).collect();
        all.extend(self.about.iter().map(|kind| ("about".to_owned(), kind.clone())));
        all
    }
}

/// The kinds that can ask: natural persons and employers.
pub fn askers(book: &Book) -> Vec<KindId> {
    ["persons", "employers"].iter().filter_map(|id| book.find_kind(id)).collect()
}

/// What a question can be about besides the asker: kinds that benefits are about and that lead to the asker.
pub fn situations(book: &Book, asker: KindId) -> Vec<KindId> {
    let is_subject = |kind: KindId| {
        book.rules.iter().any(|rule| rule.kind == anye_law::book::RuleKind::Benefit && rule.subject == kind)
    };
    let leads = |kind: KindId| book.kind(kind).fields.iter().any(|field| field.ty == Ty::Thing(asker));
    let all = (0..book.kinds.len()).filter_map(|ix| u16::try_from(ix).ok().map(KindId));
    all.filter(|kind| *kind != asker && is_subject(*kind) && leads(*kind)).collect()
}
