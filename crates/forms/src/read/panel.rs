//! Reads `[[panel]]`: sizes, strata, tilt, whom it admits, marks. It must never admit by a wrong expression.

use anye_law::book::{NodeId, Ty};

use super::Known;
use super::due::{read_day, told_no_day};
use super::expression::compile;
use super::form::{fact, period_type};
use super::table::Tab;
use crate::formula::{Compiler, Dictionary, PanelLogic, REPORTER};
use crate::model::{
    Allocation, Catalogue, Follow, Panel, PanelSize, PanelSource, Reporter, SourceFact, Tag, Tilt, Words,
};

const KEYS: [&str; 14] = [
    "id", "name", "cite", "subject", "source", "size", "strata", "allocate", "tilt", "only", "only_say",
    "tag", "follow", "doubt",
];

pub(super) fn read(tab: &Tab<'_>, known: &Known) -> Option<Panel> {
    tab.keys(&KEYS);
    let id = tab.text("id")?;
    let mut compiler = Compiler::new(Dictionary::new(&[], &known.facts));
    let only = tab.text("only");
    let only_root = only.and_then(|text| compile(&mut compiler, &tab.file, REPORTER, &text, Some(Ty::Bool)));
    if only.is_some() && !tab.has("only_say") {
        tab.file.error(
            tab.place("only"),
            "R304",
            "写了 only 就要写 only_say,说明为何不收",
            "with `only` write `only_say`, so that whoever is refused knows why",
        );
    }
    let (tags, tag_roots) = tags(tab, &mut compiler);
    let (tilt, tilt_roots) = tilt(tab, &mut compiler);
    let strata = tab.texts("strata");
    strata.iter().for_each(|text| fact(tab, text.value, text.at, known));
    Some(Panel {
        id: id.value.to_owned(),
        name: tab.need_words("name"),
        cite: tab.cites(true),
        subject: tab.need_text("subject")?.value.to_owned(),
        source: source(tab, known),
        sizes: sizes(tab),
        strata: strata.into_iter().map(|text| text.value.to_owned()).collect(),
        allocate: tab
            .word(
                "allocate",
                &[
                    (Allocation::Proportional, "proportional"),
                    (Allocation::Neyman, "neyman"),
                    (Allocation::Equal, "equal"),
                ],
            )
            .unwrap_or(Allocation::Proportional),
        tilt,
        only: only.map(|text| text.value.to_owned()),
        only_say: tab.words("only_say").unwrap_or_default(),
        tags,
        follow: follow(tab),
        doubts: tab.many_words("doubt"),
        logic: PanelLogic {
            fact_ids: known.facts.iter().map(|fact| fact.id.clone()).collect(),
            only: only_root.map(|code| code.root),
            tags: tag_roots,
            tilt: tilt_roots,
            book: compiler.into_book(),
        },
    })
}

fn source(tab: &Tab<'_>, known: &Known) -> Option<PanelSource> {
    let row = tab.tab("source")?;
    row.keys(&["register", "fact"]);
    let word = |row: &Tab<'_>, key: &str| row.text(key).map(|text| text.value.to_owned()).unwrap_or_default();
    let mut facts = Vec::new();
    for one in row.tabs("fact") {
        one.keys(&["id", "field", "is"]);
        let Some(id) = one.need_text("id") else { continue };
        fact(&one, id.value, id.at, known);
        facts.push(SourceFact { id: id.value.to_owned(), field: word(&one, "field"), is: word(&one, "is") });
    }
    Some(PanelSource { register: row.need_text("register")?.value.to_owned(), facts })
}

fn sizes(tab: &Tab<'_>) -> Vec<PanelSize> {
    let mut out: Vec<PanelSize> = Vec::new();
    if !tab.has("size") {
        tab.missing("size");
    }
    for row in tab.tabs("size") {
        row.keys(&["from", "n", "cite"]);
        let (from, n) = (row.need_text("from"), row.whole("n", 1..=100_000_000));
        if !row.has("n") {
            row.missing("n");
        }
        let (Some(from), Some(n)) = (from, n) else { continue };
        let Some(day) = read_day(from.value) else {
            told_no_day(&tab.file, from.at, from.value);
            continue;
        };
        if out.last().is_some_and(|last| last.from >= day) {
            tab.file.error(from.at, "R301", "样本规模要按日期先后写", "sizes go by date, the earliest first");
        }
        out.push(PanelSize { from: day, n: u32::try_from(n).unwrap_or(u32::MAX), cite: row.cites(false) });
    }
    out
}

