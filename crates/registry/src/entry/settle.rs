//! Facts that hold while entries are open (登记期间的事实): worked out anew from all entries about a subject, so that several entries, corrections and ends agree.
//!
//! It must never take away what another source knows about later days.

use std::collections::{BTreeMap, BTreeSet};

use anye_base::{Date, Fault};
use anye_db::WriteTx;
use anye_programmes::{FactWhile, Register, SubjectKind, ValueFrom};
use serde_json::Value;

use super::model::Entry;
use super::store::entry as store;
use crate::Registers;
use crate::dictionary::parts;
use crate::fact::{self, Fact, NewFact};

/// A stretch of days for which an entry says something; the end is the first day no longer.
#[derive(Debug, Clone, PartialEq)]
struct Said {
    from: Date,
    to: Option<Date>,
    value: Value,
    entry: String,
    register: String,
    /// For good until another says otherwise, rather than while the entry is open.
    lasting: bool,
    recorded_at: i64,
}

type Key = (String, String, String);

/// Brings the facts of the subjects of these entries up to date.
pub async fn settle(
    tx: &mut WriteTx<'_>,
    rooms: &Registers,
    register: &Register,
    entries: &[&Entry],
) -> Result<(), Fault> {
    let touched = touched(rooms, register);
    if touched.is_empty() || entries.is_empty() {
        return Ok(());
    }
    let ids: BTreeSet<String> = entries.iter().map(|entry| entry.subject.clone()).collect();
    let ids: Vec<String> = ids.into_iter().collect();
    let all = store::of_subjects(tx, register.subject.word(), &ids).await?;
    let mut said: BTreeMap<Key, Vec<Said>> = BTreeMap::new();
    for entry in all.iter().filter(|entry| !entry.pending && entry.state != REFUSED) {
        if let Some(register) = rooms.definitions.register(&entry.register) {
            for (fact, one) in sayings(register, entry).into_iter().filter(|(fact, _)| touched.contains(fact))
            {
                if let Some((kind, field)) = parts(&fact) {
                    let thing =
                        if Some(kind) == register.subject.kind() { &entry.subject } else { &entry.id };
                    said.entry((kind.to_owned(), thing.clone(), field.to_owned())).or_default().push(one);
                }
            }
        }
    }
    // Entries that hold no more may have been the only ones that spoke.
    for entry in entries {
        for (kind, field) in touched.iter().filter_map(|fact| parts(fact)) {
            let thing = if Some(kind) == register.subject.kind() { &entry.subject } else { &entry.id };
            said.entry((kind.to_owned(), thing.clone(), field.to_owned())).or_default();
        }
    }
    let new = wanted(tx, said).await?;
    fact::state(tx, &*rooms.dictionary(), &new).await
}

/// The state of an entry that a second person refused.
pub(super) const REFUSED: &str = "refused";

/// The facts that a register speaks of.
fn touched(rooms: &Registers, register: &Register) -> BTreeSet<String> {
    let fields = register.fields.iter().filter_map(|field| field.fact.clone());
    let all: BTreeSet<String> = register.facts.iter().map(|one| one.fact.clone()).chain(fields).collect();
    let dictionary = rooms.dictionary();
    // A fact that the law in use no longer has is left alone.
    all.into_iter()
        .filter(|fact| parts(fact).is_some_and(|(kind, field)| dictionary.field(kind, field).is_some()))
        .filter(|fact| register.subject != SubjectKind::Place || !fact.starts_with("places."))
        .collect()
}

/// What an entry says, by fact.
fn sayings(register: &Register, entry: &Entry) -> Vec<(String, Said)> {
    let made = |value: Value, from, to, lasting| Said {
        from,
        to,
        value,
        entry: entry.id.clone(),
        register: entry.register.clone(),
        lasting,
        recorded_at: entry.recorded_at,
    };
    let mut all = Vec::new();
    // What holds while the entry is open is not kept for good as well.
    let meanwhile = |fact: &Option<String>| register.facts.iter().any(|one| Some(&one.fact) == fact.as_ref());
    for field in register.fields.iter().filter(|field| field.fact.is_some() && !meanwhile(&field.fact)) {
        if let (Some(value), Some(fact)) = (entry.fields.get(&field.id), field.fact.clone()) {
            all.push((fact, made(field.to_fact(value), entry.from, None, true)));
        }
    }
    for one in &register.facts {
        let Some(value) = valued(register, one, entry) else { continue };
        for (from, to) in stretches(register, one, entry) {
            all.push((one.fact.clone(), made(value.clone(), from, to, false)));
        }
    }
    all
}

