//! Asking from outside (对外查询): number and name in the body, never in an address; what a register lets out about whoever they belong to.

use anye_base::ErrorKind;
use anye_web::extract::Form;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::{day, said};
use crate::Registers;
use crate::entry::lookup::{self, Asked, Record};

struct Row {
    day: String,
    fields: Vec<String>,
}

#[derive(Template)]
#[template(path = "lookup.html")]
struct LookupPage {
    frame: Frame,
    label: String,
    name: String,
    error: String,
    heads: Vec<String>,
    rows: Option<Vec<Row>>,
}

/// Answers `GET /registers/{register}/lookup`.
pub async fn lookup(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    drawn(&rooms, &visitor, &id, String::new(), None, "")
}

/// Answers `POST /registers/{register}/lookup`.
pub async fn looked_up(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Form<Asked>,
) -> Result<Response, Failed> {
    let name = form.data.name.clone();
    match lookup::lookup(&rooms, &visitor.actor, &id, &form.data).await {
        Ok(found) => drawn(&rooms, &visitor, &id, name, Some(found), ""),
        Err(fault) if fault.kind == ErrorKind::TooMany => {
            drawn(&rooms, &visitor, &id, name, None, "lookup-slow")
        }
        Err(fault) if fault.kind == ErrorKind::NotFound => {
            drawn(&rooms, &visitor, &id, name, None, "lookup-none")
        }
        Err(fault) => Err(fault.into()),
    }
}

fn drawn(
    rooms: &Registers,
    visitor: &Visitor,
    id: &str,
    name: String,
    found: Option<Vec<Record>>,
    error: &str,
) -> Result<Response, Failed> {
    let register = rooms.register(id)?;
    let Some(shown) = &register.lookup else {
        return Err(anye_base::Fault::not_found("register").into());
    };
    let lang = visitor.texts.lang;
    let title = visitor.texts.t1("lookup-title", "name", lang.pick(&register.name.zh, &register.name.en));
    let frame = Frame::new(rooms.core(), visitor, &format!("/registers/{id}/lookup"), title);
    let row = |one: Record| Row {
        day: day(one.day, lang),
        fields: one.fields.into_iter().map(|(_, zh, en)| lang.pick(&zh, &en).to_owned()).collect(),
    };
    let fields = register.fields.iter().filter(|field| shown.fields.contains(&field.id));
    Ok(page(&LookupPage {
        label: frame.t(&format!("lookup-number-{}", register.subject.word())),
        name,
        error: if error.is_empty() { String::new() } else { frame.t(error) },
        heads: fields.map(|field| said(&frame, &field.name)).collect(),
        rows: found.map(|all| all.into_iter().map(row).collect()),
        frame,
    }))
}
