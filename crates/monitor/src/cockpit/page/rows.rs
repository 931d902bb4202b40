//! What stands in the cockpit's tables (驾驶舱各表): indicators, places, industries, enterprises, key groups, warnings. Read, never reckoned.

use anye_base::{Fault, Lang};
use anye_web::Texts;
use anye_web::figure::grouped;

use super::super::read::{Board, Part};
use super::super::words::Shown;
use super::super::{read, words};
use super::{Asked, industry, name};
use crate::warning::estimate::{GROSS, NET, SINCE_BASE};
use crate::warning::setting::Setting;
use crate::warning::store;
use crate::warning::store::Figure;
use crate::{Monitor, warning};

pub(super) struct Line {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) shown: Shown,
    pub(super) estimate: String,
    pub(super) error: String,
    pub(super) reporters: i64,
}

pub(super) struct Indicator {
    pub(super) name: String,
    pub(super) rule: String,
    pub(super) href: String,
    pub(super) shown: Shown,
    pub(super) error: String,
    pub(super) current: bool,
}

pub(super) struct Firm {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) place: String,
    pub(super) industry: String,
    pub(super) before: String,
    pub(super) now: String,
    pub(super) lost: String,
    pub(super) silent: i64,
}

pub(super) struct Group {
    pub(super) name: String,
    pub(super) lights: Vec<(String, String, Shown)>,
}

/// Whether it is the one whose series is shown, its indicator, and how it is said.
pub(super) fn indicators(
    monitor: &Monitor,
    texts: &Texts,
    board: &Board,
    asked: &Asked,
    place: &str,
) -> Vec<(bool, String, Indicator)> {
    let wanted = if asked.indicator.is_empty() { board.main.1.as_str() } else { asked.indicator.as_str() };
    let mut all: Vec<&Figure> = board.own.figures.iter().collect();
    let order = |one: &Figure| {
        let lit =
            monitor.catalogue.lights.iter().position(|light| light.id == one.rule).unwrap_or(usize::MAX);
        (one.rule != board.main.0, one.rule.is_empty(), lit, one.indicator.clone())
    };
    all.sort_by_key(|one| order(one));
    let key = (board.run.form.as_str(), board.run.period.as_str());
    let one = |figure: &&Figure| {
        let current = figure.indicator == wanted;
        let made = Indicator {
            name: words::indicator_name(monitor, texts, &figure.indicator),
            rule: if figure.rule.is_empty() {
                String::new()
            } else {
                words::rule_name(monitor, texts, &figure.rule)
            },
            href: format!(
                "/cockpit?form={}&period={}&place={place}&indicator={}#series",
                key.0, key.1, figure.indicator
            ),
            shown: words::shown(monitor, texts, key, figure),
            error: if figure.se.is_empty() {
                String::new()
            } else {
                texts.t1("cock-error", "se", grouped(&figure.se))
            },
            current,
        };
        (current, figure.indicator.clone(), made)
    };
    all.iter().map(one).collect()
}

/// Who set the thresholds of the lights shown, each once.
pub(super) fn set_by(all: &[(bool, String, Indicator)]) -> Vec<String> {
    let mut found: Vec<String> = all.iter().map(|(_, _, one)| one.shown.set_by.clone()).collect();
    found.retain(|by| !by.is_empty());
    found.sort();
    found.dedup();
    found
}

pub(super) fn line(
    monitor: &Monitor,
    texts: &Texts,
    board: &Board,
    part: &Part,
    name: String,
    href: String,
) -> Line {
    let key = (board.run.form.as_str(), board.run.period.as_str());
    let main = part.of(&board.main.1, &board.main.0);
    let net = part.of(NET, "");
    let percent = |text: &str| if text.is_empty() { String::new() } else { format!("{}%", grouped(text)) };
    Line {
        name,
        href,
        shown: main.map(|one| words::shown(monitor, texts, key, one)).unwrap_or_default(),
        estimate: net.map(|one| percent(&one.value)).unwrap_or_default(),
        error: net.map(|one| percent(&one.se)).unwrap_or_default(),
        reporters: main.map_or(0, |one| one.reporters),
    }
}

pub(super) fn below(monitor: &Monitor, texts: &Texts, board: &Board, part: &Part) -> Line {
    let href = format!("/cockpit?form={}&period={}&place={}", board.run.form, board.run.period, part.code);
    line(monitor, texts, board, part, name(monitor, texts.lang, board, &part.code), href)
}

pub(super) fn by_industry(monitor: &Monitor, texts: &Texts, board: &Board, part: &Part, place: &str) -> Line {
    let href = format!(
        "/cockpit?form={}&period={}&place={place}&industry={}#series",
        board.run.form, board.run.period, part.code
    );
    line(monitor, texts, board, part, industry(texts, &part.code), href)
}

