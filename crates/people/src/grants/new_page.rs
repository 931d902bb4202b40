//! Giving a role (授权): to whom, which, where, from when to when, and why. The rule of the three administrators stands beside it.

use anye_access::grant::{GrantRequested, GrantState, RequestGrant, request_grant};
use anye_access::{Caller, Permission, Role};
use anye_base::{Date, ErrorKind, Fault};
use anye_web::extract::Form as Posted;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::form::{Choice, Field, Form, answered, for_the_form, title};
use crate::names::find_account;
use crate::{People, show};

/// The form as sent, and as asked for from an account's page.
#[derive(Debug, Default, Deserialize)]
pub struct Sent {
    #[serde(default)]
    account: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    valid_from: String,
    #[serde(default)]
    valid_to: String,
    #[serde(default)]
    reason: String,
}

#[derive(Template)]
#[template(path = "grant_new.html")]
struct NewGrantPage {
    frame: Frame,
    form: Form,
    administrators: Vec<(String, String)>,
}

/// Answers `GET /grants/new`.
pub async fn show(State(people): State<People>, visitor: Visitor, Query(mut sent): Query<Sent>) -> Response {
    if sent.valid_from.is_empty() {
        sent.valid_from = people.today().to_string();
    }
    rendered(&people, &visitor, &sent, None)
}

/// Answers `POST /grants`.
pub async fn send(
    State(people): State<People>,
    visitor: Visitor,
    Posted { data, once }: Posted<Sent>,
) -> Result<Response, Failed> {
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    match give(&people, &caller, &data).await {
        Ok(given) => {
            let done = if given.state == GrantState::Requested { "grant-waits" } else { "grant-given" };
            Ok(Redirect::to(&format!("/grants/{}?done={done}", given.id)).into_response())
        }
        Err(fault) if for_the_form(&fault) => Ok(rendered(&people, &visitor, &data, Some(&fault))),
        Err(fault) => Err(Failed(fault)),
    }
}

async fn give(people: &People, caller: &Caller<'_>, sent: &Sent) -> Result<GrantRequested, Fault> {
    let account = find_account(&people.core.db, caller, &sent.account).await?;
    let role = Role::from_word(&sent.role)
        .ok_or_else(|| Fault::new(ErrorKind::Invalid, "unreadable").arg("what", "role"))?;
    let wish = RequestGrant {
        account: account.brief.id,
        role,
        place: show::find_place(&people.core, &sent.place)?,
        valid_from: day(&sent.valid_from)?,
        valid_to: if sent.valid_to.trim().is_empty() { None } else { Some(day(&sent.valid_to)?) },
        reason: sent.reason.clone(),
    };
    if wish.reason.trim().is_empty() {
        return Err(Fault::new(ErrorKind::Invalid, "reason_missing"));
    }
    Ok(request_grant(&people.core.db, caller, wish).await?)
}

fn day(text: &str) -> Result<Date, Fault> {
    text.trim().parse().map_err(|_| Fault::new(ErrorKind::Invalid, "people_day").arg("day", text.trim()))
}

fn rendered(people: &People, visitor: &Visitor, sent: &Sent, fault: Option<&Fault>) -> Response {
    let texts = &visitor.texts;
    let role = |role: Role| Choice {
        value: role.word().to_owned(),
        label: show::role(texts, role),
        chosen: role.word() == sent.role,
    };
    let offered = show::offered(&people.core, visitor, Permission::GrantsManage);
    let date = |name, label: &str, value: &str| Field {
        kind: "date",
        ..Field::text(name, texts.t(label), value).wide("w-12")
    };
    let fields = vec![
        Field::text("account", texts.t("grants-account"), &sent.account).hint(texts.t("grants-account-hint")),
        Field::select("role", texts.t("people-role"), Role::ALL.map(role).into()),
        Field::text("place", texts.t("people-place"), &sent.place)
            .hint(texts.t("people-place-hint"))
            .offering(offered),
        date("valid_from", "grants-from", &sent.valid_from),
        date("valid_to", "grants-to", &sent.valid_to).hint(texts.t("grants-to-hint")).optional(),
        Field::area("reason", texts.t("people-reason"), &sent.reason).hint(texts.t("grants-reason-hint")),
    ];
    let mut form = Form::new("grant", "/grants", texts.t("grants-give"), fields);
    if let Some(fault) = fault {
        form.refuse(texts, fault);
    }
    let frame = Frame::new(&people.core, visitor, "/grants/new", title(texts, "grants-new", fault))
        .under(texts.t("grants-title"), "/grants");
    let explained = |role: Role| (show::role(texts, role), texts.t(&format!("grants-rule-{}", role.word())));
    let administrators = Role::ADMINISTRATORS.map(explained).into();
    answered(page(&NewGrantPage { frame, form, administrators }), fault)
}
