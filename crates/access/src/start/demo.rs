//! Accounts to try things out with, one for each role. They refuse to exist in a real store.

use anye_base::{Actor, World};
use anye_db::Db;
use anye_db::audit::Event;

use super::bootstrap::put_holder;
use super::mode::{Mode, store_mode};
use crate::account::store as accounts;
use crate::account::{AccountKind, CreateAccount, NewAccount};
use crate::fault::failures;
use crate::model::{Family, Role};
use crate::rules::Rules;
use crate::secret::readable;
use crate::session;

/// Where the demo takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPlan {
    /// Code of the province: administrators, policy officer, analyst, leader.
    pub province: String,
    /// Code of a county: clerk, employer, jobseeker.
    pub county: String,
    /// The password of all of them. Shown at the start; see [`demo_password`].
    pub password: String,
}

/// A demo account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccount {
    /// Name to sign in with.
    pub login: &'static str,
    /// Its role.
    pub role: Role,
    /// Code of its place.
    pub place: String,
}

failures! {
    /// Why there are no demo accounts.
    DemoError {
        /// The store is not a demo.
        NotDemo => Conflict "demo_refused",
    }
}

/// A password for a demo: random, since even a demo may stand open on a network.
pub fn demo_password(world: &World) -> String {
    format!("demo-{}", readable::<12>(world))
}

/// The name that the demo account of a role signs in with.
pub fn demo_login(role: Role) -> &'static str {
    match role {
        Role::SystemAdmin => "system",
        Role::SecurityAdmin => "security",
        Role::AuditAdmin => "audit",
        Role::PolicyOfficer => "policy",
        Role::Clerk => "clerk",
        Role::Reviewer => "reviewer",
        Role::Cashier => "cashier",
        Role::Analyst => "analyst",
        Role::Leader => "leader",
        Role::Employer => "employer",
        Role::Jobseeker => "jobseeker",
    }
}

fn name(role: Role) -> &'static str {
    match role {
        Role::SystemAdmin => "系统管理员(演示)",
        Role::SecurityAdmin => "安全管理员(演示)",
        Role::AuditAdmin => "审计管理员(演示)",
        Role::PolicyOfficer => "政策专员(演示)",
        Role::Clerk => "经办人员(演示)",
        Role::Reviewer => "复核人员(演示)",
        Role::Cashier => "财务人员(演示)",
        Role::Analyst => "分析人员(演示)",
        Role::Leader => "领导(演示)",
        Role::Employer => "企业用户(演示)",
        Role::Jobseeker => "求职者(演示)",
    }
}

/// Makes one account for each role, or gives those that are there this password. Nothing happens where all is as wished.
pub async fn demo_accounts(
    db: &Db,
    world: &World,
    rules: &Rules,
    plan: &DemoPlan,
) -> Result<Vec<DemoAccount>, DemoError> {
    if store_mode(db).await? != Some(Mode::Demo) {
        return Err(DemoError::NotDemo);
    }
    let actor = Actor::system("demo");
    let mut ready = Vec::new();
    for role in Role::ALL {
        let public = role.family() == Family::Public;
        let counter = matches!(role, Role::Clerk | Role::Reviewer | Role::Cashier);
        let place = if public || counter { &plan.county } else { &plan.province };
        let account = DemoAccount { login: demo_login(role), role, place: place.clone() };
        put(db, world, rules, &actor, (&account, name(role)), &plan.password).await?;
        ready.push(account);
    }
    Ok(ready)
}

/// One more account of a role at another place, as the others are made.
pub async fn demo_account(
    db: &Db,
    world: &World,
    rules: &Rules,
    wanted: (&DemoAccount, &str),
    password: &str,
) -> Result<(), DemoError> {
    if store_mode(db).await? != Some(Mode::Demo) {
        return Err(DemoError::NotDemo);
    }
    put(db, world, rules, &Actor::system("demo"), wanted, password).await
}

/// Id of a demo account.
pub async fn demo_account_id(db: &Db, login: &str) -> Result<Option<String>, DemoError> {
    Ok(accounts::find_login(&mut &*db, login).await?.map(|account| account.brief.id))
}

async fn put(
    db: &Db,
    world: &World,
    rules: &Rules,
    actor: &Actor,
    (wanted, name): (&DemoAccount, &str),
    password: &str,
) -> Result<(), DemoError> {
    let found = accounts::find_login(&mut &*db, wanted.login).await?;
    if let Some(account) = found {
        if rules.hasher.fits(password, account.password_hash.as_deref()).await? {
            return Ok(());
        }
        let hash = rules.hasher.hash(world, password).await?;
        let mut tx = db.begin_internal(world, actor).await?;
        accounts::set_password(&mut tx, &account, &hash, world.now_ms(), None).await?;
        session::store::end_all(&mut tx, &account.brief.id, None, world.now_ms(), "password_reset").await?;
        tx.commit(Event::new("account.password_reset", "account", &account.brief.id).at_place(&wanted.place))
            .await?;
        return Ok(());
    }
    let kind = if wanted.role.family() == Family::Public { AccountKind::Public } else { AccountKind::Staff };
    let request = CreateAccount {
        login: wanted.login.into(),
        name: name.into(),
        person_key: format!("demo-{}", wanted.login),
        kind,
        place: wanted.place.clone(),
    };
    let hash = rules.hasher.hash(world, password).await?;
    let mut tx = db.begin_internal(world, actor).await?;
    let new = NewAccount { request, password_hash: Some(hash), one_time_until: None };
    put_holder(&mut tx, new, wanted.role, &wanted.place, "demo").await?;
    tx.commit(Event::new("store.demo_account", "store", wanted.login).at_place(&wanted.place)).await?;
    Ok(())
}
