//! A house with accounts, and browsers that keep cookies and send back the tokens of the forms they saw.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use anye_access::start::{Administrator, DemoPlan, bootstrap, demo_accounts, settle_mode};
use anye_access::{Cost, Mode, PasswordPolicy, Role, Rules, totp};
use anye_base::{Actor, Lang, World};
use anye_people::{DemoLogin, People};
use anye_places::{Register, read_divisions};
use anye_testkit::{TestClock, TestDb, databases, test_world};
use anye_web::{Catalogue, Core, Settings, answer, system};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use tower::ServiceExt as _;

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

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub text: String,
    pub location: String,
    pub headers: HeaderMap,
}

impl Answer {
    /// What stands between two texts, the first time.
    pub fn between(&self, before: &str, after: &str) -> &str {
        let at =
            self.text.find(before).unwrap_or_else(|| panic!("no {before} in {}", self.text)) + before.len();
        self.text[at..].split(after).next().unwrap()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    pub fn cookies(&self) -> Vec<String> {
        let all = self.headers.get_all(header::SET_COOKIE).iter();
        all.map(|value| value.to_str().unwrap().to_owned()).collect()
    }
}

/// A browser.
pub struct Browser {
    router: Router,
    pub cookies: BTreeMap<String, String>,
    /// The token of the forms on the last page.
    pub csrf: String,
    /// What the browser says about where its posts come from.
    pub site: &'static str,
    pub bearer: Option<String>,
    keys: u32,
}

impl House {
    pub fn browser(&self) -> Browser {
        Browser {
            router: self.router.clone(),
            cookies: BTreeMap::new(),
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

impl Browser {
    pub async fn get(&mut self, path: &str) -> Answer {
        let request = Request::builder().method(Method::GET).uri(path).body(Body::empty()).unwrap();
        self.send(request).await
    }

    /// Sends a form, with the token of the last page.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = fields.to_vec();
        let csrf = self.csrf.clone();
        all.push(("_csrf", &csrf));
        let body = encoded(&all);
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", self.site)
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    /// Calls an operation of the API as a page's script would.
    pub async fn call(
        &mut self,
        method: Method,
        path: &str,
        version: Option<i64>,
        body: serde_json::Value,
    ) -> Answer {
        self.keys += 1;
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", format!("key-{:08}", self.keys))
            .header("x-csrf-token", &self.csrf);
        if let Some(version) = version {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let headers = request.headers_mut();
        headers.insert(header::HOST, "anye.example".parse().unwrap());
        headers.insert(header::USER_AGENT, "Test browser".parse().unwrap());
        if let Some(token) = &self.bearer {
            headers.insert(header::AUTHORIZATION, format!("Bearer {token}").parse().unwrap());
        }
        let line: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !line.is_empty() {
            headers.insert(header::COOKIE, line.join("; ").parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains('⟦'), "a text is missing: {}", text.split('⟦').nth(1).unwrap_or_default());
        assert!(!text.contains(" style="), "inline styles are shut out by the policy");
        let location =
            parts.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap()).to_owned();
        let answer = Answer { status: parts.status, text, location, headers: parts.headers };
        self.keep(&answer);
        answer
    }

    fn keep(&mut self, answer: &Answer) {
        for cookie in answer.cookies() {
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        if answer.text.contains("data-csrf=\"") {
            self.csrf = answer.between("data-csrf=\"", "\"").to_owned();
        }
    }
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let one = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
                other => format!("%{other:02X}"),
            })
            .collect()
    };
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", one(name), one(value))).collect();
    pairs.join("&")
}

/// Every role with its demo login.
pub const LOGINS: [(&str, Role); 9] = [
    ("system", Role::SystemAdmin),
    ("security", Role::SecurityAdmin),
    ("audit", Role::AuditAdmin),
    ("policy", Role::PolicyOfficer),
    ("clerk", Role::Clerk),
    ("analyst", Role::Analyst),
    ("leader", Role::Leader),
    ("employer", Role::Employer),
    ("jobseeker", Role::Jobseeker),
];
