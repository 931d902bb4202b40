//! Reads `calendar.toml`: `[[year]]` with its notices, its holidays and the weekend days that are worked. It must never keep a year that is half wrong: a
//! holiday left out would move a deadline in silence.

use std::cell::RefCell;
use std::collections::BTreeMap;

use anye_law::day::Day;
use toml::de::DeTable;

use super::due::told_no_day;
use super::table::{File, Tab};
use crate::calendar::{Calendar, is_weekend};
use crate::finding::Finding;
use crate::model::Words;

/// The longest holiday that is believed; a longer one is a slip of the pen.
const LONGEST: i32 = 31;

pub(crate) fn read(path: &str, text: &str) -> (Calendar, Vec<Finding>) {
    let found = RefCell::new(Vec::new());
    let file = File { path, text, found: &found, library: None };
    let mut calendar = Calendar::default();
    match DeTable::parse(text) {
        Ok(table) => {
            let root = Tab::new(table.get_ref(), table.span().start, file);
            root.keys(&["year"]);
            root.tabs("year").iter().for_each(|tab| year(tab, &mut calendar));
        }
        Err(error) => {
            let detail = error.message().replace('\n', " ");
            let at = error.span().map_or(0, |span| span.start);
            file.error(
                at,
                "R001",
                format!("格式有误({detail})"),
                format!("this is not well-formed: {detail}"),
            );
        }
    }
    (calendar, found.into_inner())
}

fn year(tab: &Tab<'_>, calendar: &mut Calendar) {
    let before = tab.file.found.borrow().len();
    tab.keys(&["year", "source", "holiday", "work"]);
    for key in ["year", "source", "holiday"] {
        if !tab.has(key) {
            tab.missing(key);
        }
    }
    let year = tab.whole("year", 1900..=2199).and_then(|year| i32::try_from(year).ok());
    let sources: Vec<String> = tab.texts("source").iter().map(|text| text.value.to_owned()).collect();
    let mut off: BTreeMap<Day, Words> = BTreeMap::new();
    for one in tab.tabs("holiday") {
        holiday(&one, &mut off);
    }
    let mut work = Vec::new();
    for text in tab.texts("work") {
        let Some(day) = whole_day(text.value) else {
            told_no_day(&tab.file, text.at, text.value);
            continue;
        };
        if !is_weekend(day) || off.contains_key(&day) {
            tab.file.error(
                text.at,
                "R601",
                format!("{day} 不是周六、周日,或者同时列为休息日,不能是调休上班日"),
                format!("{day} is no Saturday or Sunday, or is a day off as well: it cannot be an exchanged working day"),
            );
        }
        work.push(day);
    }
    let Some(year) = year else { return };
    if calendar.years.contains_key(&year) {
        tab.file.error(
            tab.place("year"),
            "R007",
            format!("{year} 年写了两次"),
            format!("the year {year} is stated twice"),
        );
    }
    if tab.file.found.borrow()[before..].iter().any(|one| one.error) {
        return;
    }
    calendar.years.insert(year, sources);
    calendar.off.extend(off);
    calendar.work.extend(work);
}

/// `{ zh, en, from, to }`, both days included; without `to` a single day.
fn holiday(tab: &Tab<'_>, off: &mut BTreeMap<Day, Words>) {
    tab.keys(&["zh", "en", "from", "to"]);
    let name = tab.both();
    let day = |key: &str| {
        let text = tab.text(key)?;
        let day = whole_day(text.value);
        if day.is_none() {
            told_no_day(&tab.file, text.at, text.value);
        }
        day
    };
    if !tab.has("from") {
        tab.missing("from");
    }
    let Some(from) = day("from") else { return };
    let to = if tab.has("to") { day("to") } else { Some(from) };
    let Some(to) = to else { return };
    if to < from || to.0 - from.0 > LONGEST {
        tab.file.error(
            tab.place("to"),
            "R112",
            "止于的日期早于开始的日期,或者假期长于一个月",
            "the last day comes before the first, or the holiday is longer than a month",
        );
        return;
    }
    off.extend((from.0..=to.0).map(|day| (Day(day), name.clone())));
}

/// A day written in full: `2020-05-01`.
fn whole_day(text: &str) -> Option<Day> {
    if text.len() == 10 { Day::parse(text) } else { None }
}
