//! A library over a fresh database, and people with roles at places.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use anye_access::{Cost, Grant, Grants, Mode, PasswordPolicy, Role, Rules};
use anye_base::{Actor, ActorKind, Fault};
use anye_db::Once;
use anye_documents::Library;
use anye_documents::batch::Imported;
use anye_documents::calling::Asking;
use anye_documents::import::{NewFile, import};
use anye_documents::prepare::ImportOptions;
use anye_intake::Knowledge;
use anye_pack::Source;
use anye_reading::{ChildCommand, Limits, Reader};
use anye_testkit::{TestDb, test_world};
use anye_web::core::{Core, Settings};
use anye_web::i18n::Catalogue;

pub static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::load(&Source::Embedded).unwrap());
pub static WORDS: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
    let sources = [anye_web::i18n::MESSAGES, anye_documents::MESSAGES].concat();
    Arc::new(Catalogue::build(&sources).unwrap())
});

pub const PROVINCE: &str = "210000";
pub const FUSHUN: &str = "210400";
pub const CHAOYANG: &str = "211300";
pub const LIAOYANG: &str = "211000";

/// The library of one test.
pub struct App {
    pub library: Library,
    pub db: TestDb,
}

/// A person.
pub struct Person {
    pub actor: Actor,
    pub grants: Grants,
    pub place: String,
}

/// The program that reads hostile files; `None` where it was not built.
pub fn child() -> Option<PathBuf> {
    let here = std::env::current_exe().ok()?;
    let path = here.parent()?.parent()?.join("examples").join("read_child");
    path.exists().then_some(path)
}

impl App {
    pub fn new(db: TestDb) -> Self {
        let folder = db.folder().to_owned();
        let library = library(&db, &folder);
        Self { library, db }
    }

    /// The same store and folder, as after a restart.
    pub fn restarted(self) -> Self {
        let Self { library, db } = self;
        drop(library);
        Self::new(db)
    }

    pub async fn import(&self, person: &Person, name: &str, text: &str) -> Result<Imported, Fault> {
        self.import_with(person, name, text.as_bytes(), &person.options(), None).await
    }

    pub async fn import_with(
        &self,
        person: &Person,
        name: &str,
        bytes: &[u8],
        options: &ImportOptions,
        once: Option<&Once>,
    ) -> Result<Imported, Fault> {
        let asking = self.asking(person);
        let file = NewFile { name: name.into(), bytes: bytes.to_vec() };
        import(&self.library, &asking.caller(once), file, options).await
    }

    pub fn asking<'a>(&'a self, person: &'a Person) -> Asking<'a> {
        Asking::of(&self.library.core, &person.actor, &person.grants, &person.place)
    }
}

fn library(db: &TestDb, folder: &Path) -> Library {
    let (world, _) = test_world();
    let settings = Settings {
        demo: true,
        version: "0.0.0",
        home_place: PROVINCE.into(),
        secure_cookies: false,
        trusted_proxy: None,
    };
    let rules = Rules::new(Mode::Demo, PasswordPolicy::Mlps3, Cost::CHEAP, &world);
    let rules = rules.unwrap_or_else(|_| panic!("the rules of a demo"));
    let places = Arc::clone(&KNOWLEDGE.places);
    let core = Core::new(db.db.clone(), world, Arc::clone(&WORDS), settings, rules, places, Vec::new());
    let program = child().unwrap_or_else(|| PathBuf::from("read_child"));
    let reader = Reader::new(ChildCommand { program, arguments: Vec::new() }, Limits::default());
    Library::new(core, KNOWLEDGE.clone(), reader, folder)
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
        Self { actor, grants, place: place.into() }
    }

    pub fn officer() -> Self {
        Self::new("officer", Role::PolicyOfficer, PROVINCE)
    }

    pub fn options(&self) -> ImportOptions {
        ImportOptions { own_place: self.place.clone(), ..ImportOptions::default() }
    }
}

/// A short notice of our own invention.
pub fn notice(serial: u32, body: &str) -> String {
    format!(
        "关于做好第{serial}批样例工作的通知\n\n样政发〔2026〕{serial}号\n\n各有关单位:\n\n  现将样例事项通知如下:\n\n一、总体要求\n\n{body}\n\n辽阳市人民政府\n2026年1月15日\n"
    )
}

pub const TWO_ARTICLES: &str = "(一)扩大样本。监测企业增加到320户,每月5日前报送上月用工人数。(牵头单位:市人力资源社会保障局;配合单位:市统计局)\n\n(二)及时报告。企业一次减少用工50人以上的,应当提前30日报告。(责任单位:市人力资源社会保障局)";