fn valued(register: &Register, one: &FactWhile, entry: &Entry) -> Option<Value> {
    Some(match &one.value {
        ValueFrom::Is(value) => value.clone(),
        ValueFrom::From => Value::from(entry.from.to_string()),
        ValueFrom::To => Value::from(entry.to?.to_string()),
        ValueFrom::Subject => Value::from(entry.subject.clone()),
        ValueFrom::Field(id) => {
            let field = register.fields.iter().find(|field| field.id == *id)?;
            field.to_fact(entry.fields.get(id)?)
        }
        ValueFrom::Output(name) => entry.answer.as_ref()?.get("outputs")?.get(name)?.clone(),
    })
}

/// The days on which the entry is in one of the states that make the fact hold.
fn stretches(register: &Register, one: &FactWhile, entry: &Entry) -> Vec<(Date, Option<Date>)> {
    let holds = |state: &str| {
        if one.states.is_empty() { register.is_open(state) } else { one.states.iter().any(|id| id == state) }
    };
    let end = entry.to.and_then(|to| to.tomorrow().ok());
    let mut all: Vec<(Date, Option<Date>)> = Vec::new();
    for (at, turn) in entry.course.iter().enumerate() {
        let next = entry.course.get(at + 1).map(|next| next.day);
        // A closed state that is named goes on after the end.
        let end = if register.is_open(&turn.state) { end } else { None };
        let to = match (next, end) {
            (Some(next), Some(end)) => Some(next.min(end)),
            (next, end) => next.or(end),
        };
        if !holds(&turn.state) || to.is_some_and(|to| to <= turn.day) {
            continue;
        }
        match all.last_mut() {
            Some(last) if last.1 == Some(turn.day) => last.1 = to,
            _ => all.push((turn.day, to)),
        }
    }
    all
}

