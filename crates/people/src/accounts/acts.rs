//! What an administrator does for an account by form: shut, open, end waiting, reset, link. Each names the version that was seen.

use anye_access::account::{
    account, disable_account, enable_account, reset_password as reset, reset_second_factor as reset_factor,
    unlock_account,
};
use anye_access::oidc::{link_oidc, unlink_oidc};
use anye_base::Fault;
use anye_web::extract::Form as Posted;
use anye_web::{Failed, Frame, Visitor, page};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::account_page::rendered;
use super::new_page::OneTimePage;
use crate::People;
use crate::form::for_the_form;

/// The form of an act on an account.
#[derive(Debug, Deserialize)]
pub struct Act {
    version: i64,
    #[serde(default)]
    reason: String,
}

/// The form of a link to the identity provider.
#[derive(Debug, Deserialize)]
pub struct Link {
    issuer: String,
    subject: String,
}

/// Back to the account with a message, or the account with the fault.
async fn settled(
    people: &People,
    visitor: &Visitor,
    id: &str,
    (form, done): (&'static str, &str),
    result: Result<(), Fault>,
) -> Result<Response, Failed> {
    match result {
        Ok(()) => Ok(Redirect::to(&format!("/accounts/{id}?done={done}")).into_response()),
        Err(fault) if for_the_form(&fault) && !matches!(fault.code, "denied" | "account_unknown") => {
            Ok(rendered(people, visitor, id, None, Some((form, &fault))).await?)
        }
        Err(fault) => Err(Failed(fault)),
    }
}

/// Answers `POST /accounts/{account}/disable`.
pub async fn disable(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    Posted { data, once }: Posted<Act>,
) -> Result<Response, Failed> {
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    let done = match data.reason.trim() {
        "" => Err(Fault::new(anye_base::ErrorKind::Invalid, "reason_missing")),
        reason => {
            disable_account(&people.core.db, &caller, &id, data.version, reason).await.map_err(Fault::from)
        }
    };
    settled(&people, &visitor, &id, ("disable", "account-disabled"), done).await
}

/// Answers `POST /accounts/{account}/enable`.
pub async fn enable(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    Posted { data, once }: Posted<Act>,
) -> Result<Response, Failed> {
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    let done = enable_account(&people.core.db, &caller, &id, data.version).await.map_err(Fault::from);
    settled(&people, &visitor, &id, ("enable", "account-enabled"), done).await
}

/// Answers `POST /accounts/{account}/unlock`.
pub async fn unlock(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    Posted { once, .. }: Posted<Act>,
) -> Result<Response, Failed> {
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    let done = unlock_account(&people.core.db, &caller, &id).await.map_err(Fault::from);
    settled(&people, &visitor, &id, ("unlock", "account-unlocked"), done).await
}

/// Answers `POST /accounts/{account}/reset-password`: the new one-time password, this once.
pub async fn reset_password(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    Posted { data, once }: Posted<Act>,
) -> Result<Response, Failed> {
    let (core, texts) = (&people.core, &visitor.texts);
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    match reset(&core.db, &caller, &core.rules, &id, data.version).await.map_err(Fault::from) {
        Ok(made) => {
            let login = account(&core.db, &caller, &id).await?.brief.login;
            let frame =
                Frame::new(core, &visitor, &format!("/accounts/{id}"), texts.t("accounts-reset-done"))
                    .under(texts.t("accounts-title"), "/accounts");
            Ok(page(&OneTimePage {
                sentence: texts.t1("accounts-reset-state", "login", &login),
                login,
                password: made.one_time_password,
                account: id,
                hours: core.rules.one_time_ms / 3_600_000,
                frame,
            }))
        }
        Err(fault) => settled(&people, &visitor, &id, ("reset", ""), Err(fault)).await,
    }
}

/// Answers `POST /accounts/{account}/reset-second-factor`.
pub async fn reset_second_factor(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    Posted { data, once }: Posted<Act>,
) -> Result<Response, Failed> {
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    let done = reset_factor(&people.core.db, &caller, &id, data.version).await.map_err(Fault::from);
    settled(&people, &visitor, &id, ("factor", "factor-reset"), done).await
}

/// Answers `POST /accounts/{account}/links`.
pub async fn link(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    Posted { data, once }: Posted<Link>,
) -> Result<Response, Failed> {
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    let subject = data.subject.trim();
    let done = link_oidc(&people.core.db, &caller, &id, &data.issuer, subject).await.map_err(Fault::from);
    settled(&people, &visitor, &id, ("link", "account-linked"), done).await
}

/// Answers `POST /accounts/{account}/links/remove`.
pub async fn unlink(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    Posted { data, once }: Posted<Link>,
) -> Result<Response, Failed> {
    let places = people.places();
    let caller = people.caller(&visitor, &places, once.as_ref());
    let done =
        unlink_oidc(&people.core.db, &caller, &id, &data.issuer, &data.subject).await.map_err(Fault::from);
    settled(&people, &visitor, &id, ("link", "account-unlinked"), done).await
}
