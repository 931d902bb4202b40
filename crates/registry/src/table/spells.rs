//! Spells of a subject added up (累计服务期限): whole months of each spell, and the day on which so many years are full. Days left over in a spell make no month, as the
//! rules of the law count them too.
//!
//! One subject at a time is in memory, and what is answered.

use std::collections::BTreeSet;

use anye_access::{Caller, Permission};
use anye_base::{Date, ErrorKind, Fault};
use jiff::ToSpan as _;

use super::count::{found, sees};
use super::model::{CountAsked, Mark, Served};
use super::store::spells as store;
use crate::Registers;
use crate::reach::counties;

/// Spells read at once.
const AT_ONCE: u32 = 5_000;
/// Subjects in an answer at most.
const MOST: usize = 20_000;

/// A stretch of days, both included; without an end it goes on.
pub type Spell = (Date, Option<Date>);

/// Who served how long by a day, with the marks; with a period only those who reach a mark in it.
///
/// # Errors
/// No such table, not allowed to see the people, too many of them, or the store's own.
pub async fn served(
    rooms: &Registers,
    caller: &Caller<'_>,
    register: &str,
    id: &str,
    asked: &CountAsked,
) -> Result<Vec<Served>, Fault> {
    let (register, table) = found(rooms, register, id)?;
    let years =
        table.spells.as_ref().map(|one| one.years.as_slice()).ok_or_else(|| Fault::not_found("count"))?;
    let counties = counties(&rooms.registry, caller, Permission::RegistersRead, &asked.place);
    if !sees(rooms, caller, register, &asked.place, &counties) {
        return Err(Fault::new(ErrorKind::Denied, "count_behind"));
    }
    let counties: BTreeSet<String> = counties.into_iter().collect();
    let on = asked.on.unwrap_or_else(|| rooms.core().world.today());
    let mut db = &rooms.core().db;
    let mut out = Vec::new();
    let mut own: Vec<store::Row> = Vec::new();
    let mut after = (String::new(), String::new(), String::new());
    loop {
        let some = store::next(&mut db, register, &table.only, on, &after, AT_ONCE).await?;
        let done = some.len() < AT_ONCE as usize;
        for row in some {
            after = (row.subject.clone(), row.from.to_string(), row.id.clone());
            if own.first().is_some_and(|first| first.subject != row.subject) {
                out.extend(add(&own, on, years, asked, &counties));
                own.clear();
            }
            own.push(row);
        }
        if done {
            out.extend(add(&own, on, years, asked, &counties));
        }
        if out.len() > MOST {
            return Err(Fault::new(ErrorKind::TooLarge, "count_many").arg("most", MOST));
        }
        if done {
            return Ok(out);
        }
    }
}

/// One subject, where the reader may look and it is asked for.
fn add(
    own: &[store::Row],
    on: Date,
    years: &[u32],
    asked: &CountAsked,
    counties: &BTreeSet<String>,
) -> Option<Served> {
    let last = own.last()?;
    if !counties.contains(last.place.get(..6).unwrap_or(&last.place)) {
        return None;
    }
    let spells: Vec<Spell> = own.iter().map(|row| (row.from, row.to)).collect();
    let (months, marks) = marks(&spells, on, years);
    let within = |day: Date| asked.from.is_none_or(|from| from <= day) && asked.to.is_none_or(|to| day <= to);
    let wanted =
        asked.from.is_none() && asked.to.is_none() || marks.iter().any(|one| one.day.is_some_and(within));
    wanted.then(|| Served {
        subject: last.subject.clone(),
        name: last.name.clone(),
        place: last.place.clone(),
        spells: i64::try_from(own.len()).unwrap_or(i64::MAX),
        months,
        marks,
        last: last.id.clone(),
    })
}

/// Whole months by a day, and when so many years were full.
fn marks(spells: &[Spell], on: Date, years: &[u32]) -> (i64, Vec<Mark>) {
    let mut out: Vec<Mark> = years.iter().map(|years| Mark { years: *years, day: None }).collect();
    let mut before = 0;
    for (from, to) in spells.iter().filter(|spell| spell.0 <= on) {
        let until = to.map_or(on, |to| to.min(on)).tomorrow().unwrap_or(on);
        let through = before + whole_months(*from, until);
        for one in &mut out {
            let wanted = i64::from(one.years) * 12;
            if one.day.is_none() && through >= wanted {
                let left = (wanted - before).months();
                one.day = from.checked_add(left).and_then(Date::yesterday).ok();
            }
        }
        before = through;
    }
    (before, out)
}

/// Whole months from a day to another that is no longer counted.
#[must_use]
pub fn whole_months(from: Date, until: Date) -> i64 {
    let between = from.until((jiff::Unit::Month, until));
    between.map_or(0, |span| i64::from(span.get_months())).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn one_long_spell_is_full_on_the_day_before_its_anniversary() {
        let (months, found) = marks(&[(date(2009, 9, 1), None)], date(2013, 12, 31), &[2, 4]);
        assert_eq!(months, 52);
        assert_eq!(
            found.iter().map(|one| one.day).collect::<Vec<_>>(),
            [Some(date(2011, 8, 31)), Some(date(2013, 8, 31))]
        );
    }

    #[test]
    fn spells_are_added_up_and_days_left_over_make_no_month() {
        // 17 months and 14 days, a gap, then 7 months are wanted.
        let spells =
            [(date(2009, 9, 1), Some(date(2011, 2, 14))), (date(2011, 6, 1), Some(date(2012, 12, 31)))];
        let (months, found) = marks(&spells, date(2013, 1, 1), &[2, 4]);
        assert_eq!(months, 17 + 19);
        assert_eq!(found[0].day, Some(date(2011, 12, 31)));
        assert_eq!(found[1].day, None);
        // As of a day before, the second spell had not come so far.
        assert_eq!(marks(&spells, date(2011, 12, 30), &[2]).1[0].day, None);
        assert_eq!(marks(&spells, date(2011, 12, 31), &[2]).1[0].day, Some(date(2011, 12, 31)));
    }
}
