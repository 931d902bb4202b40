//! Reads `[[plan]]`: steps from the light to the outcome. It must never keep a plan that stops before the outcome.

use super::table::{Tab, Text};
use crate::model::{Deadline, Light, Plan, Stage, Step};
use crate::near::nearest;

const STAGES: [(Stage, &str); 5] = [
    (Stage::Verify, "verify"),
    (Stage::Assess, "assess"),
    (Stage::Plan, "plan"),
    (Stage::Act, "act"),
    (Stage::Outcome, "outcome"),
];

pub(super) fn read(tab: &Tab<'_>, lights: &[Light]) -> Option<Plan> {
    tab.keys(&["id", "name", "cite", "lights", "level", "step", "doubt"]);
    let id = tab.text("id")?;
    let level = tab.need_text("level");
    let answered = tab.texts("lights");
    if answered.is_empty() {
        tab.missing("lights");
    }
    for text in &answered {
        let Some(light) = lights.iter().find(|light| light.id == text.value) else {
            tab.file.tell(
                text.at,
                "R407",
                true,
                format!("没有预警灯“{}”", text.value),
                format!("there is no light '{}'", text.value),
                nearest(text.value, lights.iter().map(|light| light.id.as_str())),
            );
            continue;
        };
        if let Some(level) = level.filter(|level| !light.scale.iter().any(|own| own == level.value)) {
            let all: Vec<&str> = light.scale.iter().map(String::as_str).collect();
            tab.file.not_one_of(level.at, level.value, &all);
        }
    }
    let steps = steps(tab);
    for (stage, word) in STAGES {
        if !steps.iter().any(|step| step.stage == stage) {
            tab.file.error(
                tab.at,
                "R408",
                format!("处置方案缺少“{word}”一步"),
                format!("the plan has no step of stage '{word}'"),
            );
        }
    }
    Some(Plan {
        id: id.value.to_owned(),
        name: tab.need_words("name"),
        cite: tab.cites(true),
        lights: answered.into_iter().map(|text| text.value.to_owned()).collect(),
        level: level?.value.to_owned(),
        steps,
        doubts: tab.many_words("doubt"),
    })
}

fn steps(tab: &Tab<'_>) -> Vec<Step> {
    let mut out: Vec<Step> = Vec::new();
    for row in tab.tabs("step") {
        row.keys(&["id", "stage", "name", "within", "to", "cite"]);
        let (id, stage, name) = (row.id(false), row.word("stage", &STAGES), row.need_words("name"));
        if !row.has("stage") {
            row.missing("stage");
        }
        let within = within(&row);
        let (to, cite) = (units(&row), row.cites(false));
        let (Some(id), Some(stage)) = (id, stage) else { continue };
        if out.iter().any(|step| step.id == id.value) {
            super::twice(&row, id.at, id.value, "步骤", "step");
            continue;
        }
        if out.last().is_some_and(|last| last.stage > stage) {
            row.file.error(
                row.place("stage"),
                "R409",
                "步骤要按核实、研判、方案、处置、结果的先后写",
                "steps go in the order verify, assess, plan, act, outcome",
            );
        }
        out.push(Step { id: id.value.to_owned(), stage, name, within, set_by: None, to, cite });
    }
    out
}

fn within(row: &Tab<'_>) -> Option<Deadline> {
    let tab = row.tab("within")?;
    tab.keys(&["hours", "days", "working_days"]);
    let number = |key: &str| tab.whole(key, 1..=9999).and_then(|n| u16::try_from(n).ok());
    let found = [
        number("hours").map(Deadline::Hours),
        number("days").map(Deadline::Days),
        number("working_days").map(Deadline::WorkingDays),
    ];
    let found: Vec<Deadline> = found.into_iter().flatten().collect();
    if found.len() != 1 {
        tab.file.error(
            tab.at,
            "R412",
            "期限写 hours、days、working_days 中的一个",
            "a deadline is one of hours, days, working_days",
        );
    }
    found.first().copied()
}

/// `[[setting]] plan = "…" step = "…" within = { hours = 2 } by = { … }`: a deadline somebody set.
pub(super) fn setting(tab: &Tab<'_>, plans: &mut [Plan]) {
    let by = tab.need_words("by");
    let (Some(plan), Some(step)) = (tab.need_text("plan"), tab.need_text("step")) else { return };
    if !tab.has("within") {
        tab.missing("within");
    }
    let names: Vec<String> = plans.iter().map(|plan| plan.id.clone()).collect();
    let Some(found) = plans.iter_mut().find(|own| own.id == plan.value) else {
        none(tab, &plan, names.iter().map(String::as_str));
        return;
    };
    let names: Vec<String> = found.steps.iter().map(|step| step.id.clone()).collect();
    let Some(found) = found.steps.iter_mut().find(|own| own.id == step.value) else {
        none(tab, &step, names.iter().map(String::as_str));
        return;
    };
    if found.within.is_some() && found.set_by.is_none() {
        tab.file.error(
            step.at,
            "R413",
            "该步骤的期限由文件写明,不能另行设定",
            "the deadline of this step is stated by the text and cannot be set",
        );
        return;
    }
    if let Some(within) = within(tab) {
        (found.within, found.set_by) = (Some(within), Some(by));
    }
}

fn none<'a>(tab: &Tab<'_>, text: &Text<'_>, all: impl Iterator<Item = &'a str>) {
    tab.file.tell(
        text.at,
        "R407",
        true,
        format!("没有“{}”", text.value),
        format!("there is no '{}'", text.value),
        nearest(text.value, all),
    );
}

fn units(row: &Tab<'_>) -> Vec<String> {
    row.texts("to")
        .into_iter()
        .map(|text| {
            if let Some(library) = row.file.library
                && !(library.unit)(text.value)
            {
                row.file.error(
                    text.at,
                    "R410",
                    format!("辖区包中没有单位“{}”", text.value),
                    format!("the pack has no unit '{}'", text.value),
                );
            }
            text.value.to_owned()
        })
        .collect()
}
