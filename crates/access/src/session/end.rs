//! Signing out (退出), and the person's own list of sessions (登录会话) with the right to end them.

use anye_base::World;
use anye_db::Db;
use anye_db::audit::Event;
use serde::Serialize;

use super::open::Client;
use super::{Session, store};
use crate::fault::failures;

/// One of a person's own sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionView {
    /// Its id.
    pub id: String,
    /// When it began, in milliseconds.
    pub created_at: i64,
    /// When it was last seen, give or take some minutes.
    pub seen_at: i64,
    /// Network address it began from.
    pub source: String,
    /// What its browser calls itself.
    pub agent: String,
    /// How the person proved who they are.
    pub assurance: String,
    /// Whether it is the one that asks.
    pub current: bool,
}

failures! {
    /// Why a session was not ended.
    EndSessionError {
        /// The person has no open session of this id.
        Unknown => NotFound "session_unknown",
    }
}

/// Signs out.
pub async fn sign_out(
    db: &Db,
    world: &World,
    session: &Session,
    client: &Client,
) -> Result<(), EndSessionError> {
    end(db, world, session, &session.id, client, "signed_out").await
}

/// The person's open sessions, the last used first.
pub async fn list_sessions(
    db: &Db,
    world: &World,
    session: &Session,
) -> Result<Vec<SessionView>, anye_db::DbError> {
    let open = store::open_of(&mut &*db, &session.account.id, world.now_ms()).await?;
    let view = |found: store::Stored| SessionView {
        current: found.id == session.id,
        id: found.id,
        created_at: found.created_at,
        seen_at: found.seen_at,
        source: found.source,
        agent: found.agent,
        assurance: found.assurance,
    };
    Ok(open.into_iter().map(view).collect())
}

/// Ends one of the person's own sessions.
pub async fn end_session(
    db: &Db,
    world: &World,
    session: &Session,
    id: &str,
    client: &Client,
) -> Result<(), EndSessionError> {
    end(db, world, session, id, client, "ended_by_owner").await
}

async fn end(
    db: &Db,
    world: &World,
    session: &Session,
    id: &str,
    client: &Client,
    reason: &str,
) -> Result<(), EndSessionError> {
    let actor = session.actor(&client.source, &client.trace);
    let mut tx = db.begin_internal(world, &actor).await?;
    if !store::end(&mut tx, &session.account.id, id, world.now_ms(), reason).await? {
        return Err(EndSessionError::Unknown);
    }
    let event = Event::new("session.closed", "account", &session.account.id).at_place(&session.account.place);
    tx.commit(event.detail(&serde_json::json!({ "reason": reason }))).await?;
    Ok(())
}
