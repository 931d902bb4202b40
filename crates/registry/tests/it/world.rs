//! A register over a fresh database, with people.

use std::sync::{Arc, LazyLock};

use anye_access::{Cost, Grant, Grants, Mode, PasswordPolicy, Role, Rules};
use anye_base::{Actor, ActorKind};
use anye_db::Db;
use anye_intake::Knowledge;
use anye_pack::Source;
use anye_registry::employer::NewEmployer;
use anye_registry::seal::Keys;
use anye_registry::{Asking, Registry};
use anye_testkit::{TestClock, test_world};
use anye_web::core::{Core, Settings};
use anye_web::i18n::Catalogue;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::load(&Source::Embedded).unwrap());
pub static BOOK: LazyLock<Arc<anye_law::book::Book>> = LazyLock::new(|| {
    let pack = anye_pack::Pack::load(&Source::Embedded).unwrap();
    Arc::new(pack.law().book)
});
pub static WORDS: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
    let access =
        [(anye_base::Lang::Zh, anye_access::messages::ZH), (anye_base::Lang::En, anye_access::messages::EN)];
    let sources = [&anye_web::i18n::MESSAGES[..], &anye_registry::MESSAGES[..], &access[..]].concat();
    Arc::new(Catalogue::build(&sources).unwrap())
});

/// Keys that every test may take; the newest last.
pub fn keys(ids: &[&str]) -> Keys {
    let seal = ids.iter().map(|id| ((*id).to_owned(), [id.as_bytes()[1]; 16])).collect();
    Keys::new(seal, vec![("b1".into(), [9; 32])]).unwrap()
}

/// The register over this store, and its clock.
pub fn registry(db: &Db) -> (Registry, TestClock) {
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
    (Registry::new(core).with_keys(Arc::new(keys(&["k1"]))), clock)
}

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

    pub fn asking<'a>(&'a self, registry: &'a Registry) -> Asking<'a> {
        Asking::of(&registry.core, &self.actor, &self.grants)
    }
}

/// An employer with a sound code.
pub fn new(number: u32, name: &str, place: &str) -> NewEmployer {
    NewEmployer {
        code: anye_registry::employer::made_up_code("210100", &format!("{number:08}")),
        name: name.into(),
        place: place.into(),
        industry: "C25".into(),
        ownership: "110".into(),
        size: "large".into(),
        above_scale: true,
        staff: Some(500),
        since: "2009-01-01".into(),
        source: "登记机关".into(),
        ..NewEmployer::default()
    }
}
