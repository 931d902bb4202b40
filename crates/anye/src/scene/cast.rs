//! Who acts in the scene (演示人员): the demo's own accounts, so that what they did stands under their names, and a few more at the second county and above. It must
//! never make an account outside a demo.

use anye_access::start::{DemoAccount, demo_account_id};
use anye_access::{Grant, Grants, Role};
use anye_base::{Actor, ActorKind, Fault};
use anye_web::{Asking, Core};

use super::people::COUNTIES;

/// Accounts beside one for each role: name to sign in with, role, place, name.
pub const EXTRA: [(&str, Role, &str, &str); 8] = [
    ("counter", Role::Clerk, COUNTIES[1], "第二县经办人员(演示)"),
    ("checker", Role::Reviewer, COUNTIES[1], "第二县复核人员(演示)"),
    ("payer", Role::Cashier, COUNTIES[1], "第二县财务人员(演示)"),
    ("chief", Role::Reviewer, "210000", "省级复核人员(演示)"),
    ("treasury", Role::Cashier, "210000", "省级财务人员甲(演示)"),
    ("province", Role::Clerk, "210000", "省级经办人员甲(演示)"),
    ("bureau", Role::Clerk, "210000", "省级经办人员乙(演示)"),
    ("comptroller", Role::Cashier, "210000", "省级财务人员乙(演示)"),
];

/// They, as the demo makes its accounts.
pub fn extra() -> impl Iterator<Item = (DemoAccount, &'static str)> {
    EXTRA
        .into_iter()
        .map(|(login, role, place, name)| (DemoAccount { login, role, place: place.to_owned() }, name))
}

/// Somebody with rights.
pub struct Player {
    login: String,
    actor: Actor,
    grants: Grants,
}

impl Player {
    async fn of(core: &Core, login: &str, name: &str, role: Role, place: &str) -> Result<Self, Fault> {
        let id = demo_account_id(&core.db, login).await?.ok_or_else(|| Fault::not_found("account"))?;
        let actor = Actor {
            kind: ActorKind::Person,
            id: id.clone(),
            name: name.to_owned(),
            source: "demo".to_owned(),
            trace: String::new(),
        };
        let grant = Grant { id: format!("demo-{login}"), role, place: place.to_owned() };
        Ok(Self { login: login.to_owned(), actor, grants: Grants::new(&id, vec![grant]) })
    }

    /// The name they sign in with.
    pub fn login(&self) -> &str {
        &self.login
    }

    /// As they ask.
    pub fn on<'a>(&'a self, core: &'a Core) -> Asking<'a> {
        Asking::of(core, &self.actor, &self.grants)
    }
}

/// Everybody, by county where there is one in each.
pub struct Cast {
    /// 经办
    pub clerk: [Player; 2],
    /// 复核
    pub reviewer: [Player; 2],
    /// 财务
    pub cashier: [Player; 2],
    /// 省级复核
    pub chief: Player,
    /// 省级财务
    pub treasury: [Player; 2],
    /// 省级经办
    pub province: [Player; 2],
    /// 求职者
    pub jobseeker: Player,
}

impl Cast {
    /// The accounts must be there.
    pub async fn of(core: &Core) -> Result<Self, Fault> {
        let own = |login, name, role| Player::of(core, login, name, role, COUNTIES[0]);
        let more = |at: usize| {
            let (login, role, place, name) = EXTRA[at];
            Player::of(core, login, name, role, place)
        };
        Ok(Self {
            clerk: [own("clerk", "经办人员(演示)", Role::Clerk).await?, more(0).await?],
            reviewer: [own("reviewer", "复核人员(演示)", Role::Reviewer).await?, more(1).await?],
            cashier: [own("cashier", "财务人员(演示)", Role::Cashier).await?, more(2).await?],
            chief: more(3).await?,
            treasury: [more(4).await?, more(7).await?],
            province: [more(5).await?, more(6).await?],
            jobseeker: own("jobseeker", "求职者(演示)", Role::Jobseeker).await?,
        })
    }
}
