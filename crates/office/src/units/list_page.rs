//! The register of responsible units as a page, with filters by function, place, kind and name.

use anye_web::extract::Paging;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use super::api::{UnitItem, UnitQuery, listed};
use super::directory::KINDS;
use crate::Office;
use crate::show::{self, Choice};

struct Row {
    unit: UnitItem,
    href: String,
    kind: String,
    place: String,
}

#[derive(Template)]
#[template(path = "units.html")]
struct UnitsPage {
    frame: Frame,
    sentence: String,
    q: String,
    at: String,
    functions: Vec<Choice>,
    kinds: Vec<Choice>,
    rows: Vec<Row>,
    next: Option<String>,
}

/// Answers `GET /units`. Where no place is asked for, the place that the reader looks at is shown.
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    paging: Paging,
    Query(mut query): Query<UnitQuery>,
) -> Result<Response, Failed> {
    let core = &office.core;
    if query.at.is_none() && query.function.is_none() && query.q.is_none() {
        query.at = Some(visitor.choices.place.clone().unwrap_or_else(|| visitor.own_place(core).to_owned()));
    }
    let on = visitor.as_of(core);
    let found = listed(&office, &query, on, &paging)?;
    let (q, at, function, kind) = query.words();
    let filter = [("q", q), ("at", at), ("function", function), ("kind", kind)];
    let frame = Frame::new(core, &visitor, &show::address("/units", &filter), visitor.texts.t("units-title"));
    let next = found.1.next.as_ref().map(|cursor| {
        let cursor = cursor.encode();
        show::address("/units", &[&filter[..], &[("cursor", &cursor)]].concat())
    });
    let named = |unit: UnitItem| Row {
        href: format!("/units/{}", unit.id),
        kind: frame.t(&format!("unit-kind-{}", unit.kind)),
        place: core.place_in(&unit.place, on, frame.texts.lang),
        unit,
    };
    let mut functions = vec![Choice::new("", frame.t("units-any-function"), function)];
    let label = |function: &anye_pack::Function| frame.texts.lang.pick(&function.zh, &function.en).to_owned();
    functions
        .extend(office.pack.units().functions.iter().map(|one| Choice::new(&one.id, label(one), function)));
    let values = [("n", found.0.to_string()), ("day", on.to_string())];
    let shown = UnitsPage {
        sentence: frame.texts.args("units-state", &values),
        kinds: show::choices(&frame, "units-any-kind", "unit-kind", &KINDS, kind),
        rows: found.1.items.into_iter().map(named).collect(),
        functions,
        q: q.to_owned(),
        at: at.to_owned(),
        next,
        frame,
    };
    Ok(page(&shown))
}
