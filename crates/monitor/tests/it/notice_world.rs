//! The room of layoff notices over a fresh database, with people and employers.

use std::sync::{Arc, LazyLock};

use anye_access::{Cost, Grant, Grants, Mode, PasswordPolicy, Role, Rules};
use anye_base::{Actor, ActorKind, Fault, Lang};
use anye_db::audit::Event;
use anye_db::{Db, sql};
use anye_intake::Knowledge;
use anye_law::compile::Compiled;
use anye_monitor::Monitor;
use anye_monitor::notice::Setting;
use anye_monitor::notice::model::Answers;
use anye_pack::Source;
use anye_registry::Registry;
use anye_registry::employer::{self, Employer, NewEmployer};
use anye_reporting::Reporting;
use anye_testkit::{TestClock, test_world};
use anye_web::choices::Choices;
use anye_web::core::{Core, Settings};
use anye_web::i18n::Catalogue;
use anye_web::{Asking, Visitor, problem};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::{self, Next};
use tower::ServiceExt as _;

pub static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::load(&Source::Embedded).unwrap());
pub static LAW: LazyLock<Arc<Compiled>> = LazyLock::new(|| Arc::new(KNOWLEDGE.pack.law_unchecked()));
pub static SETTING: LazyLock<Setting> =
    LazyLock::new(|| Setting::read(&KNOWLEDGE.pack, &LAW.book).unwrap().unwrap());
static FORMS: LazyLock<Arc<anye_forms::Catalogue>> = LazyLock::new(|| Arc::new(KNOWLEDGE.pack.reporting().0));
pub static WORDS: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
    let access = [(Lang::Zh, anye_access::messages::ZH), (Lang::En, anye_access::messages::EN)];
    let web = &anye_web::i18n::MESSAGES[..];
    let sources = [
        web,
        &anye_registry::MESSAGES[..],
        &anye_casework::MESSAGES[..],
        &anye_monitor::MESSAGES[..],
        &access[..],
    ];
    Arc::new(Catalogue::build(&sources.concat()).unwrap())
});

/// A person.
pub struct Person {
    pub actor: Actor,
    pub grants: Grants,
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
        let grants = Grants::new(&actor.id, vec![grant]);
        Self { actor, grants }
    }

    pub fn on<'a>(&'a self, room: &'a Room) -> Asking<'a> {
        Asking::of(&room.monitor.core, &self.actor, &self.grants)
    }
}

/// Everything of a test.
pub struct Room {
    pub monitor: Monitor,
    pub clock: TestClock,
    pub clerk: Person,
}

impl Room {
    pub fn over(db: &Db) -> Self {
        let (world, clock) = test_world();
        let settings = Settings {
            demo: true,
            version: "0.0.0",
            home_place: "210000".into(),
            secure_cookies: false,
            trusted_proxy: None,
        };
        let rules = Rules::new(Mode::Demo, PasswordPolicy::Mlps3, Cost::CHEAP, &world);
        let rules = rules.unwrap_or_else(|_| panic!("the rules of a demo"));
        let places = Arc::clone(&KNOWLEDGE.places);
        let core = Core::new(db.clone(), world, Arc::clone(&WORDS), settings, rules, places, Vec::new());
        let reporting = Reporting::new(core.clone(), Arc::clone(&FORMS));
        let registry = Registry::new(core.clone());
        let pack = Arc::clone(&KNOWLEDGE.pack);
        let monitor = Monitor::new(core, pack, registry, reporting, Arc::new(|| Arc::clone(&LAW))).unwrap();
        Self { monitor, clock, clerk: Person::new("王", Role::Clerk, "210000") }
    }

    /// An employer of Fushun: state-owned, above designated size, with so many staff.
    pub async fn firm(&self, number: u32, staff: Option<i64>) -> Employer {
        let new = NewEmployer {
            code: employer::made_up_code("210400", &format!("{number:08}")),
            name: format!("样例机械厂{number}"),
            place: "210403".into(),
            industry: "C34".into(),
            ownership: "110".into(),
            size: "large".into(),
            above_scale: true,
            staff,
            since: "2009-01-01".into(),
            source: "样例".into(),
            ..NewEmployer::default()
        };
        let asking = self.clerk.on(self);
        employer::register(&self.monitor.registry, &asking.caller(None), new).await.unwrap().employer
    }

