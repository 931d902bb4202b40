//! Reads `[[form]]`: head, sections, items, and what is computed and checked. It must never leave out a form because one check in it is wrong.

use anye_law::book::Ty;
use sm3::{Digest, Sm3};

use super::Known;
use super::canonical::canonical;
use super::due::{due, valid};
use super::expression::compile;
use super::item::Columns;
use super::table::Tab;
use crate::finding::Mark;
use crate::formula::{Code, Compiler, Dictionary, FormLogic, REPORT, Scale, dimension, order};
use crate::model::{Form, Item, ItemKind, Level, Reporter, Section};
use crate::near::nearest;
use crate::period::PeriodType;

const KEYS: [&str; 17] = [
    "id",
    "name",
    "about",
    "cite",
    "reporter",
    "period",
    "due",
    "approve",
    "valid",
    "dimensions",
    "section",
    "check",
    "limit",
    "jump",
    "doubt",
    "experimental",
    "note",
];
const LEVELS: [(Level, &str); 4] = [
    (Level::Province, "province"),
    (Level::City, "city"),
    (Level::County, "county"),
    (Level::Township, "township"),
];
/// More columns than this no person fills in and no page shows.
const MOST_ITEMS: usize = 2000;

pub(super) fn read(tab: &Tab<'_>, known: &Known, panels: &[&str]) -> Option<Form> {
    tab.keys(&KEYS);
    let id = tab.text("id")?;
    let period = period_type(tab, "period");
    if !tab.has("period") {
        tab.missing("period");
    }
    let mut columns = Columns::default();
    let sections = sections(tab, known, &mut columns);
    if columns.items.is_empty() || columns.items.len() > MOST_ITEMS {
        let count = columns.items.len();
        tab.file.error(
            tab.at,
            "R101",
            format!("报表要有 1 到 {MOST_ITEMS} 项,现有 {count} 项"),
            format!("a form has 1 to {MOST_ITEMS} items; this has {count}"),
        );
        return None;
    }
    let mut compiler = Compiler::new(Dictionary::new(&columns.items, &known.facts));
    let computed = computed(&mut compiler, &columns);
    let names = super::rules::Names { items: &columns.items };
    let (checks, check_codes) = super::rules::checks(tab, &names, &mut compiler);
    let (limits, jumps) = super::rules::limits(tab, &names);
    let sums: Vec<(usize, Vec<usize>)> =
        columns.splits.iter().map(|split| (split.whole, split.parts.clone())).collect();
    let fills = order(&sums, &computed).unwrap_or_else(|circle| {
        let names: Vec<&str> =
            circle.iter().filter_map(|at| columns.items.get(*at)).map(|item| item.name.zh.as_str()).collect();
        let at = columns.computed.iter().find(|(column, ..)| circle.contains(column));
        tab.file.error(
            at.map_or(tab.at, |(_, _, text)| text.at),
            "R205",
            format!("计算项互相引用,成了圈:{}", names.join(" → ")),
            format!("computed items refer to one another in a circle: {}", names.join(" → ")),
        );
        Vec::new()
    });
    let logic = FormLogic {
        columns: columns.items.iter().enumerate().map(|(at, item)| (item.id.clone(), at)).collect(),
        scales: columns.items.iter().map(Scale::of).collect(),
        fact_ids: known.facts.iter().map(|fact| fact.id.clone()).collect(),
        book: compiler.into_book(),
        fills,
        computed: computed.into_iter().map(|(_, code)| code).collect(),
        checks: check_codes,
        splits: columns.splits,
        jumps,
    };
    Some(Form {
        id: id.value.to_owned(),
        version: version(tab),
        name: tab.need_words("name"),
        about: tab.words("about").unwrap_or_default(),
        cite: tab.cites(true),
        reporter: reporter(tab, panels)?,
        period: period?,
        due: due(tab),
        approve: approve(tab),
        valid: valid(tab),
        dimensions: dimensions(tab, known),
        sections,
        items: columns.items,
        checks,
        limits,
        doubts: tab.many_words("doubt"),
        experimental: tab.flag("experimental").unwrap_or(false),
        file: tab.file.path.to_owned(),
        line: Mark::at(tab.file.text, tab.at).line,
        logic,
    })
}

fn version(tab: &Tab<'_>) -> String {
    let hash = Sm3::digest(canonical(tab).as_bytes());
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn sections<'a>(tab: &Tab<'a>, known: &Known, columns: &mut Columns<'a>) -> Vec<Section> {
    let mut out: Vec<Section> = Vec::new();
    for section in tab.tabs("section") {
        section.keys(&["id", "name", "mandatory", "item"]);
        let Some(id) = section.id(false) else { continue };
        if out.iter().any(|own| own.id == id.value) {
            super::twice(&section, id.at, id.value, "部分", "section");
        }
        let at = out.len();
        out.push(Section {
            id: id.value.to_owned(),
            name: section.need_words("name"),
            mandatory: section.flag("mandatory").unwrap_or(false),
        });
        let from = columns.items.len();
        for item in section.tabs("item") {
            columns.item(&item, at, known);
        }
        let required = columns.items[from..].iter().any(|item| item.required);
        if out[at].mandatory && !required {
            section.file.error(
                section.at,
                "R108",
                format!("“{}”写明必报,但没有必填项", out[at].name.zh),
                format!("'{}' is mandatory but has no required item", out[at].name.en),
            );
        }
    }
    out
}

