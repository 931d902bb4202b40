//! Sealed fields of entries (加密字段): kept as sealed text bound to the entry and the field, covered wherever an entry is shown or sent, opened one at a time with a
//! purpose that is logged. It must never let a clear value reach the store, a list, an export, a history or an answer kept for a repeated key.

use std::collections::BTreeMap;

use anye_access::{Caller, Permission};
use anye_base::{Actor, Fault, World};
use anye_db::audit::Event;
use anye_programmes::Register;
use serde::ser::{Serialize as _, Serializer};
use serde_json::{Value, json};

use super::model::Entry;
use super::store::entry as store;
use crate::Registers;
use crate::person::{Revealed, Wanted, look};
use crate::rights::must_since;
use crate::seal::{At, Keys};

/// What stands in place of a sealed value.
pub const COVERED: &str = "****";
/// The only key of a sealed value's object; no field of a register holds an object otherwise.
const SEALED: &str = "sealed";
/// Entries sealed anew in one transaction.
const ROWS: u32 = 200;

fn at<'a>(entry: &'a str, field: &'a str) -> At<'a> {
    At::new("entry", entry, field)
}

/// The sealed text of a value, where it is one.
fn text(value: &Value) -> Option<&str> {
    value.as_object().filter(|one| one.len() == 1)?.get(SEALED)?.as_str()
}

/// Seals what is still clear of an entry's sealed fields.
///
/// # Errors
/// There are no keys.
pub(super) fn seal(rooms: &Registers, register: &Register, entry: &mut Entry) -> Result<(), Fault> {
    for field in register.fields.iter().filter(|field| field.sealed) {
        let Some(value) = entry.fields.get_mut(&field.id) else { continue };
        let Some(clear) = value.as_str() else { continue };
        let sealed =
            rooms.registry.seal_keys()?.seal(&rooms.core().world, at(&entry.id, &field.id), clear)?;
        *value = json!({ SEALED: sealed });
    }
    Ok(())
}

/// The fields of an entry with everything opened, for checks that look at the whole of it.
///
/// # Errors
/// There are no keys, or something does not open.
pub(super) fn opened(
    rooms: &Registers,
    id: &str,
    fields: &BTreeMap<String, Value>,
) -> Result<BTreeMap<String, Value>, Fault> {
    let open = |(field, value): (&String, &Value)| {
        let value = match text(value) {
            Some(sealed) => Value::String(rooms.registry.seal_keys()?.open(at(id, field), sealed)?),
            None => value.clone(),
        };
        Ok((field.clone(), value))
    };
    fields.iter().map(open).collect()
}

/// A value as anybody may see it.
#[must_use]
pub fn shown(value: &Value) -> Value {
    if text(value).is_some() { Value::String(COVERED.to_owned()) } else { value.clone() }
}

/// Writes fields for whoever asks, covered.
pub(super) fn covered<S: Serializer>(fields: &BTreeMap<String, Value>, to: S) -> Result<S::Ok, S::Error> {
    fields.iter().map(|(field, value)| (field, shown(value))).collect::<BTreeMap<_, _>>().serialize(to)
}

/// Shows one sealed value of an entry, with a purpose. About a person it stands among the looks that the person may ask for.
///
/// # Errors
/// Not there, not allowed, no purpose in words, too many in a day.
pub async fn reveal(
    rooms: &Registers,
    caller: &Caller<'_>,
    id: &str,
    wanted: &Wanted,
) -> Result<Revealed, Fault> {
    let found = super::show(rooms, caller, id).await?;
    must_since(&rooms.registry, caller, Permission::PersonsReveal, &found.place)?;
    let sealed =
        found.fields.get(&wanted.field).and_then(text).ok_or_else(|| Fault::not_found("entry_field"))?;
    let value = rooms.registry.seal_keys()?.open(at(id, &wanted.field), sealed)?;
    let about = (found.subject.as_str(), found.place.as_str());
    let why = (wanted.purpose, wanted.note.as_str());
    let today = look::traced(&rooms.registry, caller, about, "entry", why).await?;
    Ok(Revealed { field: wanted.field.clone(), value, today })
}

/// Seals anew, with the newest key, what older keys sealed in the entries after an id; gives the last id and how many changed.
///
/// # Errors
/// The store's own, or something does not open.
pub(crate) async fn rekey(
    core: &anye_web::Core,
    keys: &Keys,
    after: &str,
) -> Result<(Option<String>, i64), Fault> {
    let world: &World = &core.world;
    let all = store::page_of_sealed(&mut &core.db, SEALED, after, ROWS).await?;
    let actor = Actor::system("rekey");
    let mut tx = core.db.begin_internal(world, &actor).await?;
    let (last, mut changed) = (all.last().map(|one| one.id.clone()), 0_i64);
    for mut one in all {
        let before = one.fields.clone();
        for (field, value) in &mut one.fields {
            let Some(old) = text(value).filter(|old| !keys.is_newest(old)) else { continue };
            let clear = keys.open(at(&one.id, field), old)?;
            *value = json!({ SEALED: keys.seal(world, at(&one.id, field), &clear)? });
        }
        if one.fields != before {
            // Somebody who changed the entry meanwhile sealed with the newest key already.
            changed += i64::try_from(store::reseal(&mut tx, &one).await?).unwrap_or_default();
        }
    }
    if last.is_some() {
        tx.commit(Event::new("person.rekey", "entry", "").detail(&json!({ "changed": changed }))).await?;
    }
    Ok((last, changed))
}
