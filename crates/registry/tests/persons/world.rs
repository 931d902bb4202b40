//! A register with keys over a fresh database, people who work with it, and made-up persons.

use std::sync::{Arc, LazyLock};

use anye_access::{Cost, Grant, Grants, Mode, PasswordPolicy, Role, Rules};
use anye_base::{Actor, ActorKind, Lang};
use anye_db::Db;
use anye_intake::Knowledge;
use anye_pack::Source;
use anye_registry::person::{NewNumber, NewPerson, number};
use anye_registry::seal::Keys;
use anye_registry::{Asking, Registry};
use anye_testkit::{TestClock, test_world};
use anye_web::core::{Core, Settings};
use anye_web::i18n::Catalogue;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::load(&Source::Embedded).unwrap());
static WORDS: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
    let access = [(Lang::Zh, anye_access::messages::ZH), (Lang::En, anye_access::messages::EN)];
    let sources = [&anye_web::i18n::MESSAGES[..], &anye_registry::MESSAGES[..], &access[..]].concat();
    Arc::new(Catalogue::build(&sources).unwrap())
});

/// Two keys that every test may take.
pub fn keys() -> Keys {
    Keys::new(vec![("k1".into(), [7; 16])], vec![("b1".into(), [9; 32])]).unwrap()
}

/// The register over this store, and its clock.
pub fn registry(db: &Db) -> (Registry, TestClock) {
    with_keys(db, keys())
}

/// The same with other keys.
pub fn with_keys(db: &Db, keys: Keys) -> (Registry, TestClock) {
    let (world, clock) = test_world();
    (over(db, keys, world), clock)
}

/// The same in a world of its own.
pub fn over(db: &Db, keys: Keys, world: anye_base::World) -> Registry {
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
    Registry::new(core).with_keys(Arc::new(keys))
}

/// Somebody at a desk.
pub struct Worker {
    pub actor: Actor,
    pub grants: Grants,
}

impl Worker {
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

pub fn clerk() -> Worker {
    Worker::new("王", Role::Clerk, "210106")
}

pub fn reviewer() -> Worker {
    Worker::new("李", Role::Reviewer, "210100")
}

/// Somebody of Tiexi with a made-up number.
pub fn tiexi(name: &str, birthday: &str, order: u16) -> NewPerson {
    person(name, &number::made_up("210106", birthday, order), "210106")
}

/// Somebody with a number, or with none where it is empty.
pub fn person(name: &str, number: &str, place: &str) -> NewPerson {
    NewPerson {
        number: NewNumber { number: number.into(), ..NewNumber::default() },
        name: name.into(),
        place: place.into(),
        source: "窗口登记".into(),
        ..NewPerson::default()
    }
}
