//! Giving a role (授权). An administrator role needs a second security administrator where there is one (四眼原则).

use anye_base::Date;
use anye_db::audit::Event;
use anye_db::{Begin, Db, DbError, WriteTx};
use serde::{Deserialize, Serialize};

use super::store::{self, NewGrant};
use super::{GrantState, GrantView};
use crate::account::AccountKind;
use crate::account::store::{self as accounts, Account};
use crate::caller::Caller;
use crate::fault::failures;
use crate::model::{Family, Permission, Role, Target, exclusive};
use crate::session;

/// The wish.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RequestGrant {
    /// The account that is to hold it.
    pub account: String,
    /// The role.
    pub role: Role,
    /// Code of the place.
    pub place: String,
    /// First day in force.
    pub valid_from: Date,
    /// Last day in force; open where there is none.
    pub valid_to: Option<Date>,
    /// Why: a posting, a decision, a project.
    pub reason: String,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantRequested {
    /// Id of the grant.
    pub id: String,
    /// Given, or waiting for a second person.
    pub state: GrantState,
    /// Its version.
    pub version: i64,
}

failures! {
    /// Why a role was not given.
    RequestGrantError, denied {
        /// There is no such account.
        Unknown => NotFound "account_unknown",
        /// Nobody gives roles to themselves, by whatever account.
        Own => Conflict "grant_own",
        /// The person holds a role that excludes this one.
        Exclusive {
            /// The role held.
            held: &'static str,
            /// The role asked for.
            wanted: &'static str
        } => Conflict "grant_exclusive",
        /// The person holds this role at this place on some of these days already.
        Held => Conflict "grant_held",
        /// The last day is before the first, or over already.
        BadDays => Invalid "grant_days",
        /// The role is not for this sort of account, or the reason is missing.
        Unfit => Invalid "grant_unfit",
    }
}

/// Gives it, or puts it before a second security administrator.
pub async fn request_grant(
    db: &Db,
    caller: &Caller<'_>,
    wish: RequestGrant,
) -> Result<GrantRequested, RequestGrantError> {
    caller.require(db, Permission::GrantsManage, Target::place(&wish.place)).await?;
    let account = accounts::find(&mut &*db, &wish.account).await?.ok_or(RequestGrantError::Unknown)?;
    let today = caller.world.today();
    if wish.valid_to.is_some_and(|to| to < wish.valid_from || to < today) {
        return Err(RequestGrantError::BadDays);
    }
    let reason = wish.reason.trim();
    if !fits(wish.role, account.brief.kind) || reason.is_empty() || reason.chars().count() > 500 {
        return Err(RequestGrantError::Unfit);
    }
    let mut tx = match db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(outcome) => return Ok(outcome.read()?),
    };
    store::lock_administrators(&mut tx).await?;
    accounts::lock_person(&mut tx, &account.person_key).await?;
    let giver = person_of(&mut tx, &caller.actor.id).await?;
    if giver.as_deref() == Some(account.person_key.as_str()) {
        return Err(RequestGrantError::Own);
    }
    clash(&mut tx, &account, &wish, today).await?;
    let waits = wish.role.is_administrator()
        && second_person(&mut tx, caller, &account, giver.as_deref(), &wish.place).await?;
    let state = if waits { GrantState::Requested } else { GrantState::Active };
    let (id, at) = (caller.world.new_id(), caller.world.now_ms());
    let new = NewGrant {
        id: &id,
        account_id: &account.brief.id,
        role: wish.role,
        place: &wish.place,
        valid_from: wish.valid_from,
        valid_to: wish.valid_to,
        state,
        reason,
        by: &caller.actor.id,
        at,
    };
    store::insert(&mut tx, &new).await?;
    if state == GrantState::Active {
        session::store::end_all(&mut tx, &account.brief.id, None, at, "role_changed").await?;
    }
    let requested = GrantRequested { id, state, version: 1 };
    tx.commit_with(event(&account, &wish, state), &requested).await?;
    Ok(requested)
}

fn fits(role: Role, kind: AccountKind) -> bool {
    (role.family() == Family::Public) == (kind == AccountKind::Public)
}

/// The person behind an account, where the actor is one.
pub(super) async fn person_of(tx: &mut WriteTx<'_>, account_id: &str) -> Result<Option<String>, DbError> {
    Ok(accounts::find(tx, account_id).await?.map(|account| account.person_key))
}

/// What the person holds by any account that does not go with the wish.
async fn clash(
    tx: &mut WriteTx<'_>,
    account: &Account,
    wish: &RequestGrant,
    today: Date,
) -> Result<(), RequestGrantError> {
    let live = store::live_of_person(tx, &account.person_key, today).await?;
    if let Some(other) = live.iter().find(|grant| exclusive(grant.role, wish.role)) {
        return Err(RequestGrantError::Exclusive { held: other.role.word(), wanted: wish.role.word() });
    }
    let overlaps = |grant: &GrantView| {
        wish.valid_to.is_none_or(|to| grant.valid_from <= to)
            && grant.valid_to.is_none_or(|to| wish.valid_from <= to)
    };
    let same = |grant: &&GrantView| {
        grant.account.id == account.brief.id && grant.role == wish.role && grant.place == wish.place
    };
    if live.iter().filter(same).any(overlaps) { Err(RequestGrantError::Held) } else { Ok(()) }
}

/// Whether a second person could confirm: another security administrator whose reach covers the place, neither giver nor receiver.
async fn second_person(
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    account: &Account,
    giver: Option<&str>,
    place: &str,
) -> Result<bool, DbError> {
    let holders = store::holders(tx, Role::SecurityAdmin, caller.world.today()).await?;
    Ok(holders.iter().any(|holder| {
        let covers = holder.place == place || caller.places.is_within(place, &holder.place);
        covers && Some(holder.person_key.as_str()) != giver && holder.person_key != account.person_key
    }))
}

fn event(account: &Account, wish: &RequestGrant, state: GrantState) -> Event {
    let action = if state == GrantState::Requested { "grant.requested" } else { "grant.given" };
    Event::new(action, "account", &account.brief.id).at_place(&wish.place).detail(&serde_json::json!({
        "role": wish.role.word(),
        "valid_from": wish.valid_from.to_string(),
        "valid_to": wish.valid_to.map(|day| day.to_string()),
        "reason": wish.reason.trim(),
    }))
}
