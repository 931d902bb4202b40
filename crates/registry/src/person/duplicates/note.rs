//! Looking for records like one that was just registered or changed: a few short walks along indices, within the same transaction.

use std::collections::BTreeSet;

use anye_base::{Fault, World};
use anye_db::WriteTx;

use super::likeness::{Likeness, likeness};
use super::{Pair, Reason};
use crate::Registry;
use crate::person::check::Sound;
use crate::person::model::{HeldNumber, Person, State};
use crate::person::number::{Kind, Number, from_legacy, slips};
use crate::person::sealing::{keys, number_blind, number_blinds, open_phone, phone_blinds};
use crate::person::store;
use crate::seal::Keys;

/// Records looked at for one reason.
const MOST: u32 = 20;

/// Notes who is like somebody new; how many.
pub async fn note(
    registry: &Registry,
    tx: &mut WriteTx<'_>,
    world: &World,
    sound: &Sound,
) -> Result<i64, Fault> {
    let phone = sound.phone.as_ref().map(|phone| phone.clear().to_owned());
    look(registry, tx, world, &sound.written.person, sound.number.as_ref(), phone.as_deref()).await
}

/// Notes who is like somebody whose name, birthday or phone changed.
pub async fn note_again(
    registry: &Registry,
    tx: &mut WriteTx<'_>,
    world: &World,
    person: &Person,
) -> Result<i64, Fault> {
    let phone = open_phone(keys(registry)?, person)?;
    look(registry, tx, world, person, None, phone.as_deref()).await
}

/// Notes who is like somebody with a new number.
pub async fn note_number(
    registry: &Registry,
    tx: &mut WriteTx<'_>,
    world: &World,
    person: &Person,
    number: &Number,
) -> Result<i64, Fault> {
    look(registry, tx, world, person, Some(number), None).await
}

/// Rows of numbers that are the old or new form of one, and those one slip away.
struct Near {
    legacy: BTreeSet<String>,
    slip: BTreeSet<String>,
}

async fn look(
    registry: &Registry,
    tx: &mut WriteTx<'_>,
    world: &World,
    person: &Person,
    number: Option<&Number>,
    phone: Option<&str>,
) -> Result<i64, Fault> {
    let keys = keys(registry)?;
    let near = match number {
        Some(number) => near_numbers(keys, tx, number).await?,
        None => Near { legacy: BTreeSet::new(), slip: BTreeSet::new() },
    };
    let mut ids: BTreeSet<String> = near.legacy.union(&near.slip).cloned().collect();
    if let Some(birth) = person.birth_date {
        let same = store::same_day(tx, &person.name_key, birth, MOST).await?;
        ids.extend(same.into_iter().map(|one| one.id));
    }
    let mut by_phone = BTreeSet::new();
    if let Some(phone) = phone {
        let shared = store::by_phones(tx, &phone_blinds(keys, phone), MOST).await?;
        by_phone.extend(shared.into_iter().map(|one| one.id));
        ids.extend(by_phone.iter().cloned());
    }
    ids.remove(&person.id);
    if ids.is_empty() {
        return Ok(0);
    }
    let own = store::of_person(tx, &person.id).await?;
    let ids: Vec<String> = ids.into_iter().collect();
    let numbers = store::of_persons(tx, &ids).await?;
    let mut noted = 0;
    for other in store::by_ids(tx, &ids).await? {
        if other.state == State::Merged {
            continue;
        }
        let theirs: Vec<&HeldNumber> = numbers.iter().filter(|held| held.person == other.id).collect();
        let (mine, their) =
            (person.birth_date.map(|day| day.to_string()), other.birth_date.map(|day| day.to_string()));
        let found = likeness(Likeness {
            names: (&person.name_key, &other.name_key),
            births: (mine.as_deref(), their.as_deref()),
            legacy: near.legacy.contains(&other.id),
            slip: near.slip.contains(&other.id),
            phone: by_phone.contains(&other.id),
            both_sound: own.iter().any(is_sound) && theirs.iter().any(|held| is_sound(held)),
        });
        if let Some((score, reasons)) = found {
            noted += i64::from(add(tx, world, (&person.id, &other.id), score, reasons).await?);
        }
    }
    Ok(noted)
}

async fn near_numbers(keys: &Keys, tx: &mut WriteTx<'_>, number: &Number) -> Result<Near, Fault> {
    let clear = number.text.clear();
    let mut legacy = Vec::new();
    match number.kind {
        Kind::Legacy15 => legacy.extend(from_legacy(clear)),
        Kind::Resident if clear.get(6..8) == Some("19") => {
            legacy.push(format!("{}{}", &clear[..6], &clear[8..17]))
        }
        _ => {}
    }
    let legacy: Vec<String> = legacy.iter().flat_map(|one| number_blinds(keys, one)).collect();
    let slip: Vec<String> = match number.kind {
        Kind::Resident => slips(clear).iter().map(|one| number_blind(keys, one)).collect(),
        _ => Vec::new(),
    };
    let persons = |held: Vec<HeldNumber>| held.into_iter().map(|one| one.person).collect();
    Ok(Near {
        legacy: persons(store::by_blinds(tx, &legacy).await?),
        slip: persons(store::by_blinds(tx, &slip).await?),
    })
}

/// A current resident number whose check digit follows.
pub(super) fn is_sound(held: &HeldNumber) -> bool {
    held.kind == Kind::Resident && held.state == "current" && !held.doubtful
}

/// Adds a pair in the order of ids, unless it is there.
pub(super) async fn add(
    tx: &mut WriteTx<'_>,
    world: &World,
    (one, other): (&str, &str),
    score: i64,
    reasons: Vec<Reason>,
) -> Result<bool, Fault> {
    let (one, other) = if one < other { (one, other) } else { (other, one) };
    let pair = Pair {
        id: world.new_id(),
        one: one.to_owned(),
        other: other.to_owned(),
        score,
        reasons,
        state: "open".into(),
        keep: None,
        found_at: world.now_ms(),
        proposed_at: None,
        proposed_by: None,
        proposed_name: None,
        proposed_note: String::new(),
        decided_at: None,
        decided_by: None,
        decided_name: None,
        decided_note: String::new(),
        version: 1,
    };
    Ok(store::add_pair(tx, &pair).await?)
}
