//! Statistics of programmes (业务统计): sent, open, late, granted, refused with a reason, kept promises, by programme and place.

use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::words::said;
use crate::Service;
use crate::case;

struct Row {
    programme: String,
    place: String,
    figures: Vec<String>,
    href: String,
}

#[derive(Template)]
#[template(path = "service_statistics.html")]
struct StatisticsPage {
    frame: Frame,
    sentence: String,
    rows: Vec<Row>,
}

/// Answers `GET /service/statistics`.
pub async fn statistics(State(service): State<Service>, visitor: Visitor) -> Result<Response, Failed> {
    let core = &service.core;
    let asking = Asking::new(core, &visitor);
    let all = case::stats(&core.db, &asking.caller(None), None).await?;
    let frame = Frame::new(core, &visitor, "/service/statistics", visitor.texts.t("service-statistics"))
        .under(visitor.texts.t("service-cases"), "/service/cases");
    let (sent, late) = all.iter().fold((0, 0), |(sent, late), one| (sent + one.sent, late + one.late));
    let row = |one: &case::Stats| {
        let ended = one.sent - one.open;
        // Days with one digit after the point, from whole milliseconds.
        let tenths = if ended > 0 { one.took_ms / ended / 8_640_000 } else { 0 };
        let share = |part: i64, whole: i64| {
            if whole > 0 { format!("{}%", part * 100 / whole) } else { "–".to_owned() }
        };
        Row {
            programme: service
                .programme(&one.programme)
                .map_or_else(|| one.programme.clone(), |own| said(&frame.texts, &own.name)),
            place: core.place_name(&one.place, core.world.today()),
            figures: vec![
                one.sent.to_string(),
                one.open.to_string(),
                one.late.to_string(),
                one.granted.to_string(),
                one.refused.to_string(),
                one.with_reason.to_string(),
                share(one.kept, one.promised),
                if ended > 0 { format!("{}.{}", tenths / 10, tenths % 10) } else { "–".to_owned() },
            ],
            href: format!("/service/cases?programme={}", one.programme),
        }
    };
    let made = StatisticsPage {
        sentence: frame.texts.t2("service-statistics-sentence", "sent", sent, "late", late),
        rows: all.iter().map(row).collect(),
        frame,
    };
    Ok(page(&made))
}