pub(super) fn trigger(texts: &Texts, board: &Board) -> String {
    let found = board.own.of(SINCE_BASE, "").and_then(|one| one.detail.get("trigger"));
    let text = |key: &str| {
        found.and_then(|one| one.get(key)).and_then(serde_json::Value::as_str).map(ToOwned::to_owned)
    };
    match (text("value"), text("threshold")) {
        (Some(value), Some(threshold)) => {
            let on = found.and_then(|one| one.get("on")).and_then(serde_json::Value::as_bool) == Some(true);
            texts.t2(
                if on { "cock-trigger-on" } else { "cock-trigger-off" },
                "value",
                value,
                "threshold",
                threshold,
            )
        }
        (Some(value), None) => texts.t1("cock-trigger-unset", "value", value),
        (None, _) if found.is_some_and(|one| !one.is_null()) => texts.t("cock-trigger-short"),
        (None, _) => String::new(),
    }
}

/// Which industries the posts lost come from.
pub(super) fn parts(texts: &Texts, board: &Board) -> Vec<(String, String, String)> {
    let found =
        board.own.of(GROSS, "").and_then(|one| one.detail.get("parts")).and_then(serde_json::Value::as_array);
    let text = |one: &serde_json::Value, key: &str| {
        one.get(key).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
    };
    let row = |one: &serde_json::Value| {
        (industry(texts, &text(one, "industry")), grouped(&text(one, "lost")), text(one, "share"))
    };
    found.into_iter().flatten().map(row).collect()
}

pub(super) fn firms(monitor: &Monitor, texts: &Texts, board: &Board, kind: &str) -> Vec<Firm> {
    let row = |one: &read::Firm| Firm {
        name: one.name.clone(),
        href: format!("/employers/{}", one.employer),
        place: name(monitor, texts.lang, board, &one.place),
        industry: industry(texts, &one.industry),
        before: grouped(&one.before.to_string()),
        now: one.now.map_or_else(|| "—".to_owned(), |now| grouped(&now.to_string())),
        lost: grouped(&(one.before - one.now.unwrap_or(one.before)).to_string()),
        silent: one.silent_months,
    };
    board.firms.iter().filter(|one| one.kind == kind).map(row).collect()
}

/// Key groups with the newest light of each, whichever form it comes from.
pub(super) async fn groups(
    monitor: &Monitor,
    texts: &Texts,
    place: &str,
    lang: Lang,
) -> Result<Vec<Group>, Fault> {
    let setting = Setting::of(&monitor.pack).map_err(Fault::internal)?;
    let mut from = &monitor.core.db;
    let mut found = Vec::new();
    for group in &setting.group {
        let mut lights = Vec::new();
        for id in &group.lights {
            let Some(light) = monitor.catalogue.light(id) else { continue };
            let form = monitor
                .catalogue
                .indicator(&light.indicator)
                .and_then(|one| one.form.clone())
                .unwrap_or_default();
            let run = store::latest(&mut from, &form, 1).await?.pop();
            let name = words::rule_name(monitor, texts, id);
            let Some(run) = run else {
                lights.push((
                    name,
                    String::new(),
                    Shown {
                        value: "—".to_owned(),
                        threshold: texts.t("cock-not-closed"),
                        ..Shown::default()
                    },
                ));
                continue;
            };
            let figures = store::figures(&mut from, &run.id, |query| {
                query
                    .push_bind(" and place = {}", place)
                    .push(" and industry = ''")
                    .push_bind(" and rule = {}", id)
            })
            .await?;
            if let Some(figure) = figures.first() {
                lights.push((
                    name,
                    run.period.clone(),
                    words::shown(monitor, texts, (&form, &run.period), figure),
                ));
            }
        }
        found.push(Group {
            name: if lang == Lang::Zh { group.name.zh.clone() } else { group.name.en.clone() },
            lights,
        });
    }
    Ok(found)
}

pub(super) fn lit(
    monitor: &Monitor,
    texts: &Texts,
    one: warning::Shown,
) -> (String, String, Option<anye_casework::Light>, String) {
    let place = monitor.core.place_in(&one.place, monitor.core.world.today(), texts.lang);
    let trade = if one.industry.is_empty() {
        String::new()
    } else {
        format!(" · {}", industry(texts, &one.industry))
    };
    let unit = words::unit_said(texts, &words::unit(monitor, &one.indicator));
    let said = format!("{place}{trade} · {}", words::rule_name(monitor, texts, &one.rule));
    (
        format!("/cases/{}", one.case_id),
        said,
        anye_casework::light(texts, &one.level),
        format!("{}{unit} · {}", one.value, one.period),
    )
}
