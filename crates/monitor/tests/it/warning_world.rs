//! A panel of employers in two cities with thresholds somebody set, reporting month by month.

use std::sync::{Arc, LazyLock};

use anye_access::{Cost, Mode, PasswordPolicy, Role, Rules};
use anye_base::Actor;
use anye_db::Db;
use anye_forms::{Catalogue, Cells};
use anye_monitor::Monitor;
use anye_registry::Registry;
use anye_registry::employer::{self, Employer, NewEmployer};
use anye_reporting::import::{self, Accept, ImportOptions, ImportRow};
use anye_reporting::{Reporting, panel};
use anye_testkit::test_world;
use anye_web::Asking;
use anye_web::core::{Core, Settings};

use crate::notice_world::{KNOWLEDGE, LAW, Person, WORDS};

impl Person {
    pub fn asking<'a>(&'a self, monitor: &'a Monitor) -> Asking<'a> {
        Asking::of(&monitor.core, &self.actor, &self.grants)
    }
}

pub const FORM: &str = "enterprise-monthly";
/// Six employers each: two counties of Shenyang, two of Fushun.
pub const COUNTIES: [&str; 4] = ["210102", "210106", "210402", "210403"];
pub const EMPLOYERS: usize = 24;

/// Thresholds as an office might set them; the texts state none.
const SET: &str = r#"
[[setting]]
light = "job-loss"
above = ["3", "6", "10", "20"]
by = { zh = "测试设定", en = "Set by the test" }

[[setting]]
plan = "response-red"
step = "verify"
within = { hours = 2 }
by = { zh = "测试设定", en = "Set by the test" }
"#;

pub static BARE: LazyLock<Arc<Catalogue>> = LazyLock::new(|| Arc::new(KNOWLEDGE.pack.reporting().0));
pub static SET_FORMS: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
    let mut files = KNOWLEDGE.pack.reporting_sources();
    files.push(("reporting/set.toml".to_owned(), SET.to_owned()));
    Arc::new(Catalogue::read(&files, None).0)
});

/// Everything of a test.
pub struct Watch {
    pub monitor: Monitor,
    pub employers: Vec<Employer>,
    pub clerk: Person,
    pub officer: Person,
}

pub fn by() -> Actor {
    Actor::system("test")
}

impl Watch {
    pub fn over(db: &Db, catalogue: &Arc<Catalogue>) -> Self {
        let (world, _) = test_world();
        Self::in_world(db, catalogue, world)
    }

    pub fn in_world(db: &Db, catalogue: &Arc<Catalogue>, world: anye_base::World) -> Self {
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
            db.clone(),
            world,
            Arc::clone(&WORDS),
            settings,
            rules,
            Arc::clone(&KNOWLEDGE.places),
            Vec::new(),
        );
        let reporting = Reporting::new(core.clone(), Arc::clone(catalogue));
        let registry = Registry::new(core.clone());
        let pack = Arc::clone(&KNOWLEDGE.pack);
        let monitor = Monitor::new(core, pack, registry, reporting, Arc::new(|| Arc::clone(&LAW))).unwrap();
        let clerk = Person::new("王", Role::Clerk, "210000");
        let officer = Person::new("赵", Role::PolicyOfficer, "210000");
        Self { monitor, employers: Vec::new(), clerk, officer }
    }

    /// With thresholds set.
    pub fn set(db: &Db) -> Self {
        Self::over(db, &SET_FORMS)
    }

    /// With employers, all in the panel since 2026-01-01.
    pub async fn people(self) -> Self {
        self.people_since("2026-01-01").await
    }

    /// With employers, all in the panel since a day.
    pub async fn people_since(mut self, day: &str) -> Self {
        let core = &self.monitor.core;
        let asking = Asking::of(core, &self.clerk.actor, &self.clerk.grants);
        let new = (0..EMPLOYERS).map(new_employer).collect();
        let made = employer::register_many(&self.monitor.registry, &asking.caller(None), new).await.unwrap();
        let employers: Vec<Employer> = made.into_iter().map(|one| one.employer).collect();
        let asking = Asking::of(core, &self.officer.actor, &self.officer.grants);
        let day = day.parse().unwrap();
        let drawn = panel::draw(&self.monitor.reporting, &asking.caller(None), "enterprises", day, "seed")
            .await
            .unwrap();
        assert_eq!(drawn.entered, EMPLOYERS as i64, "{drawn:?}");
        self.employers = employers;
        self
    }

    /// Reports of a month: `staff` says what each has at the start and the end; none where it is silent.
    pub async fn month(&self, period: &str, staff: impl Fn(usize) -> Option<(i64, i64)>) {
        let form = self.monitor.reporting.form(FORM).unwrap();
        let rows = (0..EMPLOYERS).filter_map(|at| {
            let (start, end) = staff(at)?;
            let cells = Cells::from_json(form, &cells(start, end)).unwrap();
            let reporter = self.employers[at].code.clone();
            Some(ImportRow {
                row: at as u64 + 1,
                reporter,
                period: period.into(),
                cells,
                reason: String::new(),
            })
        });
        let options = ImportOptions {
            form: FORM.into(),
            accept: Accept::All,
            replace: true,
            reason: "样例".into(),
            source: "test".into(),
        };
        let asking = Asking::of(&self.monitor.core, &self.clerk.actor, &self.clerk.grants);
        let done = import::import(&self.monitor.reporting, &asking.caller(None), &options, rows.collect())
            .await
            .unwrap();
        assert_eq!(done.counts.refused, 0, "{done:?}");
    }

    /// Calm months, then a shock in Fushun in May, then back.
    pub async fn year(&self, until: &str) {
        for period in ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06", "2026-07"] {
            if period > until {
                break;
            }
            self.month(period, |at| Some(staff(period, at))).await;
        }
    }
}

/// Whether an employer is in Fushun.
pub fn in_fushun(at: usize) -> bool {
    COUNTIES[at % COUNTIES.len()].starts_with("2104")
}

/// What each employer has at the start and the end of a month.
pub fn staff(period: &str, at: usize) -> (i64, i64) {
    match (in_fushun(at), period) {
        (true, "2026-05") => (200, 150),
        (true, "2026-06") => (150, 200),
        _ => (200, 200),
    }
}

fn new_employer(at: usize) -> NewEmployer {
    let industries = ["C25", "C17", "F52"];
    NewEmployer {
        code: employer::made_up_code("210100", &format!("{at:08}")),
        name: format!("样例企业{at}"),
        place: COUNTIES[at % COUNTIES.len()].into(),
        industry: industries[at % industries.len()].into(),
        ownership: "私营".into(),
        size: "medium".into(),
        above_scale: true,
        staff: Some(200),
        since: "2009-01-01".into(),
        source: "样例".into(),
        ..NewEmployer::default()
    }
}

fn cells(start: i64, end: i64) -> String {
    let (hired, left) = ((end - start).max(0), (start - end).max(0));
    format!(
        r#"{{"operating":"normal","wages":"{}.50","base_staff":200,"start_staff":{start},"hired.expansion":{hired},"left.layoff":{left},"end_staff":{end}}}"#,
        end * 4000
    )
}
