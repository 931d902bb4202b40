//! The tables that anybody may see (公开统计), with what they show, and the lists that are made public. It must never name a table that is not public.

use anye_web::{Frame, Visitor, page};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::said;
use crate::Registers;

struct Row {
    name: String,
    note: String,
    of: String,
    href: String,
}

#[derive(Template)]
#[template(path = "statistics.html")]
struct StatisticsPage {
    frame: Frame,
    tables: Vec<Row>,
    lists: Vec<(String, String)>,
}

/// Answers `GET /statistics`.
pub async fn statistics(State(rooms): State<Registers>, visitor: Visitor) -> Response {
    let frame = Frame::new(rooms.core(), &visitor, "/statistics", visitor.texts.t("statistics-title"));
    let registers = &rooms.definitions.registers;
    let mut tables = Vec::new();
    for register in registers {
        tables.extend(register.counts.iter().filter(|count| count.public).map(|count| Row {
            name: said(&frame, &count.name),
            note: said(&frame, &count.note),
            of: said(&frame, &register.name),
            href: format!("/statistics/{}/{}", register.id, count.id),
        }));
    }
    tables.extend(rooms.elsewhere().into_iter().flat_map(|other| other.tables()).map(|one| Row {
        name: said(&frame, &one.name),
        note: said(&frame, &one.note),
        of: String::new(),
        href: one.href,
    }));
    let public = registers.iter().filter(|register| register.publicity.is_some());
    let lists =
        public.map(|one| (said(&frame, &one.name), format!("/registers/{}/public", one.id))).collect();
    page(&StatisticsPage { tables, lists, frame })
}
