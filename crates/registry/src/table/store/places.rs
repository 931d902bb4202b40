//! Divisions that stand in entries, and what they belong to on the day of a table (按日期的区划归并): worked out once for each code, joined in the store.

use anye_base::Date;
use anye_db::{DbError, Read, sql};
use anye_places::Resolution;
use anye_programmes::{Count, Key, Measured, Register};

use super::expr::Words;
use crate::Registers;
use crate::entry::subject::at_level;

/// Code → the division it belongs to.
pub type Map = Vec<(String, String)>;

/// Levels whose divisions can be told from the county.
pub(super) fn above_township(level: &str) -> bool {
    ["province", "city", "county"].contains(&level)
}

/// All keys that a table names.
pub(super) fn keys(table: &Count) -> Vec<Key> {
    let inner = table.measures.iter().filter_map(|one| match &one.what {
        Measured::Having(all) | Measured::Share(all) => Some(all),
        _ => None,
    });
    let only = table.only.iter().chain(inner.flatten()).map(|one| &one.key);
    let mut all: Vec<Key> = table.by.iter().chain(only).cloned().collect();
    all.dedup();
    all
}

/// The maps that a table needs.
pub async fn maps(
    from: &mut impl Read,
    rooms: &Registers,
    register: &Register,
    table: &Count,
    counties: &[String],
    on: Date,
) -> Result<Vec<(Key, Map)>, DbError> {
    let mut out: Vec<(Key, Map)> = Vec::new();
    for key in keys(table) {
        let level = match &key {
            Key::Place(level) | Key::FieldPlace(_, level) if !level.is_empty() => level.clone(),
            _ => continue,
        };
        if out.iter().any(|(own, _)| *own == key) {
            continue;
        }
        let codes = if matches!(&key, Key::Place(level) if above_township(level)) {
            counties.to_vec()
        } else {
            let words = Words { register, source: "entry", as_of: false, maps: &[] };
            let text = format!("select distinct {} as code from entry e where ", words.placed(&key));
            let rows = from.all(sql(text).push_bind("e.register = {}", &register.id)).await?;
            let codes: Result<Vec<_>, _> = rows.iter().map(|row| row.opt_text("code")).collect();
            codes?.into_iter().flatten().filter(|code| !code.is_empty()).collect()
        };
        let up = |code: String| {
            let up = belongs(rooms, &code, &level, on);
            (code, up)
        };
        out.push((key, codes.into_iter().map(up).collect()));
    }
    Ok(out)
}

/// The division at a level that a code belongs to on a day: a code that had ended by then is taken for what it became.
fn belongs(rooms: &Registers, code: &str, level: &str, on: Date) -> String {
    let places = rooms.core().places();
    let became = match places.resolve_code(code, on) {
        Resolution::Retired { successors, .. } => match &successors[..] {
            [one] => Some(one.code.clone()),
            _ => None,
        },
        _ => None,
    };
    at_level(rooms, became.as_deref().unwrap_or(code), level, on)
}