    /// A counted monthly report with these cells, as the reporting crate keeps it.
    pub async fn report(&self, firm: &Employer, period: &str, cells: &str) {
        let world = &self.monitor.core.world;
        let actor = Actor::system("test");
        let mut tx = self.monitor.core.db.begin_internal(world, &actor).await.unwrap();
        let query = sql(
            "insert into report (id, form, form_version, period, reporter, place, path, state, step, counted, dims, cells, draft, approved_cells, \
             doubts, warnings, effect, late, forced, source, digest, submitted_at, submitted_by, approved_at, approved_by, changed_at, version) \
             values ($1, 'enterprise-monthly', 'v', $2, $3, $4, '210000/210400/210403', 'submitted', 1, 1, ';', $5, '', '', '[]', 0, 0, 0, 0, \
             'test', '', 1, '', null, '', 1, 1)",
        );
        let query = query.bind(world.new_id()).bind(period).bind(&firm.id).bind(&firm.place).bind(cells);
        tx.run_one(query).await.unwrap();
        tx.commit(Event::new("test.report", "report", period)).await.unwrap();
    }

    /// Asks for a page, or sends a form.
    pub async fn send(
        &self,
        person: &Person,
        lang: Lang,
        path: &str,
        form: &[(&str, &str)],
    ) -> (StatusCode, String, String) {
        let visitor = Visitor {
            actor: person.actor.clone(),
            session: None,
            grants: Arc::new(person.grants.clone()),
            by_cookie: false,
            csrf: "token".into(),
            texts: self.monitor.core.texts(lang),
            choices: Arc::new(Choices::default()),
        };
        let add = move |mut request: Request, next: Next| {
            request.extensions_mut().insert(visitor.clone());
            next.run(request)
        };
        let method = if form.is_empty() { Method::GET } else { Method::POST };
        let request = Request::builder().method(method).uri(path);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let mut pairs: Vec<String> =
            form.iter().map(|(name, value)| format!("{name}={}", value.replace(' ', "+"))).collect();
        pairs.push("_csrf=token".to_owned());
        let router = anye_monitor::notice::routes(&self.monitor).router.layer(middleware::from_fn(add));
        let mut response = router.oneshot(request.body(Body::from(pairs.join("&"))).unwrap()).await.unwrap();
        let fault = response.extensions_mut().remove::<Arc<Fault>>();
        let status = fault.as_ref().map_or(response.status(), |fault| problem::status(fault.kind));
        let there = response.headers().get(header::LOCATION).map(|at| at.to_str().unwrap().to_owned());
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains('⟦'), "a text is missing on {path}: {text}");
        (status, text, there.unwrap_or_default())
    }
}

/// Answers from pairs; `b0.…` is the first batch, `e.…` the office's judgement.
pub fn answers(pairs: &[(&str, &str)]) -> Answers {
    let mut made = Answers::default();
    for (name, value) in pairs {
        if let Some(id) = name.strip_prefix("e.") {
            made.judged.insert(id.into(), (*value).into());
        } else if let Some((row, id)) = name.strip_prefix('b').and_then(|rest| rest.split_once('.')) {
            let row: usize = row.parse().unwrap();
            if made.batches.len() <= row {
                made.batches.resize(row + 1, std::collections::BTreeMap::new());
            }
            made.batches[row].insert(id.into(), (*value).into());
        } else if *name == "event_at" {
            made.event_at = (*value).into();
        } else {
            made.fields.insert((*name).into(), (*value).into());
        }
    }
    made
}

/// A layoff of so many on a day.
pub fn layoff(persons: u32, day: &str) -> Answers {
    answers(&[("event", "layoff"), ("persons", &persons.to_string()), ("carried_out_on", day)])
}
