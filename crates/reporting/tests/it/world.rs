//! Reporting over a fresh database, with people, employers in two cities and a panel of all of them.

use std::sync::{Arc, LazyLock};

use anye_access::{Cost, Grant, Grants, Mode, PasswordPolicy, Role, Rules};
use anye_base::{Actor, ActorKind, World};
use anye_db::Db;
use anye_forms::Form;
use anye_intake::Knowledge;
use anye_pack::Source;
use anye_registry::employer::{self, Employer, NewEmployer};
use anye_registry::{Asking, Registry};
use anye_reporting::report::{Report, Submission};
use anye_reporting::{Reporting, panel, report};
use anye_testkit::{TestClock, test_world};
use anye_web::core::{Core, Settings};
use anye_web::i18n::Catalogue;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::load(&Source::Embedded).unwrap());
static FORMS: LazyLock<Arc<anye_forms::Catalogue>> = LazyLock::new(|| Arc::new(KNOWLEDGE.pack.reporting().0));
pub static WORDS: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
    let access =
        [(anye_base::Lang::Zh, anye_access::messages::ZH), (anye_base::Lang::En, anye_access::messages::EN)];
    let web = &anye_web::i18n::MESSAGES[..];
    let sources = [web, &anye_registry::MESSAGES[..], &anye_reporting::MESSAGES[..], &access[..]].concat();
    Arc::new(Catalogue::build(&sources).unwrap())
});

/// The form of the tests, and its panel.
pub const FORM: &str = "enterprise-monthly";
pub const PANEL: &str = "enterprises";
/// Over, and due before the tests' day (2026-11-22).
pub const OCTOBER: &str = "2026-10";
/// Under way, not due yet.
pub const NOVEMBER: &str = "2026-11";
/// Counties of Shenyang and Fushun.
pub const COUNTIES: [&str; 4] = ["210102", "210106", "210402", "210403"];

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

    pub fn on<'a>(&'a self, house: &'a House) -> Asking<'a> {
        Asking::of(&house.reporting.core, &self.actor, &self.grants)
    }
}

/// Everything of a test.
pub struct House {
    pub reporting: Reporting,
    pub registry: Registry,
    pub clock: TestClock,
    pub employers: Vec<Employer>,
    /// A clerk of the province who fills in.
    pub clerk: Person,
    /// Another one, who approves.
    pub other: Person,
    /// Two policy officers of the province.
    pub officer: Person,
    pub second: Person,
}

pub fn core(db: &Db, world: World) -> Core {
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

impl House {
    /// Without employers.
    pub fn empty(db: &Db) -> Self {
        let (world, clock) = test_world();
        Self::over(db, world, clock)
    }

    pub fn over(db: &Db, world: World, clock: TestClock) -> Self {
        let core = core(db, world);
        Self {
            reporting: Reporting::new(core.clone(), Arc::clone(&FORMS)),
            registry: Registry::new(core),
            clock,
            employers: Vec::new(),
            clerk: Person::new("王", Role::Clerk, "210000"),
            other: Person::new("李", Role::Clerk, "210000"),
            officer: Person::new("赵", Role::PolicyOfficer, "210000"),
            second: Person::new("钱", Role::PolicyOfficer, "210000"),
        }
    }

    /// With so many employers, all in the panel since 2026-01-01.
    pub async fn with(db: &Db, n: usize) -> Self {
        let mut house = Self::empty(db);
        let asking = Asking::of(&house.reporting.core, &house.clerk.actor, &house.clerk.grants);
        let new = (0..n).map(new_employer).collect();
        let made = employer::register_many(&house.registry, &asking.caller(None), new).await.unwrap();
        house.employers = made.into_iter().map(|one| one.employer).collect();
        let asking = Asking::of(&house.reporting.core, &house.officer.actor, &house.officer.grants);
        let day = "2026-01-01".parse().unwrap();
        let drawn = panel::draw(&house.reporting, &asking.caller(None), PANEL, day, "seed").await.unwrap();
        assert_eq!(drawn.entered, n as i64, "{drawn:?}");
        house
    }

    pub fn form(&self) -> &Form {
        self.reporting.form(FORM).unwrap()
    }

    pub fn db(&self) -> &Db {
        &self.reporting.core.db
    }

    /// Starts, fills in and submits.
    pub async fn submitted(&self, at: usize, period: &str, cells: &str) -> Report {
        let asking = self.clerk.on(self);
        let caller = asking.caller(None);
        let id = &self.employers[at].id;
        let made = report::start(&self.reporting, &caller, FORM, period, id).await.unwrap();
        self.submit(&made, cells).await.unwrap()
    }

    /// Submits cells with a reason for every warning.
    pub async fn submit(&self, made: &Report, cells: &str) -> Result<Report, anye_base::Fault> {
        let asking = self.clerk.on(self);
        let what = Submission { cells: Some(cells.to_owned()), reasons: reasons(), why: "更正".into() };
        report::submit(&self.reporting, &asking.caller(None), &made.id, made.version, &what).await
    }

    /// Sums of a period that are not what their reports make.
    pub async fn differences(&self, period: &str) -> Vec<anye_reporting::rollup::Difference> {
        anye_reporting::rollup::check(self.db(), self.form(), period).await.unwrap()
    }
}

/// A reason for each warning there is.
pub fn reasons() -> report::Reasons {
    let all = [
        "carried-over",
        "base-changed",
        "closed-empty",
        "closure-reason",
        "wages-without-staff",
        "frame-staff",
    ];
    let mut reasons: report::Reasons = all.iter().map(|id| ((*id).to_owned(), "已核实".to_owned())).collect();
    for id in
        ["history.end_staff", "history.wages", "jump.end_staff", "jump.wages", "unit.wages", "unit.end_staff"]
    {
        reasons.insert(id.to_owned(), "已核实".to_owned());
    }
    reasons
}

pub fn new_employer(at: usize) -> NewEmployer {
    let sizes = ["large", "medium", "small", "micro"];
    let industries = ["C25", "C17", "F52", "E47", "H62"];
    NewEmployer {
        code: employer::made_up_code("210100", &format!("{at:08}")),
        name: format!("样例企业{at}"),
        place: COUNTIES[at % COUNTIES.len()].into(),
        industry: industries[at % industries.len()].into(),
        ownership: if at.is_multiple_of(3) { "国有" } else { "私营" }.into(),
        size: sizes[at % sizes.len()].into(),
        above_scale: at.is_multiple_of(2),
        staff: Some(200),
        since: "2009-01-01".into(),
        source: "样例".into(),
        ..NewEmployer::default()
    }
}

/// Sound cells.
pub fn cells(start: i64, hired: i64, left: i64) -> String {
    let end = start + hired - left;
    format!(
        r#"{{"operating":"normal","wages":"{}.50","base_staff":200,"start_staff":{start},"hired.expansion":{hired},"left.layoff":{left},"end_staff":{end},"end_migrants":3}}"#,
        start * 4000
    )
}
