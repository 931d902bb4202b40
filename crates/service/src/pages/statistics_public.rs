//! Statistics of programmes for everybody (公开业务统计): a year, by programme, small figures covered. It leads to no case.

use anye_web::figure::grouped;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::words::said;
use crate::Service;
use crate::count::{OUTCOMES, public};

/// Its address.
pub const PUBLIC_STATISTICS: &str = "/statistics/services";

/// Years before this one that can be asked for.
const BACK: i16 = 4;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    year: String,
}

#[derive(Template)]
#[template(path = "service_public_statistics.html")]
struct PublicPage {
    frame: Frame,
    sentence: String,
    years: Vec<(i16, bool)>,
    heads: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
    total: Vec<String>,
    covered: bool,
}

/// Answers `GET /statistics/services`.
pub async fn statistics_public(
    State(service): State<Service>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let this = service.core.world.today().year();
    let years = (this - BACK)..=this;
    let year = asked.year.trim().parse().ok().filter(|year| years.contains(year)).unwrap_or(this);
    let table = public(&service, year).await?;
    let frame =
        Frame::new(&service.core, &visitor, PUBLIC_STATISTICS, visitor.texts.t("service-public-table"))
            .under(visitor.texts.t("service-public-tables"), "/statistics");
    let texts = frame.texts.clone();
    let figure =
        |n: &Option<i64>| n.map_or_else(|| texts.t("service-public-table-few"), |n| grouped(&n.to_string()));
    let name = |id: &str| service.programme(id).map_or_else(|| id.to_owned(), |own| said(&texts, &own.name));
    Ok(page(&PublicPage {
        sentence: texts.t2("service-public-table-sentence", "year", year.to_string(), "n", table.rows.len()),
        years: years.rev().map(|one| (one, one == year)).collect(),
        heads: OUTCOMES.map(|one| texts.t(&format!("service-count-{}", one.word()))).to_vec(),
        rows: table.rows.iter().map(|(id, own)| (name(id), own.iter().map(figure).collect())).collect(),
        total: table.total.iter().map(figure).collect(),
        covered: table.covered,
        frame,
    }))
}
