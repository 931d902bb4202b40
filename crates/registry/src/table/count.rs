//! Counting (统计): a table for who may look there, for strangers with small figures covered, and the entries behind a row.

use std::collections::BTreeMap;

use anye_access::{Caller, Permission};
use anye_base::{Date, ErrorKind, Fault};
use anye_programmes::{Count, CountOver, Key, Measured, Register, SubjectKind};

use super::change::changes;
use super::columns::{columns, figures, number, text};
use super::cover::cover;
use super::model::{Cell, CountAsked, Table};
use super::names::names;
use super::store::ask::MOST;
use super::store::{Plan, Raw, places};
use crate::Registers;
use crate::entry::{self, Entry};
use crate::reach::counties;

/// Counts.
///
/// # Errors
/// No such register or table, not allowed, too many rows, or the store's own.
pub async fn count(
    rooms: &Registers,
    caller: &Caller<'_>,
    register: &str,
    id: &str,
    asked: &CountAsked,
) -> Result<Table, Fault> {
    let (register, table) = found(rooms, register, id)?;
    let counties = counties(&rooms.registry, caller, Permission::RegistersRead, &asked.place);
    let public = asked.public || !sees(rooms, caller, register, &asked.place, &counties);
    count_over(rooms, register, table, &CountAsked { public, ..asked.clone() }, &counties).await
}

/// The same for anybody, small figures covered, where the pack makes the table public; over the whole house or a place in it.
///
/// # Errors
/// No such register, no such public table, or the store's own.
pub async fn count_public(
    rooms: &Registers,
    register: &str,
    id: &str,
    asked: &CountAsked,
) -> Result<Table, Fault> {
    let (register, table) = found(rooms, register, id)?;
    if !table.public {
        return Err(Fault::not_found("count"));
    }
    let counties = crate::reach::all_counties(&rooms.registry, &asked.place);
    count_over(rooms, register, table, &CountAsked { public: true, known: None, ..asked.clone() }, &counties)
        .await
}

/// Whether the caller may see the people behind figures there: wherever the figures come from.
pub(super) fn sees(
    rooms: &Registers,
    caller: &Caller<'_>,
    register: &Register,
    place: &str,
    counties: &[String],
) -> bool {
    if !matches!(register.subject, SubjectKind::Person | SubjectKind::Household) {
        return true;
    }
    let people = crate::reach::counties(&rooms.registry, caller, Permission::PersonsRead, place);
    counties.iter().all(|county| people.contains(county))
}

/// The same for whoever has decided where may be looked.
///
/// # Errors
/// Too many rows, or the store's own.
pub async fn count_over(
    rooms: &Registers,
    register: &Register,
    table: &Count,
    asked: &CountAsked,
    counties: &[String],
) -> Result<Table, Fault> {
    let plan = plan(rooms, register, table, asked, counties).await?;
    let (mut db, mut beside) = (&rooms.core().db, &rooms.core().db);
    let (rows, total) = if adds_up(table) {
        let rows = plan.rows(&mut db).await?;
        let total = added(table, &rows);
        (rows, total)
    } else {
        // Two statements over the same entries: they wait for nothing of each other.
        tokio::try_join!(plan.rows(&mut db), plan.total(&mut beside))?
    };
    if rows.len() > MOST {
        return Err(Fault::new(ErrorKind::TooLarge, "count_many").arg("most", MOST));
    }
    let reckoned: Vec<_> = rows.iter().map(|raw| figures(register, table, raw)).collect();
    let compared = changes(table, &rows, &reckoned);
    let cell = |raw: &Raw, figures: Vec<Option<String>>, changes: Vec<Option<String>>| Cell {
        keys: raw.keys.clone(),
        n: Some(number(table, raw)),
        shared: (!table.share.is_empty()).then_some(raw.shared),
        figures,
        changes,
    };
    let words = |all: &[_]| all.iter().map(|one| text(*one)).collect::<Vec<_>>();
    let mut out = Table {
        id: table.id.clone(),
        columns: columns(table),
        rows: rows
            .iter()
            .zip(&reckoned)
            .zip(&compared.words)
            .map(|((raw, all), changes)| cell(raw, words(all), changes.clone()))
            .collect(),
        total: cell(&total, words(&figures(register, table, &total)), Vec::new()),
        names: BTreeMap::new(),
        covered: false,
    };
    if asked.public {
        cover(table, &rows, &total, &compared.before, &mut out);
    } else {
        out.names = names(rooms, register, &table.by, &rows).await?;
    }
    Ok(out)
}

