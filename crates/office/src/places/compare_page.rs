//! One place then and now (沿革对比): what it was called, where it stood, and which places below it came, went or moved.

use std::collections::BTreeMap;

use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_places::{Register, Tree};
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::tree_page::Below;
use crate::{Office, show};

#[derive(Deserialize)]
pub struct CompareQuery {
    tree: Option<String>,
    then: Option<String>,
    now: Option<String>,
}

/// A line with both sides; equal sides are shown once each and not marked.
struct Line {
    what: String,
    then: String,
    now: String,
    differs: bool,
}

#[derive(Template)]
#[template(path = "place_compare.html")]
struct ComparePage {
    frame: Frame,
    sentence: String,
    code: String,
    tree: &'static str,
    then: Date,
    now: Date,
    lines: Vec<Line>,
    children: Vec<Line>,
    same: usize,
}

/// Answers `GET /places/{place}/compare`.
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(query): Query<CompareQuery>,
) -> Result<Response, Failed> {
    let core = &office.core;
    let register = core.places();
    if register.id(&code).is_none() {
        return Err(Failed(Fault::not_found("place")));
    }
    let tree = show::tree(&register, query.tree.as_deref())?;
    let now = day("now", query.now.as_deref())?.unwrap_or_else(|| core.world.today());
    let then = day("then", query.then.as_deref())?
        .unwrap_or_else(|| earlier(&register, &code, visitor.as_of(core), now));
    let word = show::tree_word(tree);
    let (from, to) = (then.to_string(), now.to_string());
    let path = format!("/places/{code}/compare");
    let here = show::address(&path, &[("tree", word), ("then", &from), ("now", &to)]);
    let name = core.place_in(&code, now, visitor.lang());
    let title = visitor.texts.t1("place-compare-title", "place", &name);
    let frame = Frame::new(core, &visitor, &here, title)
        .under(visitor.texts.t("places-title"), "/places")
        .under(name, format!("/places/{code}"));
    let (children, same) = children(&frame, &register, &code, (then, now), tree);
    let differing = children.len();
    let values = [("then", from), ("now", to), ("n", differing.to_string()), ("same", same.to_string())];
    let shown = ComparePage {
        sentence: frame.texts.args("place-compare-state", &values),
        lines: lines(&frame, &register, &code, (then, now), tree),
        code,
        tree: word,
        then,
        now,
        children,
        same,
        frame,
    };
    Ok(page(&shown))
}

fn day(field: &'static str, text: Option<&str>) -> Result<Option<Date>, Fault> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    text.parse().map(Some).map_err(|_| {
        let fault = FieldFault::new(field, "office_day").arg("day", text);
        Fault::new(ErrorKind::Invalid, "office_day").arg("day", text).field(fault)
    })
}

/// The day looked at, where it lies in the past; else the eve of the last change, so that there is something to compare.
fn earlier(register: &Register, code: &str, looked_at: Date, now: Date) -> Date {
    if looked_at < now {
        return looked_at;
    }
    let past = register.events_of(code).into_iter().rfind(|event| event.date <= now);
    past.and_then(|event| event.date.yesterday().ok()).unwrap_or(now)
}

fn lines(frame: &Frame, register: &Register, code: &str, days: (Date, Date), tree: Tree) -> Vec<Line> {
    let side = |on: Date| {
        let Some(place) = register.find(code, on) else { return Vec::new() };
        let below = Below::of(register, code, on, tree);
        let parent = register.parent(code, on, tree);
        vec![
            show::place_name(&frame.texts, &place),
            frame.t(&format!("place-kind-{}", place.kind.as_str())),
            parent.map_or_else(|| "—".to_owned(), |above| show::place_name(&frame.texts, &above)),
            below.counties.to_string(),
            below.townships.to_string(),
            below.villages.to_string(),
        ]
    };
    let keys = [
        "place-name",
        "place-kind",
        "place-parent",
        "place-level-county",
        "place-level-township",
        "place-level-village",
    ];
    let (then, now) = (side(days.0), side(days.1));
    let cell =
        |side: &[String], at: usize| side.get(at).cloned().unwrap_or_else(|| frame.t("place-compare-absent"));
    let line = |(at, key): (usize, &&str)| {
        let (then, now) = (cell(&then, at), cell(&now, at));
        Line { what: frame.t(key), differs: then != now, then, now }
    };
    keys.iter().enumerate().map(line).collect()
}

/// The places directly below that differ between the two days, by code, and the number of those that do not.
fn children(
    frame: &Frame,
    register: &Register,
    code: &str,
    days: (Date, Date),
    tree: Tree,
) -> (Vec<Line>, usize) {
    let mut both: BTreeMap<String, [Option<String>; 2]> = BTreeMap::new();
    for (side, on) in [days.0, days.1].into_iter().enumerate() {
        for child in register.children(code, on, tree) {
            both.entry(child.code.to_owned()).or_default()[side] =
                Some(show::place_name(&frame.texts, &child));
        }
    }
    let all = both.len();
    let differing: Vec<Line> = both
        .into_iter()
        .filter(|(_, sides)| sides[0] != sides[1])
        .map(|(code, [then, now])| Line {
            what: code,
            then: then.unwrap_or_default(),
            now: now.unwrap_or_default(),
            differs: true,
        })
        .collect();
    let same = all - differing.len();
    (differing, same)
}
