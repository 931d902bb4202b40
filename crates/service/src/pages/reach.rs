//! How far programmes reach those on a list (政策落实), by place; each figure opens its cases or its entries.

use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::statistics::{CaseRow, CountedPage, case_row};
use super::words::said;
use crate::Service;
use crate::count::{self, Reach};

/// Cases on one page.
const MOST: u32 = 500;

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    register: String,
    at: String,
}

struct Row {
    place: String,
    entries: (i64, String),
    staff: String,
    reached: i64,
    share: String,
    programmes: i64,
    cases: (i64, Option<String>),
}

#[derive(Template)]
#[template(path = "service_reach.html")]
struct ReachPage {
    frame: Frame,
    sentence: String,
    register: String,
    registers: Vec<(String, String)>,
    /// Whether anybody on it employs people.
    employed: bool,
    rows: Vec<Row>,
}

fn row(service: &Service, frame: &Frame, register: &str, one: &Reach) -> Row {
    let place = &one.place;
    let behind = format!("/service/reach?register={register}&at={place}");
    Row {
        place: service.core.place_in(place, frame.as_of, frame.texts.lang),
        entries: (one.entries, format!("/registers/{register}?place={place}")),
        staff: one.staff.map_or_else(|| "–".to_owned(), |n| anye_web::figure::grouped(&n.to_string())),
        reached: one.reached,
        share: if one.entries > 0 {
            format!("{}%", one.reached * 100 / one.entries)
        } else {
            "–".to_owned()
        },
        programmes: one.programmes,
        cases: (one.cases, (one.cases > 0).then_some(behind)),
    }
}

/// Answers `GET /service/reach`.
pub async fn reach(
    State(service): State<Service>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let core = &service.core;
    let asking = Asking::new(core, &visitor);
    let caller = asking.caller(None);
    let texts = visitor.texts.clone();
    let name = service.definitions.register(&asked.register).map(|one| said(&texts, &one.name));
    if let Some(name) = name.as_ref().filter(|_| !asked.at.is_empty()) {
        let found = count::reached(&service, &caller, &asked.register, &asked.at, MOST).await?;
        let here = format!("/service/reach?register={}&at={}", asked.register, asked.at);
        let frame = Frame::new(core, &visitor, &here, texts.t1("service-reached", "name", name))
            .under(texts.t("service-reach"), format!("/service/reach?register={}", asked.register));
        let rows: Vec<CaseRow> = found.iter().map(|one| case_row(&service, &texts, one)).collect();
        let place = core.place_in(&asked.at, frame.as_of, texts.lang);
        let sentence = texts.t2("service-reached-sentence", "n", rows.len(), "place", place);
        return Ok(page(&CountedPage { sentence, rows, frame }));
    }
    let frame = Frame::new(core, &visitor, "/service/reach", texts.t("service-reach"))
        .under(texts.t("service-cases"), "/service/cases");
    let all = match &name {
        Some(_) => count::reach(&service, &caller, &asked.register).await?,
        None => Vec::new(),
    };
    let sum = |of: fn(&Reach) -> i64| all.iter().map(of).sum::<i64>().to_string();
    let values = [
        ("n", sum(|one| one.entries)),
        ("staff", sum(|one| one.staff.unwrap_or_default())),
        ("reached", sum(|one| one.reached)),
        ("programmes", sum(|one| one.programmes)),
    ];
    let employed = all.iter().any(|one| one.staff.is_some());
    let sentence = if employed { "service-reach-sentence-staff" } else { "service-reach-sentence" };
    let registers = &service.definitions.registers;
    let made = ReachPage {
        sentence: match &name {
            Some(_) => texts.args(sentence, &values),
            None => texts.t("service-reach-choose"),
        },
        registers: registers.iter().map(|one| (one.id.clone(), said(&texts, &one.name))).collect(),
        rows: all.iter().map(|one| row(&service, &frame, &asked.register, one)).collect(),
        register: asked.register,
        employed,
        frame,
    };
    Ok(page(&made))
}
