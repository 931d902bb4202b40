//! The application under test: the crate's own routes behind a visitor of the test's choice.

use std::sync::{Arc, LazyLock};

use anye_access::{Cost, Grant, Grants, Mode, PasswordPolicy, Role, Rules};
use anye_base::{Actor, ActorKind, Lang, World};
use anye_db::Db;
use anye_db::audit::Event;
use anye_office::{Office, places};
use anye_pack::{Pack, Source};
use anye_places::{Register, apply, read_events};
use anye_testkit::test_world;
use anye_web::choices::Choices;
use anye_web::{Catalogue, Core, Settings, Visitor};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use tower::ServiceExt as _;

pub const PROVINCE: &str = "210000";
pub const CITY: &str = "210400";

static PACK: LazyLock<Arc<Pack>> = LazyLock::new(|| Arc::new(Pack::load(&Source::Embedded).unwrap()));

/// The pack's divisions with their changes.
pub static REGISTER: LazyLock<Register> = LazyLock::new(|| {
    let pack = &*PACK;
    let register = Register::build(pack.divisions().unwrap(), Vec::new()).unwrap();
    let events = read_events(pack.file("places/events.csv").unwrap()).unwrap();
    Register::build(register.records().clone(), events.into_iter().map(|row| row.event).collect())
        .unwrap_or_else(|_| apply(&register, &[]).unwrap().0)
});

pub static WORDS: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
    let roles = [(Lang::Zh, anye_access::messages::ZH), (Lang::En, anye_access::messages::EN)];
    // Only the names of roles: which of two crates words a shared error is for the binary to settle.
    let roles = roles.map(|(lang, text)| (lang, &*Box::leak(named(text).into_boxed_str())));
    let sources = [&anye_web::i18n::MESSAGES[..], &roles, &anye_office::MESSAGES].concat();
    Arc::new(Catalogue::build(&sources).unwrap())
});

fn named(text: &str) -> String {
    text.lines().filter(|line| line.starts_with("role-")).map(|line| format!("{line}\n")).collect()
}

/// An office over a database, with the pack's places.
pub struct App {
    pub office: Office,
    pub world: World,
    pub db: Db,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub text: String,
    pub kind: String,
    pub location: String,
    /// The code of the fault, where there was one.
    pub fault: Option<anye_base::Fault>,
}

impl App {
    /// With the places stored in the database too.
    pub async fn seeded(db: &Db) -> Self {
        let app = Self::over(db);
        let actor = Actor::console("test");
        let mut tx = db.begin_internal(&app.world, &actor).await.unwrap();
        places::seed(&mut tx, &REGISTER).await.unwrap();
        tx.commit(Event::new("places.seed", "place", "")).await.unwrap();
        app
    }

    /// With the places in memory only.
    pub fn over(db: &Db) -> Self {
        let (world, _) = test_world();
        let settings = Settings {
            demo: true,
            version: "0.0.0",
            home_place: PROVINCE.into(),
            secure_cookies: false,
            trusted_proxy: None,
        };
        let places = Arc::new(REGISTER.clone());
        let rules = Rules::new(Mode::Demo, PasswordPolicy::Mlps3, Cost::CHEAP, &world);
        let rules = rules.unwrap_or_else(|_| panic!("the rules of sign-in"));
        let core = Core::new(
            db.clone(),
            world.clone(),
            Arc::clone(&WORDS),
            settings,
            rules,
            places,
            anye_office::NAV.to_vec(),
        );
        Self { office: Office::new(core, Arc::clone(&PACK)), world, db: db.clone() }
    }

    /// A visitor with a role at a place; `None` for somebody not signed in.
    pub fn visitor(&self, role: Option<(Role, &str)>, lang: Lang) -> Visitor {
        let id = role.map(|(role, place)| format!("{}-{place}", role.word()));
        let grants = match (&id, role) {
            (Some(id), Some((role, place))) => {
                Grants::new(id, vec![Grant { id: "g1".into(), role, place: place.into() }])
            }
            _ => Grants::none(),
        };
        let mut actor = Actor::anonymous("test", "trace-of-the-test");
        if let Some(id) = id {
            (actor.kind, actor.name, actor.id) = (ActorKind::Person, id.clone(), id);
        }
        Visitor {
            actor,
            session: None,
            grants: Arc::new(grants),
            by_cookie: false,
            csrf: String::new(),
            texts: self.office.core.texts(lang),
            choices: Arc::new(Choices { lang: Some(lang), ..Choices::default() }),
        }
    }

    fn router(&self, visitor: Visitor) -> Router {
        let add = move |mut request: Request, next: Next| {
            let mut visitor = visitor.clone();
            let address = Choices::read(request.headers(), request.uri());
            visitor.choices = Arc::new(Choices { lang: visitor.choices.lang, ..address });
            async move {
                request.extensions_mut().insert(visitor);
                next.run(request).await
            }
        };
        anye_office::routes(&self.office).router.layer(middleware::from_fn(add))
    }

    pub async fn send(&self, visitor: Visitor, request: Request<Body>) -> Answer {
        let mut response: Response = self.router(visitor).oneshot(request).await.unwrap();
        let fault = response.extensions_mut().remove::<Arc<anye_base::Fault>>();
        let head = |name| {
            response
                .headers()
                .get(name)
                .map_or("", |value: &header::HeaderValue| value.to_str().unwrap())
                .to_owned()
        };
        let (kind, location) = (head(header::CONTENT_TYPE), head(header::LOCATION));
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&body).into_owned();
        assert!(!text.contains('⟦'), "a text is missing: {}", around(&text));
        assert!(!text.contains(" style="), "inline styles are shut out by the policy");
        Answer { status, text, kind, location, fault: fault.map(|fault| (*fault).clone()) }
    }

    pub async fn get(&self, role: Role, path: &str) -> Answer {
        self.get_in(Some((role, PROVINCE)), Lang::Zh, path).await
    }

    pub async fn get_in(&self, role: Option<(Role, &str)>, lang: Lang, path: &str) -> Answer {
        self.send(self.visitor(role, lang), Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn json(&self, role: Role, path: &str) -> serde_json::Value {
        let answer = self.get(role, path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        serde_json::from_str(&answer.text).unwrap()
    }

    pub async fn post(&self, role: (Role, &str), path: &str, kind: &str, key: &str, body: &str) -> Answer {
        let request = Request::builder().method(Method::POST).uri(path).header(header::CONTENT_TYPE, kind);
        let request = request.header("idempotency-key", key).body(Body::from(body.to_owned())).unwrap();
        self.send(self.visitor(Some(role), Lang::Zh), request).await
    }
}

fn around(text: &str) -> &str {
    let at = text.find('⟦').unwrap_or(0);
    text[at..].split('⟧').next().unwrap_or_default()
}
