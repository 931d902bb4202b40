//! Signing in with a password (登录). Wrong name and wrong password get the same answer after the same work.

use anye_base::{Actor, World};
use anye_db::Db;
use anye_db::audit::{Event, Outcome};

use super::SignedIn;
use super::open::{Client, Proof, known_device, open, person, signed_in_event};
use crate::account::normal_login;
use crate::account::store::{self as accounts, Account};
use crate::fault::failures;
use crate::rules::Rules;
use crate::throttle;

/// The wish.
#[derive(Clone)]
pub struct SignIn {
    /// Name to sign in with.
    pub login: String,
    /// The password.
    pub password: String,
    /// Where it comes from.
    pub client: Client,
}

failures! {
    /// Why nobody was signed in.
    SignInError {
        /// Name or password is wrong, or the account is shut: which of them is not said.
        Wrong => Unauthenticated "sign_in_wrong",
        /// Too many wrong tries.
        Wait {
            /// Seconds to wait.
            seconds: i64
        } => TooMany "sign_in_wait",
        /// The one-time password has run out.
        OneTimeOver => Unauthenticated "one_time_over",
    }
}

/// Signs in, as far as a password alone goes: [`SignedIn::stage`] says what comes next.
pub async fn sign_in(
    db: &Db,
    world: &World,
    rules: &Rules,
    request: SignIn,
) -> Result<SignedIn, SignInError> {
    let login = normal_login(&request.login);
    let found = accounts::find_login(&mut &*db, &login).await?;
    let device = match &found {
        Some(account) => known_device(db, world, &account.brief.id, &request.client).await?,
        None => None,
    };
    let buckets =
        throttle::password_buckets(&login, &request.client.source, device.as_deref(), &rules.throttle);
    if let Some(seconds) = throttle::wait_seconds(&mut &*db, &buckets, world.now_ms()).await? {
        return Err(SignInError::Wait { seconds });
    }
    let stored = found.as_ref().and_then(|account| account.password_hash.as_deref());
    let fits = rules.hasher.fits(&request.password, stored).await?;
    let refusal = refused(found.as_ref());
    let proven = found.filter(|account| fits && !account.disabled);
    let actor = match &proven {
        Some(account) => person(account, &request.client),
        None => Actor::anonymous(&request.client.source, &request.client.trace),
    };
    let mut tx = db.begin_internal(world, &actor).await?;
    // Asked again with the counts in hand: many tries sent at once must not all be answered.
    if let Some(seconds) = throttle::lock(&mut tx, &buckets, world.now_ms()).await? {
        return Err(SignInError::Wait { seconds });
    }
    let Some(account) = proven else {
        throttle::count_failure(&mut tx, &buckets, world.now_ms(), &rules.throttle).await?;
        tx.commit(refusal).await?;
        return Err(SignInError::Wrong);
    };
    // Read again inside the write: a password changed meanwhile, or an account shut, must not let the old one through.
    let account = unchanged(accounts::find(&mut tx, &account.brief.id).await?, &account)?;
    if account.password_until.is_some_and(|until| until <= world.now_ms()) {
        tx.commit(
            Event::new("session.refused", "account", &account.brief.id)
                .at_place(&account.brief.place)
                .ended(Outcome::Failed),
        )
        .await?;
        return Err(SignInError::OneTimeOver);
    }
    throttle::count_success(&mut tx, &buckets).await?;
    let proof = Proof { assurance: "password", second: false, password: true };
    let signed = open(&mut tx, rules, &account, &proof, &request.client).await?;
    tx.commit(signed_in_event(&account, &signed, &proof)).await?;
    Ok(signed)
}

fn unchanged(now: Option<Account>, before: &Account) -> Result<Account, SignInError> {
    now.filter(|now| !now.disabled && now.password_hash == before.password_hash).ok_or(SignInError::Wrong)
}

/// The record of a wrong try. A name nobody has is not written down: it may be a password typed into the wrong field.
fn refused(found: Option<&Account>) -> Event {
    let event = match found {
        Some(account) => {
            Event::new("session.refused", "account", &account.brief.id).at_place(&account.brief.place)
        }
        None => Event::new("session.refused", "account", ""),
    };
    event.ended(Outcome::Failed)
}
