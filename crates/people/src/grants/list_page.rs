//! The list of grants (授权), those that wait for a second person first.

use std::collections::BTreeMap;

use anye_access::grant::{GrantFilter, GrantState, GrantView, list_grants};
use anye_access::{Permission, Role};
use anye_base::{Fault, Limit};
use anye_web::extract::Paging;
use anye_web::{Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::accounts::choices;
use crate::form::Choice;
use crate::names::{find_account, names_of};
use crate::{People, show};

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    account: Option<String>,
    role: Option<String>,
    state: Option<String>,
    done: Option<String>,
}

struct Row {
    href: String,
    who: String,
    role: String,
    place: String,
    days: String,
    by: String,
    at: String,
    state: String,
    over: bool,
}

#[derive(Template)]
#[template(path = "grants.html")]
struct GrantsPage {
    frame: Frame,
    state: String,
    account: String,
    account_unknown: bool,
    roles: Vec<Choice>,
    states: Vec<Choice>,
    waiting: Vec<Row>,
    rows: Vec<Row>,
    first: Option<String>,
    next: Option<String>,
    may_manage: bool,
}

/// Answers `GET /grants`.
pub async fn show(
    State(people): State<People>,
    visitor: Visitor,
    paging: Paging,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let (core, texts) = (&people.core, &visitor.texts);
    let places = people.places();
    let caller = people.caller(&visitor, &places, None);
    let words = |value: &Option<String>| value.clone().unwrap_or_default();
    let (account, role, state) = (words(&asked.account), words(&asked.role), words(&asked.state));
    let (of, account_unknown) = match account.trim() {
        "" => (None, false),
        typed => match find_account(&core.db, &caller, typed).await {
            Ok(view) => (Some(view.brief.id), false),
            Err(fault) if fault.code == "account_unknown" => (Some(String::new()), true),
            Err(fault) => return Err(Failed(fault)),
        },
    };
    let filter =
        GrantFilter { account: of, role: Role::from_word(&role), state: GrantState::from_word(&state) };
    let found = list_grants(&core.db, &caller, &filter, paging.cursor.as_ref(), paging.limit).await?;
    let waits = GrantFilter { state: Some(GrantState::Requested), ..GrantFilter::default() };
    let most = Limit::new(Limit::MAX).unwrap_or_default();
    let waiting = list_grants(&core.db, &caller, &waits, None, most).await?.items;
    let names = names_of(&core.db, found.items.iter().chain(&waiting).map(|view| &view.requested_by)).await?;
    let limit = paging.limit.rows().to_string();
    let address = |cursor: &str| {
        let all = [
            ("account", account.as_str()),
            ("role", &role),
            ("state", &state),
            ("limit", &limit),
            ("cursor", cursor),
        ];
        show::address("/grants", &all)
    };
    let here = show::address("/grants", &[("account", account.as_str()), ("role", &role), ("state", &state)]);
    let rows = |views: &[GrantView]| views.iter().map(|view| row(&people, texts, &names, view)).collect();
    let role_words = Role::ALL.map(Role::word);
    let grants = GrantsPage {
        frame: Frame::new(core, &visitor, &here, texts.t("grants-title")).notice(asked.done.as_deref()),
        state: texts.t2("grants-state", "n", found.items.len(), "waiting", waiting.len()),
        roles: choices(texts, "grants-any-role", "role", &role_words, &role),
        states: choices(
            texts,
            "grants-any-state",
            "grant-state",
            &["requested", "active", "revoked"],
            &state,
        ),
        first: paging.cursor.is_some().then(|| address("")),
        next: found.next.as_ref().map(|cursor| address(&cursor.encode())),
        waiting: rows(&waiting),
        rows: rows(&found.items),
        may_manage: visitor.may_at_all(Permission::GrantsManage),
        account: account.clone(),
        account_unknown,
    };
    Ok(page(&grants))
}

fn row(people: &People, texts: &Texts, names: &BTreeMap<String, String>, view: &GrantView) -> Row {
    let today = people.today();
    let over = view.valid_to.is_some_and(|last| last < today);
    let state = match view.state {
        GrantState::Active if over => texts.t("grants-over"),
        GrantState::Active if view.valid_from > today => texts.t("grants-not-yet"),
        state => texts.t(&format!("grant-state-{}", state.word())),
    };
    Row {
        href: format!("/grants/{}", view.id),
        who: format!("{} ({})", view.account.name, view.account.login),
        role: show::role(texts, view.role),
        place: show::place(&people.core, &view.place, texts.lang),
        days: show::days(texts, view.valid_from, view.valid_to),
        by: name(names, &view.requested_by),
        at: show::minute(view.requested_at),
        over: over || view.state == GrantState::Revoked,
        state,
    }
}

/// A person's name, or the word the store keeps for a console.
pub(super) fn name(names: &BTreeMap<String, String>, id: &str) -> String {
    names.get(id).cloned().unwrap_or_else(|| id.to_owned())
}

/// The names of all who had a hand in a grant.
pub(super) async fn hands(people: &People, view: &GrantView) -> Result<BTreeMap<String, String>, Fault> {
    let ids = [Some(&view.requested_by), view.confirmed_by.as_ref(), view.revoked_by.as_ref()];
    Ok(names_of(&people.core.db, ids.into_iter().flatten()).await?)
}
