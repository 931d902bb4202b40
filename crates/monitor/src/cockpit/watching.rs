//! The page of the watch (“1+4”风险防控页): a table of places and the four objects, and the items behind it.

use anye_base::world::china_minute;
use anye_casework::{Light, light};
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::watch::{self, Count, OBJECTS};
use crate::Monitor;

/// Items of a page.
const PAGE: usize = 60;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    place: String,
    object: String,
    page: usize,
}

struct Cell {
    open: usize,
    href: String,
    lamp: Option<Light>,
    unclaimed: usize,
}

struct Row {
    name: String,
    href: String,
    cells: Vec<Cell>,
}

struct Item {
    title: String,
    href: String,
    object: String,
    place: String,
    lamp: Option<Light>,
    due: String,
    late: bool,
    owner: String,
    answers: String,
}

#[derive(Template)]
#[template(path = "cockpit_watch.html")]
struct WatchPage {
    frame: Frame,
    sentence: String,
    objects: Vec<String>,
    rows: Vec<Row>,
    items: Vec<Item>,
    chosen: Option<(String, String)>,
    next: Option<String>,
}

/// Answers `GET /cockpit/watch`.
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
    let found = watch::read(&monitor, &caller, &place).await?;
    let object = OBJECTS.iter().find(|one| **one == asked.object);
    let here = format!("/cockpit/watch?place={place}&object={}", object.unwrap_or(&""));
    let frame = Frame::new(&monitor.core, &visitor, &here, visitor.texts.t("watch-title"))
        .under(visitor.texts.t("cock-title"), "/cockpit");
    let texts = frame.texts.clone();
    let (today, now) = (monitor.core.world.today(), monitor.core.world.now_ms());
    let name = |code: &str| monitor.core.place_in(code, today, frame.texts.lang);
    let total = |nth: usize| found.rows.iter().map(|(_, counts)| counts[nth].open).sum::<usize>().to_string();
    let mut values = vec![("place", name(&place))];
    values.extend(OBJECTS.iter().enumerate().map(|(nth, word)| (*word, total(nth))));
    let cell = |code: &str, nth: usize, count: &Count| Cell {
        open: count.open,
        href: format!("/cockpit/watch?place={code}&object={}#items", OBJECTS[nth]),
        lamp: light(&texts, &count.worst),
        unclaimed: count.unclaimed,
    };
    let row = |(code, counts): &(String, [Count; 4])| Row {
        name: if *code == place { texts.t1("watch-own", "place", name(code)) } else { name(code) },
        href: format!("/cockpit/watch?place={code}"),
        cells: counts.iter().enumerate().map(|(nth, count)| cell(code, nth, count)).collect(),
    };
    let wanted: Vec<&watch::Item> =
        found.items.iter().filter(|one| object.is_none_or(|object| *object == one.object)).collect();
    let from = asked.page.saturating_mul(PAGE).min(wanted.len());
    let item = |one: &&watch::Item| Item {
        title: one.case.title.said(texts.lang == anye_base::Lang::Zh).to_owned(),
        href: format!("/cases/{}", one.case.id),
        object: texts.t(&format!("watch-{}", one.object)),
        place: name(&one.case.place),
        lamp: light(&texts, &one.case.level),
        due: china_minute(one.case.due_at),
        late: one.case.is_overdue(now),
        owner: one.case.owner.as_ref().map_or_else(|| texts.t("case-nobody"), |(_, name)| name.clone()),
        answers: if one.case.answers == one.case.place { String::new() } else { name(&one.case.answers) },
    };
    Ok(page(&WatchPage {
        sentence: texts.args("watch-sentence", &values),
        objects: OBJECTS.iter().map(|word| texts.t(&format!("watch-{word}"))).collect(),
        rows: found.rows.iter().map(row).collect(),
        items: wanted.iter().skip(from).take(PAGE).map(item).collect(),
        chosen: object
            .map(|object| (texts.t(&format!("watch-{object}")), format!("/cockpit/watch?place={place}"))),
        next: (wanted.len() > from + PAGE).then(|| format!("{here}&page={}#items", asked.page + 1)),
        frame,
    }))
}
