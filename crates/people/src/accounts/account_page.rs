//! One account (账号): what it is, what it holds, and what its administrator can do for it.

use anye_access::account::account;
use anye_access::grant::{GrantFilter, list_grants};
use anye_access::oidc::list_oidc_links;
use anye_access::{AccountView, Permission, Target, decide};
use anye_base::{Fault, Limit};
use anye_web::{Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::list_page::state_key;
use crate::form::{Field, Form, answered};
use crate::{People, show};

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    done: Option<String>,
}

struct HeldRow {
    href: String,
    role: String,
    place: String,
    days: String,
    state: String,
}

struct LinkRow {
    issuer: String,
    subject: String,
}

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    frame: Frame,
    state: String,
    view: AccountView,
    kind: String,
    place: String,
    created: String,
    /// `None` for readers who may not see grants.
    held: Option<Vec<HeldRow>>,
    may_grant: bool,
    links: Vec<LinkRow>,
    link: Option<Form>,
    forms: Vec<(String, Form)>,
    own: bool,
}

/// Answers `GET /accounts/{account}`.
pub async fn show(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    Ok(rendered(&people, &visitor, &id, asked.done.as_deref(), None).await?)
}

/// The page, with a fault at the form it belongs to.
pub(super) async fn rendered(
    people: &People,
    visitor: &Visitor,
    id: &str,
    done: Option<&str>,
    fault: Option<(&'static str, &Fault)>,
) -> Result<Response, Fault> {
    let (core, texts) = (&people.core, &visitor.texts);
    let places = people.places();
    let caller = people.caller(visitor, &places, None);
    let view = account(&core.db, &caller, id).await?;
    let may =
        |permission| decide(&visitor.grants, permission, Target::place(&view.brief.place), &places).allowed;
    let own = visitor.account() == Some(id);
    let manages = may(Permission::AccountsManage) && !own;
    let held = if may(Permission::GrantsRead) { Some(held(people, visitor, id).await?) } else { None };
    let links = list_oidc_links(&core.db, &caller, id).await?.into_iter();
    let (mut forms, mut link) = if manages {
        (forms(texts, &view), people.oidc.as_ref().map(|oidc| link_form(texts, id, &oidc.provider.issuer)))
    } else {
        (Vec::new(), None)
    };
    let wrong = fault.map(|(_, fault)| fault);
    if let Some((form_id, fault)) = fault {
        let all = forms.iter_mut().map(|(_, form)| form).chain(link.as_mut());
        for form in all.filter(|form| form.id == form_id) {
            form.refuse(texts, fault);
        }
    }
    let here = format!("/accounts/{id}");
    let name = texts.t2("accounts-one", "name", &view.brief.name, "login", &view.brief.login);
    let heading = if wrong.is_some() { texts.t1("people-title-error", "title", name) } else { name };
    let frame =
        Frame::new(core, visitor, &here, heading).under(texts.t("accounts-title"), "/accounts").notice(done);
    let one = AccountPage {
        state: texts.t(state_key(&view)),
        kind: texts.t(&format!("account-kind-{}", view.brief.kind.word())),
        place: show::place(core, &view.brief.place, visitor.lang()),
        created: show::minute(view.created_at),
        may_grant: visitor.may_at_all(Permission::GrantsManage) && !own,
        links: links.map(|link| LinkRow { issuer: link.issuer, subject: link.subject }).collect(),
        held,
        link,
        forms,
        own,
        view,
        frame,
    };
    Ok(answered(page(&one), wrong))
}

async fn held(people: &People, visitor: &Visitor, id: &str) -> Result<Vec<HeldRow>, Fault> {
    let places = people.places();
    let caller = people.caller(visitor, &places, None);
    let filter = GrantFilter { account: Some(id.to_owned()), ..GrantFilter::default() };
    let limit = Limit::new(Limit::MAX).unwrap_or_default();
    let found = list_grants(&people.core.db, &caller, &filter, None, limit).await?;
    let texts = &visitor.texts;
    let row = |view: &anye_access::grant::GrantView| HeldRow {
        href: format!("/grants/{}", view.id),
        role: show::role(texts, view.role),
        place: show::place(&people.core, &view.place, visitor.lang()),
        days: show::days(texts, view.valid_from, view.valid_to),
        state: texts.t(&format!("grant-state-{}", view.state.word())),
    };
    Ok(found.items.iter().map(row).collect())
}

/// What can be done: each with a sentence that says the effect.
fn forms(texts: &Texts, view: &AccountView) -> Vec<(String, Form)> {
    let to = |what: &str| format!("/accounts/{}/{what}", view.brief.id);
    let version = view.version.to_string();
    let login = &view.brief.login;
    let act = |id: &'static str, what: &str, key: &str, fields: Vec<Field>| {
        let confirm = texts.t1(&format!("{key}-confirm"), "login", login);
        let form = Form::new(id, to(what), texts.t(key), fields).with("version", &version).danger(confirm);
        (texts.t(&format!("{key}-note")), form)
    };
    let mut all = Vec::new();
    let mut unlock = act("unlock", "unlock", "accounts-unlock", Vec::new());
    unlock.1.button = "";
    if view.disabled {
        let mut enable = act("enable", "enable", "accounts-enable", Vec::new());
        enable.1.button = "primary";
        all.push(enable);
        return all;
    }
    all.push(unlock);
    all.push(act("reset", "reset-password", "accounts-reset", Vec::new()));
    if view.second_factor {
        all.push(act("factor", "reset-second-factor", "accounts-factor-reset", Vec::new()));
    }
    let reason = Field::text("reason", texts.t("people-reason"), "").hint(texts.t("accounts-disable-reason"));
    all.push(act("disable", "disable", "accounts-disable", vec![reason.wide("w-full")]));
    all
}

fn link_form(texts: &Texts, id: &str, issuer: &str) -> Form {
    let subject = Field::text("subject", texts.t("accounts-link-subject"), "").hint(texts.t1(
        "accounts-link-hint",
        "issuer",
        issuer,
    ));
    Form::new("link", format!("/accounts/{id}/links"), texts.t("accounts-link"), vec![subject])
        .with("issuer", issuer)
}
