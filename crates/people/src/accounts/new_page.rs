//! Creating an account (新建账号). The one-time password is on the answer to this form and nowhere else.

use anye_access::account::{CreateAccount, create_account};
use anye_access::{AccountKind, Permission};
use anye_base::{ErrorKind, Fault};
use anye_web::extract::Form as Posted;
use anye_web::{Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use crate::form::{Choice, Field, Form, answered, for_the_form, title};
use crate::profile::OneForm;
use crate::{People, show};

/// The form as sent.
#[derive(Debug, Default, Deserialize)]
pub struct Sent {
    login: String,
    name: String,
    person_key: String,
    kind: String,
    place: String,
}

/// A password that is shown once.
#[derive(Template)]
#[template(path = "one_time.html")]
pub(super) struct OneTimePage {
    pub frame: Frame,
    pub sentence: String,
    pub login: String,
    pub password: Option<String>,
    pub account: String,
    pub hours: i64,
}

/// Answers `GET /accounts/new`.
pub async fn show(State(people): State<People>, visitor: Visitor) -> Response {
    let own = visitor.own_place(&people.core).to_owned();
    let sent = Sent { kind: AccountKind::Staff.word().to_owned(), place: own, ..Sent::default() };
    rendered(&people, &visitor, &sent, None)
}

/// Answers `POST /accounts`.
pub async fn send(
    State(people): State<People>,
    visitor: Visitor,
    Posted { data, once }: Posted<Sent>,
) -> Result<Response, Failed> {
    let core = &people.core;
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    let created = match wish(&people, &data) {
        Ok(wish) => create_account(&core.db, &caller, &core.rules, wish).await.map_err(Fault::from),
        Err(fault) => Err(fault),
    };
    match created {
        Ok(created) => {
            let texts = &visitor.texts;
            let frame = Frame::new(core, &visitor, "/accounts", texts.t("accounts-created"))
                .under(texts.t("accounts-title"), "/accounts");
            let login = data.login.trim().to_lowercase();
            Ok(page(&OneTimePage {
                sentence: texts.t1("accounts-created-state", "login", &login),
                login,
                password: created.one_time_password,
                account: created.id,
                hours: core.rules.one_time_ms / 3_600_000,
                frame,
            }))
        }
        Err(fault) if for_the_form(&fault) => Ok(rendered(&people, &visitor, &data, Some(&fault))),
        Err(fault) => Err(Failed(fault)),
    }
}

fn wish(people: &People, sent: &Sent) -> Result<CreateAccount, Fault> {
    let kind = AccountKind::from_word(&sent.kind)
        .ok_or_else(|| Fault::new(ErrorKind::Invalid, "unreadable").arg("what", "kind"))?;
    Ok(CreateAccount {
        login: sent.login.clone(),
        name: sent.name.clone(),
        person_key: sent.person_key.clone(),
        kind,
        place: show::find_place(&people.core, &sent.place)?,
    })
}

fn form(people: &People, visitor: &Visitor, texts: &Texts, sent: &Sent) -> Form {
    let kind = |kind: AccountKind| Choice {
        value: kind.word().to_owned(),
        label: texts.t(&format!("account-kind-{}", kind.word())),
        chosen: kind.word() == sent.kind,
    };
    let offered = show::offered(&people.core, visitor, Permission::AccountsManage);
    let fields = vec![
        Field::text("login", texts.t("login-name"), &sent.login).hint(texts.t("accounts-login-hint")),
        Field::text("name", texts.t("people-name"), &sent.name),
        Field::text("person_key", texts.t("accounts-person-key"), &sent.person_key)
            .hint(texts.t("accounts-person-key-hint")),
        Field::select(
            "kind",
            texts.t("people-kind"),
            [AccountKind::Staff, AccountKind::Public].map(kind).into(),
        )
        .hint(texts.t("accounts-kind-hint")),
        Field::text("place", texts.t("people-place"), &sent.place)
            .hint(texts.t("people-place-hint"))
            .offering(offered),
    ];
    Form::new("account", "/accounts", texts.t("accounts-create"), fields)
}

fn rendered(people: &People, visitor: &Visitor, sent: &Sent, fault: Option<&Fault>) -> Response {
    let texts = &visitor.texts;
    let mut form = form(people, visitor, texts, sent);
    if let Some(fault) = fault {
        form.refuse(texts, fault);
    }
    let frame = Frame::new(&people.core, visitor, "/accounts/new", title(texts, "accounts-new", fault))
        .under(texts.t("accounts-title"), "/accounts");
    let sentence = texts.t("accounts-new-state");
    let notes = vec![texts.t("accounts-new-note")];
    answered(page(&OneForm { frame, sentence, form, notes }), fault)
}
