//! Who and what an application is about (事项涉及的对象): the subject, whom it leads to, and things that come into being with it, one of each kind.

use std::collections::{BTreeMap, BTreeSet};

use anye_base::{Date, Fault};
use anye_db::Read;
use anye_law::book::{KindId, Ty};
use anye_law::decide::reads;
use anye_programmes::Programme;
use anye_registry::fact;
use serde_json::Value;

use crate::Service;
use crate::model::{Application, subject_of};

/// The kind that a place is of: it is where the application is made.
pub(super) const PLACES: &str = "places";

/// One thing of each kind, with what is known of it.
#[derive(Debug, Clone, Default)]
pub struct Slots {
    /// Kind to thing, in the order they are met.
    pub ids: Vec<(String, String)>,
    /// What is known: kind, field, value.
    pub known: BTreeMap<(String, String), Value>,
    /// Relations that follow from what it is about: kind and field to the thing.
    pub links: BTreeMap<(String, String), String>,
    /// Fields that the rules read, with the programmes that need them.
    pub read: BTreeMap<(String, String), Vec<String>>,
    /// Kinds of things that come into being and have no id yet.
    pub missing: Vec<String>,
}

impl Slots {
    /// The thing of a kind.
    #[must_use]
    pub fn id(&self, kind: &str) -> Option<&str> {
        self.ids.iter().find(|(own, _)| own == kind).map(|(_, id)| id.as_str())
    }
}

/// Finds them.
///
/// # Errors
/// The store's own.
pub async fn slots(
    service: &Service,
    from: &mut impl Read,
    programmes: &[&Programme],
    application: &Application,
    on: Date,
) -> Result<Slots, Fault> {
    let book = service.book();
    let mut slots = Slots::default();
    let mut read: BTreeMap<(KindId, u16), BTreeSet<String>> = BTreeMap::new();
    for programme in programmes {
        for rule in programme.rules.iter().filter_map(|one| book.find_rule(&one.rule)) {
            for field in reads(book, rule).fields {
                read.entry(field).or_default().insert(programme.id.clone());
            }
        }
    }
    for ((kind, field), by) in &read {
        let def = book.kind(*kind);
        let field = def.fields[usize::from(*field)].id.clone();
        slots.read.insert((def.id.clone(), field), by.iter().cloned().collect());
    }
    let mut open = begin(service, programmes, application, &mut slots);
    while let Some(kind) = open.pop() {
        let Some(id) = slots.id(&kind).map(str::to_owned) else { continue };
        if kind == PLACES {
            slots.known.insert((kind, "code".to_owned()), Value::from(id));
            continue;
        }
        // What comes into being is known to nobody yet.
        let own = application.things.get(&kind) == Some(&id);
        let known = if own {
            BTreeMap::new()
        } else {
            fact::known(from, &kind, &id, on, None).await.map_err(Fault::from)?
        };
        for ((of, field), _) in read.iter().filter(|((of, _), _)| book.kind(*of).id == kind) {
            let field = &book.kind(*of).fields[usize::from(*field)];
            let Ty::Thing(other) = field.ty else { continue };
            let other = book.kind(other).id.clone();
            let key = (kind.clone(), field.id.clone());
            // A field of the programme may be this fact: who was hired is asked there.
            let fact = format!("{kind}.{}", field.id);
            let own = programmes.iter().flat_map(|one| &one.fields);
            let own = own.filter(|one| one.fact.as_ref() == Some(&fact)).map(|one| format!("f.{}", one.id));
            let mut keys = std::iter::once(format!("{kind}.{id}.{}", field.id)).chain(own);
            let said = keys.find_map(|key| application.answers.get(&key).filter(|said| !said.is_empty()));
            let leads =
                known.get(&field.id).and_then(Value::as_str).or(said.map(String::as_str)).map(str::to_owned);
            match (slots.id(&other).map(str::to_owned), leads) {
                (None, Some(to)) => {
                    slots.ids.push((other.clone(), to));
                    open.push(other);
                }
                (Some(there), None) => {
                    slots.links.insert(key, there);
                }
                (None, None) => met(&mut slots, &mut open, application, &other, key),
                (Some(_), Some(_)) => {}
            }
        }
        for (field, value) in known {
            slots.known.insert((kind.clone(), field), value);
        }
    }
    Ok(slots)
}

/// A thing that a relation wants and nobody named: the place, something that comes into being, or somebody still to be asked for.
fn met(
    slots: &mut Slots,
    open: &mut Vec<String>,
    application: &Application,
    other: &str,
    key: (String, String),
) {
    if other == PLACES {
        slots.links.insert(key, application.place.clone());
        slots.ids.push((PLACES.to_owned(), application.place.clone()));
        open.push(PLACES.to_owned());
    } else if let Some(id) = application.things.get(other) {
        slots.links.insert(key, id.clone());
        slots.ids.push((other.to_owned(), id.clone()));
        open.push(other.to_owned());
    } else if subject_of(other).is_none() && !slots.missing.iter().any(|one| one == other) {
        slots.missing.push(other.to_owned());
    }
}

/// The subject, and the things that the rules are about.
fn begin(
    service: &Service,
    programmes: &[&Programme],
    application: &Application,
    slots: &mut Slots,
) -> Vec<String> {
    let book = service.book();
    if let Some(kind) = application.kind().kind() {
        slots.ids.push((kind.to_owned(), application.subject.clone()));
    }
    for used in programmes.iter().flat_map(|one| &one.rules) {
        let Some(rule) = book.find_rule(&used.rule) else { continue };
        let kind = book.kind(book.rule(rule).subject).id.clone();
        if slots.id(&kind).is_some() {
            continue;
        }
        match used.thing.as_deref() {
            Some("new") => match application.things.get(&kind) {
                Some(id) => slots.ids.push((kind, id.clone())),
                None => slots.missing.push(kind),
            },
            Some(field) => {
                if let Some(id) = application.answers.get(&format!("f.{field}")).filter(|id| !id.is_empty()) {
                    slots.ids.push((kind, id.clone()));
                }
            }
            None if kind == PLACES => slots.ids.push((kind, application.place.clone())),
            None => {}
        }
    }
    slots.ids.iter().rev().map(|(kind, _)| kind.clone()).collect()
}
