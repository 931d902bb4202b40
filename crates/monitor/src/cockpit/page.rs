//! The cockpit's pages (驾驶舱): it parses, reads and answers. It must never reckon a figure.

use std::fmt::Write as _;

use anye_access::Permission;
use anye_base::{Fault, Lang, world::china_minute};
use anye_casework::use_case as casework;
use anye_web::figure::grouped;
use anye_web::{Asking, Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::chart::{self, Row};
use super::live::{self, Live};
use super::read::{self, Board, Part, Wanted};
use super::words::{self, Shown};
use crate::Monitor;
use crate::warning::estimate::{GROSS, HEADCOUNT, NET, SINCE_BASE};
use crate::warning::setting::Setting;
use crate::warning::store::{self, Figure};
use crate::warning::{self, Filter};

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

struct Line {
    name: String,
    href: String,
    shown: Shown,
    estimate: String,
    error: String,
    reporters: i64,
}

struct Indicator {
    name: String,
    rule: String,
    href: String,
    shown: Shown,
    error: String,
    current: bool,
}

struct Firm {
    name: String,
    href: String,
    place: String,
    industry: String,
    before: String,
    now: String,
    lost: String,
    silent: i64,
}

struct Group {
    name: String,
    lights: Vec<(String, String, Shown)>,
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
        name(&monitor, &board, &place),
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

fn name(monitor: &Monitor, board: &Board, place: &str) -> String {
    let day = board
        .run
        .period
        .parse()
        .map_or(monitor.core.world.today(), |period| monitor.reporting.tree_day(period));
    monitor.core.place_name(place, day)
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
            ("place", name(monitor, board, place)),
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

/// Whether it is the one whose series is shown, its indicator, and how it is said.
fn indicators(
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
fn set_by(all: &[(bool, String, Indicator)]) -> Vec<String> {
    let mut found: Vec<String> = all.iter().map(|(_, _, one)| one.shown.set_by.clone()).collect();
    found.retain(|by| !by.is_empty());
    found.sort();
    found.dedup();
    found
}

fn line(monitor: &Monitor, texts: &Texts, board: &Board, part: &Part, name: String, href: String) -> Line {
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

fn below(monitor: &Monitor, texts: &Texts, board: &Board, part: &Part) -> Line {
    let href = format!("/cockpit?form={}&period={}&place={}", board.run.form, board.run.period, part.code);
    line(monitor, texts, board, part, name(monitor, board, &part.code), href)
}

fn by_industry(monitor: &Monitor, texts: &Texts, board: &Board, part: &Part, place: &str) -> Line {
    let href = format!(
        "/cockpit?form={}&period={}&place={place}&industry={}#series",
        board.run.form, board.run.period, part.code
    );
    line(monitor, texts, board, part, industry(texts, &part.code), href)
}

fn trigger(texts: &Texts, board: &Board) -> String {
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
fn parts(texts: &Texts, board: &Board) -> Vec<(String, String, String)> {
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

fn firms(monitor: &Monitor, texts: &Texts, board: &Board, kind: &str) -> Vec<Firm> {
    let row = |one: &read::Firm| Firm {
        name: one.name.clone(),
        href: format!("/employers/{}", one.employer),
        place: name(monitor, board, &one.place),
        industry: industry(texts, &one.industry),
        before: grouped(&one.before.to_string()),
        now: one.now.map_or_else(|| "—".to_owned(), |now| grouped(&now.to_string())),
        lost: grouped(&(one.before - one.now.unwrap_or(one.before)).to_string()),
        silent: one.silent_months,
    };
    board.firms.iter().filter(|one| one.kind == kind).map(row).collect()
}

/// Key groups with the newest light of each, whichever form it comes from.
async fn groups(monitor: &Monitor, texts: &Texts, place: &str, lang: Lang) -> Result<Vec<Group>, Fault> {
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

fn lit(
    monitor: &Monitor,
    texts: &Texts,
    one: warning::Shown,
) -> (String, String, Option<anye_casework::Light>, String) {
    let place = monitor.core.place_name(&one.place, monitor.core.world.today());
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

#[derive(Template)]
#[template(path = "cockpit_method.html")]
struct MethodPage {
    frame: Frame,
    lights: Vec<(String, String, String, String, String)>,
    least: u32,
    ahead: usize,
    interval: u32,
}

/// Answers `GET /cockpit/method`.
pub async fn method(State(monitor): State<Monitor>, visitor: Visitor) -> Result<Response, Failed> {
    let frame = Frame::new(&monitor.core, &visitor, "/cockpit/method", visitor.texts.t("cock-method-title"))
        .under(visitor.texts.t("cock-title"), "/cockpit");
    let setting = Setting::of(&monitor.pack).map_err(Fault::internal)?;
    let (texts, chinese) = (frame.texts.clone(), visitor.lang() == Lang::Zh);
    let pick = |words: &anye_forms::Words| if chinese { words.zh.clone() } else { words.en.clone() };
    let row = |light: &anye_forms::Light| {
        let steps = light
            .thresholds
            .as_ref()
            .map(|steps| steps.iter().map(ToString::to_string).collect::<Vec<_>>().join(" / "));
        let unit = words::unit_said(&texts, &words::unit(&monitor, &light.indicator));
        let levels = match steps {
            Some(steps) => format!("{steps}{unit}"),
            None if light.by_target => texts.t("cock-by-target"),
            None => texts.t("cock-no-light-unset"),
        };
        let why = light.set_by.as_ref().map_or_else(|| pick(&light.unset), &pick);
        let cite: Vec<String> = light.cite.iter().map(ToString::to_string).collect();
        (
            pick(&light.name),
            words::indicator_name(&monitor, &texts, &light.indicator),
            levels,
            why,
            cite.join(" "),
        )
    };
    let panel = setting.panel.first();
    Ok(page(&MethodPage {
        lights: monitor.catalogue.lights.iter().map(row).collect(),
        least: panel.map_or(0, |one| one.least_reporters),
        ahead: panel.map_or(0, |one| one.ahead),
        interval: panel.map_or(0, |one| one.interval),
        frame,
    }))
}

/// A close that is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Close {
    form: String,
    period: String,
}

/// Answers `POST /cockpit/close`.
pub async fn close(
    State(monitor): State<Monitor>,
    visitor: Visitor,
    sent: anye_web::extract::Form<Close>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&monitor.core, &visitor);
    warning::enqueue(&monitor, &asking.caller(sent.once.as_ref()), &sent.data.form, &sent.data.period)
        .await?;
    Ok(Redirect::to(&format!("/cockpit?form={}&done=close-asked", sent.data.form)).into_response())
}
