//! Changing one's own password (修改口令). All other sessions end; this one goes on under a new token.

use anye_base::World;
use anye_db::Db;
use anye_db::audit::{Event, Outcome};

use super::open::{Client, Proof, known_device, open, person};
use super::{Session, SignedIn, Stage, store};
use crate::account::store as accounts;
use crate::fault::failures;
use crate::password::Weakness;
use crate::rules::Rules;
use crate::throttle;

/// The wish.
#[derive(Clone)]
pub struct ChangePassword {
    /// The password so far.
    pub old: String,
    /// The new one.
    pub new: String,
    /// Where it comes from.
    pub client: Client,
}

failures! {
    /// Why the password was not changed.
    ChangePasswordError {
        /// The password so far is wrong.
        Wrong => Invalid "password_old_wrong",
        /// Too many wrong tries.
        Wait {
            /// Seconds to wait.
            seconds: i64
        } => TooMany "sign_in_wait",
        /// The new one cannot be used.
        Weak {
            /// Why not: a code whose words are in the catalogues.
            weakness: Weakness
        } => Invalid "password_weak",
        /// Sign-in is not this far, or the session has ended.
        NotYet => Conflict "password_not_yet",
    }
}

/// Changes it.
pub async fn change_password(
    db: &Db,
    world: &World,
    rules: &Rules,
    session: &Session,
    request: ChangePassword,
) -> Result<SignedIn, ChangePasswordError> {
    if !matches!(session.stage, Stage::ChangePassword | Stage::Enrol | Stage::Full) {
        return Err(ChangePasswordError::NotYet);
    }
    let account = accounts::find(&mut &*db, &session.account.id).await?.ok_or(ChangePasswordError::NotYet)?;
    let device = known_device(db, world, &account.brief.id, &request.client).await?;
    let buckets = throttle::password_buckets(
        &account.brief.login,
        &request.client.source,
        device.as_deref(),
        &rules.throttle,
    );
    if let Some(seconds) = throttle::wait_seconds(&mut &*db, &buckets, world.now_ms()).await? {
        return Err(ChangePasswordError::Wait { seconds });
    }
    let fits = rules.hasher.fits(&request.old, account.password_hash.as_deref()).await?;
    if fits && request.old == request.new {
        return Err(ChangePasswordError::Weak { weakness: Weakness::Same });
    }
    let about = [account.brief.login.as_str(), account.brief.name.as_str(), account.person_key.as_str()];
    rules.policy.check(&request.new, &about).map_err(|weakness| ChangePasswordError::Weak { weakness })?;
    let hash = rules.hasher.hash(world, &request.new).await?;

    let (actor, now) = (person(&account, &request.client), world.now_ms());
    let event =
        Event::new("account.password_changed", "account", &account.brief.id).at_place(&account.brief.place);
    let mut tx = db.begin_internal(world, &actor).await?;
    if let Some(seconds) = throttle::lock(&mut tx, &buckets, now).await? {
        return Err(ChangePasswordError::Wait { seconds });
    }
    if !fits {
        throttle::count_failure(&mut tx, &buckets, now, &rules.throttle).await?;
        tx.commit(event.ended(Outcome::Failed)).await?;
        return Err(ChangePasswordError::Wrong);
    }
    throttle::count_success(&mut tx, &buckets).await?;
    accounts::set_password(&mut tx, &account, &hash, now, None).await?;
    if !store::end(&mut tx, &account.brief.id, &session.id, now, "rotated").await? {
        return Err(ChangePasswordError::NotYet);
    }
    store::end_all(&mut tx, &account.brief.id, None, now, "password_changed").await?;
    let account = accounts::find(&mut tx, &account.brief.id).await?.ok_or(ChangePasswordError::NotYet)?;
    let proof = Proof {
        assurance: &session.assurance,
        second: session.stage == Stage::Full || session.assurance.contains('+'),
        password: true,
    };
    let signed = open(&mut tx, rules, &account, &proof, &request.client).await?;
    tx.commit(event).await?;
    Ok(signed)
}
