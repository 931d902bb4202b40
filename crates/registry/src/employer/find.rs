//! Finding employers: by id, code, words and place; as they were on a day, as far as we knew then.

use anye_access::{Caller, Permission};
use anye_base::{Cursor, Date, Fault, Limit, Page};
use anye_db::{DbError, Read};
use anye_places::{Level, Tree};
use serde::{Deserialize, Serialize};

use super::code::tidy;
use super::model::{Employer, Fact, Field};
use super::store;
use crate::Registry;
use crate::rights::{may, may_since};

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Words of the name, or the beginning of the code.
    pub q: String,
    /// Place under which it lies; empty: wherever the caller may look.
    pub place: String,
    /// Section of GB/T 4754.
    pub industry: String,
    /// State.
    pub state: String,
}

/// One that the caller may see, by id or code.
pub async fn find(registry: &Registry, caller: &Caller<'_>, key: &str) -> Result<Employer, Fault> {
    let found = store::find(&mut &registry.core.db, key).await?;
    found
        .filter(|one| may_since(registry, caller, Permission::EmployerRead, &one.place))
        .ok_or_else(|| Fault::not_found("employer"))
}

/// One by its code, for crates that check rights themselves.
pub async fn by_code(from: &mut impl Read, code: &str) -> Result<Option<Employer>, DbError> {
    store::find(from, &tidy(code)).await
}

/// One by its id or code, for crates that check rights themselves.
pub async fn by_key(from: &mut impl Read, key: &str) -> Result<Option<Employer>, DbError> {
    store::find(from, &tidy_key(key)).await
}

/// All facts of an employer by its id, for crates that check rights themselves.
pub async fn facts(from: &mut impl Read, id: &str) -> Result<Vec<Fact>, DbError> {
    store::facts(from, id).await
}

/// Those with these ids, for crates that check rights themselves.
pub async fn by_ids(from: &mut impl Read, ids: &[String]) -> Result<Vec<Employer>, DbError> {
    store::by_ids(from, ids).await
}

/// Ids are small letters and digits; what is none is a code.
fn tidy_key(key: &str) -> String {
    let is_id = key.len() == 26 && key.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase());
    if is_id { key.to_owned() } else { tidy(key) }
}

/// Those with these codes, for crates that check rights themselves.
pub async fn by_codes(from: &mut impl Read, codes: &[String]) -> Result<Vec<Employer>, DbError> {
    store::by_codes(from, codes).await
}

/// All that may be drawn into a panel: every employer that is not cancelled, in the order of codes.
pub async fn frame(from: &mut impl Read) -> Result<Vec<Employer>, DbError> {
    store::all(from).await
}

/// A page of those the caller may see.
pub async fn list(
    registry: &Registry,
    caller: &Caller<'_>,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Employer>, Fault> {
    let filter = Filter { q: tidy_words(&filter.q), ..filter.clone() };
    let counties = counties(registry, caller, &filter.place);
    Ok(store::page(&mut &registry.core.db, &filter, &counties, after, limit).await?)
}

fn tidy_words(q: &str) -> String {
    let code = tidy(q);
    if code.len() >= 6 && code.is_ascii() { code } else { q.trim().to_owned() }
}

/// Counties of all times below a place where the caller may look: an employer may still stand under a county that was renumbered.
fn counties(registry: &Registry, caller: &Caller<'_>, place: &str) -> Vec<String> {
    let places = registry.core.places();
    let today = registry.core.world.today();
    let home = registry.core.settings.home_place.as_str();
    let top = if place.is_empty() { home } else { place };
    let mut codes: Vec<String> = [Tree::CIVIL, Tree::STATISTICAL]
        .into_iter()
        .flat_map(|tree| places.descendants(top, today, tree).filter(|one| one.level == Level::County))
        .map(|one| one.code.to_owned())
        .chain(std::iter::once(top.get(..6).unwrap_or(top).to_owned()))
        .filter(|code| may(caller, Permission::EmployerRead, code))
        .collect();
    // What became one of these places is still written in some registers.
    let mut open = codes.clone();
    while let Some(code) = open.pop() {
        for event in places.events().iter().filter(|event| event.new_code == code && event.code.len() == 6) {
            if !codes.contains(&event.code) {
                codes.push(event.code.clone());
                open.push(event.code.clone());
            }
        }
    }
    codes.sort();
    codes.dedup();
    codes
}

/// All facts of an employer that the caller may see.
pub async fn history(
    registry: &Registry,
    caller: &Caller<'_>,
    key: &str,
) -> Result<(Employer, Vec<Fact>), Fault> {
    let found = find(registry, caller, key).await?;
    let facts = store::facts(&mut &registry.core.db, &found.id).await?;
    Ok((found, facts))
}

/// The value of a field on a day, as far as we knew at a time in milliseconds; `None`: as far as we know now.
#[must_use]
pub fn as_of(facts: &[Fact], field: Field, on: Date, known: Option<i64>) -> Option<&Fact> {
    facts.iter().find(|fact| {
        let believed = match known {
            None => fact.superseded_at.is_none(),
            Some(at) => fact.recorded_at <= at && fact.superseded_at.is_none_or(|end| at < end),
        };
        believed && fact.field == field && fact.valid_from <= on && fact.valid_to.is_none_or(|to| on < to)
    })
}
