//! The page of one's own account (我的账号).

use anye_access::session::{SessionView, list_sessions};
use anye_access::token::{TokenView, list_tokens};
use anye_access::{Session, rights_of};
use anye_base::{Fault, Limit};
use anye_db::audit::{Filter, Record, list};
use anye_web::{Failed, Frame, Texts, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::people::own_session;
use crate::{People, show};

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    done: Option<String>,
}

/// A role with what it gives.
struct RoleRow {
    role: String,
    place: String,
    rights: Vec<(String, String)>,
}

struct SessionRow {
    id: String,
    agent: String,
    source: String,
    how: String,
    begun: String,
    seen: String,
    current: bool,
}

/// A token as a row of the table.
pub(super) struct TokenRow {
    pub id: String,
    pub name: String,
    pub permissions: String,
    pub until: String,
    pub state: &'static str,
}

/// A record of the log as a row.
struct Deed {
    at: String,
    action: String,
    by: String,
    source: String,
    outcome: String,
}

#[derive(Template)]
#[template(path = "profile.html")]
struct ProfilePage {
    frame: Frame,
    login: String,
    place: String,
    kind: String,
    conflict: bool,
    roles: Vec<RoleRow>,
    factor: bool,
    by_provider: bool,
    sessions: Vec<SessionRow>,
    tokens: Vec<TokenRow>,
    mine: Vec<Deed>,
    about_me: Vec<Deed>,
    state: String,
}

/// Answers `GET /profile`.
pub async fn show(
    State(people): State<People>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let session = own_session(&visitor)?;
    let (core, texts) = (&people.core, &visitor.texts);
    let sessions = list_sessions(&core.db, &core.world, session).await.map_err(Fault::from)?;
    let tokens = list_tokens(&core.db, session).await.map_err(Fault::from)?;
    let (mine, about_me) = deeds(&people, session, texts).await?;
    let frame =
        Frame::new(core, &visitor, "/profile", texts.t("profile-title")).notice(asked.done.as_deref());
    let now = core.world.now_ms();
    let values = [
        ("sessions", sessions.len().to_string()),
        ("tokens", tokens.iter().filter(|token| usable(token, now)).count().to_string()),
        ("until", show::minute(session.expires_at)),
    ];
    let profile = ProfilePage {
        state: texts.args("profile-state", &values),
        login: session.account.login.clone(),
        place: show::place(core, &session.account.place, texts.lang),
        kind: texts.t(&format!("account-kind-{}", session.account.kind.word())),
        conflict: session.grants.conflict().is_some(),
        roles: session.grants.held().iter().map(|grant| role_row(&people, texts, grant)).collect(),
        factor: session.assurance.contains('+'),
        by_provider: session.assurance.starts_with("oidc"),
        sessions: sessions.into_iter().map(|view| session_row(texts, view)).collect(),
        tokens: tokens.into_iter().map(|view| token_row(texts, view, now)).collect(),
        mine,
        about_me,
        frame,
    };
    Ok(page(&profile))
}

fn role_row(people: &People, texts: &Texts, grant: &anye_access::Grant) -> RoleRow {
    let right = |right: &anye_access::Right| {
        (show::permission(texts, right.permission), show::reach(texts, right.reach))
    };
    RoleRow {
        role: show::role(texts, grant.role),
        place: show::place(&people.core, &grant.place, texts.lang),
        rights: rights_of(grant.role).iter().map(right).collect(),
    }
}

/// How somebody signed in, in words.
fn how(texts: &Texts, assurance: &str) -> String {
    let first = if assurance.starts_with("oidc") { "profile-how-oidc" } else { "profile-how-password" };
    let second = if assurance.ends_with("+totp") {
        "profile-how-totp"
    } else if assurance.ends_with("+recovery") {
        "profile-how-recovery"
    } else {
        return texts.t(first);
    };
    format!("{} + {}", texts.t(first), texts.t(second))
}

fn session_row(texts: &Texts, view: SessionView) -> SessionRow {
    SessionRow {
        how: how(texts, &view.assurance),
        begun: show::minute(view.created_at),
        seen: show::minute(view.seen_at),
        id: view.id,
        agent: view.agent,
        source: view.source,
        current: view.current,
    }
}

fn usable(token: &TokenView, now: i64) -> bool {
    !token.revoked && token.expires_at > now
}

pub(super) fn token_row(texts: &Texts, view: TokenView, now: i64) -> TokenRow {
    let names: Vec<String> = view.permissions.iter().map(|one| show::permission(texts, *one)).collect();
    let state = match (view.revoked, view.expires_at > now) {
        (true, _) => "profile-token-revoked",
        (false, false) => "profile-token-over",
        (false, true) => "profile-token-usable",
    };
    TokenRow {
        until: show::minute(view.expires_at),
        permissions: names.join("、"),
        state,
        id: view.id,
        name: view.name,
    }
}

/// Records shown of each sort.
const DEEDS: u32 = 20;

/// What one did oneself, and what others did to the account.
async fn deeds(people: &People, session: &Session, texts: &Texts) -> Result<(Vec<Deed>, Vec<Deed>), Fault> {
    let me = &session.account.id;
    let limit = Limit::new(DEEDS).unwrap_or_default();
    let mut reader = &people.core.db;
    let mine = Filter { actor_id: Some(me.clone()), ..Filter::default() };
    let mine = list(&mut reader, &mine, None, limit).await?;
    let about =
        Filter { object_kind: Some("account".into()), object_id: Some(me.clone()), ..Filter::default() };
    // Own deeds are in the other list, so more is read than is shown.
    let about = list(&mut reader, &about, None, Limit::default()).await?;
    let others = about.items.iter().filter(|record| record.actor_id != *me).take(DEEDS as usize);
    let deed = |record: &Record| deed(texts, record);
    Ok((mine.items.iter().map(deed).collect(), others.map(deed).collect()))
}

fn deed(texts: &Texts, record: &Record) -> Deed {
    let by = match record.actor_kind.as_str() {
        "anonymous" => texts.t("profile-nobody"),
        _ => record.actor_name.clone(),
    };
    Deed {
        at: show::minute(record.at),
        action: action(texts, &record.action),
        by,
        source: record.source.clone(),
        outcome: texts.t(&format!("profile-outcome-{}", record.outcome)),
    }
}

/// What was done, in words where there are some; the log's own word otherwise.
fn action(texts: &Texts, action: &str) -> String {
    let key = format!("deed-{}", action.replace(['.', '_'], "-"));
    if texts.has(&key) { texts.t(&key) } else { action.to_owned() }
}
