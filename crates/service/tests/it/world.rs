//! A pack with one more benefit, written in text files alone, over a fresh store; people of an office and of the public; a registry with a few persons.

use std::path::PathBuf;
use std::sync::{Arc, LazyLock, Mutex};

use anye_access::{Cost, Grant, Grants, Mode, PasswordPolicy, Role, Rules};
use anye_base::{Actor, ActorKind, Date, Fault, Lang, World};
use anye_db::audit::Event;
use anye_db::{Db, WriteTx};
use anye_forms::Calendar;
use anye_intake::Knowledge;
use anye_money::Vault;
use anye_pack::{Pack, Source};
use anye_policy::Policy;
use anye_programmes::SubjectKind;
use anye_registry::fact::{self, NewFact};
use anye_registry::seal::Keys;
use anye_service::Service;
use anye_service::adapt::OfMoney;
use anye_service::port::{Entries, Having, Later, NewEntry, Stretch, Subject, Subjects};
use anye_testkit::{TestClock, TestDb, sqlite, test_world};
use anye_web::choices::Choices;
use anye_web::core::{Core, Settings};
use anye_web::i18n::Catalogue;
use anye_web::{Visitor, problem};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::{self, Next};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::sample::{PROGRAMMES, RULE};

pub const COUNTY: &str = "210411";
pub const CITY: &str = "210400";

/// The pack of the repository with the rules and programmes added to its text files: no Rust knows them.
static PACK: LazyLock<Arc<Pack>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    anye_pack::copy_embedded(folder.path()).unwrap();
    let add = |path: PathBuf, text: &str| {
        let old = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{old}\n{text}")).unwrap();
    };
    add(folder.path().join("law/FS2020.law"), RULE);
    add(folder.path().join("programmes/FS2020.toml"), PROGRAMMES);
    let pack = Pack::load(&Source::Folder(folder.path().to_owned())).unwrap();
    let law = pack.law_unchecked();
    let (_, found) = pack.definitions_checked(&law.book);
    assert!(
        law.book.find_rule("sample_settling").is_some(),
        "{:#?}",
        law.diagnostics
            .iter()
            .filter(|one| one.severity == anye_law::span::Severity::Error)
            .collect::<Vec<_>>()
    );
    let errors: Vec<_> = found.iter().filter(|one| one.error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    Arc::new(pack)
});

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::load(&Source::Embedded).unwrap());

static WORDS: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
    let access = [(Lang::Zh, anye_access::messages::ZH), (Lang::En, anye_access::messages::EN)];
    let sources = [
        &anye_web::i18n::MESSAGES[..],
        &anye_casework::MESSAGES[..],
        &anye_money::MESSAGES[..],
        &anye_service::MESSAGES[..],
        &anye_policy::MESSAGES[..],
        &access[..],
    ];
    Arc::new(Catalogue::build(&sources.concat()).unwrap())
});

/// The law, compiled once for all tests.
static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    let store = std::thread::spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(sqlite())
    });
    let (world, _) = test_world();
    Policy::new(core(&store.join().unwrap().db, world), Arc::clone(&PACK))
});

fn core(db: &Db, world: World) -> Core {
    let settings = Settings {
        demo: true,
        version: "0.0.0",
        home_place: "210000".into(),
        secure_cookies: false,
        trusted_proxy: None,
    };
    let rules = Rules::new(Mode::Demo, PasswordPolicy::Mlps3, Cost::CHEAP, &world);
    let rules = rules.unwrap_or_else(|_| panic!("the rules of a demo"));
    Core::new(
        db.clone(),
        world,
        Arc::clone(&WORDS),
        settings,
        rules,
        Arc::clone(&KNOWLEDGE.places),
        Vec::new(),
    )
}

struct NoVault;

impl Vault for NoVault {
    fn seal(&self, _: &World, _: &str, _: &str) -> Result<String, Fault> {
        Err(Fault::internal("nothing is sealed here"))
    }
    fn open(&self, _: &str, _: &str) -> Result<String, Fault> {
        Err(Fault::internal("nothing is opened here"))
    }
    fn blind(&self, clear: &str) -> String {
        clear.to_owned()
    }
}

/// A few persons, with the account of one.
#[derive(Clone, Default)]
pub struct People(pub Arc<Mutex<Vec<(Subject, String)>>>);

