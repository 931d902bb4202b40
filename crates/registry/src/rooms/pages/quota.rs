//! Quotas of a register: what is in force where, what waits for a second person.

use anye_access::Permission;
use anye_programmes::Most;
use anye_web::extract::Form;
use anye_web::figure::grouped;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::{is_shown, problems, said};
use crate::Registers;
use crate::entry::{self, NewQuota};

struct Row {
    id: String,
    name: String,
    place: String,
    period: String,
    most: String,
    basis: String,
    state: String,
    by: String,
    waits: bool,
}

#[derive(Template)]
#[template(path = "entry_quotas.html")]
struct QuotaPage {
    frame: Frame,
    here: String,
    problems: Vec<(String, String)>,
    names: Vec<(String, String)>,
    rows: Vec<Row>,
    may_work: bool,
    sent: Sent,
}

/// What a form holds.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    act: String,
    id: String,
    quota: String,
    place: String,
    period: String,
    most: String,
    basis: String,
}

/// Answers `GET /registers/{register}/quotas`.
pub async fn quotas(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    drawn(&rooms, &visitor, &id, Sent::default(), None).await
}

/// Answers `POST /registers/{register}/quotas`.
pub async fn quota(
    State(rooms): State<Registers>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Form<Sent>,
) -> Result<Response, Failed> {
    let asking = Asking::new(rooms.core(), &visitor);
    let caller = asking.caller(form.once.as_ref());
    let sent = form.data;
    let outcome = match sent.act.as_str() {
        "accept" | "refuse" => {
            entry::decide_quota(&rooms, &caller, &sent.id, sent.act == "accept").await.map(|_| ())
        }
        _ => {
            let new = NewQuota {
                quota: sent.quota.clone(),
                place: sent.place.trim().to_owned(),
                period: sent.period.trim().to_owned(),
                most: sent.most.trim().parse().unwrap_or(-1),
                basis: sent.basis.clone(),
            };
            entry::propose_quota(&rooms, &caller, &id, &new).await.map(|_| ())
        }
    };
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("/registers/{id}/quotas")).into_response()),
        Err(fault) if is_shown(&fault) => drawn(&rooms, &visitor, &id, sent, Some(&fault)).await,
        Err(fault) => Err(fault.into()),
    }
}

async fn drawn(
    rooms: &Registers,
    visitor: &Visitor,
    id: &str,
    sent: Sent,
    fault: Option<&anye_base::Fault>,
) -> Result<Response, Failed> {
    let register = rooms.register(id)?;
    let asking = Asking::new(rooms.core(), visitor);
    let all = entry::quotas(rooms, &asking.caller(None), id).await?;
    let lang = visitor.texts.lang;
    let here = format!("/registers/{id}/quotas");
    let frame = Frame::new(rooms.core(), visitor, &here, visitor.texts.t("quotas-title"))
        .under(visitor.texts.t("registers-title"), "/registers")
        .under(lang.pick(&register.name.zh, &register.name.en), format!("/registers/{id}"));
    let names: Vec<(String, String)> = register
        .limits
        .iter()
        .filter_map(|limit| match &limit.most {
            Most::Quota(id) => Some((id.clone(), said(&frame, &limit.words))),
            _ => None,
        })
        .collect();
    let named = |id: &str| {
        names.iter().find(|(one, _)| one == id).map_or_else(|| id.to_owned(), |(_, name)| name.clone())
    };
    let rows = all.iter().map(|one| Row {
        id: one.id.clone(),
        name: named(&one.quota),
        place: rooms.core().place_in(&one.place, frame.as_of, lang),
        period: if one.period.is_empty() { frame.t("quota-always") } else { one.period.clone() },
        most: grouped(&one.most.to_string()),
        basis: one.basis.clone(),
        state: frame.t(&format!("quota-state-{}", one.state.replace('_', "-"))),
        by: [one.proposed_name.as_str(), one.decided_name.as_deref().unwrap_or_default()]
            .join(" · ")
            .trim_end_matches(" · ")
            .to_owned(),
        waits: one.state == "proposed" && one.proposed_by != visitor.actor.id,
    });
    let rows = rows.collect();
    let made = QuotaPage {
        problems: problems(&frame.texts, fault),
        rows,
        may_work: visitor.may_at_all(Permission::RegistersWork),
        names,
        here,
        sent,
        frame,
    };
    let mut response = page(&made);
    if let Some(fault) = fault {
        *response.status_mut() = anye_web::problem::status(fault.kind);
    }
    Ok(response)
}
