//! A table as rows of words for a file (导出): what the page shows, no more.

use std::collections::BTreeMap;

use anye_access::Caller;
use anye_base::{Date, Fault, Lang};
use anye_db::audit::Event;
use anye_programmes::{Count, Register};

use super::change::compares;
use super::columns::{key_name, key_text};
use super::count::found;
use super::model::{Cell, CountAsked, Table};
use crate::Registers;

/// The rows of a file, its header first, the total last.
///
/// # Errors
/// What counting refuses, or the store's own.
pub async fn sheet(
    rooms: &Registers,
    caller: &Caller<'_>,
    register: &str,
    id: &str,
    asked: &CountAsked,
    lang: Lang,
) -> Result<Vec<Vec<String>>, Fault> {
    let counted = super::count(rooms, caller, register, id, asked).await?;
    let (register, table) = found(rooms, register, id)?;
    let on = asked.on.unwrap_or_else(|| rooms.core().world.today());
    let out = lines(rooms, register, table, &counted, on, lang);
    let event = Event::new("entry.count_export", "register", &register.id);
    let detail =
        serde_json::json!({ "table": table.id, "rows": out.len().saturating_sub(2), "place": asked.place });
    rooms.core().db.record(caller.world, caller.actor, event.detail(&detail)).await?;
    Ok(out)
}

fn lines(
    rooms: &Registers,
    register: &Register,
    table: &Count,
    counted: &Table,
    on: Date,
    lang: Lang,
) -> Vec<Vec<String>> {
    let mut heads: Vec<String> = table.by.iter().map(|key| key_name(rooms, register, key, lang)).collect();
    heads.push(lang.pick("数量", "Number").to_owned());
    if !table.share.is_empty() {
        heads.push(lang.pick("其中", "Of these").to_owned());
    }
    let unit = |unit: &str| {
        if unit.is_empty() { String::new() } else { format!("({})", anye_web::figure::unit(lang, unit)) }
    };
    heads.extend(
        counted.columns.iter().map(|one| format!("{}{}", lang.pick(&one.zh, &one.en), unit(&one.unit))),
    );
    if table.change.is_some() {
        let names = counted.columns.iter().zip(&table.measures).filter(|(_, one)| compares(&one.what));
        heads.push(lang.pick("数量比上期", "Number, change").to_owned());
        heads.extend(
            names.map(|(one, _)| {
                format!("{}{}", lang.pick(&one.zh, &one.en), lang.pick("比上期", ", change"))
            }),
        );
    }
    // A file goes further than a page: people are covered in it.
    let names: BTreeMap<String, String> =
        counted.names.iter().map(|(id, own)| (id.clone(), register.subject.shown_name(own))).collect();
    let covered = || lang.pick("不足 5", "under 5").to_owned();
    let row = |cell: &Cell, mut words: Vec<String>| {
        words.push(cell.n.map_or_else(covered, |n| n.to_string()));
        if !table.share.is_empty() {
            words.push(cell.shared.map_or_else(covered, |n| n.to_string()));
        }
        words.extend(cell.figures.iter().map(|one| one.clone().unwrap_or_default()));
        if table.change.is_some() && !cell.changes.is_empty() {
            let all = cell
                .changes
                .iter()
                .zip(std::iter::once(true).chain(table.measures.iter().map(|one| compares(&one.what))));
            words.extend(all.filter(|(_, keep)| *keep).map(|(one, _)| one.clone().unwrap_or_default()));
        }
        words
    };
    let keys = |cell: &Cell| -> Vec<String> {
        table
            .by
            .iter()
            .zip(&cell.keys)
            .map(|(key, value)| key_text(rooms, register, &names, key, value, on, lang))
            .collect()
    };
    let mut total = vec![String::new(); table.by.len()];
    if let Some(first) = total.first_mut() {
        lang.pick("合计", "Total").clone_into(first);
    }
    let body = counted.rows.iter().map(|cell| row(cell, keys(cell)));
    let mut out: Vec<Vec<String>> = std::iter::once(heads).chain(body).collect();
    let mut last = row(&counted.total, total);
    // The total is compared with nothing.
    last.resize(out[0].len(), String::new());
    out.push(last);
    out
}
