//! Which document a mention means (引用解析): by its number, else by its whole title. A mention finds a document that is there, and a new
//! document finds the mentions that waited for it, in the transaction that brings it in.
//!
//! Must never let a document of one place repeal that of a place it does not lie over.

use std::collections::HashMap;

use anye_base::Date;
use anye_db::{DbError, Read, WriteTx};

use crate::keys::title_key;
use crate::model::{Record, Relation, Role};
use crate::prepare::Prepared;
use crate::store;

/// A title shorter than this names too many documents to mean one.
const SHORTEST_TITLE: usize = 8;

/// Names by which documents are found.
#[derive(Default)]
struct Names {
    by_number: HashMap<String, (String, String)>,
    by_title: HashMap<String, (String, String)>,
}

impl Names {
    fn add(&mut self, id: &str, number: Option<&str>, title: &str, place: &str) {
        let target = (id.to_owned(), place.to_owned());
        if let Some(number) = number {
            self.by_number.entry(number.to_owned()).or_insert_with(|| target.clone());
        }
        if title.chars().count() >= SHORTEST_TITLE {
            self.by_title.entry(title.to_owned()).or_insert(target);
        }
    }

    /// The document that a mention means, and its place. A number decides; a title only where there is no number.
    fn target(&self, number: Option<&str>, title: Option<&str>) -> Option<&(String, String)> {
        match number {
            Some(number) => self.by_number.get(number),
            None => self.by_title.get(title?),
        }
    }
}

/// Writes the mentions of new documents with their targets, and gives targets to mentions that waited for these documents.
pub async fn insert(tx: &mut WriteTx<'_>, fresh: &[&Prepared]) -> Result<(), DbError> {
    let mut mentions: Vec<Relation> =
        fresh.iter().flat_map(|prepared| prepared.relations.iter().cloned()).collect();
    let names = names(tx, fresh, &mentions).await?;
    let by_id: HashMap<&str, &Prepared> =
        fresh.iter().map(|prepared| (prepared.record.id.as_str(), *prepared)).collect();
    let mut repeals = Vec::new();
    for mention in &mut mentions {
        let title = mention.title.as_deref().map(title_key);
        let target = names.target(mention.number.as_deref(), title.as_deref());
        let Some((to, place)) = target.filter(|(to, _)| *to != mention.from_document) else { continue };
        mention.to_document = Some(to.clone());
        if let (Role::Repeals, Some(prepared)) = (mention.role, by_id.get(mention.from_document.as_str())) {
            repeals.push((to.clone(), place.clone(), prepared.record.clone()));
        }
    }
    store::relation::insert(tx, &mentions).await?;
    repeals.extend(answer_waiting(tx, fresh).await?);
    for (to, place, by) in repeals {
        repeal(tx, &to, &place, &by).await?;
    }
    Ok(())
}

async fn names(tx: &mut WriteTx<'_>, fresh: &[&Prepared], mentions: &[Relation]) -> Result<Names, DbError> {
    let numbers: Vec<&str> = distinct(mentions.iter().filter_map(|mention| mention.number.as_deref()));
    let keys: Vec<String> = mentions
        .iter()
        .filter(|mention| mention.number.is_none())
        .filter_map(|mention| mention.title.as_deref().map(title_key))
        .collect();
    let titles = distinct(keys.iter().map(String::as_str));
    let mut names = Names::default();
    for (id, number, title, place) in store::document::by_names(tx, &numbers, &titles).await? {
        names.add(&id, number.as_deref(), &title, &place);
    }
    for prepared in fresh {
        let record = &prepared.record;
        names.add(&record.id, record.number.as_deref(), &prepared.title_key, &record.place);
    }
    Ok(names)
}

fn distinct<'a>(values: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut all: Vec<&str> = values.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Gives targets to mentions that waited; says which of them repeal a new document.
async fn answer_waiting(
    tx: &mut WriteTx<'_>,
    fresh: &[&Prepared],
) -> Result<Vec<(String, String, Record)>, DbError> {
    let numbers = distinct(fresh.iter().filter_map(|prepared| prepared.record.number.as_deref()));
    let titles = distinct(fresh.iter().map(|prepared| prepared.title_key.as_str()));
    let mut names = Names::default();
    for prepared in fresh {
        let record = &prepared.record;
        names.add(&record.id, record.number.as_deref(), &prepared.title_key, &record.place);
    }
    let mut repeals = Vec::new();
    for (from, position, number, title, role) in store::relation::waiting(tx, &numbers, &titles).await? {
        let target = names.target(number.as_deref(), title.as_deref());
        let Some((to, place)) = target.filter(|(to, _)| *to != from) else { continue };
        store::relation::resolve(tx, &from, position, to).await?;
        if role == Role::Repeals
            && let Some(by) = store::document::find(tx, &from).await?
        {
            repeals.push((to.clone(), place.clone(), by));
        }
    }
    Ok(repeals)
}

/// Notes the repeal, where the repealing document's place is the other's own or lies over it.
async fn repeal(tx: &mut WriteTx<'_>, to: &str, place: &str, by: &Record) -> Result<(), DbError> {
    if !reaches(&by.place, place) {
        return Ok(());
    }
    let Some(on) = repealed_from(by) else { return Ok(()) };
    let seq = store::counter::take(tx, 1).await?;
    store::document::repeal(tx, to, &by.id, on, seq).await?;
    Ok(())
}

/// By the codes: 21, 2104 and 210404 lie over each other; the trailing zeros of a province or city code say how far it reaches.
fn reaches(over: &str, place: &str) -> bool {
    let head = over.trim_end_matches('0');
    // A code such as 2110 for a city ends in a zero of its own.
    let head = if head.len() % 2 == 1 { &over[..head.len() + 1] } else { head };
    over == place || (over.len() == 6 && place.starts_with(head))
}

fn repealed_from(by: &Record) -> Option<Date> {
    by.in_force_from.or(by.issued_on).or(by.published_on)
}

/// The document that a mention means as the library stands. For a citation that a person corrected.
pub async fn target_of(from: &mut impl Read, mention: &Relation) -> Result<Option<String>, DbError> {
    let key = mention.title.as_deref().map(title_key);
    let numbers: Vec<&str> = mention.number.as_deref().into_iter().collect();
    let titles: Vec<&str> = key.as_deref().into_iter().collect();
    let mut names = Names::default();
    for (id, number, title, place) in store::document::by_names(from, &numbers, &titles).await? {
        names.add(&id, number.as_deref(), &title, &place);
    }
    let target = names.target(mention.number.as_deref(), key.as_deref());
    Ok(target.map(|(id, _)| id.clone()).filter(|id| *id != mention.from_document))
}

#[cfg(test)]
mod tests {
    use super::reaches;

    #[test]
    fn a_place_reaches_itself_and_what_lies_below() {
        assert!(reaches("210000", "210400") && reaches("210400", "210404") && reaches("211000", "211002"));
        assert!(!reaches("210400", "210000") && !reaches("210400", "210500") && !reaches("211000", "211100"));
        assert!(reaches("210404", "210404100") && !reaches("210404", "210403100"));
    }
}
