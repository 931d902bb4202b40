//! Creating an account (新建账号): the system administrator makes it, without any rights, with a password for once.

use anye_base::World;
use anye_db::audit::Event;
use anye_db::{Begin, Db, DbError, WriteTx};
use serde::{Deserialize, Serialize};

use super::store::{self, Account};
use super::{AccountBrief, AccountKind};
use crate::caller::Caller;
use crate::fault::failures;
use crate::model::{Permission, Target};
use crate::rules::Rules;
use crate::secret::readable;

/// The wish.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CreateAccount {
    /// Name to sign in with: 2 to 40 small letters, digits and `._-@`.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// Staff number, or another key that is the same for all accounts of one person. Never a resident ID number.
    pub person_key: String,
    /// The sort.
    pub kind: AccountKind,
    /// Code of the place it belongs to.
    pub place: String,
}

/// The new account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountCreated {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: i64,
    /// The password for the first sign-in, shown this once. `None` when the request is repeated: it is not kept.
    #[serde(skip)]
    pub one_time_password: Option<String>,
}

failures! {
    /// Why an account was not created.
    CreateAccountError, denied {
        /// The login is taken.
        LoginTaken => Conflict "login_taken",
        /// The login has signs that it must not have.
        BadLogin => Invalid "login_invalid",
        /// The name of the person is missing or too long.
        BadName => Invalid "name_invalid",
        /// The key of the person is missing, or looks like a resident ID number.
        BadPersonKey => Invalid "person_key_invalid",
    }
}

/// Creates it.
pub async fn create_account(
    db: &Db,
    caller: &Caller<'_>,
    rules: &Rules,
    request: CreateAccount,
) -> Result<AccountCreated, CreateAccountError> {
    caller.require(db, Permission::AccountsManage, Target::place(&request.place)).await?;
    let new = checked(request)?;
    let password = one_time_password(caller.world);
    let hash = rules.hasher.hash(caller.world, &password).await?;
    let mut tx = match db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(outcome) => return Ok(outcome.read()?),
    };
    let until = caller.world.now_ms() + rules.one_time_ms;
    let new = NewAccount { request: new, password_hash: Some(hash), one_time_until: Some(until) };
    let brief = put_account(&mut tx, caller.world, &caller.actor.id, new).await.map_err(taken)?;
    let created = AccountCreated { id: brief.id.clone(), version: 1, one_time_password: Some(password) };
    tx.commit_with(created_event(&brief), &created).await?;
    Ok(created)
}

/// An account about to be written.
pub(crate) struct NewAccount {
    pub request: CreateAccount,
    pub password_hash: Option<String>,
    /// When the password ceases to work, where it is for once.
    pub one_time_until: Option<i64>,
}

/// Writes it, with its person.
pub(crate) async fn put_account(
    tx: &mut WriteTx<'_>,
    world: &World,
    by: &str,
    new: NewAccount,
) -> Result<AccountBrief, DbError> {
    let CreateAccount { login, name, person_key, kind, place } = new.request;
    let now = world.now_ms();
    store::lock_person(tx, &person_key).await?;
    let account = Account {
        brief: AccountBrief { id: world.new_id(), login, name, kind, place },
        person_key,
        password_set_at: new.password_hash.as_ref().map(|_| now),
        password_hash: new.password_hash,
        password_until: new.one_time_until,
        must_change: new.one_time_until.is_some(),
        totp_secret: None,
        totp_confirmed: false,
        disabled: false,
        created_at: now,
        version: 1,
    };
    store::insert(tx, &account, by).await?;
    Ok(account.brief)
}

pub(crate) fn created_event(brief: &AccountBrief) -> Event {
    Event::new("account.created", "account", &brief.id)
        .at_place(&brief.place)
        .detail(&serde_json::json!({ "login": brief.login, "kind": brief.kind.word() }))
}

/// A password for the first sign-in: 80 random bits, easy to read out.
pub(crate) fn one_time_password(world: &World) -> String {
    readable::<16>(world)
}

/// The form in which logins are kept and compared.
pub(crate) fn normal_login(login: &str) -> String {
    login.trim().to_lowercase()
}

pub(crate) fn checked(request: CreateAccount) -> Result<CreateAccount, CreateAccountError> {
    let login = normal_login(&request.login);
    let allowed = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || "._-@".contains(sign);
    if !(2..=40).contains(&login.len()) || !login.chars().all(allowed) {
        return Err(CreateAccountError::BadLogin);
    }
    let name = request.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 60 || name.chars().any(char::is_control) {
        return Err(CreateAccountError::BadName);
    }
    let person_key = request.person_key.trim().to_owned();
    let identity_number =
        person_key.len() == 18 && person_key.bytes().take(17).all(|byte| byte.is_ascii_digit());
    if person_key.is_empty() || person_key.chars().count() > 60 || identity_number {
        return Err(CreateAccountError::BadPersonKey);
    }
    Ok(CreateAccount { login, name, person_key, ..request })
}

fn taken(error: DbError) -> CreateAccountError {
    match error {
        DbError::Unique { what } if what == "account_login" => CreateAccountError::LoginTaken,
        other => other.into(),
    }
}
