//! Programmes over the real registry and the real pack, on 30 June 2020.

use std::sync::{Arc, LazyLock};

use anye_access::{Cost, Mode, PasswordPolicy, Rules};
use anye_base::{Fault, World};
use anye_db::Db;
use anye_forms::Calendar;
use anye_intake::Knowledge;
use anye_money::Money;
use anye_pack::Source;
use anye_policy::Policy;
use anye_registry::Registry;
use anye_registry::dictionary::BookDictionary;
use anye_service::Service;
use anye_service::adapt::{OfMoney, OfRegistry};
use anye_testkit::{TestClock, test_world};
use anye_web::core::{Core, Settings};
use anye_web::i18n::Catalogue;

/// From the day on which a test's clock begins back to the end of June 2020.
const BACK: i64 = -2_336 * 86_400;

static WORLD: LazyLock<(World, TestClock)> = LazyLock::new(|| {
    let (world, clock) = test_world();
    clock.advance_seconds(BACK);
    (world, clock)
});

/// A day later.
pub fn tomorrow() {
    WORLD.1.advance_seconds(86_400);
}

struct NoVault;

impl anye_money::Vault for NoVault {
    fn seal(&self, _: &World, _: &str, _: &str) -> Result<String, Fault> {
        Err(Fault::internal("no accounts here"))
    }
    fn open(&self, _: &str, _: &str) -> Result<String, Fault> {
        Err(Fault::internal("no accounts here"))
    }
    fn blind(&self, clear: &str) -> String {
        clear.to_owned()
    }
}

pub fn service(db: &Db) -> Service {
    let knowledge = Knowledge::load(&Source::Embedded).unwrap();
    let world = WORLD.0.clone();
    let settings = Settings {
        demo: true,
        version: "0.0.0",
        home_place: "210000".into(),
        secure_cookies: false,
        trusted_proxy: None,
    };
    let rules = Rules::new(Mode::Demo, PasswordPolicy::Mlps3, Cost::CHEAP, &world);
    let rules = rules.unwrap_or_else(|_| panic!("the rules of a demo"));
    let words = Arc::new(Catalogue::build(&anye_registry::MESSAGES).unwrap());
    let places = Arc::clone(&knowledge.places);
    let core = Core::new(db.clone(), world, words, settings, rules, places, Vec::new());
    let policy = Policy::new(core.clone(), Arc::clone(&knowledge.pack));
    let definitions = Arc::new(knowledge.pack.definitions_checked(policy.book()).0);
    let calendar = Arc::new(Calendar::default());
    let dictionary = Arc::new(BookDictionary::new(Arc::new(policy.book().clone())));
    let child = anye_reading::ChildCommand::current_program(&["none"]).unwrap();
    let reader = Arc::new(anye_reading::Reader::new(child, anye_reading::Limits::default()));
    let registers = anye_registry::Registers::new(
        Registry::new(core.clone()),
        Arc::clone(&definitions),
        dictionary,
        Arc::clone(&calendar),
        reader,
    );
    let (funds, _) = anye_money::fund::load(&knowledge.pack, policy.book());
    let money = Money::new(core, Arc::new(funds), Arc::new(NoVault));
    let rooms = Arc::new(OfRegistry(Arc::new(registers)));
    Service::new(policy, definitions, calendar, Arc::clone(&rooms) as _, rooms, Arc::new(OfMoney(money)))
}
