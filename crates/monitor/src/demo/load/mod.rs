//! Loading the demo as people would: employers registered, panels drawn, reports imported with validation, approved, cells given back, notices filed.
//!
//! Everything goes through the use cases on a clock of its own, so that reports of 2018 come in 2018 and some come late. It must never write a
//! row itself, and never run in a store that is not a demo.

mod act;
mod clock;
mod files;
mod notices;
mod office;
mod stage;
mod tell;
mod words;
mod work;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use anye_access::{Grant, Grants, Role};
use anye_base::{Actor, ActorKind, Date, ErrorKind, Fault};
use anye_forms::Period;
use anye_registry::Registry;
use anye_reporting::{Reporting, date, panel};
use anye_web::{Asking, Core};
use tokio::sync::OnceCell;

use super::province::{Frame, Province};
use super::scale::Scale;
use crate::Monitor;

pub use clock::Moved;
pub use stage::{Stage, stages};
pub use work::{KIND, LoadWork, Wish, enqueue, is_loading};

/// Somebody of the demo's offices who does the loading.
struct Person {
    actor: Actor,
    grants: Grants,
}

impl Person {
    fn new(word: &str, name: &str, role: Role) -> Self {
        let actor = Actor {
            kind: ActorKind::Person,
            id: format!("demo-{word}"),
            name: name.to_owned(),
            source: "demo".to_owned(),
            trace: String::new(),
        };
        let grant = Grant { id: format!("demo-{word}"), role, place: "210000".to_owned() };
        let grants = Grants::new(&actor.id, vec![grant]);
        Self { actor, grants }
    }

    fn on<'a>(&'a self, core: &'a Core) -> Asking<'a> {
        Asking::of(core, &self.actor, &self.grants)
    }
}

/// The world with the panel that was drawn, and staff by month.
struct Settled {
    province: Province,
    staff: Vec<Vec<i64>>,
    /// Place in the frame by code.
    by_code: HashMap<String, usize>,
}

/// Loads.
pub struct Loader {
    monitor: Monitor,
    clock: clock::Moved,
    seed: String,
    scale: Scale,
    account: String,
    clerk: Person,
    officer: Person,
    leader: Person,
    handler: Person,
    settled: OnceCell<Arc<Settled>>,
}

impl Loader {
    /// Over a demo's store. `account` is let report for employers; empty: none.
    ///
    /// # Errors
    /// The store is no demo.
    pub fn new(monitor: &Monitor, scale: Scale, seed: &str, account: &str) -> Result<Self, Fault> {
        let old = &monitor.core;
        if !old.settings.demo {
            return Err(Fault::new(ErrorKind::Denied, "demo_refused"));
        }
        let clock = clock::Moved::default();
        let core = Core::new(
            old.db.clone(),
            clock.world(),
            Arc::clone(&old.catalogue),
            old.settings.clone(),
            old.rules.clone(),
            old.places(),
            Vec::new(),
        );
        let monitor = Monitor {
            registry: Registry::new(core.clone()),
            reporting: Reporting::new(core.clone(), Arc::clone(&monitor.catalogue)),
            core,
            ..monitor.clone()
        };
        Ok(Self {
            monitor,
            clock,
            seed: seed.to_owned(),
            scale,
            account: account.to_owned(),
            clerk: Person::new("clerk", "演示数据填报（合成）", Role::Clerk),
            officer: Person::new("officer", "演示数据审核（合成）", Role::PolicyOfficer),
            leader: Person::new("leader", "演示数据签发（合成）", Role::Leader),
            handler: Person::new("handler", "演示数据办件（合成）", Role::Clerk),
            settled: OnceCell::new(),
        })
    }

    /// Does one stage. Done again, it changes nothing.
    ///
    /// # Errors
    /// What a use case refuses.
    pub async fn run(&self, stage: &Stage) -> Result<(), Fault> {
        match stage {
            Stage::Employers(from) => self.employers(*from).await,
            Stage::Draw(panel, day) => self.draw(panel, day).await,
            Stage::Counties(form, month) => self.counties(form, *month).await,
            Stage::Townships(month) => self.townships(*month).await,
            Stage::Employer(month, late) => self.reports(*month, *late).await,
            Stage::Migrants(month) => self.migrants(*month).await,
            Stage::Notices => self.notices().await,
            Stage::CrossCheck(month) => self.cross_check(*month).await,
            Stage::Approve(month) => self.approve(*month).await,
            Stage::GiveBack => self.give_back().await,
            Stage::Freeze => self.freeze().await,
            Stage::Contact => self.contact().await,
            Stage::Close(form) => self.close(form).await,
            Stage::Plans => self.plans().await,
            Stage::CloseMonth(form, month) => self.close_month(form, *month).await,
            Stage::Handle(month) => self.handle(*month).await,
            Stage::Tell => self.tell().await,
        }
    }

    /// The stages of this size.
    #[must_use]
    pub fn stages(&self) -> Vec<Stage> {
        stages(self.scale)
    }

    fn frame(&self) -> Frame {
        Frame::new(&self.seed, self.scale, &self.monitor.core.places())
    }

    /// What the drawn panel went through; the same after a restart, since the draw is in the store.
    async fn settled(&self) -> Result<Arc<Settled>, Fault> {
        let made = self.settled.get_or_try_init(|| async {
            let last = self.day(self.scale.periods().last().copied(), 0)?;
            let members = panel::members(&mut &self.monitor.core.db, stage::PANEL, last, "").await?;
            let codes: BTreeSet<String> = members.into_iter().map(|one| one.code).collect();
            let frame = self.frame();
            let made = tokio::task::spawn_blocking(move || {
                let province = frame.settle(&codes);
                let staff = (0..province.frame.firms.len()).map(|at| province.staff(at)).collect();
                let by_code = province.frame.firms.iter().zip(0..).map(|(one, at)| (one.code.clone(), at));
                Arc::new(Settled { by_code: by_code.collect(), staff, province })
            });
            made.await.map_err(Fault::internal)
        });
        Ok(Arc::clone(made.await?))
    }

    fn month(&self, month: usize) -> Result<Period, Fault> {
        self.scale.periods().get(month).copied().ok_or_else(|| Fault::internal("no such month"))
    }

    /// So many days after the end of a month.
    fn day(&self, period: Option<Period>, after: i32) -> Result<Date, Fault> {
        let last = period.and_then(Period::last_day).ok_or_else(|| Fault::internal("no such month"))?;
        date(anye_law::day::Day(last.0 + after)).ok_or_else(|| Fault::internal("no such day"))
    }

    /// Puts the clock to so many days after the end of a month.
    fn at(&self, period: Period, after: i32, hour: i8) -> Result<i64, Fault> {
        Ok(self.clock.put(self.day(Some(period), after)?, hour))
    }
}
