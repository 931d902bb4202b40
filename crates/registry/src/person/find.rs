//! Finding persons: by number and phone through the keyed index, by name and pinyin within counties. What the caller may not see is as if it were not there.

use anye_access::{Caller, Permission};
use anye_base::{Cursor, ErrorKind, Fault, FieldFault, Limit, Page};
use anye_db::{DbError, Read};
use anye_places::Resolution;
use serde::{Deserialize, Serialize};

use super::model::{HeldNumber, Person, State};
use super::scope::{counties, seen};
use super::sealing::{keys, number_blinds, phone_blinds};
use super::{number, store};
use crate::seal::Keys;
use crate::{Registry, name};

/// Records that may point on from one to the next before somebody has to look.
const CHAIN: usize = 16;
/// People who may share a phone and still be shown.
const SHARED: u32 = 20;

/// What is looked for by words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// The beginning of a name, or of the first letters of its pinyin.
    pub q: String,
    /// Place under which they live; empty: wherever the caller may look.
    pub place: String,
}

/// One by id, for crates that check rights themselves.
pub async fn by_id(from: &mut impl Read, id: &str) -> Result<Option<Person>, DbError> {
    store::by_id(from, id).await
}

/// A person that the caller may see, within a transaction.
pub(crate) async fn in_tx(
    tx: &mut anye_db::WriteTx<'_>,
    registry: &Registry,
    caller: &Caller<'_>,
    id: &str,
) -> Result<Person, Fault> {
    super::scope::seen(registry, caller, Permission::PersonsRead, store::by_id(tx, id).await?)
}

/// Those with these ids, for crates that check rights themselves.
pub async fn by_ids(from: &mut impl Read, ids: &[String]) -> Result<Vec<Person>, DbError> {
    store::by_ids(from, ids).await
}

/// The record that a merged one points to in the end.
pub async fn standing(from: &mut impl Read, mut one: Person) -> Result<Person, DbError> {
    for _ in 0..CHAIN {
        match (&one.state, one.merged_into.clone()) {
            (State::Merged, Some(next)) => match store::by_id(from, &next).await? {
                Some(next) => one = next,
                None => break,
            },
            _ => break,
        }
    }
    Ok(one)
}

/// Who has a number, for crates that check rights themselves. A merged record leads to the one that stays.
pub async fn find_by_number(
    from: &mut impl Read,
    keys: &Keys,
    clear: &str,
) -> Result<Option<Person>, DbError> {
    Ok(find_with_numbers(from, keys, clear).await?.map(|(found, _)| found))
}

/// The same with all numbers of theirs: one way to the database and back, more only where a merged record leads on.
pub async fn find_with_numbers(
    from: &mut impl Read,
    keys: &Keys,
    clear: &str,
) -> Result<Option<(Person, Vec<HeldNumber>)>, DbError> {
    let clear = number::tidy(clear);
    if clear.is_empty() {
        return Ok(None);
    }
    let found = store::holder(from, &number_blinds(keys, &clear)).await?;
    let Some((one, numbers)) = found else { return Ok(None) };
    if one.state == State::Active {
        return Ok(Some((one, numbers)));
    }
    let one = standing(from, one).await?;
    let numbers = numbers_of(from, std::slice::from_ref(&one)).await?;
    Ok(Some((one, numbers)))
}

/// One that the caller may see.
pub async fn find(registry: &Registry, caller: &Caller<'_>, id: &str) -> Result<Person, Fault> {
    let found = store::by_id(&mut &registry.core.db, id).await?;
    seen(registry, caller, Permission::PersonsRead, found)
}

/// Who has a number, where the caller may see them. Slowed, and the same answer for unknown and forbidden.
pub async fn open_by_number(registry: &Registry, caller: &Caller<'_>, clear: &str) -> Result<Person, Fault> {
    Ok(open_with_numbers(registry, caller, clear).await?.0)
}

/// The same with all numbers of theirs.
pub async fn open_with_numbers(
    registry: &Registry,
    caller: &Caller<'_>,
    clear: &str,
) -> Result<(Person, Vec<HeldNumber>), Fault> {
    registry.throttle.take(&caller.actor.id, caller.world.now_ms())?;
    let found = find_with_numbers(&mut &registry.core.db, keys(registry)?, clear).await?;
    let (found, numbers) = found.unzip();
    let found = seen(registry, caller, Permission::PersonsRead, found)?;
    Ok((found, numbers.unwrap_or_default()))
}

