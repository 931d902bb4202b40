//! The first three accounts (三员): a system, a security and an audit administrator, three different people. There is no default password.

use std::collections::BTreeSet;

use anye_base::{Actor, World};
use anye_db::audit::Event;
use anye_db::{Db, DbError, WriteTx};

use super::mode::{Mode, ModeError, settle_mode};
use super::store;
use crate::account::{
    AccountBrief, AccountKind, CreateAccount, CreateAccountError, NewAccount, checked, created_event,
    one_time_password, put_account, store as accounts,
};
use crate::fault::failures;
use crate::grant::GrantState;
use crate::grant::store::{self as grants, NewGrant};
use crate::model::Role;
use crate::rules::Rules;

/// One of the three.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Administrator {
    /// Name to sign in with.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// Staff number, or another key that is the same for all accounts of one person.
    pub person_key: String,
}

/// A first account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstAccount {
    /// Who.
    pub account: AccountBrief,
    /// Their role.
    pub role: Role,
    /// The password for the first sign-in, shown this once.
    pub one_time_password: String,
}

failures! {
    /// Why the first accounts were not made.
    BootstrapError {
        /// There are accounts already.
        Done => Conflict "bootstrap_done",
        /// The three are not three different people with three different logins.
        NotThree => Invalid "bootstrap_not_three",
        /// The store is a demo.
        DemoStore => Conflict "mode_demo_store",
        /// A login, a name or a staff number cannot be used.
        BadAccount {
            /// What is wrong: a code whose words are in the catalogues.
            what: &'static str
        } => Invalid "bootstrap_account",
    }
}

/// Makes the three (system, security, audit, in this order), at the place they look after, in one write. Only the console may, and only once.
pub async fn bootstrap(
    db: &Db,
    world: &World,
    rules: &Rules,
    console: &Actor,
    place: &str,
    administrators: [Administrator; 3],
) -> Result<[FirstAccount; 3], BootstrapError> {
    settle_mode(db, world, console, Mode::Production).await.map_err(mode)?;
    let mut ready = Vec::new();
    for (role, who) in Role::ADMINISTRATORS.into_iter().zip(administrators) {
        let request = CreateAccount {
            login: who.login,
            name: who.name,
            person_key: who.person_key,
            kind: AccountKind::Staff,
            place: place.to_owned(),
        };
        let password = one_time_password(world);
        ready.push((
            role,
            checked(request).map_err(bad)?,
            rules.hasher.hash(world, &password).await?,
            password,
        ));
    }
    let logins: BTreeSet<_> = ready.iter().map(|(_, who, ..)| &who.login).collect();
    let people: BTreeSet<_> = ready.iter().map(|(_, who, ..)| &who.person_key).collect();
    if logins.len() != 3 || people.len() != 3 {
        return Err(BootstrapError::NotThree);
    }
    let mut tx = db.begin_internal(world, console).await?;
    // The row stands for "done": of two consoles at once the second fails here.
    store::set_once(&mut tx, "bootstrap", "done", world.now_ms()).await.map_err(done)?;
    if accounts::any(&mut tx).await? {
        return Err(BootstrapError::Done);
    }
    let mut made = Vec::new();
    for (role, request, hash, one_time_password) in ready {
        let new = NewAccount {
            request,
            password_hash: Some(hash),
            one_time_until: Some(world.now_ms() + rules.one_time_ms),
        };
        let account = put_holder(&mut tx, new, role, place, "first start").await?;
        made.push(FirstAccount { account, role, one_time_password });
    }
    tx.commit(Event::new("store.bootstrapped", "store", "bootstrap").at_place(place)).await?;
    made.try_into().map_err(|_| BootstrapError::NotThree)
}

/// Writes an account and its one role, with both records. For the first start and the demo, where nobody is there to give roles.
pub(super) async fn put_holder(
    tx: &mut WriteTx<'_>,
    new: NewAccount,
    role: Role,
    place: &str,
    reason: &str,
) -> Result<AccountBrief, DbError> {
    let (world, by) = (tx.scope().world, tx.scope().actor.id.clone());
    let account = put_account(tx, world, &by, new).await?;
    let id = world.new_id();
    let grant = NewGrant {
        id: &id,
        account_id: &account.id,
        role,
        place,
        valid_from: world.today(),
        valid_to: None,
        state: GrantState::Active,
        reason,
        by: &by,
        at: world.now_ms(),
    };
    grants::insert(tx, &grant).await?;
    tx.note(created_event(&account));
    let given = Event::new("grant.given", "account", &account.id).at_place(place);
    tx.note(given.detail(&serde_json::json!({ "role": role.word(), "reason": reason })));
    Ok(account)
}

fn bad(error: CreateAccountError) -> BootstrapError {
    match error {
        CreateAccountError::BadLogin => BootstrapError::BadAccount { what: "login_invalid" },
        CreateAccountError::BadName => BootstrapError::BadAccount { what: "name_invalid" },
        CreateAccountError::BadPersonKey => BootstrapError::BadAccount { what: "person_key_invalid" },
        other => BootstrapError::Internal(other.to_string()),
    }
}

fn done(error: DbError) -> BootstrapError {
    match error {
        DbError::Unique { .. } => BootstrapError::Done,
        other => other.into(),
    }
}

fn mode(error: ModeError) -> BootstrapError {
    match error {
        ModeError::Store(error) => error.into(),
        ModeError::Internal(cause) => BootstrapError::Internal(cause),
        _ => BootstrapError::DemoStore,
    }
}
