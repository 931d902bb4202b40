//! A wired program on a store of its own, with an account for each role at Liaoyang (211000).

use anye::app::App;
use anye::config::Config;
use anye::start::{Manner, start};
use anye_access::session::{SignIn, sign_in};
use anye_access::start::{DemoPlan, demo_accounts, demo_login};
use anye_access::{Caller, Client, Cost, Grant, Grants, Mode, Role, Token};
use anye_base::{Actor, World};
use anye_documents::calling::{Asking, console_grants};
use anye_documents::import::{NewFile, import};
use anye_documents::prepare::ImportOptions;
use anye_reading::ChildCommand;
use anye_testkit::TestDb;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt as _;

/// The place of all accounts, its parent, a child and a sibling.
pub const PLACES: [(&str, &str); 4] =
    [("own", "211000"), ("parent", "210000"), ("child", "211002"), ("sibling", "210400")];
pub const PASSWORD: &str = "a-long-test-password-7";

pub struct House {
    pub app: App,
    pub world: World,
    _store: TestDb,
}

impl House {
    pub async fn open() -> Self {
        let store = TestDb::empty_sqlite().await;
        let mut config = Config::read(None, Some(store.folder())).expect("settings");
        config.database = store.options.clone();
        let world = World::system();
        let reader = ChildCommand { program: "unused".into(), arguments: Vec::new() };
        let manner = Manner { mode: Mode::Demo, demo: Vec::new(), cost: Cost::CHEAP, reader };
        let app = start(&config, store.db.clone(), world.clone(), manner).await.expect("the program starts");
        let own = PLACES[0].1.to_owned();
        let plan = DemoPlan { province: own.clone(), county: own, password: PASSWORD.into() };
        demo_accounts(&app.core.db, &world, &app.core.rules, &plan).await.expect("accounts");
        Self { app, world, _store: store }
    }

    /// A session of the role's account.
    pub async fn session(&self, role: Role) -> Token {
        let client =
            Client { source: "test".into(), agent: "test".into(), device: None, trace: String::new() };
        let wish = SignIn { login: demo_login(role).into(), password: PASSWORD.into(), client };
        sign_in(&self.app.core.db, &self.world, &self.app.core.rules, wish).await.expect("signs in").token
    }

    /// Imports a small notice of the place and gives its id.
    pub async fn document(&self, place: &str) -> String {
        let actor = Actor::console("tester");
        let grants = console_grants(&actor, "210000");
        let asking = Asking::of(&self.app.core, &actor, &grants, "210000");
        let text = format!(
            "【样例】关于测试的通知\n\n样测发〔2026〕{place}号\n\n一、总体要求\n(一)做好监测。每月监测企业{place}户。(责任单位:市财政局)\n(二)落实责任。确保20天内办结。(责任单位:市财政局)\n"
        );
        let file = NewFile { name: "sample.txt".into(), bytes: text.into_bytes() };
        let options = ImportOptions {
            own_place: "210000".into(),
            place: Some(place.into()),
            sample: true,
            ..ImportOptions::default()
        };
        import(&self.app.library, &asking.caller(None), file, &options).await.expect("imports").document_id
    }

    /// Makes an account at the place and gives its id.
    pub async fn account(&self, place: &str) -> String {
        let actor = Actor::console("tester");
        let held = vec![Grant { id: "g".into(), role: Role::SystemAdmin, place: "210000".into() }];
        let (grants, places) = (Grants::new("tester", held), self.app.core.scope_on(self.world.today()));
        let caller =
            Caller { world: &self.world, actor: &actor, grants: &grants, places: &places, once: None };
        let wish = anye_access::account::CreateAccount {
            login: format!("someone.{place}"),
            name: "某人".into(),
            kind: anye_access::AccountKind::Staff,
            place: place.into(),
            person_key: format!("LN{place}"),
        };
        let made =
            anye_access::account::create_account(&self.app.core.db, &caller, &self.app.core.rules, wish)
                .await;
        made.expect("an account").id
    }

    /// Sends a request and gives status and body.
    pub async fn send(&self, request: Request<Body>) -> (StatusCode, Option<String>, String) {
        let response = self.app.router.clone().oneshot(request).await.expect("the router answers");
        let status = response.status();
        let location =
            response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let bytes = axum::body::to_bytes(response.into_body(), 64 << 20).await.expect("a body");
        (status, location, String::from_utf8_lossy(&bytes).into_owned())
    }
}
