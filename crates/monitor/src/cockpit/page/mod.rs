//! The cockpit's pages (驾驶舱): it parses, reads and answers. It must never reckon a figure.

mod method;
mod rows;

pub use method::{close, method};

use std::fmt::Write as _;

use anye_access::Permission;
use anye_base::Lang;
use anye_base::world::china_minute;
use anye_casework::use_case as casework;
use anye_web::{Asking, Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use serde::Deserialize;

use super::chart::Row;
use super::live::Live;
use super::read::{Board, Wanted};
use super::{chart, live, read, words};
use crate::warning::estimate::HEADCOUNT;
use crate::warning::{Filter, store};
use crate::{Monitor, warning};
use rows::{
    Firm, Group, Indicator, Line, below, by_industry, firms, groups, indicators, lit, parts, set_by, trigger,
};

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    form: String,
    period: String,
    place: String,
    indicator: String,
    industry: String,
    wall: String,
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "cockpit.html")]
struct CockpitPage {
    frame: Frame,
    wall: bool,
    sentence: String,
    form: String,
    forms: Vec<(String, String)>,
    period: String,
    periods: Vec<String>,
    place: String,
    crumbs: Vec<(String, String)>,
    indicators: Vec<Indicator>,
    live: Vec<Live>,
    set_by: Vec<String>,
    trigger: String,
    parts: Vec<(String, String, String)>,
    composite: String,
    tiles: String,
    below: Vec<Line>,
    series_title: String,
    series: String,
    rows: Vec<Row>,
    industries: Vec<Line>,
    lost: Vec<Firm>,
    silent: Vec<Firm>,
    groups: Vec<Group>,
    warnings: Vec<(String, String, Option<anye_casework::Light>, String)>,
    open: (i64, i64, i64),
    rules: String,
    vintage: String,
    as_of: String,
    missing: String,
    may_close: bool,
}

#[derive(Template)]
#[template(path = "cockpit_empty.html")]
struct EmptyPage {
    frame: Frame,
    forms: Vec<(String, String)>,
    may_close: bool,
}

/// Names of the forms that lights are for, in the pack's order.
fn lit_forms(monitor: &Monitor, lang: Lang) -> Vec<(String, String)> {
    let lit = |form: &str| {
        monitor.catalogue.lights.iter().any(|light| {
            monitor.catalogue.indicator(&light.indicator).is_some_and(|one| one.form.as_deref() == Some(form))
        })
    };
    let named = |form: &anye_forms::Form| {
        (form.id.clone(), if lang == Lang::Zh { form.name.zh.clone() } else { form.name.en.clone() })
    };
    monitor.catalogue.forms.iter().filter(|form| lit(&form.id)).map(named).collect()
}

/// Answers `GET /cockpit`.
pub async fn show(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    let caller = asking.caller(None);
    let place = if asked.place.is_empty() {
        visitor.choices.place.clone().unwrap_or_else(|| visitor.own_place(&monitor.core).to_owned())
    } else {
        asked.place.clone()
    };
    let wanted = Wanted { form: asked.form.clone(), period: asked.period.clone(), place: place.clone() };
    let board = read::board(&monitor, &caller, &wanted).await?;
    let forms = lit_forms(&monitor, visitor.lang());
    let may_close = visitor.may_at_all(Permission::FiguresFreeze);
    let here = address(&asked, &place);
    let mut frame = Frame::new(&monitor.core, &visitor, &here, visitor.texts.t("cock-title"))
        .notice(asked.done.as_deref());
    let Some(board) = board else {
        return Ok(page(&EmptyPage { frame, forms, may_close }));
    };
    let wall = asked.wall == "1";
    if wall {
        // A wall is read from afar and by nobody's hands: large letters, no rail.
        frame.size = "elder".to_owned();
        frame.nav.clear();
    }
    let texts = frame.texts.clone();
    let key = (board.run.form.as_str(), board.run.period.as_str());
    let own_indicators = indicators(&monitor, &texts, &board, &asked, &place);
    let shown_indicator =
        own_indicators.iter().find(|one| one.0).map_or(board.main.1.clone(), |one| one.1.clone());
    let series =
        store::series(&mut &monitor.core.db, key.0, (&place, &asked.industry), &shown_indicator, key.1)
            .await?;
    let trade = if asked.industry.is_empty() {
        String::new()
    } else {
        format!(" · {}", industry(&texts, &asked.industry))
    };
    let title = format!(
        "{}{trade} · {}",
        name(&monitor, visitor.lang(), &board, &place),
        words::indicator_name(&monitor, &texts, &shown_indicator)
    );
    let (svg, rows) = chart::series(&monitor, &texts, key.0, &title, &series);
    let tally = casework::tally(&monitor.core.db, &caller, Some(warning::CASE), Some(&place)).await?;
    let open = Filter { state: "open".to_owned(), place: place.clone(), ..Filter::default() };
    let warnings = warning::listed(&monitor, &caller, &open, (0, 8)).await?;
    let is_last = board.periods.first() == Some(&board.run.period);
    let live = live::read(&monitor, key.0, (key.1, is_last), &place).await?;
    let tiles = if board.below.is_empty() {
        String::new()
    } else {
        chart::cartogram(&monitor, &texts, key, &board.main, &board.below, &texts.t("cock-tiles"))
    };
    let made = CockpitPage {
        sentence: sentence(&monitor, &texts, &board, &place, warnings.found),
        forms,
        form: board.run.form.clone(),
        period: board.run.period.clone(),
        periods: board.periods.clone(),
        crumbs: crumbs(&monitor, &board, &place),
        live,
        set_by: set_by(&own_indicators),
        trigger: trigger(&texts, &board),
        parts: parts(&texts, &board),
        composite: super::composite::section(&monitor, &texts, &board),
        tiles,
        below: board.below.iter().map(|part| below(&monitor, &texts, &board, part)).collect(),
        series_title: title,
        series: svg,
        rows,
        industries: board
            .industries
            .iter()
            .map(|part| by_industry(&monitor, &texts, &board, part, &place))
            .collect(),
        lost: firms(&monitor, &texts, &board, "lost"),
        silent: firms(&monitor, &texts, &board, "silent"),
        groups: groups(&monitor, &texts, &place, visitor.lang()).await?,
        warnings: warnings.items.into_iter().map(|one| lit(&monitor, &texts, one)).collect(),
        open: (tally.open, tally.overdue, tally.unclaimed),
        rules: board.run.rules.clone(),
        vintage: board.run.number.to_string(),
        as_of: china_minute(board.run.as_of),
        missing: missing(&texts, &board),
        indicators: own_indicators.into_iter().map(|one| one.2).collect(),
        place,
        wall,
        may_close,
        frame,
    };
    let mut answer = page(&made);
    if wall {
        // The address carries the whole state, so reading again loses nothing.
        answer.headers_mut().insert(HeaderName::from_static("refresh"), HeaderValue::from_static("120"));
    }
    Ok(answer)
}

