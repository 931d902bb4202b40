//! The list of cases (办件清单), by programme and state.

use anye_access::Permission;
use anye_base::{Cursor, Limit};
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::words::{day, pair, said, stand};
use crate::Service;
use crate::case::{self, Filter};
use crate::model::Stand;

/// What the address of the list asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    programme: String,
    stand: String,
    after: Option<String>,
    done: Option<String>,
}

struct Row {
    href: String,
    title: String,
    number: String,
    place: String,
    stand: (String, &'static str),
    sent: String,
    due: String,
    late: bool,
}

#[derive(Template)]
#[template(path = "service_cases.html")]
struct CasesPage {
    frame: Frame,
    sentence: String,
    rows: Vec<Row>,
    programmes: Vec<(String, String)>,
    programme: String,
    stands: Vec<(String, String)>,
    stand: String,
    checker: bool,
    next: Option<String>,
}

/// Answers `GET /service/cases`.
pub async fn cases(
    State(service): State<Service>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let core = &service.core;
    let asking = Asking::new(core, &visitor);
    let filter = Filter {
        programme: Some(asked.programme.clone()).filter(|text| !text.is_empty()),
        stand: Stand::from_word(&asked.stand),
        cursor: asked.after.as_deref().and_then(Cursor::decode),
        limit: Limit::default(),
        ..Filter::default()
    };
    let caller = asking.caller(None);
    let found = case::list(&core.db, &caller, &filter).await?;
    let (open, late) = case::open_and_late(&core.db, &caller).await?;
    let frame = Frame::new(core, &visitor, "/service/cases", visitor.texts.t("service-cases"))
        .notice(asked.done.as_deref());
    let texts = frame.texts.clone();
    let now = core.world.now_ms();
    let row = |one: &crate::case::Line| Row {
        href: format!("/service/cases/{}", one.case_id),
        title: pair(&texts, &one.title),
        number: one.number.clone(),
        place: core.place_in(&one.place, core.world.today(), frame.texts.lang),
        stand: stand(&texts, one.stand),
        sent: day(one.made_at),
        due: if one.ended_at.is_none() { day(one.due_at) } else { String::new() },
        late: one.ended_at.is_none() && one.due_at < now,
    };
    let words =
        ["working", "asked", "second", "public", "held", "granted", "refused", "rejected", "withdrawn"];
    let next = found.next.as_ref().map(|cursor| {
        format!(
            "/service/cases?after={}&programme={}&stand={}",
            cursor.encode(),
            asked.programme,
            asked.stand
        )
    });
    let made = CasesPage {
        sentence: texts.t2("service-cases-sentence", "open", open, "late", late),
        rows: found.items.iter().map(row).collect(),
        programmes: service
            .definitions
            .programmes
            .iter()
            .map(|one| (one.id.clone(), said(&texts, &one.name)))
            .collect(),
        programme: asked.programme,
        stands: words.map(|word| (word.to_owned(), texts.t(&format!("service-stand-{word}")))).to_vec(),
        stand: asked.stand,
        checker: visitor.may_at_all(Permission::ServiceCheck),
        next,
        frame,
    };
    Ok(page(&made))
}