impl Subjects for People {
    fn find<'a>(&'a self, _: &'a Db, kind: SubjectKind, id: &'a str) -> Later<'a, Option<Subject>> {
        let all = self.0.lock().unwrap();
        let found = all.iter().find(|(one, _)| one.kind == kind && one.id == id).map(|(one, _)| one.clone());
        Box::pin(std::future::ready(Ok(found)))
    }
    fn by_number<'a>(&'a self, db: &'a Db, kind: SubjectKind, number: &'a str) -> Later<'a, Option<Subject>> {
        self.find(db, kind, number)
    }
    fn of_account<'a>(&'a self, _: &'a Db, account: &'a str) -> Later<'a, Vec<Subject>> {
        let all = self.0.lock().unwrap();
        let own = all.iter().filter(|(_, of)| of == account).map(|(one, _)| one.clone()).collect();
        Box::pin(std::future::ready(Ok(own)))
    }
    fn next<'a>(
        &'a self,
        _: &'a Db,
        kind: SubjectKind,
        _: Option<&'a Having>,
        after: &'a str,
        limit: u32,
    ) -> Later<'a, Stretch> {
        let all = self.0.lock().unwrap();
        let here = all.iter().filter(|(one, _)| one.kind == kind && one.id.as_str() > after);
        let mut found: Vec<(String, String)> =
            here.map(|(one, _)| (one.id.clone(), one.place.clone())).collect();
        found.sort();
        found.truncate(limit as usize);
        let last = found.last().filter(|_| found.len() == limit as usize).map(|(id, _)| id.clone());
        Box::pin(std::future::ready(Ok(Stretch { found, last })))
    }
}

/// No effect of these programmes enters anything.
struct NoEntries;

impl Entries for NoEntries {
    fn open<'a>(&'a self, _: &'a mut WriteTx<'_>, _: &'a NewEntry) -> Later<'a, String> {
        Box::pin(std::future::ready(Err(Fault::internal("nothing is entered here"))))
    }
    fn end<'a>(
        &'a self,
        _: &'a mut WriteTx<'_>,
        _: &'a str,
        _: (SubjectKind, &'a str),
        _: &'a str,
        _: Date,
    ) -> Later<'a, Vec<String>> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }
}

/// Somebody who sends requests.
#[derive(Clone)]
pub struct Person {
    pub actor: Actor,
    pub grants: Grants,
    pub lang: Lang,
}

impl Person {
    pub fn new(name: &str, role: Role, place: &str) -> Self {
        let actor = Actor {
            kind: ActorKind::Person,
            id: format!("account-{name}"),
            name: name.into(),
            source: "test".into(),
            trace: "trace".into(),
        };
        let grant = Grant { id: format!("grant-{name}"), role, place: place.into() };
        Self { grants: Grants::new(&actor.id, vec![grant]), actor, lang: Lang::Zh }
    }

    pub fn nobody() -> Self {
        Self {
            actor: Actor::anonymous("198.51.100.7", "t"),
            grants: Grants::new("", Vec::new()),
            lang: Lang::Zh,
        }
    }
}

/// Keys for files, always the same ones.
pub fn keys() -> Keys {
    Keys::new(vec![("k1".into(), [1; 16])], vec![("b1".into(), [2; 32])]).unwrap()
}

/// An office with its store.
pub struct Office {
    pub service: Service,
    /// Kept so that its folder lives.
    pub _store: Option<TestDb>,
    pub clock: TestClock,
    pub people: People,
}

impl Office {
    pub async fn open() -> Self {
        let store = sqlite().await;
        let (world, clock) = test_world();
        let service = Self::over(&store.db, world);
        Self { people: service.1, service: service.0, _store: Some(store), clock }
    }

    /// The same over a database that is there.
    pub fn over(db: &Db, world: World) -> (Service, People) {
        let policy = POLICY.over(core(db, world));
        let (funds, _) = anye_money::fund::load(&PACK, policy.book());
        let money = anye_money::Money::new(policy.core.clone(), Arc::new(funds), Arc::new(NoVault));
        let definitions = Arc::new(PACK.definitions_checked(policy.book()).0);
        let people = People::default();
        let service = Service::new(
            policy,
            definitions,
            Arc::new(Calendar::default()),
            Arc::new(people.clone()),
            Arc::new(NoEntries),
            Arc::new(OfMoney(money)),
        );
        (service.with_keys(Some(Arc::new(keys()))), people)
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.service.core.db
    }

    /// A person of the registry, with what is known of them.
    pub async fn person(&self, id: &str, name: &str, account: &str, facts: &[(&str, Value)]) {
        let subject = Subject {
            kind: SubjectKind::Person,
            id: id.into(),
            name: name.into(),
            place: COUNTY.into(),
            number: "2104**********123X".into(),
        };
        self.people.0.lock().unwrap().push((subject, account.into()));
        self.know(id, facts).await;
    }

