//! What a token in a cookie stands for, on each request. Read from the store each time, so that a taken right is gone at once.

use anye_base::{Actor, ActorKind, World};
use anye_db::audit::Event;
use anye_db::{Db, DbError};

use super::{Session, Stage, store};
use crate::model::Grants;
use crate::rules::Rules;
use crate::secret::Token;

/// The session, where the token opens one. Idle and absolute limits are looked at here.
pub async fn load_session(
    db: &Db,
    world: &World,
    rules: &Rules,
    token: &Token,
) -> Result<Option<Session>, DbError> {
    let found = store::find_with_grants(&mut &*db, &token.digest(), world.today()).await?;
    let Some((found, held)) = found else { return Ok(None) };
    let now = world.now_ms();
    if found.disabled || now >= found.expires_at {
        return Ok(None);
    }
    let grants = Grants::new(&found.account.id, held);
    let idle_ms = if grants.administers() { rules.sessions.admin_idle_ms } else { rules.sessions.idle_ms };
    if now - found.seen_at >= idle_ms {
        return Ok(None);
    }
    // Written now and then only: each write is an audit record. The person loses at most a fifth of the idle time.
    let seen_at =
        if now - found.seen_at >= idle_ms / 5 { touch(db, world, &found).await? } else { found.seen_at };
    Ok(Some(Session {
        id: found.id,
        stage: found.stage,
        assurance: found.assurance,
        grants: if found.stage == Stage::Full { grants } else { Grants::new(&found.account.id, Vec::new()) },
        account: found.account,
        created_at: found.created_at,
        expires_at: found.expires_at,
        idle_at: seen_at + idle_ms,
        csrf: token.csrf(),
    }))
}

async fn touch(db: &Db, world: &World, found: &store::Stored) -> Result<i64, DbError> {
    let (id, name) = (found.account.id.clone(), found.account.name.clone());
    let actor =
        Actor { kind: ActorKind::Person, id, name, source: found.source.clone(), trace: String::new() };
    let mut tx = db.begin_internal(world, &actor).await?;
    let now = world.now_ms();
    if store::touch(&mut tx, &found.id, now).await? {
        tx.commit(Event::new("session.used", "account", &found.account.id).at_place(&found.account.place))
            .await?;
    }
    Ok(now)
}