/// The facts to be recorded so that what stands agrees with what is said.
async fn wanted(tx: &mut WriteTx<'_>, said: BTreeMap<Key, Vec<Said>>) -> Result<Vec<NewFact>, Fault> {
    let mut kinds: BTreeMap<&str, (BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
    for (kind, thing, field) in said.keys() {
        let both = kinds.entry(kind).or_default();
        both.0.insert(thing);
        both.1.insert(field);
    }
    let mut standing: BTreeMap<Key, Vec<Fact>> = BTreeMap::new();
    for (kind, (things, fields)) in &kinds {
        for one in fact::store::standing(tx, kind, things, fields).await? {
            standing.entry((one.kind.clone(), one.thing.clone(), one.field.clone())).or_default().push(one);
        }
    }
    let mut new = Vec::new();
    for (key, said) in &said {
        let there = standing.get(key).map_or(&[][..], Vec::as_slice);
        new.extend(of_one(key, said, there));
    }
    Ok(new)
}

fn of_one(key: &Key, said: &[Said], there: &[Fact]) -> Vec<NewFact> {
    let made = |from, to, value: Value, source: String, evidence: String| NewFact {
        kind: key.0.clone(),
        thing: key.1.clone(),
        field: key.2.clone(),
        value,
        valid_from: from,
        valid_to: to,
        source,
        evidence,
    };
    let mut new = Vec::new();
    let first = said.iter().map(|one| one.from).min();
    // What registers said of days before any of them speaks now.
    for old in there.iter().filter(|old| old.source.starts_with("register:")) {
        let until = [first, old.valid_to].into_iter().flatten().min();
        if until.is_none_or(|until| old.valid_from < until) {
            new.push(made(old.valid_from, until, Value::Null, old.source.clone(), String::new()));
        }
    }
    let mut marks: BTreeSet<Date> = said.iter().flat_map(|one| [Some(one.from), one.to]).flatten().collect();
    // A later word of another source stays.
    let others: Vec<&Fact> = there.iter().filter(|old| !old.source.starts_with("register:")).collect();
    marks.extend(
        others
            .iter()
            .flat_map(|old| [Some(old.valid_from), old.valid_to])
            .flatten()
            .filter(|day| first.is_some_and(|first| *day > first)),
    );
    let marks: Vec<Date> = marks.into_iter().collect();
    let always_yes =
        !said.is_empty() && said.iter().all(|one| one.value == Value::Bool(true) && !one.lasting);
    let mut pieces: Vec<(Date, Option<Date>, Option<&Said>, Value)> = Vec::new();
    for (at, from) in marks.iter().enumerate() {
        let to = marks.get(at + 1).copied();
        let covers = |one: &&Said| one.from <= *from && one.to.is_none_or(|to| *from < to);
        let winner = said.iter().filter(covers).max_by_key(|one| (!one.lasting, one.from, one.recorded_at));
        let other = others
            .iter()
            .any(|old| old.holds(*from) && winner.is_none_or(|one| one.lasting && one.from < old.valid_from));
        if other {
            continue;
        }
        let value = match winner {
            Some(one) => one.value.clone(),
            None if always_yes => Value::Bool(false),
            None => Value::Null,
        };
        // Between entries the one that ended last speaks for "no".
        let speaks = winner.or_else(|| {
            said.iter().filter(|one| one.to.is_some_and(|to| to <= *from)).max_by_key(|one| one.to)
        });
        match pieces.last_mut() {
            Some(last) if last.1 == Some(*from) && last.3 == value && last.2 == speaks => last.1 = to,
            _ => pieces.push((*from, to, speaks, value)),
        }
    }
    new.extend(pieces.into_iter().map(|(from, to, speaks, value)| {
        let (source, evidence) = speaks
            .map_or_else(Default::default, |one| (format!("register:{}", one.register), one.entry.clone()));
        let source = if source.is_empty() { "register:".to_owned() } else { source };
        made(from, to, value, source, evidence)
    }));
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(from: &str, to: Option<&str>, value: Value, entry: &str) -> Said {
        let day = |text: &str| text.parse().unwrap();
        let (from, to) = (day(from), to.map(day));
        Said { from, to, value, entry: entry.into(), register: "r".into(), lasting: false, recorded_at: 0 }
    }

    fn lines(said: &[Said]) -> Vec<String> {
        let key = ("persons".to_owned(), "p".to_owned(), "registered_unemployed".to_owned());
        let show = |one: NewFact| {
            let to = one.valid_to.map_or_else(|| "…".to_owned(), |day| day.to_string());
            format!("{} {to} {} {}", one.valid_from, one.value, one.evidence)
        };
        of_one(&key, said, &[]).into_iter().map(show).collect()
    }

    #[test]
    fn between_two_spells_the_answer_is_no_and_two_at_once_make_one() {
        let yes = Value::Bool(true);
        let one = said("2020-01-01", Some("2020-03-01"), yes.clone(), "a");
        let two = said("2020-06-01", None, yes.clone(), "b");
        assert_eq!(
            lines(&[one.clone(), two]),
            ["2020-01-01 2020-03-01 true a", "2020-03-01 2020-06-01 false a", "2020-06-01 … true b"]
        );
        let over = said("2020-02-01", Some("2020-05-01"), yes, "c");
        assert_eq!(
            lines(&[one.clone(), over]),
            ["2020-01-01 2020-02-01 true a", "2020-02-01 2020-05-01 true c", "2020-05-01 … false c"]
        );
        let dated = said("2020-01-01", Some("2020-03-01"), Value::from("2020-01-01"), "a");
        assert_eq!(lines(&[dated]), ["2020-01-01 2020-03-01 \"2020-01-01\" a", "2020-03-01 … null a"]);
    }
}
