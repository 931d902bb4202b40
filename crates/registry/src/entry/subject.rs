//! Whom an entry is about (登记对象), as far as registers need to know: a name, a place. It must never read a number.

use std::collections::BTreeMap;

use anye_base::Date;
use anye_db::{DbError, Read, sql};
use anye_programmes::SubjectKind;

use crate::Registers;

/// Ids in one list.
const MANY: usize = 500;

/// Somebody or something that an entry can be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Its id; for a person whose record was merged, the id of the one that stays.
    pub id: String,
    /// Name.
    pub name: String,
    /// Place, or empty.
    pub place: String,
}

/// The subject of this kind and id.
pub async fn find(
    from: &mut impl Read,
    rooms: &Registers,
    kind: SubjectKind,
    id: &str,
) -> Result<Option<Subject>, DbError> {
    Ok(find_many(from, rooms, kind, &[id.to_owned()]).await?.remove(id))
}

/// The subjects of these ids, by the id asked for; those that are not there are left out.
pub async fn find_many(
    from: &mut impl Read,
    rooms: &Registers,
    kind: SubjectKind,
    ids: &[String],
) -> Result<BTreeMap<String, Subject>, DbError> {
    let mut found = BTreeMap::new();
    if kind == SubjectKind::Place {
        let (places, today) = (rooms.core().places(), rooms.core().world.today());
        for id in ids {
            if let Some(place) = places.find(id, today) {
                found.insert(
                    id.clone(),
                    Subject { id: id.clone(), name: place.name.to_owned(), place: id.clone() },
                );
            }
        }
        return Ok(found);
    }
    let Some(text) = question(kind) else { return Ok(found) };
    for some in ids.chunks(MANY) {
        for row in &from.all(sql(text).push_list(" and id in ({})", some.iter())).await? {
            let id = row.text("id")?;
            let stays = row.opt_text("stays")?.unwrap_or_else(|| id.clone());
            found.insert(id, Subject { id: stays, name: row.text("name")?, place: row.text("place")? });
        }
    }
    Ok(found)
}

fn question(kind: SubjectKind) -> Option<&'static str> {
    match kind {
        SubjectKind::Person => Some("select id, name, place, merged_into as stays from person where 1 = 1"),
        SubjectKind::Employer => Some(
            "select id, name, place, cast(null as text) as stays from employer where state <> 'cancelled'",
        ),
        SubjectKind::Household => Some(
            "select id, name, place, cast(null as text) as stays from thing where kind = 'households' and state = 'active'",
        ),
        SubjectKind::Provider => Some(
            "select id, name, place, cast(null as text) as stays from thing where kind = 'providers' and state = 'active'",
        ),
        SubjectKind::Place | SubjectKind::Itself => None,
    }
}

/// The division of a place at a level of the tree: its own code, or that of the place above it. Empty level: the place itself.
#[must_use]
pub fn at_level(rooms: &Registers, code: &str, level: &str, on: Date) -> String {
    use anye_places::{Level, Tree};
    let Some(level) = Level::parse(level) else { return code.to_owned() };
    let places = rooms.core().places();
    let today = rooms.core().world.today();
    for day in [on, today] {
        let Some(own) = places.find(code, day) else { continue };
        if own.level == level {
            return code.to_owned();
        }
        for tree in [Tree::STATISTICAL, Tree::CIVIL] {
            if let Some(above) = places.ancestors(code, day, tree).find(|one| one.level == level) {
                return above.code.to_owned();
            }
        }
    }
    code.to_owned()
}
