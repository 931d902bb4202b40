//! Clearing away what nobody needs any more: old counts of wrong tries, ended sessions, forgotten browsers, sign-ins never finished.

use anye_base::{Actor, World};
use anye_db::audit::Event;
use anye_db::{Db, DbError};

use crate::{oidc, session, throttle};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// Ended sessions are kept so long for questions that come later; the audit log keeps them for good.
const SESSIONS_MS: i64 = 180 * DAY_MS;

/// Clears away, and says how many rows went. To be run as a job once a day; running it twice does no harm.
pub async fn sweep(db: &Db, world: &World) -> Result<u64, DbError> {
    let (actor, now) = (Actor::system("access.sweep"), world.now_ms());
    let mut tx = db.begin_internal(world, &actor).await?;
    let mut gone = throttle::store::sweep(&mut tx, now - DAY_MS).await?;
    gone += session::store::sweep(&mut tx, now - SESSIONS_MS, now).await?;
    gone += oidc::store::sweep(&mut tx, now - DAY_MS).await?;
    if gone > 0 {
        tx.commit(Event::new("access.swept", "store", "access").detail(&serde_json::json!({ "rows": gone })))
            .await?;
    }
    Ok(gone)
}
