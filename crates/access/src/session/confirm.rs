//! Showing once more who one is (再次验证身份) before something that cannot be taken back, such as approving money. It must never open or lengthen a session.

use anye_base::World;
use anye_db::audit::{Event, Outcome};
use anye_db::{Db, DbError};

use super::open::{Client, known_device, person};
use super::second_factor::use_code;
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
        /// The account has a second factor, and no code was given.
        CodeMissing => Invalid "confirm_code_missing",
        /// The code is wrong, or was used before.
        CodeWrong => Invalid "confirm_code_wrong",
        /// Too many wrong tries.
        Wait {
            /// Seconds to wait.
            seconds: i64
        } => TooMany "sign_in_wait",
        /// Sign-in is not complete.
        NotYet => Denied "confirm_not_yet",
    }
}

/// What somebody shows.
#[derive(Clone, Copy, Default)]
pub struct Shown<'a> {
    /// The password.
    pub password: &'a str,
    /// A code of the second factor, or a recovery code; asked for only where the account has one.
    pub code: &'a str,
}

/// Whether the account has a second factor: then its code is asked for as well.
///
/// # Errors
/// The store's own.
pub async fn asks_code(db: &Db, account: &str) -> Result<bool, DbError> {
    Ok(accounts::find(&mut &*db, account).await?.is_some_and(|one| one.totp_confirmed))
}

/// Checks password, and code where the account has a second factor, of who is signed in. Wrong ones are counted like wrong ones at sign-in; a code is good for once.
pub async fn confirm_identity(
    db: &Db,
    world: &World,
    rules: &Rules,
    session: &Session,
    shown: Shown<'_>,
    client: &Client,
) -> Result<(), ConfirmError> {
    if session.stage != Stage::Full {
        return Err(ConfirmError::NotYet);
    }
    let account = accounts::find(&mut &*db, &session.account.id).await?.ok_or(ConfirmError::NotYet)?;
    let device = known_device(db, world, &account.brief.id, client).await?;
    let login = &account.brief.login;
    let buckets = throttle::password_buckets(login, &client.source, device.as_deref(), &rules.throttle);
    let codes = throttle::code_buckets(&account.brief.id, device.as_deref(), &rules.throttle);
    let now = world.now_ms();
    if let Some(seconds) = throttle::wait_seconds(&mut &*db, &buckets, now).await? {
        return Err(ConfirmError::Wait { seconds });
    }
    let fits = rules.hasher.fits(shown.password, account.password_hash.as_deref()).await?;
    let actor = person(&account, client);
    let mut tx = db.begin_internal(world, &actor).await?;
    // Counted again now that the result is known: of many sent together only the first few are answered.
    let waits = throttle::lock(&mut tx, &buckets, now).await?;
    let waits =
        if account.totp_confirmed { waits.max(throttle::lock(&mut tx, &codes, now).await?) } else { waits };
    if let Some(seconds) = waits {
        return Err(ConfirmError::Wait { seconds });
    }
    let done = Event::new("account.confirm", "account", &account.brief.id).at_place(&account.brief.place);
    if !fits {
        throttle::count_failure(&mut tx, &buckets, now, &rules.throttle).await?;
        tx.commit(done.ended(Outcome::Failed)).await?;
        return Err(ConfirmError::Wrong);
    }
    if account.totp_confirmed {
        if shown.code.trim().is_empty() {
            return Err(ConfirmError::CodeMissing);
        }
        if use_code(&mut tx, &account, shown.code, now).await?.is_none() {
            throttle::count_failure(&mut tx, &codes, now, &rules.throttle).await?;
            tx.commit(done.ended(Outcome::Failed)).await?;
            return Err(ConfirmError::CodeWrong);
        }
        throttle::count_success(&mut tx, &codes).await?;
    }
    throttle::count_success(&mut tx, &buckets).await?;
    tx.commit(done).await?;
    Ok(())
}
