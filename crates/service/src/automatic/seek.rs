//! Whom a nightly run looks at, and what it reads of them (查找范围): only those who have what the rule presupposes, only fields that the rule reads. It must never
//! leave out anybody who could be entitled.

use std::collections::BTreeMap;

use anye_base::Fault;
use anye_law::book::{RuleId, covers};
use anye_law::decide::{presumed, reads, reads_of};
use anye_policy::decision;
use anye_programmes::{Automatic, Programme, SubjectKind};
use anye_registry::dictionary::Dictionary as _;
use anye_registry::fact::{Fields, by_facts_alone, standing, things_of_fields};
use serde_json::{Value, json};

use crate::Service;
use crate::port::{Having, Stretch};

/// The kind of divisions.
const PLACES: &str = "places";
/// Subjects whose ids are read at once.
const STRETCH: u32 = 20_000;
/// Subjects that the law decides at once.
const CHUNK: usize = 4_000;

/// A programme offered without an application, with the rule it goes by.
pub(super) fn offered(service: &Service) -> Vec<(&Programme, &Automatic, RuleId)> {
    let book = service.book();
    let one = |programme: &'_ Programme| -> Option<RuleId> {
        let used = programme.rules.iter().find(|used| used.thing.is_none())?;
        book.find_rule(&used.rule)
    };
    let all = service.definitions.programmes.iter();
    all.filter_map(|programme| Some((programme, programme.automatic.as_ref()?, one(programme)?))).collect()
}

/// Where to look and what to read.
pub(super) struct Seek<'a> {
    pub programme: &'a Programme,
    pub rule: RuleId,
    kind: SubjectKind,
    /// Place that the rule reaches.
    reach: String,
    having: Option<Having>,
    fields: Fields,
}

impl<'a> Seek<'a> {
    pub(super) async fn new(
        service: &Service,
        programme: &'a Programme,
        rule: RuleId,
    ) -> Result<Self, Fault> {
        let (book, kind) = (service.book(), programme.subject);
        let (def, of) = (book.rule(rule), kind.kind().unwrap_or_default());
        let mut having: Option<(i64, Having)> = None;
        for (field, yes) in presumed(book, rule) {
            let field = book.kind(def.subject).fields[usize::from(field)].id.clone();
            if book.kind(def.subject).id != of || !by_facts_alone(of, &field) {
                continue;
            }
            let many = standing(&mut &service.core.db, of, &field).await?;
            if having.as_ref().is_none_or(|(fewest, _)| many < *fewest) {
                having = Some((many, Having { field, yes, on: service.core.world.today() }));
            }
        }
        let mut read = reads(book, rule).fields;
        for (_, node) in book.exclusives.iter().flat_map(|group| &group.members) {
            read.extend(reads_of(book, *node).fields);
        }
        let mut fields = Fields::new();
        for (kind, field) in read {
            let kind = book.kind(kind);
            let of = fields.entry(kind.id.clone()).or_default();
            of.insert(kind.fields[usize::from(field)].id.clone());
        }
        let reach = def.place.clone();
        Ok(Self { programme, rule, kind, reach, having: having.map(|(_, having)| having), fields })
    }

    pub(super) async fn next(&self, service: &Service, past: &str) -> Result<Stretch, Fault> {
        let db = &service.core.db;
        service.subjects.next(db, self.kind, self.having.as_ref(), past, STRETCH).await
    }

    /// By place, those at places that rule and programme reach; not too many at once.
    pub(super) fn chunks(&self, found: Vec<(String, String)>) -> Vec<(String, Vec<String>)> {
        let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (id, place) in found {
            places.entry(place).or_default().push(id);
        }
        places.retain(|place, _| self.reaches(place));
        let parts = places.iter().flat_map(|(place, ids)| {
            ids.chunks(CHUNK).map(|some| (place.clone(), some.to_vec())).collect::<Vec<_>>()
        });
        parts.collect()
    }

    fn reaches(&self, place: &str) -> bool {
        let own = &self.programme.places;
        covers(&self.reach, place) && (own.is_empty() || own.iter().any(|one| covers(one, place)))
    }

    /// The facts of a chunk in a few questions: the subjects and what they lead to, and earlier grants.
    pub(super) async fn facts(&self, service: &Service, place: &str, ids: &[String]) -> Result<Value, Fault> {
        let kind = self.kind.kind().unwrap_or_default();
        let asked: Vec<(String, String)> = ids.iter().map(|id| (kind.to_owned(), id.clone())).collect();
        let dictionary = service.dictionary();
        let mut from = &service.core.db;
        let on = service.core.world.today();
        let mut facts = things_of_fields(&mut from, dictionary.as_ref(), &asked, on, &self.fields).await?;
        // A place is known by its code, as in an application.
        if dictionary.field(PLACES, "code").is_some()
            && let Some(places) = facts.get_mut(PLACES).and_then(Value::as_object_mut)
        {
            places.iter_mut().for_each(|(code, of)| *of = json!({ "code": code }));
        }
        let granted = decision::granted_many(&mut from, kind, ids).await?;
        let granted = crate::form::given(&mut from, granted).await?;
        facts["place"] = place.into();
        facts["ledger"] = crate::form::entries(service.book(), granted);
        Ok(facts)
    }
}
