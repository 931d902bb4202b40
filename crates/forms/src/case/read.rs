//! Reads case files. It must never let a case pass because part of it could not be read.

use std::cell::RefCell;

use toml::de::DeTable;

use super::report;
use super::{Case, What};
use crate::facts::{Fact, Facts};
use crate::figure::Totals;
use crate::finding::{Finding, Library, Mark};
use crate::model::{Catalogue, FactType, Form};
use crate::read::table::{File, Tab, Text};
use crate::read::{period_of, read_day};

pub(super) fn read(
    files: &[(String, String)],
    catalogue: &Catalogue,
    library: Option<&Library<'_>>,
) -> (Vec<Case>, Vec<Finding>) {
    let found = RefCell::new(Vec::new());
    let mut cases = Vec::new();
    for (path, text) in files {
        let file = File { path, text, found: &found, library };
        match DeTable::parse(text) {
            Ok(table) => {
                let root = Tab::new(table.get_ref(), table.span().start, file);
                root.keys(&["case"]);
                for tab in root.tabs("case") {
                    cases.extend(one(&tab, catalogue));
                }
            }
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let detail = error.message().replace('\n', " ");
                file.error(
                    at,
                    "R001",
                    format!("格式有误({detail})"),
                    format!("this is not well-formed: {detail}"),
                );
            }
        }
    }
    let mut found = found.into_inner();
    found.sort_by(|a, b| (&a.file, a.mark, a.code).cmp(&(&b.file, b.mark, b.code)));
    (cases, found)
}

fn one(tab: &Tab<'_>, catalogue: &Catalogue) -> Option<Case> {
    let before = tab.file.found.borrow().len();
    let name = tab.need_text("name").map_or("", |text| text.value).to_owned();
    let covers = tab.texts("covers");
    for id in &covers {
        if let Some(library) = tab.file.library
            && !(library.requirement)(id.value)
        {
            tab.file.error(
                id.at,
                "R502",
                format!("没有需求行“{}”", id.value),
                format!("there is no requirement row '{}'", id.value),
            );
        }
    }
    let what = what(tab, catalogue)?;
    if tab.file.found.borrow().len() > before {
        return None;
    }
    Some(Case {
        file: tab.file.path.to_owned(),
        mark: Mark::at(tab.file.text, tab.at),
        name,
        covers: covers.into_iter().map(|id| id.value.to_owned()).collect(),
        what,
    })
}

fn what(tab: &Tab<'_>, catalogue: &Catalogue) -> Option<What> {
    let expect = tab.tab("expect");
    if expect.is_none() {
        tab.missing("expect");
    }
    let expect = expect?;
    let pairs = |known: &[&str]| {
        expect.keys(known);
        expect
            .pairs()
            .into_iter()
            .filter(|(key, _)| key != "tags")
            .map(|(key, text)| (key, text.value))
            .collect()
    };
    if tab.has("due") {
        tab.keys(&["name", "covers", "due", "period", "place", "holidays", "expect"]);
        let form = form(tab, "due", catalogue)?;
        expect.keys(&["day"]);
        return Some(What::Due {
            form: form.id.clone(),
            period: period_of(tab, "period")?,
            place: text(tab, "place").unwrap_or_default(),
            holidays: tab
                .texts("holidays")
                .iter()
                .filter_map(|day| read_day(day.value))
                .map(|day| day.0)
                .collect(),
            day: text(&expect, "day")?,
        });
    }
    if tab.has("entry") {
        tab.keys(&["name", "covers", "entry", "item", "text", "expect"]);
        let form = form(tab, "entry", catalogue)?;
        let item = tab.need_text("item")?;
        item_of(tab, form, &item)?;
        let expect = pairs(&["cell", "note", "doubt", "error", "suggestion"]);
        return Some(What::Entry {
            form: form.id.clone(),
            item: item.value.to_owned(),
            text: text(tab, "text")?,
            expect,
        });
    }
    if tab.has("form") {
        return report::read(tab, &expect, form(tab, "form", catalogue)?, catalogue);
    }
    if tab.has("panel") {
        tab.keys(&["name", "covers", "panel", "facts", "expect", "day"]);
        let id = tab.need_text("panel")?;
        if catalogue.panel(id.value).is_none() {
            return none(tab, &id);
        }
        let tags =
            expect.has("tags").then(|| expect.texts("tags").iter().map(|tag| tag.value.to_owned()).collect());
        let facts = facts(tab, catalogue);
        let mut expect: Vec<(String, String)> = pairs(&["admits", "tags", "tilt", "size"]);
        expect.extend(tab.text("day").map(|day| ("day".to_owned(), day.value.to_owned())));
        return Some(What::Panel { id: id.value.to_owned(), facts, expect, tags });
    }
    if tab.has("light") {
        tab.keys(&["name", "covers", "light", "value", "place", "period", "expect"]);
        let id = tab.need_text("light")?;
        if catalogue.light(id.value).is_none() {
            return none(tab, &id);
        }
        expect.keys(&["level"]);
        let value = tab.decimal("value")?.value.to_owned();
        let at = if tab.has("period") { text(tab, "place").zip(period_of(tab, "period")) } else { None };
        return Some(What::Light { id: id.value.to_owned(), value, at, level: text(&expect, "level")? });
    }
    indicator(tab, catalogue, pairs)
}

