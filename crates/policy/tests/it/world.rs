//! The policy desk over a fresh database, with people, and packs that differ.

use std::sync::{Arc, LazyLock};

use anye_access::{Cost, Grant, Grants, Mode, PasswordPolicy, Role, Rules};
use anye_base::{Actor, ActorKind, Fault};
use anye_db::{Db, Once};
use anye_intake::Knowledge;
use anye_pack::{Pack, Source};
use anye_policy::Policy;
use anye_policy::decision::{self, Kept, Replay, Wish};
use anye_policy::simulation::{self, Peoples, Simulation};
use anye_policy::version::{self, Asking, Version};
use anye_testkit::test_world;
use anye_web::core::{Core, Settings};
use anye_web::i18n::Catalogue;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::load(&Source::Embedded).unwrap());
pub static WORDS: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
    let access =
        [(anye_base::Lang::Zh, anye_access::messages::ZH), (anye_base::Lang::En, anye_access::messages::EN)];
    let sources = [&anye_web::i18n::MESSAGES[..], &anye_policy::MESSAGES[..], &access[..]].concat();
    Arc::new(Catalogue::build(&sources).unwrap())
});

/// The desk with the pack as it is; its scenarios are run once for all tests.
static DESK: LazyLock<Policy> = LazyLock::new(|| {
    let store = std::thread::spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(anye_testkit::sqlite())
    });
    let store = store.join().unwrap();
    Policy::new(core(&store.db), Arc::clone(&KNOWLEDGE.pack))
});

fn core(db: &Db) -> Core {
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
    let places = Arc::clone(&KNOWLEDGE.places);
    Core::new(db.clone(), world, Arc::clone(&WORDS), settings, rules, places, Vec::new())
}

/// The desk over this store, with the pack as it is.
pub fn desk(db: &Db) -> Policy {
    DESK.over(core(db))
}

/// The same desk with a copy of the pack in which one text of one law file is another.
pub fn changed(desk: &Policy, file: &str, old: &str, new: &str) -> Policy {
    let folder = tempfile::tempdir().unwrap();
    anye_pack::copy_embedded(folder.path()).unwrap();
    let path = folder.path().join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(old), "{file} does not hold {old}");
    std::fs::write(&path, text.replacen(old, new, 1)).unwrap();
    let pack = Pack::load(&Source::Folder(folder.path().to_owned())).unwrap();
    Policy::new(desk.core.clone(), Arc::new(pack))
}

/// The same program started again over the same store: nothing but the store and the pack is left.
pub fn restarted(desk: &Policy) -> Policy {
    desk.over(desk.core.clone())
}

/// Why a version that changes no rule needs no simulation.
const NO_NEED: &str = "没有改变规则";

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

    pub fn officer(name: &str) -> Self {
        Self::new(name, Role::PolicyOfficer, "210000")
    }

    pub async fn propose(&self, desk: &Policy, note: &str) -> Result<Version, Fault> {
        let asking = Asking::of(&desk.core, &self.actor, &self.grants);
        version::propose(desk, &asking.caller(None), note).await
    }

    pub async fn approve(&self, desk: &Policy, one: &Version, once: Option<&Once>) -> Result<Version, Fault> {
        let asking = Asking::of(&desk.core, &self.actor, &self.grants);
        version::approve(desk, &asking.caller(once), &one.id, one.row_version, NO_NEED).await
    }

    pub async fn refuse(&self, desk: &Policy, one: &Version, reason: &str) -> Result<Version, Fault> {
        let asking = Asking::of(&desk.core, &self.actor, &self.grants);
        version::refuse(desk, &asking.caller(None), &one.id, one.row_version, reason).await
    }

    pub async fn keep(&self, desk: &Policy, wish: &Wish, once: Option<&Once>) -> Result<Kept, Fault> {
        let asking = Asking::of(&desk.core, &self.actor, &self.grants);
        decision::keep(desk, &asking.caller(once), wish).await
    }

    pub async fn replay(&self, desk: &Policy, id: &str) -> Result<Replay, Fault> {
        let asking = Asking::of(&desk.core, &self.actor, &self.grants);
        decision::replay(desk, &asking.caller(None), id).await
    }

    pub async fn simulate(&self, desk: &Policy, to: &str, persons: u32) -> Result<Simulation, Fault> {
        let asking = Asking::of(&desk.core, &self.actor, &self.grants);
        let people = Peoples::MadeUp { persons, seed: 7 };
        let on = anye_law::day::Day::parse("2020-08-01").unwrap();
        let wish = simulation::Wish { from: "in_use".into(), to: to.into(), people, on };
        simulation::start(desk, &asking.caller(None), &wish).await
    }
}