    /// States facts about a person, as from the first day of 2019.
    pub async fn know(&self, id: &str, facts: &[(&str, Value)]) {
        let core = &self.service.core;
        let actor = Actor::system("test");
        let new: Vec<NewFact> = facts
            .iter()
            .map(|(field, value)| NewFact {
                kind: "persons".into(),
                thing: id.into(),
                field: (*field).into(),
                value: value.clone(),
                valid_from: "2019-01-01".parse().unwrap(),
                valid_to: None,
                source: "test".into(),
                evidence: "paper 1".into(),
            })
            .collect();
        let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
        fact::state(&mut tx, self.service.dictionary().as_ref(), &new).await.unwrap();
        tx.commit(Event::new("test.facts", "person", id)).await.unwrap();
    }

    pub async fn send(
        &self,
        person: &Person,
        request: axum::http::request::Builder,
        body: impl Into<Body>,
    ) -> (StatusCode, String) {
        let visitor = Visitor {
            actor: person.actor.clone(),
            session: None,
            grants: Arc::new(person.grants.clone()),
            by_cookie: false,
            csrf: "token".into(),
            texts: self.service.core.texts(person.lang),
            choices: Arc::new(Choices::default()),
        };
        let add = move |mut request: Request, next: Next| {
            request.extensions_mut().insert(visitor.clone());
            next.run(request)
        };
        let built = anye_service::routes(&self.service).and(anye_casework::routes(&self.service.core));
        let router = built.router.layer(middleware::from_fn(add));
        let mut response = router.oneshot(request.body(body.into()).unwrap()).await.unwrap();
        let fault = response.extensions_mut().remove::<Arc<Fault>>();
        let status = fault.as_ref().map_or(response.status(), |fault| problem::status(fault.kind));
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let mut text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains('⟦'), "a text is missing: {text}");
        if let Some(fault) = fault {
            text = format!("{fault:?} {text}");
        }
        (status, text)
    }

    /// A page.
    pub async fn get(&self, person: &Person, path: &str) -> (StatusCode, String) {
        self.send(person, Request::builder().method(Method::GET).uri(path), String::new()).await
    }

    /// A form.
    pub async fn form(&self, person: &Person, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
        let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder().method(Method::POST).uri(path);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(person, request, format!("_csrf=token&{}", pairs.join("&"))).await
    }

    /// A write through the API under a key.
    pub async fn post(&self, person: &Person, path: &str, key: &str, body: &Value) -> (StatusCode, String) {
        let request = Request::builder().method(Method::POST).uri(path);
        let request = request.header(header::CONTENT_TYPE, "application/json").header("idempotency-key", key);
        self.send(person, request, body.to_string()).await
    }

    /// The same, which must go well.
    pub async fn done(&self, person: &Person, path: &str, key: &str, body: &Value) -> Value {
        let (status, text) = self.post(person, path, key, body).await;
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap()
    }

    /// JSON of an address.
    pub async fn json(&self, person: &Person, path: &str) -> Value {
        let (status, text) = self.get(person, path).await;
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap()
    }

    /// Begins and sends an application of one person; ids of the cases.
    pub async fn apply(
        &self,
        by: &Person,
        id: &str,
        channel: &str,
        programmes: &[&str],
        answers: &Value,
    ) -> Vec<String> {
        let begin =
            json!({ "programmes": programmes, "subject_kind": "person", "subject": id, "channel": channel });
        let made = self
            .done(by, "/api/service/applications", &format!("start-{id}-{}", programmes.join("-")), &begin)
            .await;
        let path = format!("/api/service/applications/{}", made["id"].as_str().unwrap());
        let sent = json!({ "version": made["row_version"], "answers": answers });
        let opened = self
            .done(by, &format!("{path}/send"), &format!("send-{id}-{}", programmes.join("-")), &sent)
            .await;
        opened["cases"].as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
    }

    /// One act on a case in the state it is in now.
    pub async fn act(&self, by: &Person, case: &str, act: Value) -> (StatusCode, String) {
        let path = format!("/api/service/cases/{case}");
        let version = self.json(by, &path).await["case"]["row_version"].clone();
        let mut body = act;
        body["version"] = version.clone();
        let key = format!("act-{case}-{version}-{}-{}", body["act"].as_str().unwrap(), by.actor.id);
        self.post(by, &path, &key, &body).await
    }

    /// The same, which must go well.
    pub async fn acts(&self, by: &Person, case: &str, act: Value) {
        let (status, text) = self.act(by, case, act.clone()).await;
        assert!(status.is_success(), "{act}: {status} {text}");
    }
}

/// Granted as the law says.
pub fn granting() -> Value {
    json!({ "act": "decide", "grant": true, "reason": "", "amount_fen": null })
}

/// A person who is entitled.
pub fn entitled() -> [(&'static str, Value); 2] {
    [("registered_unemployed", json!(true)), ("hard_to_employ", json!(true))]
}

/// The answers that nobody knows but the applicant.
pub fn answers() -> Value {
    json!({ "f.bank": "6222020200112233", "f.rooms": "2", "p.lease": "2026-7" })
}
