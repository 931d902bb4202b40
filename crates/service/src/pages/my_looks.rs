//! Who looked at one's own data (谁查看过我的信息): each opening of the record and each full value, with who, when and what for. It must never show another person's.

use anye_base::world::china_minute;
use anye_programmes::SubjectKind;
use anye_registry::person::{self, Look};
use anye_web::extract::Paging;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::Service;

struct Row {
    at: String,
    by: String,
    what: String,
    purpose: String,
    note: String,
}

#[derive(Template)]
#[template(path = "service_my_looks.html")]
struct LooksPage {
    frame: Frame,
    sentence: String,
    linked: bool,
    rows: Vec<Row>,
    next: Option<String>,
}

/// Answers `GET /my/looks`: for the person whom the account was linked with at a counter.
pub async fn my_looks(
    State(service): State<Service>,
    visitor: Visitor,
    paging: Paging,
) -> Result<Response, Failed> {
    let core = &service.core;
    let asking = Asking::new(core, &visitor);
    let account = asking.caller(None).grants.account().to_owned();
    let own = service.own(&account).await?;
    let own = own.into_iter().find(|one| one.kind == SubjectKind::Person);
    let frame = Frame::new(core, &visitor, "/my/looks", visitor.texts.t("my-looks-title"))
        .under(visitor.texts.t("my-title"), "/my");
    let Some(own) = own else {
        let sentence = frame.t("service-no-subject");
        return Ok(page(&LooksPage { sentence, linked: false, rows: Vec::new(), next: None, frame }));
    };
    let found = person::looks_of(&mut &core.db, &own.id, paging.cursor.as_ref(), paging.limit).await?;
    let row = |one: &Look| Row {
        at: china_minute(one.at),
        by: one.account_name.clone(),
        what: frame.t(&format!("look-{}", one.what)),
        purpose: match one.purpose.as_str() {
            "" => String::new(),
            word => frame.t(&format!("purpose-{word}")),
        },
        note: one.note.clone(),
    };
    let rows: Vec<Row> = found.items.iter().map(row).collect();
    let next = found.next.map(|cursor| format!("/my/looks?cursor={}", cursor.encode()));
    let sentence = frame.texts.t1("my-looks-sentence", "name", own.name);
    Ok(page(&LooksPage { sentence, linked: true, rows, next, frame }))
}
