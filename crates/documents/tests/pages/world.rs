//! A library over a fresh database with three documents of our own invention, and a browser that reads its pages.

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use anye_access::{Cost, Grant, Grants, Mode, PasswordPolicy, Role, Rules};
use anye_base::{Actor, ActorKind, Fault, Lang};
use anye_documents::Library;
use anye_documents::calling::Asking;
use anye_documents::import::{NewFile, import};
use anye_documents::pages::{PAGE_MESSAGES, page_routes};
use anye_documents::prepare::ImportOptions;
use anye_intake::Knowledge;
use anye_pack::Source;
use anye_reading::{ChildCommand, Limits, Reader};
use anye_testkit::{TestDb, sqlite, test_world};
use anye_web::choices::Choices;
use anye_web::core::{Core, Settings};
use anye_web::i18n::Catalogue;
use anye_web::{Visitor, problem};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::{self, Next};
use tower::ServiceExt as _;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::load(&Source::Embedded).unwrap());
pub static WORDS: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
    // Names of roles come with the crate of people, which this crate must not know.
    let roles = [
        (Lang::Zh, "role-policy_officer = 政策专员\nrole-leader = 领导\n"),
        (Lang::En, "role-policy_officer = Policy officer\nrole-leader = Leader\n"),
    ];
    let sources =
        [&anye_web::i18n::MESSAGES[..], &anye_documents::MESSAGES[..], &PAGE_MESSAGES[..], &roles[..]]
            .concat();
    Arc::new(Catalogue::build(&sources).unwrap())
});

/// The library of one test, with its routes.
pub struct App {
    pub library: Library,
    router: Router,
    _db: TestDb,
}

/// What the browser got.
pub struct Seen {
    pub status: StatusCode,
    pub text: String,
    pub location: String,
    pub fault: &'static str,
}

pub fn notice(number: &str, title: &str, body: &str) -> String {
    format!(
        "{title}\n\n{number}\n\n各有关单位:\n\n  现将样例事项通知如下:\n\n{body}\n\n辽阳市人民政府\n2020年1月15日\n"
    )
}

pub const BODY: &str = "一、总体要求\n\n(一)扩大样本。监测企业增加到320户,每月5日前报送上月用工人数。(牵头单位:市人力资源社会保障局;配合单位:市统计局)\n\n(二)及时报告。企业一次减少用工50人以上的,应当提前30日报告。按照《关于样例补贴的通知》(样政发〔2020〕2号)执行。(责任单位:市人力资源社会保障局)\n\n二、保障措施\n\n(三)落实经费。2020年12月31日前安排补贴资金24万元以上。(责任单位:市财政局)";
pub const OTHER: &str = "一、总体要求\n\n(一)扩大样本。监测企业增加到400户,每月3日前报送上月用工人数。(牵头单位:市人力资源社会保障局)\n\n(二)新增事项。对样例企业给予每户每月最高50元补贴。(责任单位:市财政局)";

impl App {
    /// With two documents, the first of which cites the second.
    pub async fn filled() -> (Self, String, String) {
        let app = Self::empty().await;
        let first = app.import("a.txt", &notice("样政发〔2020〕1号", "关于样例监测工作的通知", BODY)).await;
        let second = app.import("b.txt", &notice("样政发〔2020〕2号", "关于样例补贴的通知", OTHER)).await;
        (app, first, second)
    }

    pub async fn empty() -> Self {
        let db = sqlite().await;
        let (world, _) = test_world();
        let settings = Settings {
            demo: true,
            version: "0.0.0",
            home_place: "210000".into(),
            secure_cookies: false,
            trusted_proxy: None,
        };
        let rules = Rules::new(Mode::Demo, PasswordPolicy::Mlps3, Cost::CHEAP, &world);
        let rules = rules.unwrap_or_else(|_| panic!("the rules of a demo"));
        let core = Core::new(
            db.db.clone(),
            world,
            Arc::clone(&WORDS),
            settings,
            rules,
            Arc::clone(&KNOWLEDGE.places),
            Vec::new(),
        );
        // Plain text is read without the child, and these tests hand in nothing else.
        let reader = Reader::new(
            ChildCommand { program: PathBuf::from("none"), arguments: Vec::new() },
            Limits::default(),
        );
        let library = Library::new(core, KNOWLEDGE.clone(), reader, db.folder());
        let router = page_routes(&library).router;
        Self { library, router, _db: db }
    }

    pub async fn import(&self, name: &str, text: &str) -> String {
        let (actor, grants) = person(Role::PolicyOfficer, "210000");
        let asking = Asking::of(&self.library.core, &actor, &grants, "210000");
        let file = NewFile { name: name.into(), bytes: text.as_bytes().to_vec() };
        let options = ImportOptions { own_place: "210000".into(), ..ImportOptions::default() };
        import(&self.library, &asking.caller(None), file, &options).await.unwrap().document_id
    }

    pub async fn get(&self, lang: Lang, path: &str) -> Seen {
        let request = Request::builder().method(Method::GET).uri(path).body(Body::empty()).unwrap();
        self.send(lang, (Role::PolicyOfficer, "210000"), request).await
    }

    pub async fn get_as(&self, role: (Role, &str), path: &str) -> Seen {
        let request = Request::builder().method(Method::GET).uri(path).body(Body::empty()).unwrap();
        self.send(Lang::Zh, role, request).await
    }

    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Seen {
        let body = serde_urlencoded::to_string(form).unwrap();
        let request = Request::builder().method(Method::POST).uri(path);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(Lang::Zh, (Role::PolicyOfficer, "210000"), request.body(Body::from(body)).unwrap()).await
    }

    pub async fn upload(&self, path: &str, files: &[(&str, &str)]) -> Seen {
        let mut body = String::new();
        for (name, text) in files {
            body.push_str(&format!(
                "--cut\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n{text}\r\n"
            ));
        }
        body.push_str("--cut--\r\n");
        let request = Request::builder().method(Method::POST).uri(path);
        let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
        self.send(Lang::Zh, (Role::PolicyOfficer, "210000"), request.body(Body::from(body)).unwrap()).await
    }

    async fn send(&self, lang: Lang, (role, place): (Role, &str), request: Request) -> Seen {
        let (actor, grants) = person(role, place);
        let visitor = Visitor {
            actor,
            session: None,
            grants: Arc::new(grants),
            by_cookie: false,
            csrf: "token".into(),
            texts: self.library.core.texts(lang),
            choices: Arc::new(Choices::default()),
        };
        let add = move |mut request: Request, next: Next| {
            request.extensions_mut().insert(visitor.clone());
            next.run(request)
        };
        let router = self.router.clone().layer(middleware::from_fn(add));
        let mut response = router.oneshot(request).await.unwrap();
        let fault = response.extensions_mut().remove::<Arc<Fault>>();
        let status = fault.as_ref().map_or(response.status(), |fault| problem::status(fault.kind));
        let location =
            response.headers().get(header::LOCATION).map_or("", |value| value.to_str().unwrap()).to_owned();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Seen { status, text, location, fault: fault.map_or("", |fault| fault.code) }
    }
}

fn person(role: Role, place: &str) -> (Actor, Grants) {
    let actor = Actor {
        kind: ActorKind::Person,
        id: "account-zhao".into(),
        name: "赵敏".into(),
        source: "test".into(),
        trace: "trace".into(),
    };
    let grants = Grants::new(&actor.id, vec![Grant { id: "grant".into(), role, place: place.into() }]);
    (actor, grants)
}
