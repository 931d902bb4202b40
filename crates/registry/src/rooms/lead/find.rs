//! Whom a text names (按所知查找). What the caller may not see is as if it were not there.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, Lang, Limit};
use anye_programmes::{FieldKind, SubjectKind};

use super::is_id;
use crate::entry::{self, Filter};
use crate::rights::may_since;
use crate::table::called;
use crate::{Registers, employer, person, thing};

/// Rows that are looked at; more fit too many to be told apart by a sentence.
const MOST: u32 = 50;

/// What a text stands for.
#[derive(Debug)]
pub(super) enum Found {
    /// This one, by id.
    One(String),
    /// One of these, as people tell them apart.
    Several(Vec<String>),
    /// Nobody that the caller may see.
    Nobody,
}

/// A row that fits: id, whole name, how it is told apart from others.
type Hit = (String, String, String);

/// The one whose whole name it is; without such a one, the only one that fits.
fn only(hits: Vec<Hit>, text: &str) -> Found {
    let exact: Vec<&Hit> = hits.iter().filter(|(_, name, _)| name == text).collect();
    match (&exact[..], &hits[..]) {
        ([(id, ..)], _) | ([], [(id, ..)]) => Found::One(id.clone()),
        ([], []) => Found::Nobody,
        ([], all) => Found::Several(all.iter().map(|(.., told)| told.clone()).collect()),
        (all, _) => Found::Several(all.iter().map(|(.., told)| told.clone()).collect()),
    }
}

pub(super) async fn find(
    rooms: &Registers,
    caller: &Caller<'_>,
    kind: &FieldKind,
    (text, lang): (&str, Lang),
) -> Result<Found, Fault> {
    match kind {
        FieldKind::Entry(register) => entries(rooms, caller, register, text).await,
        FieldKind::Subject(SubjectKind::Employer) => employers(rooms, caller, text).await,
        FieldKind::Subject(SubjectKind::Person) => persons(rooms, caller, text, lang).await,
        FieldKind::Subject(kind @ (SubjectKind::Household | SubjectKind::Provider)) => {
            things(rooms, caller, *kind, (text, lang)).await
        }
        // A place is its code; anything else stands as it was sent.
        _ => Ok(Found::One(text.to_owned())),
    }
}

/// The limit of a look.
fn limit() -> Limit {
    Limit::new(MOST).unwrap_or_default()
}

async fn employers(rooms: &Registers, caller: &Caller<'_>, text: &str) -> Result<Found, Fault> {
    let by_key = employer::by_key(&mut &rooms.core().db, text).await?;
    if let Some(one) = by_key.filter(|one| one.state != "cancelled") {
        // By its code an employer is known to everybody: it may lie elsewhere.
        return Ok(Found::One(one.id));
    }
    let filter = employer::Filter { q: text.to_owned(), ..employer::Filter::default() };
    let page = employer::list(&rooms.registry, caller, &filter, None, limit()).await?;
    let told = |one: employer::Employer| (one.id, one.name.clone(), format!("{} {}", one.name, one.code));
    Ok(only(page.items.into_iter().filter(|one| one.state != "cancelled").map(told).collect(), text))
}

async fn persons(rooms: &Registers, caller: &Caller<'_>, text: &str, lang: Lang) -> Result<Found, Fault> {
    if let Found::One(id) = known(person::find(&rooms.registry, caller, text).await.map(|one| one.id))? {
        return Ok(Found::One(id));
    }
    if person::number_like(text) {
        return known(person::open_by_number(&rooms.registry, caller, text).await.map(|one| one.id));
    }
    let filter = person::Filter { q: text.to_owned(), ..person::Filter::default() };
    let page = person::search(&rooms.registry, caller, &filter, None, limit()).await?;
    let today = rooms.core().world.today();
    let told = |one: person::Person| {
        let born = one.birth_date.map(|day| format!("{}-{:02}", day.year(), day.month())).unwrap_or_default();
        let place = rooms.core().place_in(&one.place, today, lang);
        let told = [one.name.as_str(), &born, &place].join(" ");
        (one.id, one.name, told)
    };
    Ok(only(page.items.into_iter().filter(|one| one.merged_into.is_none()).map(told).collect(), text))
}

/// A person that is found, or nobody: what may not be seen is answered alike.
fn known(found: Result<String, Fault>) -> Result<Found, Fault> {
    match found {
        Ok(id) => Ok(Found::One(id)),
        Err(fault) if fault.kind == ErrorKind::NotFound => Ok(Found::Nobody),
        Err(fault) => Err(fault),
    }
}

async fn things(
    rooms: &Registers,
    caller: &Caller<'_>,
    kind: SubjectKind,
    (text, lang): (&str, Lang),
) -> Result<Found, Fault> {
    let word = kind.kind().unwrap_or_default();
    if let Found::One(id) = known(thing::find(rooms, caller, word, text).await.map(|one| one.id))? {
        return Ok(Found::One(id));
    }
    let page = thing::list(rooms, caller, word, (text, ""), None, limit()).await?;
    let today = rooms.core().world.today();
    let told = |one: thing::Thing| {
        let place = rooms.core().place_in(&one.place, today, lang);
        (one.id, one.name.clone(), format!("{} {place}", one.name))
    };
    Ok(only(page.items.into_iter().filter(|one| one.state == "active").map(told).collect(), text))
}

async fn entries(rooms: &Registers, caller: &Caller<'_>, register: &str, text: &str) -> Result<Found, Fault> {
    if is_id(text) {
        // A list that somebody chose from, or a program: there, of this register, and to be seen.
        let found = entry::list::rows(&mut &rooms.core().db, &[text.to_owned()]).await?.pop();
        let seen = found.filter(|one| {
            one.register == register
                && may_since(&rooms.registry, caller, Permission::RegistersRead, &one.place)
        });
        return Ok(seen.map_or(Found::Nobody, |one| Found::One(one.id)));
    }
    let filter = Filter {
        register: register.to_owned(),
        // As it is shown: what it is called, and behind it its subject.
        named: text.split(" · ").next().unwrap_or(text).to_owned(),
        open: "yes".to_owned(),
        ..Filter::default()
    };
    let page = entry::list(rooms, caller, &filter, None, limit()).await?;
    if let [one] = &page.items[..]
        && one.number.as_deref() == Some(text)
    {
        return Ok(Found::One(one.id.clone()));
    }
    let told = |one: entry::Entry| {
        let name = called(rooms, &one, true);
        let told = format!("{name} {}", one.number.as_deref().unwrap_or(&one.from.to_string()));
        (one.id, name, told)
    };
    Ok(only(page.items.into_iter().map(told).collect(), text))
}