/// Who has a phone, where the caller may see them. Slowed likewise.
pub async fn by_phone(registry: &Registry, caller: &Caller<'_>, clear: &str) -> Result<Vec<Person>, Fault> {
    registry.throttle.take(&caller.actor.id, caller.world.now_ms())?;
    let phone = number::phone(clear)
        .map_err(|wrong| Fault::new(ErrorKind::Invalid, "person_invalid").field(wrong.fault("phone")))?;
    let mut db = &registry.core.db;
    let found = store::by_phones(&mut db, &phone_blinds(keys(registry)?, phone.clear()), SHARED).await?;
    let visible = found.into_iter().map(|one| seen(registry, caller, Permission::PersonsRead, Some(one)));
    Ok(visible.filter_map(Result::ok).filter(|one| one.state == State::Active).collect())
}

/// A page of those whose name, or the first letters of whose name, begin so.
pub async fn search(
    registry: &Registry,
    caller: &Caller<'_>,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Person>, Fault> {
    let words = filter.q.trim();
    if number_like(words) {
        // A number does not belong into an address: it would stand in logs and histories.
        let field = FieldFault::new("q", "person_number_in_words");
        return Err(Fault::new(ErrorKind::Invalid, "person_number_in_words").field(field));
    }
    let latin = !words.is_empty() && words.bytes().all(|byte| byte.is_ascii_alphabetic());
    let place = standing_place(registry, &filter.place);
    let counties = counties(registry, caller, Permission::PersonsRead, &place);
    let key = name::key(words);
    let by_name = Want { column: "name_key", start: &key, place: &place };
    if !latin || after.is_some_and(|cursor| cursor.0.first().is_some_and(|column| column == "name_key")) {
        return pages(registry, &counties, by_name, after, limit).await;
    }
    let letters = words.to_ascii_lowercase();
    let by_letters = Want { column: "initials", start: &letters, place: &place };
    let found = pages(registry, &counties, by_letters, after, limit).await?;
    if found.items.is_empty() && after.is_none() {
        return pages(registry, &counties, by_name, after, limit).await;
    }
    Ok(found)
}

/// Digits that can only be a card's or a phone's.
#[must_use]
pub fn number_like(text: &str) -> bool {
    let tidy = number::tidy(text);
    tidy.len() >= 7 && tidy.is_ascii() && tidy.bytes().filter(u8::is_ascii_digit).count() * 2 >= tidy.len()
}

/// The place as it is called today; a place nobody knows stays as it was typed and holds nobody.
fn standing_place(registry: &Registry, place: &str) -> String {
    let place = place.trim();
    match registry.core.places().resolve_code(place, registry.core.world.today()) {
        Resolution::Retired { successors, .. } => match &successors[..] {
            [only] => only.code.clone(),
            _ => place.to_owned(),
        },
        _ => place.to_owned(),
    }
}

#[derive(Clone, Copy)]
struct Want<'a> {
    column: &'static str,
    start: &'a str,
    place: &'a str,
}

/// One county after the other: each is a short walk along its index, however many people the others have.
async fn pages(
    registry: &Registry,
    counties: &[String],
    want: Want<'_>,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Person>, Fault> {
    let mut db = &registry.core.db;
    let seen = after.and_then(|cursor| match &cursor.0[..] {
        [column, county, key, id] if column == want.column => Some((county, key, id)),
        _ => None,
    });
    let mut found = Vec::new();
    let most = limit.rows() + 1;
    for county in counties.iter().filter(|county| seen.is_none_or(|(last, ..)| *county >= last)) {
        let from = seen.filter(|(last, ..)| *last == county).map(|(_, key, id)| (key.as_str(), id.as_str()));
        let left = most - u32::try_from(found.len()).unwrap_or(most);
        let rows = store::page_within(&mut db, want.column, county, want.start, from, left).await?;
        let below = |one: &Person| want.place.len() <= 6 || one.place.starts_with(want.place);
        found.extend(rows.into_iter().filter(below));
        if found.len() >= most as usize {
            break;
        }
    }
    Ok(Page::from_overfull(found, limit, |one| {
        let key = if want.column == "initials" { &one.initials } else { &one.name_key };
        let county = super::scope::county(&one.place).to_owned();
        Cursor(vec![want.column.to_owned(), county, key.clone(), one.id.clone()])
    }))
}

/// Numbers of several persons.
pub async fn numbers_of(from: &mut impl Read, all: &[Person]) -> Result<Vec<HeldNumber>, DbError> {
    let ids: Vec<String> = all.iter().map(|one| one.id.clone()).collect();
    store::of_persons(from, &ids).await
}