/// Computed cells compiled; the type must be that of the item.
fn computed(compiler: &mut Compiler, columns: &Columns<'_>) -> Vec<(usize, Code)> {
    let mut out = Vec::new();
    for (column, tab, text) in &columns.computed {
        let Some(code) = compile(compiler, &tab.file, REPORT, text, None) else { continue };
        let item = &columns.items[*column];
        let (found, wanted) = (compiler.ty(&code), wanted(item));
        let fits = match (wanted, found) {
            (Some(wanted), found) => wanted == found,
            (None, Ty::Enum(_)) => true,
            (None, _) => false,
        };
        if fits {
            out.push((*column, code));
        } else {
            tab.file.error(
                text.at,
                "R206",
                format!("“{}”的算式得出的类型或单位与该项({})不同", item.name.zh, item.unit),
                format!(
                    "the formula of '{}' gives another type or unit than the item ({})",
                    item.name.en, item.unit
                ),
            );
        }
    }
    out
}

fn wanted(item: &Item) -> Option<Ty> {
    match item.kind {
        ItemKind::Money => Some(Ty::Num(anye_law::book::Dim::MONEY)),
        ItemKind::Percent => Some(Ty::Num(anye_law::book::Dim::NUMBER)),
        ItemKind::Count | ItemKind::Decimal => Some(Ty::Num(dimension(&item.unit))),
        ItemKind::Date => Some(Ty::Date),
        ItemKind::YesNo => Some(Ty::Bool),
        ItemKind::Text(_) => Some(Ty::Text),
        ItemKind::Choice(_) => None,
    }
}

fn reporter(tab: &Tab<'_>, panels: &[&str]) -> Option<Reporter> {
    let text = tab.need_text("reporter")?;
    match text.value.split_once(':') {
        Some(("panel", panel)) => {
            if !panels.contains(&panel) {
                tab.file.tell(
                    text.at,
                    "R305",
                    true,
                    format!("没有样本“{panel}”"),
                    format!("there is no panel '{panel}'"),
                    nearest(panel, panels.iter().copied()).map(|near| format!("panel:{near}")),
                );
            }
            Some(Reporter::Panel(panel.to_owned()))
        }
        Some(("places", level)) => {
            let found = LEVELS.iter().find(|(_, word)| *word == level);
            if found.is_none() {
                tab.file.not_one_of(text.at, level, &LEVELS.map(|(_, word)| word));
            }
            found.map(|(level, _)| Reporter::Places(*level))
        }
        Some(("units", kind)) if !kind.is_empty() => Some(Reporter::Units(kind.to_owned())),
        _ => {
            tab.file.not_one_of(text.at, text.value, &["panel:…", "places:county", "units:…"]);
            None
        }
    }
}

/// A period type by its word.
pub(super) fn period_type(tab: &Tab<'_>, key: &str) -> Option<PeriodType> {
    tab.word(key, &PeriodType::ALL)
}

fn approve(tab: &Tab<'_>) -> Vec<Level> {
    let mut out: Vec<Level> = Vec::new();
    for text in tab.texts("approve") {
        match LEVELS.iter().find(|(_, word)| *word == text.value) {
            Some((level, _)) => {
                if out.last().is_some_and(|last| last <= level) {
                    tab.file.error(
                        text.at,
                        "R109",
                        "审批层级要由下到上",
                        "levels of approval go from below upwards",
                    );
                }
                out.push(*level);
            }
            None => tab.file.not_one_of(text.at, text.value, &LEVELS.map(|(_, word)| word)),
        }
    }
    out
}

fn dimensions(tab: &Tab<'_>, known: &Known) -> Vec<String> {
    let all = tab.texts("dimensions");
    all.iter().for_each(|text| fact(tab, text.value, text.at, known));
    all.into_iter().map(|text| text.value.to_owned()).collect()
}

/// Tells a fact that the pack does not declare.
pub(super) fn fact(tab: &Tab<'_>, id: &str, at: usize, known: &Known) {
    if !known.facts.iter().any(|fact| fact.id == id) {
        tab.file.tell(
            at,
            "R110",
            true,
            format!("没有声明情况“{id}”([[fact]])"),
            format!("no [[fact]] declares '{id}'"),
            nearest(id, known.facts.iter().map(|fact| fact.id.as_str())),
        );
    }
}
