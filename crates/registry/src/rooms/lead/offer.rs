//! What is offered where a field leads to something (可选对象): a list where it is short and nobody's private matter, else a field to type into.

use std::collections::BTreeMap;

use anye_access::Caller;
use anye_base::{Fault, Lang, Limit};
use anye_programmes::{FieldKind, Register, SubjectKind};

use super::{Offer, leads};
use crate::entry::{self, Filter};
use crate::table::called;
use crate::{Registers, entry::subject, thing};

/// A list longer than this helps nobody.
const MOST: u32 = 100;

/// Which words are understood.
pub(super) fn hint(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Subject(SubjectKind::Employer) => "lead-hint-employer",
        FieldKind::Subject(SubjectKind::Person) => "lead-hint-person",
        FieldKind::Entry(_) => "lead-hint-entry",
        _ => "lead-hint-thing",
    }
}

/// What an id is called, as it is shown in a form; people's names are covered.
pub(super) async fn named(rooms: &Registers, kind: &FieldKind, id: &str) -> Result<Option<String>, Fault> {
    let mut db = &rooms.core().db;
    Ok(match kind {
        FieldKind::Subject(kind) => {
            subject::find(&mut db, rooms, *kind, id).await?.map(|one| kind.shown_name(&one.name))
        }
        FieldKind::Entry(_) => {
            let found = entry::list::rows(&mut db, &[id.to_owned()]).await?.pop();
            found.map(|one| called(rooms, &one, true))
        }
        _ => None,
    })
}

/// How each field that leads somewhere is drawn, by field. `there` is what stands in the form already: an id that the registry knew or that was chosen.
///
/// # Errors
/// The store's own.
pub(crate) async fn offers(
    rooms: &Registers,
    caller: &Caller<'_>,
    register: &Register,
    (place, lang): (&str, Lang),
    there: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, Offer>, Fault> {
    let mut all = BTreeMap::new();
    for field in register.fields.iter().filter(|field| leads(field)) {
        let list = match &field.kind {
            FieldKind::Entry(other) => entries(rooms, caller, other, place).await?,
            FieldKind::Subject(SubjectKind::Provider) => providers(rooms, caller, place, lang).await?,
            _ => None,
        };
        let own = match there.get(&field.id) {
            Some(id) => named(rooms, &field.kind, id).await?.map(|name| (id.clone(), name)),
            None => None,
        };
        let offer = match list {
            Some(mut list) => {
                // What was chosen stays to be chosen, even if it lies elsewhere or has ended.
                if let Some(own) = own.filter(|own| list.iter().all(|one| one.0 != own.0)) {
                    list.insert(0, own);
                }
                Offer::Choice(list)
            }
            None => Offer::Typed(hint(&field.kind), own),
        };
        all.insert(field.id.clone(), offer);
    }
    Ok(all)
}

/// Open entries at the place, or wherever the caller may look; none where there are too many, none at all, or where they are about people.
async fn entries(
    rooms: &Registers,
    caller: &Caller<'_>,
    register: &str,
    place: &str,
) -> Result<Option<Vec<(String, String)>>, Fault> {
    let Ok(declared) = rooms.register(register) else { return Ok(None) };
    if matches!(declared.subject, SubjectKind::Person | SubjectKind::Household) {
        return Ok(None);
    }
    let county = place.get(..6).unwrap_or_default();
    for below in ["", county] {
        let filter = Filter {
            register: register.to_owned(),
            open: "yes".to_owned(),
            place: below.to_owned(),
            ..Filter::default()
        };
        let page = entry::list(rooms, caller, &filter, None, Limit::new(MOST).unwrap_or_default()).await?;
        if page.items.is_empty() {
            return Ok(None);
        }
        if page.next.is_none() {
            let row = |one: &entry::Entry| {
                let name = called(rooms, one, true);
                (
                    one.id.clone(),
                    format!("{name} · {}", one.number.as_deref().unwrap_or(&one.from.to_string())),
                )
            };
            return Ok(Some(page.items.iter().map(row).collect()));
        }
        if county.is_empty() {
            break;
        }
    }
    Ok(None)
}

async fn providers(
    rooms: &Registers,
    caller: &Caller<'_>,
    place: &str,
    lang: Lang,
) -> Result<Option<Vec<(String, String)>>, Fault> {
    let word = SubjectKind::Provider.kind().unwrap_or_default();
    for below in ["", place.get(..6).unwrap_or_default()] {
        let page =
            thing::list(rooms, caller, word, ("", below), None, Limit::new(MOST).unwrap_or_default()).await?;
        let rows: Vec<_> = page
            .items
            .into_iter()
            .filter(|one| one.state == "active")
            .map(|one| {
                let place = rooms.core().place_in(&one.place, rooms.core().world.today(), lang);
                (one.id, format!("{} · {place}", one.name))
            })
            .collect();
        if rows.is_empty() {
            return Ok(None);
        }
        if page.next.is_none() {
            return Ok(Some(rows));
        }
    }
    Ok(None)
}
