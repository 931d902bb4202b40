//! One grant (授权) with its history; confirming and revoking it.

use anye_access::grant::{GrantState, GrantView, confirm_grant, grant, revoke_grant};
use anye_access::{Permission, Target, decide};
use anye_base::Fault;
use anye_web::extract::Form as Posted;
use anye_web::{Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::list_page::{hands, name};
use crate::form::{Field, Form, answered, for_the_form};
use crate::{People, show};

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    done: Option<String>,
}

/// The form of an act on a grant.
#[derive(Debug, Deserialize)]
pub struct Act {
    version: i64,
    #[serde(default)]
    reason: String,
}

struct Moment {
    when: String,
    what: String,
    why: String,
}

#[derive(Template)]
#[template(path = "grant.html")]
struct GrantPage {
    frame: Frame,
    state: String,
    who: String,
    account: String,
    role: String,
    place: String,
    days: String,
    reason: String,
    moments: Vec<Moment>,
    waits: bool,
    confirm: Option<Form>,
    revoke: Option<Form>,
}

/// Answers `GET /grants/{grant}`.
pub async fn show(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    Ok(rendered(&people, &visitor, &id, asked.done.as_deref(), None).await?)
}

/// Answers `POST /grants/{grant}/confirm`.
pub async fn confirm(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    Posted { data, once }: Posted<Act>,
) -> Result<Response, Failed> {
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    let done = confirm_grant(&people.core.db, &caller, &id, data.version).await.map_err(Fault::from);
    settled(&people, &visitor, &id, ("confirm", "grant-confirmed"), done).await
}

/// Answers `POST /grants/{grant}/revoke`.
pub async fn revoke(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    Posted { data, once }: Posted<Act>,
) -> Result<Response, Failed> {
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    let done =
        revoke_grant(&people.core.db, &caller, &id, data.version, &data.reason).await.map_err(Fault::from);
    settled(&people, &visitor, &id, ("revoke", "grant-revoked"), done).await
}

async fn settled(
    people: &People,
    visitor: &Visitor,
    id: &str,
    (form, done): (&'static str, &str),
    result: Result<(), Fault>,
) -> Result<Response, Failed> {
    match result {
        Ok(()) => Ok(Redirect::to(&format!("/grants/{id}?done={done}")).into_response()),
        Err(fault) if for_the_form(&fault) && !matches!(fault.code, "denied" | "grant_unknown") => {
            Ok(rendered(people, visitor, id, None, Some((form, &fault))).await?)
        }
        Err(fault) => Err(Failed(fault)),
    }
}

async fn rendered(
    people: &People,
    visitor: &Visitor,
    id: &str,
    done: Option<&str>,
    fault: Option<(&str, &Fault)>,
) -> Result<Response, Fault> {
    let (core, texts) = (&people.core, &visitor.texts);
    let places = people.places();
    let caller = people.caller(visitor, &places, None);
    let view = grant(&core.db, &caller, id).await?;
    let manages =
        decide(&visitor.grants, Permission::GrantsManage, Target::place(&view.place), &places).allowed;
    let waits = view.state == GrantState::Requested;
    let mut confirm = (manages && waits).then(|| confirm_form(texts, &view));
    let mut revoke = (manages && view.state != GrantState::Revoked).then(|| revoke_form(texts, &view));
    if let Some((form_id, fault)) = fault {
        // Where the form itself is gone, because somebody was quicker, the fault stands alone.
        match confirm.iter_mut().chain(revoke.iter_mut()).find(|form| form.id == form_id) {
            Some(form) => form.refuse(texts, fault),
            None => return Err(fault.clone()),
        }
    }
    let role = show::role(texts, view.role);
    let heading = texts.t2("grants-one", "role", &role, "name", &view.account.name);
    let wrong = fault.map(|(_, fault)| fault);
    let heading = if wrong.is_some() { texts.t1("people-title-error", "title", heading) } else { heading };
    let frame = Frame::new(core, visitor, &format!("/grants/{id}"), heading)
        .under(texts.t("grants-title"), "/grants")
        .notice(done);
    let one = GrantPage {
        state: texts.t(&format!("grant-state-{}", view.state.word())),
        who: format!("{} ({})", view.account.name, view.account.login),
        account: view.account.id.clone(),
        place: show::place(core, &view.place, texts.lang),
        days: show::days(texts, view.valid_from, view.valid_to),
        reason: view.reason.clone(),
        moments: moments(people, texts, &view).await?,
        role,
        waits,
        confirm,
        revoke,
        frame,
    };
    Ok(answered(page(&one), wrong))
}

fn confirm_form(texts: &Texts, view: &GrantView) -> Form {
    let action = format!("/grants/{}/confirm", view.id);
    Form::new("confirm", action, texts.t("grants-confirm"), Vec::new())
        .with("version", view.version.to_string())
}

fn revoke_form(texts: &Texts, view: &GrantView) -> Form {
    let reason = Field::text("reason", texts.t("people-reason"), "").hint(texts.t("grants-revoke-reason"));
    let action = format!("/grants/{}/revoke", view.id);
    Form::new("revoke", action, texts.t("grants-revoke"), vec![reason.wide("w-full")])
        .with("version", view.version.to_string())
        .danger(texts.t1("grants-revoke-confirm", "name", &view.account.name))
}

async fn moments(people: &People, texts: &Texts, view: &GrantView) -> Result<Vec<Moment>, Fault> {
    let names = hands(people, view).await?;
    let moment = |at: Option<i64>, key: &str, by: &str, why: &str| Moment {
        when: at.map_or_else(String::new, show::minute),
        what: texts.t1(key, "by", name(&names, by)),
        why: why.to_owned(),
    };
    let mut all = vec![moment(Some(view.requested_at), "grants-was-asked", &view.requested_by, &view.reason)];
    if let Some(by) = &view.confirmed_by {
        all.push(moment(view.confirmed_at, "grants-was-confirmed", by, ""));
    }
    if let Some(by) = &view.revoked_by {
        let why = view.revoke_reason.as_deref().unwrap_or_default();
        all.push(moment(view.revoked_at, "grants-was-revoked", by, why));
    }
    Ok(all)
}
