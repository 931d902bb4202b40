//! A province with everything wired, and a person of the province who asks.

use std::sync::Arc;
use std::time::Instant;

use anye_access::{Cost, Grant, Grants, Mode, PasswordPolicy, Role, Rules};
use anye_base::{Actor, ActorKind, Lang};
use anye_db::{Db, Read as _, sql};
use anye_intake::Knowledge;
use anye_monitor::demo::load::Loader;
use anye_monitor::demo::{self, Scale};
use anye_monitor::{Monitor, demo::TODAY};
use anye_pack::Source;
use anye_reading::ChildCommand;
use anye_registry::Registry;
use anye_reporting::Reporting;
use anye_reporting::pages::Desk;
use anye_web::choices::Choices;
use anye_web::core::{Core, Settings};
use anye_web::i18n::Catalogue;
use anye_web::{Asking, Visitor};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::{self, Next};
use tower::ServiceExt as _;

/// Everything.
pub struct House {
    pub monitor: Monitor,
    pub clerk: (Actor, Grants),
    router: Router,
}

fn person(name: &str, role: Role) -> (Actor, Grants) {
    let actor = Actor {
        kind: ActorKind::Person,
        id: format!("account-{name}"),
        name: name.into(),
        source: "bench".into(),
        trace: String::new(),
    };
    let grants = Grants::new(&actor.id, vec![Grant { id: "g".into(), role, place: "210000".into() }]);
    (actor, grants)
}

fn core(db: &Db, knowledge: &Knowledge) -> Core {
    let settings = Settings {
        demo: true,
        version: "0.0.0",
        home_place: "210000".into(),
        secure_cookies: false,
        trusted_proxy: None,
    };
    let world = demo::world_off(demo::off_to(TODAY.parse().unwrap()).unwrap());
    let rules = Rules::new(Mode::Demo, PasswordPolicy::Mlps3, Cost::CHEAP, &world);
    let rules = rules.unwrap_or_else(|_| panic!("the rules of a demo"));
    let access = [(Lang::Zh, anye_access::messages::ZH), (Lang::En, anye_access::messages::EN)];
    let sources = [
        &anye_web::i18n::MESSAGES[..],
        &anye_registry::MESSAGES[..],
        &anye_reporting::MESSAGES[..],
        &anye_casework::MESSAGES[..],
        &anye_monitor::MESSAGES[..],
        &access[..],
    ];
    let words = Arc::new(Catalogue::build(&sources.concat()).unwrap());
    let rail = [anye_reporting::pages::NAV.to_vec(), anye_monitor::nav()].concat();
    Core::new(db.clone(), world, words, settings, rules, Arc::clone(&knowledge.places), rail)
}

impl House {
    pub fn new(db: &Db) -> Self {
        let knowledge = Knowledge::load(&Source::Embedded).unwrap();
        let core = core(db, &knowledge);
        let law = Arc::new(knowledge.pack.law_unchecked());
        let reporting = Reporting::new(core.clone(), Arc::new(demo::catalogue(&knowledge.pack).0));
        let registry = Registry::new(core.clone());
        let pack = Arc::clone(&knowledge.pack);
        let monitor =
            Monitor::new(core, pack, registry, reporting, Arc::new(move || Arc::clone(&law))).unwrap();
        let clerk = person("王", Role::Clerk);
        let visitor = Visitor {
            actor: clerk.0.clone(),
            session: None,
            grants: Arc::new(clerk.1.clone()),
            by_cookie: false,
            csrf: "token".into(),
            texts: monitor.core.texts(Lang::Zh),
            choices: Arc::new(Choices::default()),
        };
        let add = move |mut request: Request, next: Next| {
            request.extensions_mut().insert(visitor.clone());
            next.run(request)
        };
        let child = ChildCommand::current_program(&["none"]).unwrap();
        let desk = Desk::new(monitor.reporting.clone(), child);
        let built = anye_monitor::routes(&monitor).and(anye_reporting::pages::routes(&desk));
        Self { router: built.router.layer(middleware::from_fn(add)), monitor, clerk }
    }

    pub fn asking(&self) -> Asking<'_> {
        Asking::of(&self.monitor.core, &self.clerk.0, &self.clerk.1)
    }

    /// Loads the demo's province.
    pub async fn load(&self) {
        let begun = Instant::now();
        let loader = Loader::new(&self.monitor, Scale::Province, demo::SEED, "").unwrap();
        for stage in loader.stages() {
            loader.run(&stage).await.unwrap_or_else(|fault| panic!("{stage:?}: {fault:?}"));
        }
        println!(
            "the demo's province: {} reports in {:.0} s",
            self.number("select count(*) as n from report").await,
            begun.elapsed().as_secs_f64()
        );
    }

    pub async fn number(&self, query: &'static str) -> i64 {
        let mut db = &self.monitor.core.db;
        db.one(sql(query)).await.unwrap().int("n").unwrap()
    }

    /// Answers a page: its text and the seconds it took, from the request to the last byte.
    pub async fn get(&self, path: &str) -> (String, f64) {
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        let begun = Instant::now();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let seconds = begun.elapsed().as_secs_f64();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        assert!(status.is_success() && !text.contains('⟦'), "{path}: {status} {text}");
        (text, seconds)
    }
}
