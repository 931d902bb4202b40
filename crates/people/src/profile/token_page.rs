//! Tokens for programs (接口令牌): issue with permissions and days, shown once; take back. Never with an administrator's rights.

use anye_access::token::{IssueToken, issue_token, list_tokens, revoke_token};
use anye_access::{Permission, Session, rights_of};
use anye_base::Fault;
use anye_web::extract::Form as Posted;
use anye_web::{Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::page::{TokenRow, token_row};
use super::sessions::Nothing;
use crate::form::{Choice, Field, Form, answered, for_the_form, title};
use crate::people::{client, own_session};
use crate::{People, show};

const DAYS: [u32; 3] = [7, 30, 90];

/// The form as sent: fields may come several times.
type Pairs = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "tokens.html")]
struct TokensPage {
    frame: Frame,
    form: Option<Form>,
    tokens: Vec<TokenRow>,
    fresh: Option<String>,
}

/// Answers `GET /profile/tokens`.
pub async fn show(State(people): State<People>, visitor: Visitor) -> Result<Response, Failed> {
    let form = form(&people, &visitor.texts, own_session(&visitor)?, &Vec::new());
    Ok(rendered(&people, &visitor, form, None, None).await?)
}

/// Answers `POST /profile/tokens`.
pub async fn send(
    State(people): State<People>,
    visitor: Visitor,
    headers: HeaderMap,
    Posted { data, .. }: Posted<Pairs>,
) -> Result<Response, Failed> {
    let (core, session) = (&people.core, own_session(&visitor)?);
    let wish = IssueToken {
        name: first(&data, "name").to_owned(),
        grants: all(&data, "grants").map(str::to_owned).collect(),
        permissions: all(&data, "permissions").filter_map(Permission::from_word).collect(),
        days: first(&data, "days").parse().unwrap_or(0),
    };
    match issue_token(&core.db, &core.world, session, wish, &client(&visitor, &headers)).await {
        Ok(issued) => {
            let form = form(&people, &visitor.texts, session, &Vec::new());
            let secret = Some(issued.token.reveal().to_owned());
            Ok(rendered(&people, &visitor, form, None, secret).await?)
        }
        Err(error) => {
            let fault = Fault::from(error);
            if !for_the_form(&fault) {
                return Err(Failed(fault));
            }
            let mut form = form(&people, &visitor.texts, session, &data);
            if let Some(form) = &mut form {
                form.refuse(&visitor.texts, &fault);
            }
            Ok(rendered(&people, &visitor, form, Some(&fault), None).await?)
        }
    }
}

/// Answers `POST /profile/tokens/{token}/revoke`.
pub async fn revoke(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    _: Posted<Nothing>,
) -> Result<Response, Failed> {
    let (core, session) = (&people.core, own_session(&visitor)?);
    revoke_token(&core.db, &core.world, session, &id, &client(&visitor, &headers)).await?;
    Ok(Redirect::to("/profile?done=token-revoked").into_response())
}

fn all<'a>(pairs: &'a Pairs, name: &'a str) -> impl Iterator<Item = &'a str> {
    pairs.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
}

fn first<'a>(pairs: &'a Pairs, name: &'a str) -> &'a str {
    all(pairs, name).next().unwrap_or_default()
}

/// The form; `None` for who has nothing to lend.
fn form(people: &People, texts: &Texts, session: &Session, sent: &Pairs) -> Option<Form> {
    let lendable: Vec<_> =
        session.grants.held().iter().filter(|grant| !grant.role.is_administrator()).collect();
    if lendable.is_empty() {
        return None;
    }
    let only = lendable.len() == 1;
    let grants = lendable.iter().map(|grant| Choice {
        value: grant.id.clone(),
        label: format!(
            "{} · {}",
            show::role(texts, grant.role),
            show::place(&people.core, &grant.place, texts.lang)
        ),
        chosen: only || all(sent, "grants").any(|id| id == grant.id),
    });
    let given = |permission: &&Permission| {
        **permission != Permission::ProfileOwn
            && lendable
                .iter()
                .any(|grant| rights_of(grant.role).iter().any(|right| right.permission == **permission))
    };
    let permissions = Permission::ALL.iter().filter(given).map(|permission| Choice {
        value: permission.word().to_owned(),
        label: show::permission(texts, *permission),
        chosen: all(sent, "permissions").any(|word| word == permission.word()),
    });
    let chosen = first(sent, "days").parse().unwrap_or(30);
    let days = DAYS.map(|days| Choice {
        value: days.to_string(),
        label: texts.t1("profile-token-days", "days", days),
        chosen: days == chosen,
    });
    let fields = vec![
        Field::text("name", texts.t("profile-token-name"), first(sent, "name"))
            .hint(texts.t("profile-token-name-hint")),
        Field::checks("grants", texts.t("profile-token-grants"), grants.collect()),
        Field::checks("permissions", texts.t("profile-token-permissions"), permissions.collect())
            .hint(texts.t("profile-token-permissions-hint")),
        Field::select("days", texts.t("profile-token-for"), days.into()).wide("w-12"),
    ];
    Some(Form::new("token", "/profile/tokens", texts.t("profile-token-issue"), fields))
}

async fn rendered(
    people: &People,
    visitor: &Visitor,
    form: Option<Form>,
    fault: Option<&Fault>,
    fresh: Option<String>,
) -> Result<Response, Fault> {
    let (core, texts) = (&people.core, &visitor.texts);
    let now = core.world.now_ms();
    let tokens = list_tokens(&core.db, own_session(visitor)?).await?;
    let frame = Frame::new(core, visitor, "/profile/tokens", title(texts, "profile-tokens", fault))
        .under(texts.t("profile-title"), "/profile");
    let tokens = tokens.into_iter().map(|view| token_row(texts, view, now)).collect();
    Ok(answered(page(&TokensPage { frame, form, tokens, fresh }), fault))
}
