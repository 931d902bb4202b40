//! A demo's store without people.

use std::sync::{Arc, LazyLock};

use anye_access::{Cost, Mode, PasswordPolicy, Rules};
use anye_base::World;
use anye_db::Db;
use anye_forms::Catalogue as Forms;
use anye_intake::Knowledge;
use anye_law::compile::Compiled;
use anye_monitor::{Monitor, demo};
use anye_pack::Source;
use anye_registry::Registry;
use anye_reporting::Reporting;
use anye_web::core::{Core, Settings};
use anye_web::i18n::Catalogue;

pub static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::load(&Source::Embedded).unwrap());
pub static FORMS: LazyLock<Arc<Forms>> = LazyLock::new(|| Arc::new(demo::catalogue(&KNOWLEDGE.pack).0));
static LAW: LazyLock<Arc<Compiled>> = LazyLock::new(|| Arc::new(KNOWLEDGE.pack.law_unchecked()));

/// Everything wired, in demo mode or not.
pub fn monitor(db: &Db, demo: bool) -> Monitor {
    let settings = Settings {
        demo,
        version: "0.0.0",
        home_place: "210000".into(),
        secure_cookies: false,
        trusted_proxy: None,
    };
    let world = World::system();
    let rules = Rules::new(Mode::Demo, PasswordPolicy::Mlps3, Cost::CHEAP, &world);
    let rules = rules.unwrap_or_else(|_| panic!("the rules of a demo"));
    let words = Arc::new(Catalogue::build(&anye_web::i18n::MESSAGES).unwrap());
    let core =
        Core::new(db.clone(), world, words, settings, rules, Arc::clone(&KNOWLEDGE.places), Vec::new());
    let reporting = Reporting::new(core.clone(), Arc::clone(&FORMS));
    let registry = Registry::new(core.clone());
    Monitor::new(core, Arc::clone(&KNOWLEDGE.pack), registry, reporting, Arc::new(|| Arc::clone(&LAW)))
        .unwrap()
}