fn address(asked: &Asked, place: &str) -> String {
    let mut text = format!("/cockpit?place={place}");
    for (name, value) in [
        ("form", &asked.form),
        ("period", &asked.period),
        ("indicator", &asked.indicator),
        ("industry", &asked.industry),
        ("wall", &asked.wall),
    ] {
        if !value.is_empty() {
            let clean: String =
                value.chars().filter(|c| c.is_ascii_alphanumeric() || "-._".contains(*c)).collect();
            let _ = write!(text, "&{name}={clean}");
        }
    }
    text
}

fn name(monitor: &Monitor, lang: Lang, board: &Board, place: &str) -> String {
    let day = board
        .run
        .period
        .parse()
        .map_or(monitor.core.world.today(), |period| monitor.reporting.tree_day(period));
    monitor.core.place_in(place, day, lang)
}

fn industry(texts: &Texts, letter: &str) -> String {
    warning::industry_name(letter).said(texts.lang == Lang::Zh).to_owned()
}

fn sentence(monitor: &Monitor, texts: &Texts, board: &Board, place: &str, warnings: usize) -> String {
    let main = board.own.of(&board.main.1, &board.main.0);
    let shown = main.map(|one| words::shown(monitor, texts, (&board.run.form, &board.run.period), one));
    let value = shown.as_ref().map_or_else(|| "—".to_owned(), |one| one.value.clone());
    let light = shown.and_then(|one| one.lamp).map_or_else(|| texts.t("cock-no-light"), |lamp| lamp.word);
    texts.args(
        "cock-sentence",
        &[
            ("place", name(monitor, texts.lang, board, place)),
            ("period", board.run.period.clone()),
            ("indicator", words::indicator_name(monitor, texts, &board.main.1)),
            ("value", value),
            ("light", light),
            ("warnings", warnings.to_string()),
        ],
    )
}

fn missing(texts: &Texts, board: &Board) -> String {
    let quality = board.own.of(HEADCOUNT, "").and_then(|one| one.detail.get("quality"));
    let number = |key: &str| quality.and_then(|quality| quality.get(key)).and_then(serde_json::Value::as_i64);
    match number("expected").zip(number("responded")) {
        Some((expected, responded)) => {
            let values = [
                ("expected", expected.to_string()),
                ("responded", responded.to_string()),
                ("missing", (expected - responded).to_string()),
            ];
            texts.args("cock-missing", &values)
        }
        None => texts.t1("cock-reports", "n", board.run.reports),
    }
}

fn crumbs(monitor: &Monitor, board: &Board, place: &str) -> Vec<(String, String)> {
    let register = monitor.core.places();
    let day = board
        .run
        .period
        .parse()
        .map_or(monitor.core.world.today(), |period| monitor.reporting.tree_day(period));
    let above = register
        .ancestors(place, day, anye_places::Tree::CIVIL)
        .filter(|one| one.level != anye_places::Level::State);
    let mut found: Vec<(String, String)> = above
        .map(|one| {
            (
                format!("/cockpit?form={}&period={}&place={}", board.run.form, board.run.period, one.code),
                one.name.to_owned(),
            )
        })
        .collect();
    found.reverse();
    found
}
