//! Opening a session: what every way of signing in ends with. The old token, where there was one, dies here.

use anye_base::{Actor, ActorKind, World};
use anye_db::audit::Event;
use anye_db::{DbError, WriteTx};

use super::store::{self, NewSession};
use super::{SignedIn, Stage};
use crate::account::AccountKind;
use crate::account::store::Account;
use crate::rules::Rules;
use crate::secret::Token;

/// Where a sign-in comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Client {
    /// Network address.
    pub source: String,
    /// What the browser calls itself; shown to the person in the list of sessions.
    pub agent: String,
    /// The cookie of a browser that is known already.
    pub device: Option<Token>,
    /// Trace id of the request.
    pub trace: String,
}

/// What a person has shown so far.
pub(crate) struct Proof<'a> {
    pub assurance: &'a str,
    /// Whether a second factor was shown.
    pub second: bool,
    /// Whether the password was used, so that its age matters.
    pub password: bool,
}

/// What lies between the person and their rights.
pub(crate) fn next_stage(account: &Account, rules: &Rules, proof: &Proof<'_>, now: i64) -> Stage {
    let aged = account.password_set_at.is_some_and(|at| rules.policy.aged(at, now));
    if account.totp_confirmed && !proof.second {
        Stage::SecondFactor
    } else if proof.password && (account.must_change || aged) {
        Stage::ChangePassword
    } else if account.brief.kind == AccountKind::Staff && rules.staff_second_factor() && !proof.second {
        Stage::Enrol
    } else {
        Stage::Full
    }
}

/// Writes the session, and remembers the browser once sign-in is complete.
pub(crate) async fn open(
    tx: &mut WriteTx<'_>,
    rules: &Rules,
    account: &Account,
    proof: &Proof<'_>,
    client: &Client,
) -> Result<SignedIn, DbError> {
    let world = tx.scope().world;
    let (now, token) = (world.now_ms(), Token::fresh(world));
    let stage = next_stage(account, rules, proof, now);
    let lasts = if stage == Stage::Full { rules.sessions.absolute_ms } else { rules.sessions.pending_ms };
    let (id, token_sm3, agent) = (world.new_id(), token.digest(), clipped(&client.agent));
    let new = NewSession {
        id: &id,
        token_sm3: &token_sm3,
        account_id: &account.brief.id,
        stage,
        assurance: proof.assurance,
        source: &client.source,
        agent: &agent,
        at: now,
        expires_at: now + lasts,
    };
    store::insert(tx, &new).await?;
    let device = if stage == Stage::Full { remember(tx, rules, account, client, now).await? } else { None };
    Ok(SignedIn { token, stage, account: account.brief.clone(), device, expires_at: now + lasts })
}

async fn remember(
    tx: &mut WriteTx<'_>,
    rules: &Rules,
    account: &Account,
    client: &Client,
    now: i64,
) -> Result<Option<Token>, DbError> {
    if let Some(device) = &client.device
        && store::device_known(tx, &account.brief.id, &device.digest(), now).await?
    {
        return Ok(None);
    }
    let device = Token::fresh(tx.scope().world);
    store::remember_device(tx, &account.brief.id, &device.digest(), now, now + rules.device_ms).await?;
    Ok(Some(device))
}

/// The digest of the client's browser cookie, where the browser is known for the account.
pub(crate) async fn known_device(
    mut from: &anye_db::Db,
    world: &World,
    account_id: &str,
    client: &Client,
) -> Result<Option<String>, DbError> {
    let Some(device) = &client.device else { return Ok(None) };
    let digest = device.digest();
    Ok(store::device_known(&mut from, account_id, &digest, world.now_ms()).await?.then_some(digest))
}

/// The person who signs in, as the audit log names them.
pub(crate) fn person(account: &Account, client: &Client) -> Actor {
    Actor {
        kind: ActorKind::Person,
        id: account.brief.id.clone(),
        name: account.brief.name.clone(),
        source: client.source.clone(),
        trace: client.trace.clone(),
    }
}

pub(crate) fn signed_in_event(account: &Account, signed: &SignedIn, proof: &Proof<'_>) -> Event {
    Event::new("session.opened", "account", &account.brief.id)
        .at_place(&account.brief.place)
        .detail(&serde_json::json!({ "stage": signed.stage.word(), "assurance": proof.assurance }))
}

fn clipped(agent: &str) -> String {
    agent.chars().filter(|sign| !sign.is_control()).take(200).collect()
}
