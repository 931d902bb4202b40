//! Publicity (公示): entries are made public for the days that the register says, names covered; the list empties by itself. It must never show a field that the register did not name.

use anye_base::{Date, Fault};
use anye_programmes::Register;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::Entry;
use super::span::{date, law_day};
use super::store::entry as store;
use crate::Registers;

/// Rows of a list at most.
const MOST: u32 = 2_000;

/// A row that is public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublicRow {
    /// What an objection names.
    pub id: String,
    /// An objection keeps it here until it is answered.
    pub held: bool,
    /// The name, covered.
    pub name: String,
    /// County or lower.
    pub place: String,
    /// First day of the entry.
    #[schema(value_type = String)]
    pub from: Date,
    /// Field id and value as shown in Chinese and English.
    pub fields: Vec<(String, String, String)>,
    /// Last day on which it is public.
    #[schema(value_type = String)]
    pub until: Date,
}

/// Sets the days on which an entry is public, from the day after it holds.
pub(super) fn begin(rooms: &Registers, register: &Register, entry: &mut Entry) {
    let Some(publicity) = &register.publicity else { return };
    let today = rooms.core().world.today();
    let last = law_day(today).and_then(|day| publicity.span.due(day, &rooms.calendar)).and_then(date);
    if entry.public_from.is_none()
        && let (Ok(first), Some(last)) = (today.tomorrow(), last)
    {
        entry.public_from = Some(first);
        entry.public_to = Some(last.max(first));
    }
}

/// What is public today.
///
/// # Errors
/// The register is not made public, or the store's own.
pub async fn public_list(rooms: &Registers, register: &str) -> Result<Vec<PublicRow>, Fault> {
    let register = rooms.register(register)?;
    let publicity = register.publicity.as_ref().ok_or_else(|| Fault::not_found("register"))?;
    let today = rooms.core().world.today();
    let all = store::public_on(&mut &rooms.core().db, &register.id, today, MOST).await?;
    let row = |entry: Entry| {
        let shown =
            register.fields.iter().filter(|field| publicity.fields.contains(&field.id) && !field.sealed);
        let fields = shown.map(|field| {
            let value = entry.fields.get(&field.id).cloned().unwrap_or_default();
            (field.id.clone(), field.show(&value, true), field.show(&value, false))
        });
        PublicRow {
            held: entry.public_to.is_some_and(|to| to < today),
            id: entry.id.clone(),
            name: register.subject.shown_name(&entry.subject_name),
            place: entry.county.clone(),
            from: entry.from,
            fields: fields.collect(),
            until: entry.public_to.unwrap_or(today),
        }
    };
    Ok(all.into_iter().map(row).collect())
}
