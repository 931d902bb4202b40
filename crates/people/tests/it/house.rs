//! A house with accounts: a demo with one for each role, or a real one with three administrators who have not signed in yet.

use std::sync::{Arc, LazyLock};

use anye_access::start::{Administrator, DemoPlan, bootstrap, demo_accounts, settle_mode};
use anye_access::{Cost, Mode, PasswordPolicy, Role, Rules, totp};
use anye_base::{Actor, Lang, World};
use anye_people::{DemoLogin, People};
use anye_places::{Register, read_divisions};
use anye_testkit::{TestClock, TestDb, databases, test_world};
use anye_web::{Catalogue, Core, Settings, answer, system};
use axum::Router;
use axum::http::StatusCode;

use crate::browser::Browser;

pub const PROVINCE: &str = "210000";
pub const CITY: &str = "210400";
pub const COUNTY: &str = "210411";
pub const PASSWORD: &str = "demo-quiet-lantern-47-Orbit";

const DIVISIONS: &str = "code,name,level,kind,valid_from,valid_to,statistical_only,civil_code,civil_parent\n\
    210000,样例省,province,province,,,,,\n\
    210400,甲市,city,city,,,,,210000\n\
    210411,甲一区,county,district,,,,,210400\n\
    210600,乙市,city,city,,,,,210000\n";

pub static WORDS: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
    let [(_, zh), (_, en)] = anye_web::i18n::MESSAGES;
    let access = [
        (Lang::Zh, without(anye_access::messages::ZH, zh)),
        (Lang::En, without(anye_access::messages::EN, en)),
    ];
    let sources = [&anye_web::i18n::MESSAGES[..], &access, &anye_people::MESSAGES].concat();
    Arc::new(Catalogue::build(&sources).unwrap())
});

/// A catalogue without the keys that another has too: two faults of access have words in the web's catalogue as well.
fn without(text: &str, other: &str) -> &'static str {
    let key = |line: &str| line.split_once(" =").map(|(key, _)| key.to_owned());
    let known: Vec<String> = other.lines().filter_map(key).collect();
    let kept = text.lines().filter(|line| key(line).is_none_or(|key| !known.contains(&key)));
    Box::leak(kept.collect::<Vec<_>>().join("\n").into_boxed_str())
}

pub struct House {
    pub people: People,
    pub world: World,
    pub clock: TestClock,
    pub router: Router,
    /// Login and one-time password of the first three; empty in a demo.
    pub first: Vec<(String, String)>,
    pub _store: TestDb,
}

/// A demo house on each kind of database: one account for each role, all with one password.
pub async fn demos() -> Vec<House> {
    let mut all = Vec::new();
    for store in databases().await {
        let (world, clock) = test_world();
        settle_mode(&store.db, &world, &Actor::console("root"), Mode::Demo).await.unwrap();
        let people = People::new(core(&store, &world, Mode::Demo));
        let plan = DemoPlan { province: PROVINCE.into(), county: COUNTY.into(), password: PASSWORD.into() };
        let made = demo_accounts(&store.db, &world, &people.core.rules, &plan).await.unwrap();
        let login = |one: anye_access::start::DemoAccount| DemoLogin {
            login: one.login.into(),
            role: one.role,
            place: one.place,
            password: PASSWORD.into(),
        };
        let people = people.with_demo(made.into_iter().map(login).collect());
        all.push(house(people, world, clock, Vec::new(), store));
    }
    all
}

/// A real house on each kind of database: three administrators who have not signed in yet.
pub async fn offices() -> Vec<House> {
    let mut all = Vec::new();
    for store in databases().await {
        let (world, clock) = test_world();
        let core = core(&store, &world, Mode::Production);
        let who = |login: &str, key: &str| Administrator {
            login: login.into(),
            name: format!("name of {login}"),
            person_key: key.into(),
        };
        let three = [who("system", "S-1"), who("security", "S-2"), who("audit", "S-3")];
        let made = bootstrap(&store.db, &world, &core.rules, &Actor::console("root"), PROVINCE, three)
            .await
            .unwrap();
        let first = made.into_iter().map(|one| (one.account.login, one.one_time_password)).collect();
        all.push(house(People::new(core), world, clock, first, store));
    }
    all
}

