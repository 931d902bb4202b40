//! Showing once more who one is (再次验证身份) before something that cannot be taken back, such as approving money. It must never open or lengthen a session.

use anye_base::World;
use anye_db::Db;
use anye_db::audit::{Event, Outcome};

use super::open::{Client, known_device, person};
use super::{Session, Stage};
use crate::account::store as accounts;
use crate::fault::failures;
use crate::rules::Rules;
use crate::throttle;

failures! {
    /// Why it was not accepted.
    ConfirmError {
        /// The password is wrong.
        Wrong => Invalid "confirm_wrong",
        /// Too many wrong tries.
        Wait {
            /// Seconds to wait.
            seconds: i64
        } => TooMany "sign_in_wait",
        /// Sign-in is not complete.
        NotYet => Denied "confirm_not_yet",
    }
}

/// Checks the password of who is signed in. Wrong ones are counted like wrong ones at sign-in.
pub async fn confirm_identity(
    db: &Db,
    world: &World,
    rules: &Rules,
    session: &Session,
    password: &str,
    client: &Client,
) -> Result<(), ConfirmError> {
    if session.stage != Stage::Full {
        return Err(ConfirmError::NotYet);
    }
    let account = accounts::find(&mut &*db, &session.account.id).await?.ok_or(ConfirmError::NotYet)?;
    let device = known_device(db, world, &account.brief.id, client).await?;
    let login = &account.brief.login;
    let buckets = throttle::password_buckets(login, &client.source, device.as_deref(), &rules.throttle);
    let now = world.now_ms();
    if let Some(seconds) = throttle::wait_seconds(&mut &*db, &buckets, now).await? {
        return Err(ConfirmError::Wait { seconds });
    }
    let fits = rules.hasher.fits(password, account.password_hash.as_deref()).await?;
    let actor = person(&account, client);
    let mut tx = db.begin_internal(world, &actor).await?;
    // Counted again now that the result is known: of many sent together only the first few are answered.
    if let Some(seconds) = throttle::lock(&mut tx, &buckets, now).await? {
        return Err(ConfirmError::Wait { seconds });
    }
    let done = Event::new("account.confirm", "account", &account.brief.id).at_place(&account.brief.place);
    if fits {
        throttle::count_success(&mut tx, &buckets).await?;
        tx.commit(done).await?;
        return Ok(());
    }
    throttle::count_failure(&mut tx, &buckets, now, &rules.throttle).await?;
    tx.commit(done.ended(Outcome::Failed)).await?;
    Err(ConfirmError::Wrong)
}
