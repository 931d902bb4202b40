//! The list of warnings (预警清单).

use anye_base::{Lang, world::china_minute};
use anye_casework::{Light, light};
use anye_web::figure::grouped;
use anye_web::{Asking, Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::super::list::{Filter, Shown};
use super::super::listed;
use crate::Monitor;
use crate::cockpit::{composite, words};

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    state: String,
    place: String,
    rule: String,
    level: String,
    page: usize,
}

/// A row of the list.
pub(super) struct Row {
    pub href: String,
    pub place: String,
    pub series: String,
    pub rule: String,
    pub lamp: Option<Light>,
    pub value: String,
    pub threshold: String,
    pub drill: String,
    pub period: String,
    pub last: String,
    pub raised: String,
    pub response: String,
    pub steps: String,
    pub state: String,
    pub open: bool,
    pub answered: bool,
    pub plan: String,
    pub has_plan: bool,
}

#[derive(Template)]
#[template(path = "warnings.html")]
struct ListPage {
    frame: Frame,
    sentence: String,
    rows: Vec<Row>,
    states: Vec<(&'static str, String)>,
    state: String,
    rules: Vec<(String, String)>,
    rule: String,
    levels: Vec<(&'static str, String)>,
    level: String,
    place: String,
    next: Option<String>,
}

/// Rows on a page.
const PAGE: usize = 60;

/// A warning in words.
pub(super) fn row(monitor: &Monitor, texts: &Texts, one: &Shown) -> Row {
    let unit = words::unit_said(texts, &words::unit(monitor, &one.indicator));
    let trade = if one.industry.is_empty() {
        String::new()
    } else {
        super::super::industry_name(&one.industry).said(texts.lang == Lang::Zh).to_owned()
    };
    let place = monitor.core.place_in(&one.place, monitor.core.world.today(), texts.lang);
    let response = match (one.answered, one.owner.is_empty()) {
        (false, _) => texts.t("warn-unanswered"),
        (true, true) => texts.t("warn-answered"),
        (true, false) => texts.t1("warn-owned", "who", &one.owner),
    };
    let plan = monitor.catalogue.plan(&one.plan).map_or_else(
        || one.plan.clone(),
        |plan| if texts.lang == Lang::Zh { plan.name.zh.clone() } else { plan.name.en.clone() },
    );
    let state = match one.closed_at {
        None => texts.t("case-open"),
        Some(at) => format!(
            "{} {} · {}",
            texts.t(&format!("case-outcome-{}", one.outcome.replace('_', "-"))),
            china_minute(at),
            one.reason
        ),
    };
    Row {
        href: format!("/cases/{}", one.case_id),
        place: if trade.is_empty() { place } else { format!("{place} · {trade}") },
        series: words::indicator_name(monitor, texts, &one.indicator),
        rule: words::rule_name(monitor, texts, &one.rule),
        lamp: light(texts, &one.level),
        value: format!("{}{unit}", grouped(&one.value)),
        threshold: composite::threshold(monitor, texts, &one.rule, &one.indicator, &one.threshold),
        drill: super::super::drill(&one.form, &one.period, &one.place, &one.industry),
        period: one.period.clone(),
        last: if one.last_period == one.period { String::new() } else { one.last_period.clone() },
        raised: china_minute(one.raised_at),
        response,
        steps: format!("{}/{}", one.steps.0, one.steps.1),
        state,
        open: one.open,
        answered: one.answered,
        has_plan: !one.plan_of_place.is_empty(),
        plan,
    }
}

/// Answers `GET /warnings`.
pub async fn list(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let state = if asked.state.is_empty() { "open".to_owned() } else { asked.state.clone() };
    let filter = Filter {
        state: state.clone(),
        place: asked.place.clone(),
        rule: asked.rule.clone(),
        level: asked.level.clone(),
    };
    let from = asked.page.saturating_mul(PAGE);
    let all = listed::listed(&monitor, &asking.caller(None), &filter, (from, PAGE)).await?;
    let frame = Frame::new(&monitor.core, &visitor, "/warnings", visitor.texts.t("warn-title"));
    let texts = frame.texts.clone();
    let more = all.found > from + PAGE;
    let clean =
        |text: &str| text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>();
    let next = more.then(|| {
        format!(
            "/warnings?state={}&place={}&rule={}&level={}&page={}",
            clean(&state),
            clean(&asked.place),
            clean(&asked.rule),
            clean(&asked.level),
            asked.page + 1
        )
    });
    let mut rules: Vec<(String, String)> = monitor
        .catalogue
        .lights
        .iter()
        .map(|light| (light.id.clone(), words::rule_name(&monitor, &texts, &light.id)))
        .collect();
    rules.sort();
    let states =
        ["open", "unanswered", "closed", "all"].map(|word| (word, texts.t(&format!("warn-state-{word}"))));
    let levels = ["blue", "yellow", "orange", "red"].map(|word| (word, texts.t(&format!("level-{word}"))));
    Ok(page(&ListPage {
        sentence: texts.t2("warn-sentence", "open", all.open, "unanswered", all.unanswered),
        rows: all.items.iter().map(|one| row(&monitor, &texts, one)).collect(),
        states: states.into(),
        state,
        rules,
        rule: asked.rule,
        levels: levels.into(),
        level: asked.level,
        place: asked.place,
        next,
        frame,
    }))
}
