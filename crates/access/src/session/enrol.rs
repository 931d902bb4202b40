//! Setting up the second factor (绑定动态口令): the secret is shown once, and counts after a first right code.

use anye_base::World;
use anye_db::Db;
use anye_db::audit::{Event, Outcome};

use super::open::{Client, Proof, open, person};
use super::{Session, SignedIn, Stage, store};
use crate::account::store as accounts;
use crate::fault::failures;
use crate::rules::Rules;
use crate::totp;

/// What to put into the authenticator app. Shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The secret in base 32, to type.
    pub secret: String,
    /// The same as an `otpauth://` address, to show as a picture.
    pub address: String,
}

/// The second factor is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolled {
    /// Codes for the day the phone is lost, each good for once. Shown once.
    pub recovery_codes: Vec<String>,
    /// The session goes on under a new token.
    pub signed_in: SignedIn,
}

failures! {
    /// Why the second factor was not set up.
    EnrolError {
        /// There is one already; an administrator takes it away first.
        Already => Conflict "factor_already",
        /// The code does not fit the secret.
        Wrong => Invalid "code_wrong",
        /// No secret was shown yet, or sign-in is not this far.
        NotBegun => Conflict "factor_not_begun",
    }
}

/// Makes a secret and shows it.
pub async fn begin_enrolment(
    db: &Db,
    world: &World,
    rules: &Rules,
    session: &Session,
    client: &Client,
) -> Result<Enrolment, EnrolError> {
    let account = enrolling(db, session).await?;
    let secret = totp::new_secret(world);
    let address = totp::address(&secret, &rules.issuer, &account.brief.login)
        .ok_or_else(|| EnrolError::Internal("the secret makes no address".into()))?;
    let actor = person(&account, client);
    let mut tx = db.begin_internal(world, &actor).await?;
    accounts::set_totp(&mut tx, &account.brief.id, Some(&secret), None).await?;
    tx.commit(
        Event::new("account.second_factor_begun", "account", &account.brief.id)
            .at_place(&account.brief.place),
    )
    .await?;
    Ok(Enrolment { secret, address })
}

/// Takes the first code. All other sessions end; this one goes on under a new token.
pub async fn confirm_enrolment(
    db: &Db,
    world: &World,
    rules: &Rules,
    session: &Session,
    code: &str,
    client: &Client,
) -> Result<Enrolled, EnrolError> {
    let account = enrolling(db, session).await?;
    let secret = account.totp_secret.clone().ok_or(EnrolError::NotBegun)?;
    let now = world.now_ms();
    let actor = person(&account, client);
    let mut tx = db.begin_internal(world, &actor).await?;
    let event =
        Event::new("account.second_factor_set", "account", &account.brief.id).at_place(&account.brief.place);
    let Some(step) = totp::matching_step(&secret, &totp::normal_code(code), now) else {
        tx.commit(event.ended(Outcome::Failed)).await?;
        return Err(EnrolError::Wrong);
    };
    let codes = totp::recovery_codes(world);
    let digests: Vec<_> = codes.iter().map(|code| totp::recovery_digest(&account.brief.id, code)).collect();
    accounts::set_totp(&mut tx, &account.brief.id, Some(&secret), Some(now)).await?;
    accounts::use_totp_step(&mut tx, &account.brief.id, step).await?;
    accounts::replace_recovery_codes(&mut tx, &account.brief.id, &digests).await?;
    if !store::end(&mut tx, &account.brief.id, &session.id, now, "rotated").await? {
        return Err(EnrolError::NotBegun);
    }
    store::end_all(&mut tx, &account.brief.id, None, now, "second_factor_set").await?;
    let account = accounts::find(&mut tx, &account.brief.id).await?.ok_or(EnrolError::NotBegun)?;
    let assurance = format!("{}+totp", session.assurance);
    let proof = Proof { assurance: &assurance, second: true, password: session.assurance == "password" };
    let signed_in = open(&mut tx, rules, &account, &proof, client).await?;
    tx.commit(event).await?;
    Ok(Enrolled { recovery_codes: codes, signed_in })
}

async fn enrolling(mut db: &Db, session: &Session) -> Result<accounts::Account, EnrolError> {
    if !matches!(session.stage, Stage::Enrol | Stage::Full) {
        return Err(EnrolError::NotBegun);
    }
    let account = accounts::find(&mut db, &session.account.id).await?.ok_or(EnrolError::NotBegun)?;
    if account.totp_confirmed { Err(EnrolError::Already) } else { Ok(account) }
}
