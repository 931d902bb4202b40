//! The owner's list of tokens, and taking one back (撤销接口令牌).

use anye_base::World;
use anye_db::audit::Event;
use anye_db::{Db, DbError};

use super::{TokenView, store};
use crate::fault::failures;
use crate::session::{Client, Session, Stage};

failures! {
    /// Why a token was not taken back.
    RevokeTokenError {
        /// The person has no such token in use.
        Unknown => NotFound "token_unknown",
    }
}

/// The person's own tokens, newest first.
pub async fn list_tokens(db: &Db, session: &Session) -> Result<Vec<TokenView>, DbError> {
    if session.stage != Stage::Full {
        return Ok(Vec::new());
    }
    store::list(&mut &*db, &session.account.id).await
}

/// Takes one back. It ceases to work at once.
pub async fn revoke_token(
    db: &Db,
    world: &World,
    session: &Session,
    id: &str,
    client: &Client,
) -> Result<(), RevokeTokenError> {
    let actor = session.actor(&client.source, &client.trace);
    let mut tx = db.begin_internal(world, &actor).await?;
    if session.stage != Stage::Full
        || !store::revoke(&mut tx, &session.account.id, id, world.now_ms()).await?
    {
        return Err(RevokeTokenError::Unknown);
    }
    let event = Event::new("token.revoked", "account", &session.account.id).at_place(&session.account.place);
    tx.commit(event.detail(&serde_json::json!({ "token": id }))).await?;
    Ok(())
}
