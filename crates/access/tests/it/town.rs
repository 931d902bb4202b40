//! A small office with three administrators, and people as types with verbs.

use anye_access::account::{AccountCreated, CreateAccount, create_account};
use anye_access::grant::{GrantRequested, RequestGrant, RequestGrantError, request_grant};
use anye_access::session::{
    ChangePassword, SignIn, begin_enrolment, change_password, confirm_enrolment, second_factor, sign_in,
};
use anye_access::start::{Administrator, bootstrap};
use anye_access::{
    AccountKind, Caller, Client, Cost, Grants, Mode, PasswordPolicy, PlaceScope, Role, Rules, Session, Stage,
    Token, load_session, totp,
};
use anye_base::{Actor, World};
use anye_db::{Db, Query, Read as _, sql};
use anye_testkit::{TestClock, TestDb, databases, test_world};

pub const PROVINCE: &str = "210000";
pub const CITY: &str = "210400";
pub const COUNTY: &str = "210411";
pub const SIBLING: &str = "210600";

/// The tree of places by the digits of their codes.
pub struct ByDigits;

impl PlaceScope for ByDigits {
    fn is_within(&self, code: &str, ancestor: &str) -> bool {
        let stem = ancestor.trim_end_matches("00");
        code.len() == 6 && ancestor.len() == 6 && code.starts_with(stem)
    }
}

pub struct Town {
    pub db: Db,
    pub world: World,
    pub clock: TestClock,
    pub rules: Rules,
    pub system: Person,
    pub security: Person,
    pub audit: Person,
    _store: TestDb,
}

/// Somebody with an account. What they know and what is in their phone.
#[derive(Clone)]
pub struct Person {
    pub id: String,
    pub login: String,
    pub password: String,
    pub secret: String,
    pub recovery: Vec<String>,
    pub token: Token,
    pub device: Option<Token>,
}

pub fn client(source: &str) -> Client {
    Client { source: source.into(), agent: "test".into(), device: None, trace: "t".into() }
}

/// A town on each kind of database there is.
pub async fn towns() -> Vec<Town> {
    let mut all = Vec::new();
    for store in databases().await {
        all.push(town(store).await);
    }
    all
}

async fn town(store: TestDb) -> Town {
    let (world, clock) = test_world();
    let rules = Rules::new(Mode::Production, PasswordPolicy::Mlps3, Cost::CHEAP, &world)
        .unwrap_or_else(|_| panic!("rules"));
    let db = store.db.clone();
    let who = |login: &str, key: &str| Administrator {
        login: login.into(),
        name: format!("name of {login}"),
        person_key: key.into(),
    };
    let console = Actor::console("root");
    let three = [who("system", "S-1"), who("security", "S-2"), who("audit", "S-3")];
    let made = bootstrap(&db, &world, &rules, &console, PROVINCE, three).await.unwrap();
    let mut people = Vec::new();
    for first in made {
        people.push(
            arrive(
                &db,
                &world,
                &clock,
                &rules,
                &first.account.id,
                &first.account.login,
                &first.one_time_password,
            )
            .await,
        );
    }
    let [system, security, audit] = people.try_into().unwrap_or_else(|_| panic!("three"));
    Town { db, world, clock, rules, system, security, audit, _store: store }
}

/// A person's first sign-in: new password, second factor, signed in.
pub async fn arrive(
    db: &Db,
    world: &World,
    clock: &TestClock,
    rules: &Rules,
    id: &str,
    login: &str,
    once: &str,
) -> Person {
    let password = format!("Quiet {} lantern 47 orbit", id.get(20..).unwrap_or("x"));
    let at = client("10.0.0.1");
    let first =
        sign_in(db, world, rules, SignIn { login: login.into(), password: once.into(), client: at.clone() })
            .await
            .unwrap();
    assert_eq!(first.stage, Stage::ChangePassword);
    let session = load_session(db, world, rules, &first.token).await.unwrap().unwrap();
    let wish = ChangePassword { old: once.into(), new: password.clone(), client: at.clone() };
    let second = change_password(db, world, rules, &session, wish).await.unwrap();
    let mut person = Person {
        id: id.into(),
        login: login.into(),
        password,
        secret: String::new(),
        recovery: Vec::new(),
        token: second.token.clone(),
        device: second.device.clone(),
    };
    if second.stage == Stage::Enrol {
        let session = load_session(db, world, rules, &second.token).await.unwrap().unwrap();
        let shown = begin_enrolment(db, world, rules, &session, &at).await.unwrap();
        let code = totp::code_at(&shown.secret, world.now_ms()).unwrap();
        let enrolled = confirm_enrolment(db, world, rules, &session, &code, &at).await.unwrap();
        assert_eq!(enrolled.signed_in.stage, Stage::Full);
        person.secret = shown.secret;
        person.recovery = enrolled.recovery_codes;
        person.token = enrolled.signed_in.token;
        person.device = enrolled.signed_in.device;
        clock.advance_seconds(30);
    }
    person
}

