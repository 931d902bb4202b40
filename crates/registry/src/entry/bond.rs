//! What ties an entry to others (关联): registers its subject should stand in too, days in their order, acts that wait for the entries that name it. Which ties there
//! are, the register says.

use anye_access::{Caller, Permission};
use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_db::Read;
use anye_places::Tree;
use anye_programmes::{FieldKind, Register};
use serde_json::Value;
use std::collections::BTreeMap;

use super::list::Filter;
use super::model::Entry;
use super::store::entry as store;
use crate::Registers;
use crate::rights::may_since;

/// Days that stand in the wrong order.
pub(super) fn disordered(
    register: &Register,
    from: Date,
    fields: &BTreeMap<String, Value>,
) -> Vec<FieldFault> {
    let day = |id: &str| fields.get(id).and_then(Value::as_str).and_then(|text| text.parse::<Date>().ok());
    let wrong = |one: &&anye_programmes::Order| {
        let first = match &one.first {
            Some(id) => day(id),
            None => Some(from),
        };
        first.zip(day(&one.then)).is_some_and(|(first, then)| then < first)
    };
    let told = |one: &anye_programmes::Order| {
        FieldFault::new(format!("fields.{}", one.then), "entry_field")
            .arg("zh", &one.words.zh)
            .arg("en", &one.words.en)
    };
    register.orders.iter().filter(wrong).map(told).collect()
}

/// What is wrong with an entry that comes another way than the register's only one (只经业务登记).
pub(super) fn astray(
    rooms: &Registers,
    register: &Register,
    (place, from, channel): (&str, Date, &str),
    fields: &BTreeMap<String, Value>,
) -> Option<FieldFault> {
    let only = register.through.as_ref()?;
    let begun = only.from.as_deref().and_then(|day| day.parse::<Date>().ok());
    let here = only.places.is_empty() || only.places.iter().any(|one| within(rooms, place, one));
    if !here || begun.is_some_and(|begun| from < begun) {
        return None;
    }
    let empty = only.fields.iter().any(|id| fields.get(id).is_none_or(Value::is_null));
    let fault = FieldFault::new("channel", "entry_field").arg("zh", &only.words.zh).arg("en", &only.words.en);
    (channel != "programme" || empty).then_some(fault)
}

/// Whether a place lies at or below another.
pub(super) fn within(rooms: &Registers, place: &str, above: &str) -> bool {
    let (places, today) = (rooms.core().places(), rooms.core().world.today());
    place == above
        || [Tree::CIVIL, Tree::STATISTICAL]
            .into_iter()
            .any(|tree| places.ancestors(place, today, tree).any(|one| one.code == above))
}

/// Refuses an act that has to wait for open entries which name this one.
///
/// # Errors
/// So many still wait.
pub(super) async fn clear(
    from: &mut impl Read,
    register: &Register,
    entry: &Entry,
    to: &str,
) -> Result<(), Fault> {
    let act = register.moves.iter().find(|act| act.to == to && act.from.contains(&entry.state));
    let Some(act) = act.filter(|act| !act.after.is_empty()) else { return Ok(()) };
    let all = store::naming(from, &act.after, &entry.id).await?;
    match all.iter().filter(|one| one.is_open).count() {
        0 => Ok(()),
        n => Err(Fault::new(ErrorKind::Conflict, "entry_after")
            .arg("n", n)
            .field(FieldFault::new("to", "entry_after").arg("n", n))),
    }
}

/// A filter with what it lacks looked up in the register.
///
/// # Errors
/// The register has no such need.
pub fn resolved(register: &Register, filter: &Filter) -> Result<Filter, Fault> {
    let mut filter = filter.clone();
    let title = register.title.and_then(|at| register.fields.get(at));
    filter.title = title.map(|field| field.id.clone()).unwrap_or_default();
    if !filter.lacks.is_empty() {
        let need = register.needs.iter().find(|one| one.id == filter.lacks);
        filter.without = need.ok_or_else(|| Fault::not_found("need"))?.one_of.clone();
    }
    Ok(filter)
}

/// Entries of other registers that name this one, where the caller may see them.
///
/// # Errors
/// The store's own.
pub async fn naming(rooms: &Registers, caller: &Caller<'_>, entry: &Entry) -> Result<Vec<Entry>, Fault> {
    let names = |one: &&Register| {
        one.fields.iter().any(|field| matches!(&field.kind, FieldKind::Entry(id) if *id == entry.register))
    };
    let registers: Vec<String> =
        rooms.definitions.registers.iter().filter(names).map(|one| one.id.clone()).collect();
    if registers.is_empty() {
        return Ok(Vec::new());
    }
    let mut all = store::naming(&mut &rooms.core().db, &registers, &entry.id).await?;
    all.retain(|one| may_since(&rooms.registry, caller, Permission::RegistersRead, &one.place));
    Ok(all)
}

/// Which of the register's needs an open entry meets, by the entry that meets it.
///
/// # Errors
/// The store's own.
pub async fn needs(
    rooms: &Registers,
    register: &Register,
    entry: &Entry,
) -> Result<Vec<(String, Option<Entry>)>, Fault> {
    if register.needs.is_empty() || !entry.is_open || entry.pending {
        return Ok(Vec::new());
    }
    let subjects = [entry.subject.clone()];
    let all = store::of_subjects(&mut &rooms.core().db, &entry.subject_kind, &subjects).await?;
    let met = |need: &anye_programmes::Need| {
        let found = all.iter().find(|one| one.is_open && !one.pending && need.one_of.contains(&one.register));
        (need.id.clone(), found.cloned())
    };
    Ok(register.needs.iter().map(met).collect())
}
