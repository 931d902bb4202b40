//! Names of whom the keys of a table lead to (对象名称): nothing is shown as a bare id where it has a name.

use std::collections::{BTreeMap, BTreeSet};

use anye_base::Fault;
use anye_programmes::{FieldKind, Key, Register, SubjectKind};

use super::store::Raw;
use crate::Registers;
use crate::entry::Entry;
use crate::entry::store::entry as store;
use crate::entry::subject::find_many;

/// Id → name, for the keys that are subjects or entries.
pub(super) async fn names(
    rooms: &Registers,
    register: &Register,
    by: &[Key],
    rows: &[Raw],
) -> Result<BTreeMap<String, String>, Fault> {
    let mut out = BTreeMap::new();
    for (at, key) in by.iter().enumerate() {
        let ids: BTreeSet<String> =
            rows.iter().filter_map(|raw| raw.keys.get(at)).filter(|id| !id.is_empty()).cloned().collect();
        let ids: Vec<String> = ids.into_iter().collect();
        match key {
            Key::Subject => subjects(rooms, register.subject, &ids, &mut out).await?,
            Key::Field(field) => match register.fields.get(*field).map(|field| &field.kind) {
                Some(FieldKind::Subject(kind)) => subjects(rooms, *kind, &ids, &mut out).await?,
                Some(FieldKind::Entry(_)) => entries(rooms, &ids, false, &mut out).await?,
                _ => {}
            },
            _ => {}
        }
    }
    Ok(out)
}

/// Id → name, for whom fields of entries lead to; people's names are covered, they may live elsewhere.
pub(crate) async fn names_in(
    rooms: &Registers,
    register: &Register,
    all: &[Entry],
) -> Result<BTreeMap<String, String>, Fault> {
    let mut out = BTreeMap::new();
    for field in register.fields.iter().filter(|field| !field.sealed) {
        let values = all.iter().filter_map(|entry| entry.fields.get(&field.id)?.as_str());
        let ids: BTreeSet<String> = values.map(str::to_owned).collect();
        let ids: Vec<String> = ids.into_iter().collect();
        match &field.kind {
            FieldKind::Subject(kind) => {
                let mut found = BTreeMap::new();
                subjects(rooms, *kind, &ids, &mut found).await?;
                out.extend(found.into_iter().map(|(id, name)| (id, kind.shown_name(&name))));
            }
            FieldKind::Entry(_) => entries(rooms, &ids, true, &mut out).await?,
            _ => {}
        }
    }
    Ok(out)
}

async fn subjects(
    rooms: &Registers,
    kind: SubjectKind,
    ids: &[String],
    out: &mut BTreeMap<String, String>,
) -> Result<(), Fault> {
    if kind == SubjectKind::Itself {
        return entries(rooms, ids, false, out).await;
    }
    let found = find_many(&mut &rooms.core().db, rooms, kind, ids).await?;
    out.extend(found.into_iter().map(|(id, one)| (id, one.name)));
    Ok(())
}

/// What an entry is called: by what its register says names it, and by its subject; people's names are covered where `cover` is set.
pub(crate) fn called(rooms: &Registers, entry: &Entry, cover: bool) -> String {
    let made = rooms
        .register(&entry.register)
        .map(|register| register.called(&entry.fields, &entry.subject_name, cover))
        .unwrap_or_default();
    if made.is_empty() {
        let own = entry.fields.get("name").and_then(serde_json::Value::as_str);
        return own.unwrap_or_default().to_owned();
    }
    made
}

async fn entries(
    rooms: &Registers,
    ids: &[String],
    cover: bool,
    out: &mut BTreeMap<String, String>,
) -> Result<(), Fault> {
    for entry in store::by_ids(&mut &rooms.core().db, ids).await? {
        let name = called(rooms, &entry, cover);
        out.insert(entry.id, name);
    }
    Ok(())
}
