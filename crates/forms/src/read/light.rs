//! Reads `[[light]]` and the `[[setting]]` tables that give thresholds where the text has none. It must never take a threshold that somebody set for one the text states.

use anye_law::num::Num;

use super::indicator::known;
use super::table::{Tab, Text};
use crate::model::{ESTIMATE, Light};
use crate::near::nearest;

const SCALE: [&str; 5] = ["green", "blue", "yellow", "orange", "red"];

pub(super) fn read(tab: &Tab<'_>, indicators: &[&str]) -> Option<Light> {
    tab.keys(&[
        "id",
        "name",
        "indicator",
        "cite",
        "scale",
        "above",
        "below",
        "at_counts",
        "down_after",
        "unset",
        "by_target",
        "by_rate",
    ]);
    let id = tab.text("id")?;
    let indicator = tab.need_text("indicator");
    let by_rate = tab.flag("by_rate").unwrap_or(false);
    if let Some(text) = indicator.filter(|_| !by_rate) {
        known(tab, text.value, text.at, indicators);
    }
    let scale = scale(tab);
    let (thresholds, falling) = thresholds(tab, scale.len());
    let unset = tab.words("unset").unwrap_or_default();
    let by_target = tab.flag("by_target").unwrap_or(false);
    if by_target && (scale.len() != 2 || thresholds.is_some()) {
        tab.file.error(
            tab.place("by_target"),
            "R415",
            "按目标亮灯的只有两级,且不另写界限",
            "a light by target has two levels and no thresholds of its own",
        );
    }
    let estimate = indicator.is_none_or(|text| text.value.starts_with(ESTIMATE));
    if by_rate && (by_target || !estimate || scale.len() != SCALE.len() || thresholds.is_some() && !falling) {
        told_rate(tab);
    }
    if thresholds.is_none() && unset.is_empty() && !by_target {
        tab.file.error(
            tab.at,
            "R405",
            "没有写界限(above 或 below);文中没有写明的,请写 unset 说明",
            "no thresholds (above or below); where the text states none, say so in unset",
        );
    }
    Some(Light {
        id: id.value.to_owned(),
        name: tab.need_words("name"),
        indicator: indicator?.value.to_owned(),
        cite: tab.cites(true),
        thresholds,
        falling,
        at_counts: tab.flag("at_counts").unwrap_or(false),
        down_after: tab.whole("down_after", 1..=24).and_then(|n| u8::try_from(n).ok()).unwrap_or(1),
        by_target,
        by_rate,
        set_by: None,
        unset,
        scale,
    })
}

/// A light by rate that is not written as such lights are.
fn told_rate(tab: &Tab<'_>) {
    tab.file.error(
        tab.place("by_rate"),
        "R418",
        "按误报率亮灯的写估计数(indicator = \"est.…\")、五级、递减的界限(below)",
        "a light by rate watches an estimate (indicator = \"est.…\"), has five levels and falling thresholds (below)",
    );
}

fn scale(tab: &Tab<'_>) -> Vec<String> {
    let written = tab.texts("scale");
    if written.is_empty() {
        return SCALE.map(str::to_owned).to_vec();
    }
    let mut last = None;
    for text in &written {
        let at = SCALE.iter().position(|word| *word == text.value);
        match at {
            None => tab.file.not_one_of(text.at, text.value, &SCALE),
            Some(_) if last >= at => tab.file.error(
                text.at,
                "R403",
                "灯色要由轻到重:green、blue、yellow、orange、red",
                "levels go from calm to grave: green, blue, yellow, orange, red",
            ),
            Some(_) => last = at,
        }
    }
    written.into_iter().map(|text| text.value.to_owned()).collect()
}

/// One threshold for each level but the first, rising (`above`) or falling (`below`).
fn thresholds(tab: &Tab<'_>, levels: usize) -> (Option<Vec<Num>>, bool) {
    let falling = tab.has("below");
    if falling && tab.has("above") {
        tab.file.error(tab.place("below"), "R404", "above 和 below 只写一个", "write either above or below");
    }
    let key = if falling { "below" } else { "above" };
    if !tab.has(key) {
        return (None, false);
    }
    let written = tab.texts(key);
    let mut out: Vec<Num> = Vec::new();
    for text in &written {
        let Some(value) = number(text) else {
            tab.file.error(
                text.at,
                "R004",
                format!("“{}”不是数", text.value),
                format!("'{}' is no number", text.value),
            );
            return (None, falling);
        };
        if out.last().is_some_and(|last| if falling { *last <= value } else { *last >= value }) {
            let (zh, en) = if falling { ("递减", "fall") } else { ("递增", "rise") };
            tab.file.error(
                text.at,
                "R404",
                format!("界限要逐级{zh}"),
                format!("thresholds {en} from one level to the next"),
            );
            return (None, falling);
        }
        out.push(value);
    }
    if out.len() + 1 != levels {
        tab.file.error(
            tab.place(key),
            "R404",
            format!("{levels} 级要 {} 个界限,写了 {} 个", levels.saturating_sub(1), out.len()),
            format!("{levels} levels need {} thresholds; there are {}", levels.saturating_sub(1), out.len()),
        );
        return (None, falling);
    }
    (Some(out), falling)
}

/// In the unit of the indicator: `4.5` or `4.5%` of a rate in %.
fn number(text: &Text<'_>) -> Option<Num> {
    Num::parse(text.value.strip_suffix('%').unwrap_or(text.value))
}

/// `[[setting]] light = "…" above = […] by = { … }`: thresholds somebody set.
pub(super) fn setting(tab: &Tab<'_>, lights: &mut [Light]) {
    let by = tab.need_words("by");
    let Some(text) = tab.need_text("light") else { return };
    let names: Vec<String> = lights.iter().map(|light| light.id.clone()).collect();
    let Some(light) = lights.iter_mut().find(|light| light.id == text.value) else {
        tab.file.tell(
            text.at,
            "R407",
            true,
            format!("没有预警灯“{}”", text.value),
            format!("there is no light '{}'", text.value),
            nearest(text.value, names.iter().map(String::as_str)),
        );
        return;
    };
    if light.thresholds.is_some() && light.set_by.is_none() {
        tab.file.error(
            text.at,
            "R413",
            "该灯的界限由文件写明,不能另行设定",
            "the thresholds of this light are stated by the text and cannot be set",
        );
        return;
    }
    if !tab.has("above") && !tab.has("below") {
        tab.missing("above");
    }
    let (thresholds, falling) = thresholds(tab, light.scale.len());
    if thresholds.is_some() && light.by_rate && !falling {
        told_rate(tab);
        return;
    }
    if thresholds.is_some() {
        (light.thresholds, light.falling, light.set_by) = (thresholds, falling, Some(by));
    }
}
