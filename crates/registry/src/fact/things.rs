//! A facts file (事实文件) as the law reads it: the things asked for and everything their relations lead to, on a day, as far as was known at a time.
//!
//! It must never hold a field that the law does not know, nor lead from a place or an employer to everybody there.

use std::collections::{BTreeMap, BTreeSet};

use anye_base::{Date, ErrorKind, Fault};
use anye_db::Read;
use serde_json::{Map, Value, json};

use super::known::{known_fields, known_many};
use super::{is_own, store};
use crate::dictionary::Dictionary;

/// Things in one file at most.
const MOST: usize = 20_000;

/// How far a file reaches backwards: whose collections are filled (“all contracts of the person”).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Of the things asked for and, where a person leads to a household, of that household: its members.
    Asked,
    /// None: only what relations lead to.
    Forward,
}

/// Fields by kind: what a rule reads.
pub type Fields = BTreeMap<String, BTreeSet<String>>;

/// The facts of things on a day, as far as is known now.
///
/// # Errors
/// More things than one file may hold, or the store's own.
pub async fn things(
    from: &mut impl Read,
    dictionary: &dyn Dictionary,
    asked: &[(String, String)],
    on: Date,
) -> Result<Value, Fault> {
    things_as_known(from, dictionary, asked, on, None, Reach::Asked).await
}

/// The same as far as was known at a time in milliseconds, reaching as far as asked.
///
/// # Errors
/// More things than one file may hold, or the store's own.
pub async fn things_as_known(
    from: &mut impl Read,
    dictionary: &dyn Dictionary,
    asked: &[(String, String)],
    on: Date,
    as_known_at: Option<i64>,
    reach: Reach,
) -> Result<Value, Fault> {
    let mut file = File { dictionary, on, as_known_at, only: None, done: BTreeMap::new(), count: 0 };
    let mut next = first(dictionary, asked);
    let mut backwards = if reach == Reach::Asked { next.clone() } else { BTreeMap::new() };
    let mut first = true;
    while !next.is_empty() {
        let mut found = file.take(from, &next).await?;
        for (kind, ids) in &backwards {
            file.back(from, kind, ids, &mut found).await?;
        }
        // One step further back: the household that a person asked about belongs to.
        backwards = BTreeMap::new();
        if first
            && reach == Reach::Asked
            && let Some(ids) = found.get("households")
        {
            backwards.insert("households".to_owned(), ids.clone());
        }
        first = false;
        next = file.new_ones(found);
    }
    Ok(file.written())
}

/// Of many things only the fields that somebody reads, and only what those lead to: for runs over everybody.
///
/// # Errors
/// More things than one file may hold, or the store's own.
pub async fn things_of_fields(
    from: &mut impl Read,
    dictionary: &dyn Dictionary,
    asked: &[(String, String)],
    on: Date,
    fields: &Fields,
) -> Result<Value, Fault> {
    let only = Some(fields);
    let mut file = File { dictionary, on, as_known_at: None, only, done: BTreeMap::new(), count: 0 };
    let mut next = first(dictionary, asked);
    while !next.is_empty() {
        let found = file.take(from, &next).await?;
        next = file.new_ones(found);
    }
    Ok(file.written())
}

fn first(dictionary: &dyn Dictionary, asked: &[(String, String)]) -> BTreeMap<String, BTreeSet<String>> {
    let mut next: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (kind, thing) in asked.iter().filter(|(kind, _)| dictionary.kind(kind).is_some()) {
        next.entry(kind.clone()).or_default().insert(thing.clone());
    }
    next
}

struct File<'a> {
    dictionary: &'a dyn Dictionary,
    on: Date,
    as_known_at: Option<i64>,
    only: Option<&'a Fields>,
    done: BTreeMap<String, BTreeMap<String, BTreeMap<String, Value>>>,
    count: usize,
}

impl File<'_> {
    /// Takes the facts of these things in, and says which others they lead to.
    async fn take(
        &mut self,
        from: &mut impl Read,
        next: &BTreeMap<String, BTreeSet<String>>,
    ) -> Result<BTreeMap<String, BTreeSet<String>>, Fault> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (kind, ids) in next {
            self.count += ids.len();
            if self.count > MOST {
                return Err(Fault::new(ErrorKind::TooLarge, "fact_file_large").arg("most", MOST));
            }
            let list: Vec<String> = ids.iter().cloned().collect();
            let mut known = match self.only.map(|fields| fields.get(kind)) {
                None => known_many(from, kind, &list, self.on, self.as_known_at).await?,
                Some(None) => BTreeMap::new(),
                Some(Some(fields)) => {
                    let fields = fields.iter().map(String::as_str).collect();
                    known_fields(from, kind, &list, &fields, self.on, self.as_known_at).await?
                }
            };
            for id in list {
                let mut fields = known.remove(&id).unwrap_or_default();
                fields.retain(|field, value| self.fits(kind, field, value));
                for (field, value) in &fields {
                    let target = self.dictionary.field(kind, field).and_then(|one| one.target());
                    if let (Some(target), Some(other)) = (target, value.as_str()) {
                        found.entry(target.to_owned()).or_default().insert(other.to_owned());
                    }
                }
                self.done.entry(kind.clone()).or_default().insert(id, fields);
            }
        }
        Ok(found)
    }

    /// A value kept under an older law may no longer fit the law in use: then it is not known.
    fn fits(&self, kind: &str, field: &str, value: &Value) -> bool {
        !is_own(field) && !value.is_null() && self.dictionary.check(kind, field, value).is_ok()
    }

    /// The things that lead to these.
    async fn back(
        &self,
        from: &mut impl Read,
        kind: &str,
        ids: &BTreeSet<String>,
        found: &mut BTreeMap<String, BTreeSet<String>>,
    ) -> Result<(), Fault> {
        if kind == "places" {
            return Ok(());
        }
        let list: Vec<String> = ids.iter().cloned().collect();
        let leading: Vec<(String, String)> = self
            .dictionary
            .leading_to(kind)
            .into_iter()
            .map(|(kind, field)| (kind.to_owned(), field.to_owned()))
            .collect();
        for (other, field) in leading {
            let facts = store::leading_to(from, (&other, &field), &list, self.on, self.as_known_at).await?;
            if !facts.is_empty() {
                found.entry(other).or_default().extend(facts.into_iter().map(|fact| fact.thing));
            }
        }
        Ok(())
    }

    fn new_ones(&self, found: BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
        let there = |kind: &str, id: &str| self.done.get(kind).is_some_and(|ids| ids.contains_key(id));
        found
            .into_iter()
            .map(|(kind, ids)| {
                let ids = ids.into_iter().filter(|id| !there(&kind, id)).collect::<BTreeSet<_>>();
                (kind, ids)
            })
            .filter(|(_, ids)| !ids.is_empty())
            .collect()
    }

    fn written(self) -> Value {
        let mut out = Map::new();
        for (kind, things) in self.done {
            let mut written = Map::new();
            for (id, fields) in things {
                written.insert(id, json!(fields));
            }
            out.insert(kind, Value::Object(written));
        }
        Value::Object(out)
    }
}
