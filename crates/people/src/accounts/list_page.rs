//! The list of accounts (账号).

use anye_access::{AccountView, Permission};
use anye_web::extract::Paging;
use anye_web::{Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::find::{AccountQuery, find_accounts};
use crate::form::Choice;
use crate::{People, show};

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    q: Option<String>,
    state: Option<String>,
    kind: Option<String>,
    done: Option<String>,
}

struct Row {
    href: String,
    login: String,
    name: String,
    kind: String,
    place: String,
    factor: bool,
    state: String,
}

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage {
    frame: Frame,
    state: String,
    q: String,
    states: Vec<Choice>,
    kinds: Vec<Choice>,
    rows: Vec<Row>,
    first: Option<String>,
    next: Option<String>,
    may_manage: bool,
}

/// Answers `GET /accounts`.
pub async fn show(
    State(people): State<People>,
    visitor: Visitor,
    paging: Paging,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let (core, texts) = (&people.core, &visitor.texts);
    let places = people.places();
    let caller = people.caller(&visitor, &places, None);
    let query = AccountQuery { q: asked.q, state: asked.state, kind: asked.kind };
    let found = find_accounts(&core.db, &caller, &query, paging.cursor.as_ref(), paging.limit).await?;
    let words = |value: &Option<String>| value.clone().unwrap_or_default();
    let (q, state, kind) = (words(&query.q), words(&query.state), words(&query.kind));
    let limit = paging.limit.rows().to_string();
    let address = |cursor: &str| {
        let all =
            [("q", q.as_str()), ("state", &state), ("kind", &kind), ("limit", &limit), ("cursor", cursor)];
        show::address("/accounts", &all)
    };
    let here = show::address("/accounts", &[("q", q.as_str()), ("state", &state), ("kind", &kind)]);
    let frame = Frame::new(core, &visitor, &here, texts.t("accounts-title")).notice(asked.done.as_deref());
    let accounts = AccountsPage {
        state: texts.t2("accounts-state", "n", found.items.len(), "places", within(&people, &visitor)),
        states: choices(texts, "accounts-any-state", "accounts-is", &["open", "disabled", "waiting"], &state),
        kinds: choices(texts, "accounts-any-kind", "account-kind", &["staff", "public"], &kind),
        first: paging.cursor.is_some().then(|| address("")),
        next: found.next.as_ref().map(|cursor| address(&cursor.encode())),
        rows: found.items.iter().map(|view| row(&people, texts, view)).collect(),
        may_manage: visitor.may_at_all(Permission::AccountsManage),
        q: q.clone(),
        frame,
    };
    Ok(page(&accounts))
}

/// The places from which the reader may read accounts.
fn within(people: &People, visitor: &Visitor) -> String {
    let scopes = visitor.scopes(Permission::AccountsRead);
    let names: Vec<String> = scopes
        .iter()
        .map(|scope| people.core.place_in(&scope.place, people.today(), visitor.lang()))
        .collect();
    names.join("、")
}

fn row(people: &People, texts: &Texts, view: &AccountView) -> Row {
    Row {
        href: format!("/accounts/{}", view.brief.id),
        login: view.brief.login.clone(),
        name: view.brief.name.clone(),
        kind: texts.t(&format!("account-kind-{}", view.brief.kind.word())),
        place: show::place(&people.core, &view.brief.place, texts.lang),
        factor: view.second_factor,
        state: texts.t(state_key(view)),
    }
}

/// The key of an account's state in words.
pub(super) fn state_key(view: &AccountView) -> &'static str {
    match (view.disabled, view.must_change_password) {
        (true, _) => "accounts-is-disabled",
        (false, true) => "accounts-is-waiting",
        (false, false) => "accounts-is-open",
    }
}

/// Choices whose labels stand under `prefix-word`; the first stands for all.
pub(crate) fn choices(texts: &Texts, all: &str, prefix: &str, words: &[&str], chosen: &str) -> Vec<Choice> {
    let choice =
        |value: &str, label: String| Choice { value: value.to_owned(), label, chosen: value == chosen };
    let first = choice("", texts.t(all));
    let rest = words.iter().map(|word| choice(word, texts.t(&format!("{prefix}-{word}"))));
    std::iter::once(first).chain(rest).collect()
}
