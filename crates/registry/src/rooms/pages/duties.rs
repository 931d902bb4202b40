//! Duties that wait (待办职责): the most urgent first, with what is soon due and what is late.

use anye_access::Permission;
use anye_base::world::china_minute;
use anye_web::extract::{Form, Paging};
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::{is_shown, problems, said};
use crate::Registers;
use crate::entry::{self, DutyFilter, Task};

struct Row {
    href: String,
    id: String,
    what: String,
    register: String,
    who: String,
    place: String,
    due: String,
    state: String,
    tag: &'static str,
    says: bool,
    case: String,
}

#[derive(Template)]
#[template(path = "duties.html")]
struct DutiesPage {
    frame: Frame,
    sentence: String,
    problems: Vec<(String, String)>,
    states: Vec<(String, String)>,
    registers: Vec<(String, String)>,
    filter: DutyFilter,
    rows: Vec<Row>,
    next: Option<String>,
    may_work: bool,
}

/// Answers `GET /duties`.
pub async fn duties(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Query(filter): Query<DutyFilter>,
    paging: Paging,
) -> Result<Response, Failed> {
    drawn(&rooms, &visitor, filter, paging, None).await
}

/// What the form of a duty holds.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    duty: String,
    note: String,
}

/// Answers `POST /duties`.
pub async fn duty(
    State(rooms): State<Registers>,
    visitor: Visitor,
    form: Form<Said>,
) -> Result<Response, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    match entry::duty_done(&rooms, &asking.caller(form.once.as_ref()), &form.data.duty, &form.data.note).await
    {
        Ok(_) => Ok(Redirect::to("/duties?done=duty").into_response()),
        Err(fault) if is_shown(&fault) => {
            drawn(&rooms, &visitor, DutyFilter::default(), Paging::default(), Some(fault)).await
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn drawn(
    rooms: &Registers,
    visitor: &Visitor,
    filter: DutyFilter,
    paging: Paging,
    fault: Option<anye_base::Fault>,
) -> Result<Response, Failed> {
    let asking = Asking::new(rooms.core(), visitor);
    let found =
        entry::duties(rooms, &asking.caller(None), &filter, paging.cursor.as_ref(), paging.limit).await?;
    let ids: Vec<String> = found.items.iter().map(|task| task.entry.clone()).collect();
    let entries = entry::list::by_ids(rooms, &asking.caller(None), &ids).await?;
    let frame = Frame::new(rooms.core(), visitor, "/duties", visitor.texts.t("duties-title"));
    let row = |task: &Task| {
        let register = rooms.definitions.register(&task.register);
        let duty = register.and_then(|one| one.duties.iter().find(|duty| duty.id == task.duty));
        let period = if task.period.is_empty() { String::new() } else { format!(" · {}", task.period) };
        Row {
            href: format!("/registers/{}/entries/{}", task.register, task.entry),
            id: task.id.clone(),
            what: duty.map_or_else(|| task.duty.clone(), |duty| said(&frame, &duty.name)) + &period,
            register: register.map(|one| said(&frame, &one.name)).unwrap_or_default(),
            who: entries
                .iter()
                .find(|one| one.id == task.entry)
                .map(|one| one.subject_name.clone())
                .unwrap_or_default(),
            place: rooms.core().place_in(&task.place, frame.as_of, frame.texts.lang),
            due: china_minute(task.due_at),
            state: frame.t(&format!("duty-state-{}", task.state)),
            tag: match task.state.as_str() {
                "overdue" => "tag-stop",
                "soon" => "tag-doubt",
                "done" => "tag-done",
                _ => "tag-due",
            },
            says: duty.is_some_and(|duty| duty.done == anye_programmes::Held::Said)
                && matches!(task.state.as_str(), "waiting" | "soon" | "overdue"),
            case: task.case_id.as_ref().map(|id| format!("/cases/{id}")).unwrap_or_default(),
        }
    };
    let words = ["open", "overdue", "soon", "waiting", "late", "done", "dropped"];
    let with_duties = rooms.definitions.registers.iter().filter(|one| !one.duties.is_empty());
    let made = DutiesPage {
        sentence: frame.t1("duties-sentence", "n", found.items.len()),
        problems: problems(&frame.texts, fault.as_ref()),
        states: words.map(|word| (word.to_owned(), frame.t(&format!("duty-state-{word}")))).into(),
        registers: with_duties.map(|one| (one.id.clone(), said(&frame, &one.name))).collect(),
        rows: found.items.iter().map(row).collect(),
        next: found.next.map(|cursor| {
            let all =
                [("register", filter.register.as_str()), ("state", &filter.state), ("place", &filter.place)];
            let cursor = cursor.encode();
            let kept: Vec<_> = all
                .into_iter()
                .chain([("cursor", cursor.as_str())])
                .filter(|(_, value)| !value.is_empty())
                .collect();
            format!("/duties?{}", serde_urlencoded::to_string(kept).unwrap_or_default())
        }),
        may_work: visitor.may_at_all(Permission::RegistersWork),
        filter,
        frame,
    };
    let mut response = page(&made);
    if let Some(fault) = fault {
        *response.status_mut() = anye_web::problem::status(fault.kind);
    }
    Ok(response)
}