fn tags(tab: &Tab<'_>, compiler: &mut Compiler) -> (Vec<Tag>, Vec<Option<NodeId>>) {
    let (mut tags, mut roots): (Vec<Tag>, Vec<Option<NodeId>>) = (Vec::new(), Vec::new());
    for row in tab.tabs("tag") {
        row.keys(&["id", "name", "when"]);
        let (Some(id), name) = (row.id(false), row.need_words("name")) else { continue };
        if tags.iter().any(|tag| tag.id == id.value) {
            super::twice(&row, id.at, id.value, "标签", "tag");
            continue;
        }
        let when = row.text("when");
        let code = when.and_then(|text| compile(compiler, &row.file, REPORTER, &text, Some(Ty::Bool)));
        tags.push(Tag { id: id.value.to_owned(), name, when: when.map(|text| text.value.to_owned()) });
        roots.push(code.map(|code| code.root));
    }
    (tags, roots)
}

fn tilt(tab: &Tab<'_>, compiler: &mut Compiler) -> (Vec<Tilt>, Vec<NodeId>) {
    let (mut tilts, mut roots) = (Vec::new(), Vec::new());
    for row in tab.tabs("tilt") {
        row.keys(&["name", "when", "factor"]);
        let (name, when, factor) = (row.need_words("name"), row.need_text("when"), row.decimal("factor"));
        if !row.has("factor") {
            row.missing("factor");
        }
        let code = when.and_then(|text| compile(compiler, &row.file, REPORTER, &text, Some(Ty::Bool)));
        let factor = factor.and_then(|text| crate::cell::parse_decimal(text.value, 2));
        let factor = factor
            .and_then(|factor| u32::try_from(factor).ok())
            .filter(|factor| (1..=100_000).contains(factor));
        if factor.is_none() && row.has("factor") {
            row.file.error(
                row.place("factor"),
                "R106",
                "倍数在 0.01 到 1000 之间,最多两位小数",
                "a factor is 0.01 to 1000 with two digits at most",
            );
        }
        if let (Some(when), Some(code), Some(factor_hundredths)) = (when, code, factor) {
            tilts.push(Tilt { name, when: when.value.to_owned(), factor_hundredths });
            roots.push(code.root);
        }
    }
    (tilts, roots)
}

fn follow(tab: &Tab<'_>) -> Option<Follow> {
    let row = tab.tab("follow")?;
    row.keys(&["every", "first", "waves"]);
    if !row.has("every") {
        row.missing("every");
    }
    let first = row.text("first").and_then(|text| {
        let day = read_day(text.value);
        if day.is_none() {
            told_no_day(&row.file, text.at, text.value);
        }
        day
    });
    let waves = row.whole("waves", 1..=1000).and_then(|waves| u16::try_from(waves).ok());
    Some(Follow { every: period_type(&row, "every")?, first, waves })
}

/// A roster for each kind of units that report: enrolled by hand, never drawn. A panel of that id goes before it.
pub(super) fn rosters(catalogue: &Catalogue) -> Vec<Panel> {
    let mut out: Vec<Panel> = Vec::new();
    for form in &catalogue.forms {
        let Reporter::Units(_) = form.reporter else { continue };
        let Some(id) = form.reporter.roster() else { continue };
        if catalogue.panel(&id).is_some() || out.iter().any(|own| own.id == id) {
            continue;
        }
        out.push(Panel {
            id,
            name: Words::new(format!("填报名录:{}", form.name.zh), format!("Roster: {}", form.name.en)),
            cite: form.cite.clone(),
            subject: "employer".to_owned(),
            source: None,
            sizes: Vec::new(),
            strata: Vec::new(),
            allocate: Allocation::Equal,
            tilt: Vec::new(),
            only: None,
            only_say: Words::default(),
            tags: Vec::new(),
            follow: None,
            doubts: vec![Words::new(
                "文件没有列出填报单位的名单;由主管部门登记进出名录。",
                "The text lists no units; the office in charge enters them on the roster and takes them off.",
            )],
            logic: crate::formula::PanelLogic::default(),
        });
    }
    out
}