fn core(store: &TestDb, world: &World, mode: Mode) -> Core {
    let settings = Settings {
        demo: mode == Mode::Demo,
        version: "0.0.0",
        home_place: PROVINCE.into(),
        secure_cookies: mode == Mode::Production,
        trusted_proxy: None,
    };
    let rules = Rules::new(mode, PasswordPolicy::Mlps3, Cost::CHEAP, world);
    let rules = rules.unwrap_or_else(|_| panic!("the rules of sign-in"));
    let places = Register::build(read_divisions(DIVISIONS.as_bytes()).unwrap(), Vec::new()).unwrap();
    let nav = anye_people::NAV.to_vec();
    Core::new(store.db.clone(), world.clone(), Arc::clone(&WORDS), settings, rules, Arc::new(places), nav)
}

fn house(
    people: People,
    world: World,
    clock: TestClock,
    first: Vec<(String, String)>,
    store: TestDb,
) -> House {
    let router = router(&people);
    House { people, world, clock, router, first, _store: store }
}

pub fn router(people: &People) -> Router {
    let built = anye_people::routes(people).and(system::routes(&people.core));
    built.router.layer(axum::middleware::from_fn_with_state(people.core.clone(), answer))
}

impl House {
    pub fn browser(&self) -> Browser {
        Browser {
            router: self.router.clone(),
            cookies: std::collections::BTreeMap::new(),
            csrf: String::new(),
            site: "same-origin",
            bearer: None,
            keys: 0,
        }
    }

    /// A browser in which somebody of the demo is signed in.
    pub async fn signed_in(&self, login: &str) -> Browser {
        self.signed_in_with(login, PASSWORD).await
    }

    pub async fn signed_in_with(&self, login: &str, password: &str) -> Browser {
        let mut browser = self.browser();
        let answer = browser.post("/login", &[("login", login), ("password", password)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{login}: {}", answer.text);
        assert_eq!(answer.location, "/");
        browser.get("/profile").await;
        browser
    }

    /// The code that the app of this secret shows now.
    pub fn code(&self, secret: &str) -> String {
        totp::code_at(&secret.replace(' ', ""), self.world.now_ms()).unwrap()
    }

    /// Creates an account by the page and signs it in with a password of its own.
    pub async fn newcomer(&self, login: &str, key: &str, kind: &str, place: &str) -> Browser {
        let mut system = self.signed_in("system").await;
        let fields =
            [("login", login), ("name", "新来的人"), ("person_key", key), ("kind", kind), ("place", place)];
        let made = system.post("/accounts", &fields).await;
        let once = made.between("<code id=\"one-time\">", "<").to_owned();
        let mut browser = self.browser();
        let first = browser.post("/login", &[("login", login), ("password", &once)]).await;
        assert_eq!(first.location, "/login/password");
        browser.get("/login/password").await;
        let fields = [("old", once.as_str()), ("new", PASSWORD), ("again", PASSWORD)];
        let renewed = browser.post("/login/password", &fields).await;
        assert_eq!(renewed.location, "/", "{}", renewed.text);
        browser
    }
}

/// Every role with its demo login.
pub const LOGINS: [(&str, Role); 11] = [
    ("system", Role::SystemAdmin),
    ("security", Role::SecurityAdmin),
    ("audit", Role::AuditAdmin),
    ("policy", Role::PolicyOfficer),
    ("clerk", Role::Clerk),
    ("reviewer", Role::Reviewer),
    ("cashier", Role::Cashier),
    ("analyst", Role::Analyst),
    ("leader", Role::Leader),
    ("employer", Role::Employer),
    ("jobseeker", Role::Jobseeker),
];
