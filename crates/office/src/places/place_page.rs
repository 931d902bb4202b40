//! One place (区划) on a day: where it stands, what lies below it, what it was before and what became of it, its responsible units.
//! A code that does not hold on that day is shown as it last was, with what followed it.

use anye_access::Permission;
use anye_base::{Date, Fault};
use anye_places::{EventRecord, Place, Register, Resolution, Step, Tree};
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::tree_page::Below;
use crate::units::directory::Directory;
use crate::{Office, show};

#[derive(Deserialize)]
pub struct PlaceQuery {
    tree: Option<String>,
}

pub struct ChildRow {
    name: String,
    code: String,
    href: String,
    kind: String,
    below: Below,
}

struct Turn {
    when: String,
    what: String,
    detail: String,
    source: String,
    links: Vec<(String, String)>,
    later: bool,
}

struct Follower {
    name: String,
    code: String,
    date: String,
    href: String,
}

#[derive(Template)]
#[template(path = "place.html")]
struct PlacePage {
    frame: Frame,
    sentence: String,
    warning: Option<String>,
    tree: &'static str,
    code: String,
    facts: Vec<(String, String)>,
    children: Vec<ChildRow>,
    names: Vec<(String, String, String)>,
    parents: Vec<(String, String, String, String)>,
    turns: Vec<Turn>,
    before: Vec<Follower>,
    after: Vec<Follower>,
    units: Vec<(String, String, String)>,
    more_units: Option<String>,
}

/// Answers `GET /places/{place}`.
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(query): Query<PlaceQuery>,
) -> Result<Response, Failed> {
    let core = &office.core;
    let register = core.places();
    let on = visitor.as_of(core);
    let texts = &visitor.texts;
    let (day, warning) = match register.resolve_code(&code, on) {
        Resolution::Found(_) => (on, None),
        Resolution::Retired { on: ended, name, .. } => {
            let values = [("name", name.to_owned()), ("day", ended.to_string()), ("on", on.to_string())];
            (ended.yesterday().unwrap_or(ended), Some(texts.args("place-warning-retired", &values)))
        }
        Resolution::NotYet { from, name, .. } => {
            let values = [("name", name.to_owned()), ("day", from.to_string()), ("on", on.to_string())];
            (from, Some(texts.args("place-warning-not-yet", &values)))
        }
        Resolution::Unknown { .. } => return Err(Failed(Fault::not_found("place"))),
    };
    let Resolution::Found(place) = register.resolve_code(&code, day) else {
        return Err(Failed(Fault::not_found("place")));
    };
    let mut tree = show::tree(&register, query.tree.as_deref())?;
    if query.tree.is_none() && !register.in_tree(place.code, day, tree) {
        tree = Tree::STATISTICAL;
    }
    let word = show::tree_word(tree);
    let asof = on.to_string();
    let here = show::address(&format!("/places/{}", place.code), &[("tree", word), ("asof", &asof)]);
    let mut frame = Frame::new(core, &visitor, &here, show::place_name(texts, &place))
        .under(texts.t("places-title"), show::address("/places", &[("tree", word)]));
    for above in register.ancestors(place.code, day, tree).collect::<Vec<_>>().into_iter().rev() {
        let href = show::address(&format!("/places/{}", above.code), &[("tree", word)]);
        frame = frame.under(show::place_name(texts, &above), href);
    }
    let children = children(&frame, &register, &place, day, tree);
    let (units, more_units) = units(&office, &visitor, &register, &place, day);
    let shown = PlacePage {
        sentence: sentence(&frame, &register, &place, day, tree),
        warning,
        tree: word,
        code: place.code.to_owned(),
        facts: facts(&frame, &register, &place, day, tree),
        children,
        names: names(&frame, &register, place.code),
        parents: parents(&frame, &register, place.code),
        turns: register
            .events_of(place.code)
            .into_iter()
            .map(|event| turn(&frame, &register, event, on))
            .collect(),
        before: followers(&register.predecessors(place.code)),
        after: followers(&register.successors(place.code)),
        units,
        more_units,
        frame,
    };
    Ok(page(&shown))
}

fn sentence(frame: &Frame, register: &Register, place: &Place<'_>, day: Date, tree: Tree) -> String {
    let path = register.name_path(place.code, day, tree).join("");
    let kind = frame.t(&format!("place-kind-{}", place.kind.as_str()));
    let tree = frame.t(&format!("place-tree-{}", show::tree_word(tree)));
    let values = [("path", path), ("kind", kind), ("day", day.to_string()), ("tree", tree)];
    frame.texts.args("place-state", &values)
}

fn facts(
    frame: &Frame,
    register: &Register,
    place: &Place<'_>,
    day: Date,
    tree: Tree,
) -> Vec<(String, String)> {
    let mut facts = vec![
        (frame.t("place-code"), place.code.to_owned()),
        (frame.t("place-civil-code"), place.civil_code.unwrap_or(place.code).to_owned()),
        (frame.t("place-level"), frame.t(&format!("place-level-{}", place.level.as_str()))),
        (frame.t("place-kind"), frame.t(&format!("place-kind-{}", place.kind.as_str()))),
        (frame.t("place-valid"), show::span(&frame.texts, place.valid_from, place.valid_to)),
    ];
    if place.statistical_only {
        facts[1].1 = frame.t("place-statistical-only");
    }
    if let Some(english) = place.english {
        facts.push((frame.t("place-english"), english.to_owned()));
    }
    if let Some(above) = register.parent(place.code, day, tree) {
        facts.push((frame.t("place-parent"), show::place_name(&frame.texts, &above)));
    }
    facts
}

