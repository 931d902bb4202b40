//! Reads the reporting files of a pack: every table of every file, names across files, expressions. It must never stop at the first thing that is wrong.

mod calendar;
mod canonical;
pub(crate) mod codes;
mod composite;
mod due;
mod expression;
mod form;
mod indicator;
mod item;
mod light;
mod panel;
mod place;
mod plan;
mod rules;
pub(crate) mod table;

use std::cell::RefCell;
use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::DeTable;

use crate::calendar::Calendar;
use crate::finding::{Finding, Library};
use crate::model::{Catalogue, Choice, FactDef, FactType};
use table::{File, Tab};

pub(crate) use calendar::read as calendar;
pub(crate) use due::{period as period_of, read_day};

/// The file of days off; every other file holds forms and what belongs to them.
const CALENDAR: &str = "calendar.toml";

/// The tables a file may have.
const TABLES: [&str; 10] =
    ["codes", "fact", "form", "panel", "indicator", "published", "composite", "light", "plan", "setting"];

/// What all constructs may name.
struct Known {
    codes: BTreeMap<String, Vec<Choice>>,
    facts: Vec<FactDef>,
}

pub(crate) fn read(files: &[(String, String)], library: Option<&Library<'_>>) -> (Catalogue, Vec<Finding>) {
    let found = RefCell::new(Vec::new());
    let mut parsed = Vec::new();
    let mut days = Calendar::default();
    for (path, text) in files {
        if path == CALENDAR {
            let (read, of_days) = calendar(path, text);
            days = read;
            found.borrow_mut().extend(of_days);
            continue;
        }
        let file = File { path, text, found: &found, library };
        match DeTable::parse(text) {
            Ok(table) => parsed.push((file, table)),
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
    let catalogue = Catalogue { calendar: days, ..assemble(&parsed) };
    let mut found = found.into_inner();
    found.sort_by(|a, b| (&a.file, a.mark, a.code).cmp(&(&b.file, b.mark, b.code)));
    found.dedup();
    (catalogue, found)
}

fn assemble<'a>(parsed: &'a [(File<'a>, Spanned<DeTable<'a>>)]) -> Catalogue {
    let roots: Vec<Tab<'a>> =
        parsed.iter().map(|(file, table)| Tab::new(table.get_ref(), table.span().start, *file)).collect();
    roots.iter().for_each(|root| root.keys(&TABLES));
    let all = |key: &str| roots.iter().flat_map(|root| root.tabs(key)).collect::<Vec<_>>();
    let known = Known { codes: codes::read(&all("codes")), facts: facts(&all("fact")) };
    let mut catalogue = Catalogue { facts: known.facts.clone(), ..Catalogue::default() };
    let panels = unique(all("panel"), "样本", "panel");
    catalogue.panels = panels.iter().filter_map(|(_, tab)| panel::read(tab, &known)).collect();
    let forms = unique(all("form"), "报表", "form");
    let names: Vec<&str> = panels.iter().map(|(id, _)| *id).collect();
    catalogue.forms = forms.iter().filter_map(|(_, tab)| form::read(tab, &known, &names)).collect();
    catalogue.panels.extend(panel::rosters(&catalogue));
    let indicators = unique(all("indicator"), "指标", "indicator");
    let form_names: Vec<&str> = forms.iter().map(|(id, _)| *id).collect();
    catalogue.indicators = indicators
        .iter()
        .flat_map(|(_, tab)| indicator::read(tab, &catalogue, &form_names, &known))
        .collect();
    // Those that are written, and those of each code; an indicator that could not be kept is told once, where it stands.
    let mut names: Vec<&str> = indicators.iter().map(|(id, _)| *id).collect();
    let made: Vec<String> = catalogue.indicators.iter().map(|one| one.id.clone()).collect();
    names.extend(made.iter().map(String::as_str));
    catalogue.published =
        all("published").iter().filter_map(|tab| indicator::published(tab, &names)).collect();
    let composites = unique(all("composite"), "合成指数", "composite");
    catalogue.composites = composites
        .iter()
        .filter_map(|(_, tab)| composite::read(tab, &catalogue, &form_names, &names))
        .collect();
    let indices: Vec<String> =
        composites.iter().map(|(id, _)| format!("{}{id}", crate::model::INDEX)).collect();
    names.extend(indices.iter().map(String::as_str));
    let lights = unique(all("light"), "预警灯", "light");
    catalogue.lights = lights.iter().filter_map(|(_, tab)| light::read(tab, &names)).collect();
    let plans = unique(all("plan"), "处置方案", "plan");
    catalogue.plans = plans.iter().filter_map(|(_, tab)| plan::read(tab, &catalogue.lights)).collect();
    for tab in all("setting") {
        tab.keys(&[
            "light",
            "above",
            "below",
            "plan",
            "step",
            "within",
            "composite",
            "weight",
            "usual",
            "by",
        ]);
        if tab.has("composite") {
            composite::setting(&tab, &mut catalogue.composites);
        } else if tab.has("plan") {
            plan::setting(&tab, &mut catalogue.plans);
        } else {
            light::setting(&tab, &mut catalogue.lights);
        }
    }
    catalogue
}

/// The tables by their ids; a second one of the same id is told and left out.
fn unique<'a>(tabs: Vec<Tab<'a>>, zh: &str, en: &str) -> Vec<(&'a str, Tab<'a>)> {
    let mut out: Vec<(&str, Tab<'a>)> = Vec::new();
    for tab in tabs {
        let Some(id) = tab.id(false) else { continue };
        if out.iter().any(|(own, _)| *own == id.value) {
            twice(&tab, id.at, id.value, zh, en);
        } else {
            out.push((id.value, tab));
        }
    }
    out
}

/// An id used twice.
fn twice(tab: &Tab<'_>, at: usize, id: &str, zh: &str, en: &str) {
    tab.file.error(at, "R007", format!("{zh}编号“{id}”重复"), format!("the {en} id '{id}' is used twice"));
}

fn facts(tabs: &[Tab<'_>]) -> Vec<FactDef> {
    let mut out: Vec<FactDef> = Vec::new();
    for tab in tabs {
        tab.keys(&["id", "name", "subject", "type"]);
        let id = tab.id(true);
        let name = tab.need_words("name");
        let subject = tab.need_text("subject");
        let kind = tab.word(
            "type",
            &[
                (FactType::Text, "text"),
                (FactType::Persons, "persons"),
                (FactType::Number, "number"),
                (FactType::YesNo, "yes-no"),
                (FactType::Date, "date"),
            ],
        );
        if !tab.has("type") {
            tab.missing("type");
        }
        let (Some(id), Some(subject), Some(kind)) = (id, subject, kind) else { continue };
        if out.iter().any(|fact| fact.id == id.value) {
            twice(tab, id.at, id.value, "情况", "fact");
            continue;
        }
        out.push(FactDef { id: id.value.to_owned(), name, subject: subject.value.to_owned(), kind });
    }
    out
}
