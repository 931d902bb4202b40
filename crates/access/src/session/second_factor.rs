//! The second factor (动态口令): a code of an authenticator app, or a recovery code. Each is good for once.

use anye_base::World;
use anye_db::audit::{Event, Outcome};
use anye_db::{Db, DbError, WriteTx};

use super::open::{Client, Proof, known_device, open, person, signed_in_event};
use super::{Session, SignedIn, Stage, store};
use crate::account::store::{self as accounts, Account};
use crate::fault::failures;
use crate::rules::Rules;
use crate::{throttle, totp};

failures! {
    /// Why the second factor did not hold.
    SecondFactorError {
        /// The code is wrong, or was used before.
        Wrong => Unauthenticated "code_wrong",
        /// Too many wrong codes.
        Wait {
            /// Seconds to wait.
            seconds: i64
        } => TooMany "sign_in_wait",
        /// This session asks for no code.
        NotAsked => Conflict "code_not_asked",
    }
}

/// Goes on with a session that waits for a code. The session gets a new token; the old one ends.
pub async fn second_factor(
    db: &Db,
    world: &World,
    rules: &Rules,
    session: &Session,
    code: &str,
    client: &Client,
) -> Result<SignedIn, SecondFactorError> {
    if session.stage != Stage::SecondFactor {
        return Err(SecondFactorError::NotAsked);
    }
    let account = accounts::find(&mut &*db, &session.account.id).await?.ok_or(SecondFactorError::NotAsked)?;
    let device = known_device(db, world, &account.brief.id, client).await?;
    let buckets = throttle::code_buckets(&account.brief.id, device.as_deref(), &rules.throttle);
    let actor = person(&account, client);
    let mut tx = db.begin_internal(world, &actor).await?;
    let now = world.now_ms();
    if let Some(seconds) = throttle::lock(&mut tx, &buckets, now).await? {
        return Err(SecondFactorError::Wait { seconds });
    }
    let Some(kind) = use_code(&mut tx, &account, code, now).await? else {
        throttle::count_failure(&mut tx, &buckets, now, &rules.throttle).await?;
        let event =
            Event::new("session.code_refused", "account", &account.brief.id).at_place(&account.brief.place);
        tx.commit(event.ended(Outcome::Failed)).await?;
        return Err(SecondFactorError::Wrong);
    };
    throttle::count_success(&mut tx, &buckets).await?;
    // The waiting session must still be open: of two answers sent together only one may go on.
    if !store::end(&mut tx, &account.brief.id, &session.id, now, "rotated").await? {
        return Err(SecondFactorError::NotAsked);
    }
    let assurance = format!("{}+{kind}", session.assurance);
    let proof = Proof { assurance: &assurance, second: true, password: session.assurance == "password" };
    let signed = open(&mut tx, rules, &account, &proof, client).await?;
    tx.commit(signed_in_event(&account, &signed, &proof)).await?;
    Ok(signed)
}

/// Uses up the code and says what sort it was.
pub(super) async fn use_code(
    tx: &mut WriteTx<'_>,
    account: &Account,
    code: &str,
    now: i64,
) -> Result<Option<&'static str>, DbError> {
    let code = totp::normal_code(code);
    if let Some(secret) = account.totp_secret.as_deref().filter(|_| account.totp_confirmed)
        && let Some(step) = totp::matching_step(secret, &code, now)
    {
        return Ok(accounts::use_totp_step(tx, &account.brief.id, step).await?.then_some("totp"));
    }
    let digest = totp::recovery_digest(&account.brief.id, &code);
    Ok(accounts::use_recovery_code(tx, &account.brief.id, &digest, now).await?.then_some("recovery"))
}