fn children(frame: &Frame, register: &Register, place: &Place<'_>, day: Date, tree: Tree) -> Vec<ChildRow> {
    let row = |child: &Place<'_>| ChildRow {
        name: show::place_name(&frame.texts, child),
        code: child.code.to_owned(),
        href: show::address(&format!("/places/{}", child.code), &[("tree", show::tree_word(tree))]),
        kind: frame.t(&format!("place-kind-{}", child.kind.as_str())),
        below: Below::of(register, child.code, day, tree),
    };
    register.children(place.code, day, tree).iter().map(row).collect()
}

fn names(frame: &Frame, register: &Register, code: &str) -> Vec<(String, String, String)> {
    let row = |version: &Place<'_>| {
        let kind = frame.t(&format!("place-kind-{}", version.kind.as_str()));
        let span = show::span(&frame.texts, version.valid_from, version.valid_to);
        (show::place_name(&frame.texts, version), kind, span)
    };
    register.history_of(code).iter().map(row).collect()
}

fn parents(frame: &Frame, register: &Register, code: &str) -> Vec<(String, String, String, String)> {
    let mut links: Vec<_> = register.records().links.iter().filter(|link| link.child == code).collect();
    links.sort_by_key(|link| (link.tree.clone(), link.valid_from));
    let row = |link: &&anye_places::LinkRecord| {
        let day = link.valid_from.or_else(|| link.valid_to.and_then(|day| day.yesterday().ok()));
        let known = register
            .find(&link.parent, day.unwrap_or(frame.as_of))
            .or_else(|| register.find(&link.parent, frame.as_of));
        let name = known.map_or_else(|| link.parent.clone(), |place| show::place_name(&frame.texts, &place));
        let tree = frame.t(&format!("place-tree-{}", link.tree));
        (
            tree,
            name,
            format!("/places/{}", link.parent),
            show::span(&frame.texts, link.valid_from, link.valid_to),
        )
    };
    links.iter().map(row).collect()
}

fn turn(frame: &Frame, register: &Register, event: &EventRecord, on: Date) -> Turn {
    let side = |code: &str, name: &str, day: Date| {
        let known =
            register.find(code, day).map_or_else(String::new, |place| show::place_name(&frame.texts, &place));
        format!("{} {code}", if known.is_empty() { name } else { &known }).trim().to_owned()
    };
    let eve = event.date.yesterday().unwrap_or(event.date);
    let old = (!event.code.is_empty()).then(|| side(&event.code, &event.name, eve));
    let new_code =
        if event.new_code.is_empty() && !event.new_name.is_empty() { &event.code } else { &event.new_code };
    let new = (!new_code.is_empty()).then(|| side(new_code, &event.new_name, event.date));
    let parent = (!event.new_parent.is_empty()).then(|| side(&event.new_parent, "", event.date));
    let detail: Vec<String> = [old, new].into_iter().flatten().collect();
    let detail = detail.join(" → ");
    let others = [&event.code, &event.new_code, &event.new_parent];
    let links = others.into_iter().filter(|code| !code.is_empty() && !frame.here.contains(code.as_str()));
    Turn {
        when: match event.precision {
            anye_places::Precision::Day => event.date.to_string(),
            anye_places::Precision::Month => event.date.strftime("%Y-%m").to_string(),
            anye_places::Precision::Year => event.date.strftime("%Y").to_string(),
        },
        what: frame.t(&format!("place-event-{}", event.kind.as_str())),
        detail: match parent {
            Some(parent) => frame.t2("place-event-under", "what", detail, "parent", parent),
            None => detail,
        },
        source: event.source.clone(),
        links: links.map(|code| (code.clone(), format!("/places/{code}"))).collect(),
        later: event.date > on,
    }
}

fn followers(steps: &[Step]) -> Vec<Follower> {
    let row = |step: &Step| Follower {
        name: step.name.clone(),
        code: step.code.clone(),
        date: step.date.to_string(),
        href: format!("/places/{}", step.code),
    };
    steps.iter().map(row).collect()
}

/// Most units that a place's page names; the rest stands on the page of units.
const MOST_UNITS: usize = 12;

fn units(
    office: &Office,
    visitor: &Visitor,
    register: &Register,
    place: &Place<'_>,
    day: Date,
) -> (Vec<(String, String, String)>, Option<String>) {
    if !visitor.may_at_all(Permission::UnitsRead) {
        return (Vec::new(), None);
    }
    let mut all = Directory::new(&office.pack, register, day).at(place);
    let more = (all.len() > MOST_UNITS).then(|| show::address("/units", &[("at", place.code)]));
    all.truncate(MOST_UNITS);
    let kind = |kind: &str| visitor.texts.t(&format!("unit-kind-{kind}"));
    (all.into_iter().map(|unit| (format!("/units/{}", unit.id), kind(&unit.kind), unit.name)).collect(), more)
}
