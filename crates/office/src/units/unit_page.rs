//! A responsible unit: its names, its days, its place, what took over from it, and what names it.

use anye_base::{Date, Fault};
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::directory::{Directory, UnitView};
use crate::{Office, UnitUse, show};

#[derive(Template)]
#[template(path = "unit.html")]
struct UnitPage {
    frame: Frame,
    sentence: String,
    unit: UnitView,
    facts: Vec<(String, String, Option<String>)>,
    followed: Option<(String, String)>,
    uses: Option<(Vec<UnitUse>, usize)>,
    peers: Vec<(String, String)>,
}

/// Most articles and sister units that the page names.
const MOST: usize = 50;

/// Answers `GET /units/{unit}`.
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let core = &office.core;
    let register = core.places();
    let on = visitor.as_of(core);
    let directory = Directory::new(&office.pack, &register, on);
    let unit = directory.find(&id).ok_or_else(|| Fault::not_found("unit"))?;
    let frame = Frame::new(core, &visitor, &format!("/units/{id}"), unit.name.clone())
        .under(visitor.texts.t("units-title"), "/units");
    let uses = match &office.uses {
        Some(slot) => Some(slot.uses(core, &visitor, &unit.id, MOST).await?),
        None => None,
    };
    let place = core.place_in(&unit.place, on, frame.texts.lang);
    let kind = frame.t(&format!("unit-kind-{}", unit.kind));
    let facts = vec![
        (frame.t("unit-id"), unit.id.clone(), None),
        (frame.t("unit-kind"), kind.clone(), None),
        (frame.t("unit-place"), place.clone(), Some(format!("/places/{}", unit.place))),
        (frame.t("unit-english"), unit.english.clone(), None),
        (frame.t("unit-valid"), span(&frame, &unit), None),
    ];
    let followed = unit.succeeded_by.as_ref().and_then(|next| {
        let id = if next.contains('@') || !unit.id.contains('@') {
            next.clone()
        } else {
            format!("{next}@{}", unit.place)
        };
        directory.find(&id).map(|unit| (format!("/units/{}", unit.id), unit.name))
    });
    let sisters = unit.function.as_ref().map(|function| {
        let near = register.children(&unit.place, on, anye_places::Tree::CIVIL);
        near.iter()
            .filter_map(|place| directory.find(&format!("{function}@{}", place.code)))
            .take(MOST)
            .collect::<Vec<_>>()
    });
    let shown = UnitPage {
        sentence: frame.t2("unit-state", "kind", kind, "place", place),
        facts,
        followed,
        uses,
        peers: sisters
            .unwrap_or_default()
            .into_iter()
            .map(|unit| (format!("/units/{}", unit.id), unit.name))
            .collect(),
        unit,
        frame,
    };
    Ok(page(&shown))
}

fn span(frame: &Frame, unit: &UnitView) -> String {
    let day = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<Date>().ok());
    // The pack gives last days; a span is shown from first days that no longer hold.
    let until = day(&unit.valid_to).and_then(|last| last.tomorrow().ok());
    show::span(&frame.texts, day(&unit.valid_from), until)
}
