//! Households (家庭): found by words of their name and by place.

use anye_base::{Cursor, Limit};
use anye_web::extract::Paging;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::{Registers, household, thing};

struct Row {
    href: String,
    name: String,
    place: String,
    members: usize,
    head: String,
}

#[derive(Template)]
#[template(path = "households.html")]
struct HouseholdsPage {
    frame: Frame,
    q: String,
    place: String,
    rows: Vec<Row>,
    next: Option<String>,
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    place: String,
}

/// Answers `GET /households`.
pub async fn households(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
    paging: Paging,
) -> Result<Response, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let caller = asking.caller(None);
    let by = (asked.q.as_str(), asked.place.as_str());
    let limit = Limit::default();
    let found = thing::list(&rooms, &caller, household::KIND, by, paging.cursor.as_ref(), limit).await?;
    let frame = Frame::new(rooms.core(), &visitor, "/households", visitor.texts.t("households-title"));
    let today = rooms.core().world.today();
    let mut rows = Vec::with_capacity(found.items.len());
    for one in found.items {
        let whole = household::on_day(&mut &rooms.core().db, &rooms, one, today).await?;
        rows.push(Row {
            href: format!("/households/{}", whole.thing.id),
            place: rooms.core().place_in(&whole.thing.place, frame.as_of, frame.texts.lang),
            members: whole.members.len(),
            head: whole
                .members
                .iter()
                .find(|member| member.role == "head")
                .map(|member| member.name.clone())
                .unwrap_or_default(),
            name: whole.thing.name,
        });
    }
    let next = |cursor: Cursor| {
        let query = [("q", asked.q.clone()), ("place", asked.place.clone()), ("cursor", cursor.encode())];
        format!("/households?{}", serde_urlencoded::to_string(query).unwrap_or_default())
    };
    Ok(page(&HouseholdsPage { next: found.next.map(next), q: asked.q, place: asked.place, rows, frame }))
}
