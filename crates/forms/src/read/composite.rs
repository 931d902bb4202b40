//! Reads `[[composite]]` and the `[[setting]]` tables that give weights where the text has none. It must never take half a set of weights for all.

use anye_law::num::Num;

use super::due::period;
use super::indicator::known;
use super::table::Tab;
use crate::model::{Better, Catalogue, Composite, CompositePart};
use crate::near::nearest;
use crate::period::Period;

const WORSE: [(bool, &str); 2] = [(false, "more"), (true, "less")];

pub(super) fn read(
    tab: &Tab<'_>,
    catalogue: &Catalogue,
    forms: &[&str],
    indicators: &[&str],
) -> Option<Composite> {
    tab.keys(&["id", "name", "definition", "form", "cite", "part", "usual", "unset"]);
    let id = tab.text("id")?;
    let form = tab.need_text("form");
    if let Some(text) = form.filter(|text| !forms.contains(&text.value)) {
        tab.file.tell(
            text.at,
            "R401",
            true,
            format!("没有报表“{}”", text.value),
            format!("there is no form '{}'", text.value),
            nearest(text.value, forms.iter().copied()),
        );
    }
    let rows = tab.tabs("part");
    if rows.is_empty() {
        tab.missing("part");
    }
    let mut parts: Vec<CompositePart> = Vec::new();
    for row in &rows {
        row.keys(&["indicator", "worse", "weight"]);
        let Some(text) = row.need_text("indicator") else { continue };
        known(row, text.value, text.at, indicators);
        if parts.iter().any(|own| own.indicator == text.value) {
            super::twice(row, text.at, text.value, "指标", "indicator");
            continue;
        }
        let better = catalogue.indicator(text.value).map(|one| one.better);
        let worse = row.word("worse", &WORSE).or(match better {
            Some(Better::Lower) => Some(false),
            Some(Better::Higher) => Some(true),
            _ => None,
        });
        if worse.is_none() && better.is_some() {
            row.file.error(
                text.at,
                "R417",
                "指标没有好坏方向,请写 worse = \"more\" 或 \"less\"",
                "the indicator has no direction: write worse = \"more\" or \"less\"",
            );
        }
        parts.push(CompositePart { indicator: text.value.to_owned(), less_is_worse: worse.unwrap_or(false) });
    }
    let weights = if rows.iter().any(|row| row.has("weight")) { weights(tab, &rows, &parts) } else { None };
    let unset = tab.words("unset").unwrap_or_default();
    let usual = if tab.has("usual") { usual(tab) } else { None };
    if (weights.is_none() || usual.is_none()) && unset.is_empty() {
        tab.file.error(
            tab.at,
            "R416",
            "没有写齐权重(weight)和常态时段(usual);文中没有写明的,请写 unset 说明",
            "weights (weight) and usual times (usual) are not all there; where the text states none, say so in unset",
        );
    }
    Some(Composite {
        id: id.value.to_owned(),
        name: tab.need_words("name"),
        definition: tab.need_words("definition"),
        form: form?.value.to_owned(),
        cite: tab.cites(true),
        parts,
        weights,
        usual,
        set_by: None,
        unset,
    })
}

/// One weight for each part, none below zero, not all of them zero.
fn weights(tab: &Tab<'_>, rows: &[Tab<'_>], parts: &[CompositePart]) -> Option<Vec<Num>> {
    let zero = Num::parse("0")?;
    let given = |part: &CompositePart| {
        let row =
            rows.iter().find(|row| row.text("indicator").is_some_and(|text| text.value == part.indicator))?;
        Num::parse(row.decimal("weight")?.value)
    };
    let all: Vec<Num> = parts.iter().filter_map(given).collect();
    let sound = all.len() == parts.len()
        && rows.len() == parts.len()
        && all.iter().all(|one| *one >= zero)
        && all.iter().any(|one| *one > zero);
    if !sound {
        tab.file.error(
            tab.at,
            "R416",
            "权重要给合成指数的每个指标各写一个,不能为负,不能全为零",
            "every indicator of the index needs one weight, none below zero, not all of them zero",
        );
    }
    sound.then_some(all)
}

/// `usual = { from = "2017-06", to = "2019-12" }`.
fn usual(tab: &Tab<'_>) -> Option<(Period, Period)> {
    let of = tab.tab("usual")?;
    of.keys(&["from", "to"]);
    for key in ["from", "to"] {
        if !of.has(key) {
            of.missing(key);
        }
    }
    let (from, to) = (period(&of, "from")?, period(&of, "to")?);
    if from.kind() != to.kind() || to < from {
        tab.file.error(
            of.place("to"),
            "R112",
            "止于的日期早于开始的日期",
            "the last day comes before the first",
        );
        return None;
    }
    Some((from, to))
}

/// `[[setting]] composite = "…" weight = [{ indicator, weight }] usual = { from, to } by = { … }`: weights somebody set.
pub(super) fn setting(tab: &Tab<'_>, composites: &mut [Composite]) {
    let by = tab.need_words("by");
    let Some(text) = tab.need_text("composite") else { return };
    let names: Vec<String> = composites.iter().map(|one| one.id.clone()).collect();
    let Some(one) = composites.iter_mut().find(|one| one.id == text.value) else {
        tab.file.tell(
            text.at,
            "R407",
            true,
            format!("没有合成指数“{}”", text.value),
            format!("there is no composite '{}'", text.value),
            nearest(text.value, names.iter().map(String::as_str)),
        );
        return;
    };
    if one.weights.is_some() && one.set_by.is_none() {
        tab.file.error(
            text.at,
            "R413",
            "该指数的权重由文件写明,不能另行设定",
            "the weights of this index are stated by the text and cannot be set",
        );
        return;
    }
    for key in ["weight", "usual"] {
        if !tab.has(key) {
            tab.missing(key);
        }
    }
    let rows = tab.tabs("weight");
    rows.iter().for_each(|row| row.keys(&["indicator", "weight"]));
    let (weights, usual) = (weights(tab, &rows, &one.parts), usual(tab));
    if weights.is_some() && usual.is_some() {
        (one.weights, one.usual, one.set_by) = (weights, usual, Some(by));
    }
}