fn indicator(
    tab: &Tab<'_>,
    catalogue: &Catalogue,
    pairs: impl Fn(&[&str]) -> Vec<(String, String)>,
) -> Option<What> {
    let id = tab.need_text("indicator")?;
    let Some(indicator) = catalogue.indicator(id.value) else { return none(tab, &id) };
    if tab.has("value") {
        tab.keys(&["name", "covers", "indicator", "place", "period", "value", "expect"]);
        let expect = pairs(&[
            "margin",
            "met",
            "share",
            "schedule",
            "ahead",
            "published",
            "computed",
            "difference",
            "agrees",
            "change",
            "unit",
            "better",
            "before",
            "before_low",
            "before_high",
            "rank",
            "direction",
        ]);
        return Some(What::Value {
            indicator: id.value.to_owned(),
            place: text(tab, "place").unwrap_or_default(),
            period: period_of(tab, "period")?,
            value: tab.decimal("value")?.value.to_owned(),
            expect,
        });
    }
    tab.keys(&["name", "covers", "indicator", "totals", "previous", "year_ago", "expect"]);
    let form = indicator.form.as_deref().and_then(|form| catalogue.form(form));
    let totals = |key| tab.tab(key).zip(form).map(|(tab, form)| totals(&tab, form));
    let totals = [totals("totals"), totals("previous"), totals("year_ago")];
    Some(What::Indicator { id: id.value.to_owned(), totals, expect: pairs(&["value", "none"]) })
}

/// Sums by item, as they would be shown.
fn totals(tab: &Tab<'_>, form: &Form) -> Totals {
    let mut totals = Totals { reports: 0, sums: vec![None; form.items.len()] };
    for (key, value) in tab.pairs() {
        if key == "reports" {
            totals.reports = value.value.parse().unwrap_or(0);
            continue;
        }
        let Some(column) = item_of(tab, form, &value.key(&key)) else { continue };
        match crate::entry::entry(&form.items[column], &value.value) {
            Ok((cell, _)) => totals.sums[column] = cell.number(),
            Err(error) => tab.file.error(value.at, "R503", error.say.zh, error.say.en),
        }
    }
    totals
}

/// The column of an item id, told when there is none.
pub(super) fn item_of(tab: &Tab<'_>, form: &Form, text: &Text<'_>) -> Option<usize> {
    let found = form.column(text.value);
    if found.is_none() {
        tab.file.tell(
            text.at,
            "R105",
            true,
            format!("报表“{}”没有“{}”这一项", form.name.zh, text.value),
            format!("the form '{}' has no item '{}'", form.id, text.value),
            crate::near::nearest(text.value, form.items.iter().map(|item| item.id.as_str())),
        );
    }
    found
}

/// The facts of a reporter.
pub(super) fn facts(tab: &Tab<'_>, catalogue: &Catalogue) -> Facts {
    let mut facts = Facts::new();
    let Some(tab) = tab.tab("facts") else { return facts };
    for (key, value) in tab.pairs() {
        let def = catalogue.facts.iter().find(|fact| fact.id == key);
        let fact = def.and_then(|def| {
            Some(match def.kind {
                FactType::Text => Fact::Text(value.value.as_str().into()),
                FactType::Persons | FactType::Number => Fact::Number(value.value.parse().ok()?),
                FactType::YesNo => Fact::YesNo(value.value == "true"),
                FactType::Date => Fact::Day(read_day(&value.value)?.0),
            })
        });
        match fact {
            Some(fact) => facts.set(&key, fact),
            None => tab.file.error(
                value.at,
                "R503",
                format!("没有情况“{key}”,或其值不合类型"),
                format!("there is no fact '{key}', or its value is not of its type"),
            ),
        }
    }
    facts
}

fn form<'a>(tab: &Tab<'_>, key: &str, catalogue: &'a Catalogue) -> Option<&'a Form> {
    let id = tab.need_text(key)?;
    let found = catalogue.form(id.value);
    if found.is_none() {
        none::<()>(tab, &id);
    }
    found
}

fn none<T>(tab: &Tab<'_>, id: &Text<'_>) -> Option<T> {
    tab.file.error(id.at, "R501", format!("没有“{}”", id.value), format!("there is no '{}'", id.value));
    None
}

fn text(tab: &Tab<'_>, key: &str) -> Option<String> {
    tab.need_text(key).map(|text| text.value.to_owned())
}
