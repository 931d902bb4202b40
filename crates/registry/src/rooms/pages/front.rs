//! The registers there are, with how many stand in each where the reader may look.

use anye_web::figure::grouped;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::said;
use crate::{Registers, entry};

struct Row {
    href: String,
    name: String,
    note: String,
    subject: String,
    open: String,
    all: String,
}

#[derive(Template)]
#[template(path = "registers.html")]
struct FrontPage {
    frame: Frame,
    sentence: String,
    transfers: String,
    rows: Vec<Row>,
}

/// Answers `GET /registers`.
pub async fn front(State(rooms): State<Registers>, visitor: Visitor) -> Result<Response, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let tally = entry::tally(&rooms, &asking.caller(None)).await?;
    let waits = crate::handover::waiting(&rooms, &asking.caller(None)).await?;
    let frame = Frame::new(rooms.core(), &visitor, "/registers", visitor.texts.t("registers-title"));
    let row = |one: &anye_programmes::Register| {
        let (open, all) = tally.get(&one.id).copied().unwrap_or_default();
        Row {
            href: format!("/registers/{}", one.id),
            name: said(&frame, &one.name),
            note: said(&frame, &one.note),
            subject: frame.t(&format!("register-subject-{}", one.subject.word())),
            open: grouped(&open.to_string()),
            all: grouped(&all.to_string()),
        }
    };
    let rows: Vec<Row> = rooms.definitions.registers.iter().map(row).collect();
    let open: i64 = tally.values().map(|(open, _)| open).sum();
    let sentence =
        frame.t2("registers-sentence", "registers", rows.len(), "open", grouped(&open.to_string()));
    let transfers = match waits {
        0 => frame.t("transfers-title"),
        n => frame.t1("transfers-waiting", "n", n),
    };
    Ok(page(&FrontPage { sentence, transfers, rows, frame }))
}