/// Whether the total is the sum of the rows: where nothing stands in two of them.
fn adds_up(table: &Count) -> bool {
    let distinct = table.subjects
        || table.measures.iter().any(|one| {
            matches!(
                one.what,
                Measured::Subjects | Measured::SumIn(..) | Measured::CountIn(_) | Measured::LongestDays(..)
            )
        });
    !distinct && !table.by.iter().any(|key| matches!(key, Key::Field(_)))
}

fn added(table: &Count, rows: &[Raw]) -> Raw {
    let mut out = Raw { pairs: vec![(None, 0); table.measures.len()], ..Raw::default() };
    for row in rows {
        out.n += row.n;
        out.amount += row.amount;
        out.shared += row.shared;
        for (own, (sum, many)) in out.pairs.iter_mut().zip(&row.pairs) {
            own.0 = match (own.0, *sum) {
                (None, other) => other,
                (one, None) => one,
                (Some(one), Some(other)) => Some(one + other),
            };
            own.1 += many;
        }
    }
    out
}

/// The entries that make a row: those whose keys are these.
///
/// # Errors
/// No such register or table, people whom the caller may not see, or the store's own.
pub async fn drill(
    rooms: &Registers,
    caller: &Caller<'_>,
    register: &str,
    id: &str,
    asked: &CountAsked,
    keys: &[String],
    most: usize,
) -> Result<Vec<Entry>, Fault> {
    let (register, table) = found(rooms, register, id)?;
    let counties = counties(&rooms.registry, caller, Permission::RegistersRead, &asked.place);
    if asked.public || !sees(rooms, caller, register, &asked.place, &counties) {
        return Err(Fault::new(ErrorKind::Denied, "count_behind"));
    }
    let plan = plan(rooms, register, table, asked, &counties).await?;
    let ids = plan.behind(&mut &rooms.core().db, keys, most).await?;
    let found = entry::list::by_ids(rooms, caller, &ids).await?;
    let mut by_id: BTreeMap<String, Entry> = found.into_iter().map(|one| (one.id.clone(), one)).collect();
    let mut all: Vec<Entry> = ids.iter().filter_map(|id| by_id.remove(id)).collect();
    for one in &mut all {
        one.check_code = None;
        // As it stood on that day, not as it stands now.
        if table.over == CountOver::Open
            && let Some(state) = one.state_on(plan.on)
        {
            one.state = state.to_owned();
        }
    }
    Ok(all)
}

/// The register and its table.
pub(super) fn found<'r>(
    rooms: &'r Registers,
    register: &str,
    id: &str,
) -> Result<(&'r Register, &'r Count), Fault> {
    let register = rooms.register(register)?;
    let table = register.counts.iter().find(|one| one.id == id);
    Ok((register, table.ok_or_else(|| Fault::not_found("count"))?))
}

async fn plan<'a>(
    rooms: &Registers,
    register: &'a Register,
    table: &'a Count,
    asked: &CountAsked,
    counties: &'a [String],
) -> Result<Plan<'a>, Fault> {
    let on = asked.on.unwrap_or_else(|| rooms.core().world.today());
    let mut db = &rooms.core().db;
    let maps = places::maps(&mut db, rooms, register, table, counties, on).await?;
    let known_at = asked.known.map(end_of);
    Ok(Plan { register, table, on, from: asked.from, to: asked.to, known_at, counties, maps })
}

/// The last millisecond of a Chinese day.
fn end_of(day: Date) -> i64 {
    let days = Date::constant(1970, 1, 1).until(day).map_or(0, |span| i64::from(span.get_days()));
    (days + 1) * 86_400_000 - 8 * 3_600_000 - 1
}