impl Town {
    pub async fn session(&self, person: &Person) -> Session {
        self.session_of(&person.token).await.unwrap_or_else(|| panic!("{} is not signed in", person.login))
    }

    pub async fn session_of(&self, token: &Token) -> Option<Session> {
        load_session(&self.db, &self.world, &self.rules, token).await.unwrap()
    }

    /// Signs in again with password and code. Moves on to the next code first.
    pub async fn sign_in_fully(&self, person: &mut Person) {
        self.clock.advance_seconds(30);
        let mut at = client("10.0.0.1");
        at.device = person.device.clone();
        let wish =
            SignIn { login: person.login.clone(), password: person.password.clone(), client: at.clone() };
        let mut signed = sign_in(&self.db, &self.world, &self.rules, wish).await.unwrap();
        if signed.stage == Stage::SecondFactor {
            let session = self.session_of(&signed.token).await.unwrap();
            let code = totp::code_at(&person.secret, self.world.now_ms()).unwrap();
            signed = second_factor(&self.db, &self.world, &self.rules, &session, &code, &at).await.unwrap();
        }
        assert_eq!(signed.stage, Stage::Full);
        person.token = signed.token;
        person.device = signed.device.or(person.device.clone());
    }

    /// Does something as this person, with the rights they have now.
    pub async fn grants_of(&self, person: &Person) -> (Actor, Grants) {
        let session = self.session(person).await;
        (session.actor("10.0.0.1", "t"), session.grants)
    }

    pub async fn create(
        &self,
        login: &str,
        person_key: &str,
        kind: AccountKind,
        place: &str,
    ) -> AccountCreated {
        let (actor, grants) = self.grants_of(&self.system).await;
        let wish = CreateAccount {
            login: login.into(),
            name: "somebody".into(),
            person_key: person_key.into(),
            kind,
            place: place.into(),
        };
        create_account(&self.db, &self.caller(&actor, &grants), &self.rules, wish).await.unwrap()
    }

    pub async fn give(
        &self,
        account: &str,
        role: Role,
        place: &str,
    ) -> Result<GrantRequested, RequestGrantError> {
        self.give_as(&self.security, account, role, place).await
    }

    pub async fn give_as(
        &self,
        giver: &Person,
        account: &str,
        role: Role,
        place: &str,
    ) -> Result<GrantRequested, RequestGrantError> {
        let (actor, grants) = self.grants_of(giver).await;
        request_grant(&self.db, &self.caller(&actor, &grants), wish(account, role, place, &self.world)).await
    }

    /// Creates somebody with a role who has signed in fully.
    pub async fn settle(&self, login: &str, person_key: &str, role: Role, place: &str) -> Person {
        let kind = if matches!(role, Role::Employer | Role::Jobseeker) {
            AccountKind::Public
        } else {
            AccountKind::Staff
        };
        let created = self.create(login, person_key, kind, place).await;
        self.give(&created.id, role, place).await.unwrap();
        self.arrive(&created, login).await
    }

    pub async fn arrive(&self, created: &AccountCreated, login: &str) -> Person {
        let once = created.one_time_password.clone().unwrap();
        arrive(&self.db, &self.world, &self.clock, &self.rules, &created.id, login, &once).await
    }

    pub fn caller<'a>(&'a self, actor: &'a Actor, grants: &'a Grants) -> Caller<'a> {
        Caller { world: &self.world, actor, grants, places: &ByDigits, once: None }
    }

    pub async fn try_password(
        &self,
        login: &str,
        password: &str,
        source: &str,
        device: Option<&Token>,
    ) -> Result<Stage, String> {
        let mut at = client(source);
        at.device = device.cloned();
        let wish = SignIn { login: login.into(), password: password.into(), client: at };
        sign_in(&self.db, &self.world, &self.rules, wish)
            .await
            .map(|signed| signed.stage)
            .map_err(|error| error.to_string())
    }

    pub async fn number(&self, query: Query) -> i64 {
        (&mut &self.db).one(query).await.unwrap().int("n").unwrap()
    }

    pub async fn events(&self, action: &str, outcome: &str) -> i64 {
        self.number(
            sql("select count(*) as n from audit_record where action = $1 and outcome = $2")
                .bind(action)
                .bind(outcome),
        )
        .await
    }
}

pub fn wish(account: &str, role: Role, place: &str, world: &World) -> RequestGrant {
    RequestGrant {
        account: account.into(),
        role,
        place: place.into(),
        valid_from: world.today(),
        valid_to: None,
        reason: "posted here".into(),
    }
}
