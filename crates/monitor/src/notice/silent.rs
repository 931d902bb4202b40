//! A source that went silent (来源中断): who reported so many periods in a row and then did not. It must never speak of a period that is not due yet.

use std::collections::{BTreeMap, BTreeSet};

use anye_base::Fault;
use anye_casework::model::Words;
use anye_db::{Read, sql};
use anye_forms::Period;
use anye_registry::employer;
use anye_reporting::report;
use serde_json::json;

use super::case::{self, About};
use super::file;
use crate::Monitor;

/// Those who reported every period of `before` and not the one that is due.
pub fn silent<'a>(
    reported: &'a BTreeMap<String, BTreeSet<String>>,
    before: &[String],
    due: &str,
) -> Vec<&'a str> {
    if before.is_empty() {
        return Vec::new();
    }
    let gone =
        |all: &BTreeSet<String>| before.iter().all(|period| all.contains(period)) && !all.contains(due);
    reported.iter().filter(|(_, all)| gone(all)).map(|(who, _)| who.as_str()).collect()
}

/// Looks for those of a form who are silent in a period whose due day has passed, and opens a case for each. Looking again opens nothing twice.
///
/// # Errors
/// No such form or period, or the store's own.
pub async fn look(monitor: &Monitor, form: &str, period: &str) -> Result<Vec<String>, Fault> {
    let setting = file::setting(monitor)?;
    let (def, due) = monitor.reporting.form_period(form, period)?;
    let before = periods_before(due, setting.silent.reported);
    if before.len() < setting.silent.reported {
        return Ok(Vec::new());
    }
    let mut asked = before.clone();
    asked.push(period.to_owned());
    let query =
        sql("select reporter, place, period from report where counted > 0").push_bind(" and form = {}", form);
    let mut from = &monitor.core.db;
    let (mut reported, mut places) = (BTreeMap::<String, BTreeSet<String>>::new(), BTreeMap::new());
    for row in from.all(query.push_list(" and period in ({})", asked)).await? {
        let who = row.text("reporter")?;
        places.insert(who.clone(), row.text("place")?);
        reported.entry(who).or_default().insert(row.text("period")?);
    }
    let mut opened = Vec::new();
    for who in silent(&reported, &before, period) {
        let place = places.get(who).cloned().unwrap_or_default();
        if !report::is_late(&monitor.reporting, def, due, &place) {
            continue;
        }
        let (sort, name) = match employer::by_key(&mut from, who).await? {
            Some(firm) => ("employer", firm.name),
            None => ("place", monitor.core.place_name(who, monitor.core.world.today())),
        };
        let n = before.len();
        let about = About {
            kind: "silent",
            subject: (sort, who.to_owned()),
            place,
            title: Words::new(
                format!("{name}:连续报了 {n} 期“{}”,{period} 未报", def.name.zh),
                format!("{name}: reported \"{}\" {n} times in a row, not for {period}", def.name.en),
            ),
            key: format!("{form}/{who}/{period}"),
            evidence: vec![(Words::new("口径", "Definition"), setting.silent.by.words())],
            more: json!({ "form": form, "period": period }),
        };
        opened.push(case::open(monitor, setting, &about).await?.case().id.clone());
    }
    Ok(opened)
}

fn periods_before(due: Period, n: usize) -> Vec<String> {
    let mut all = Vec::new();
    let mut at = due;
    for _ in 0..n {
        let Some(before) = at.previous() else { break };
        all.push(before.to_string());
        at = before;
    }
    all.reverse();
    all
}
