//! What the rooms of registers work with (名册台): the pack's definitions, the law's dictionary, the calendar, and who is told when a duty is due.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};

use anye_base::Fault;
use anye_db::WriteTx;
use anye_forms::Calendar;
use anye_programmes::{Definitions, Register};
use anye_reading::Reader;
use anye_web::Core;
use anye_web::held::Held;

use crate::Registry;
use crate::dictionary::Dictionary;
use crate::elsewhere::Elsewhere;
use crate::entry::Task;
use crate::entry::import::HeldFile;

/// How far a duty has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// 即将到期
    Soon,
    /// 逾期
    Overdue,
    /// 已办
    Done,
}

/// What is told about a duty.
#[derive(Debug, Clone)]
pub struct Told<'a> {
    /// The duty as it stands.
    pub task: &'a Task,
    /// The register.
    pub register: &'a Register,
    /// Name of whom it is about.
    pub subject_name: &'a str,
    /// Duties of the same case that still wait.
    pub left: i64,
}

/// The future of a case's id.
pub type CaseId<'a> = Pin<Box<dyn Future<Output = Result<Option<String>, Fault>> + Send + 'a>>;

/// Who is told of duties: the task list, so that this crate need not know it.
pub trait Alarm: Send + Sync {
    /// A duty is soon due, overdue or done. Whatever comes of it belongs to the same transaction; gives the id of the case, where one was opened.
    fn tell<'a, 't: 'a>(&'a self, tx: &'a mut WriteTx<'t>, stage: Stage, told: Told<'a>) -> CaseId<'a>;
}

/// Nobody is told.
pub struct Silent;

impl Alarm for Silent {
    fn tell<'a, 't: 'a>(&'a self, _: &'a mut WriteTx<'t>, _: Stage, _: Told<'a>) -> CaseId<'a> {
        Box::pin(std::future::ready(Ok(None)))
    }
}

/// Gives the dictionary of the law in use.
pub type Words = Arc<dyn Fn() -> Arc<dyn Dictionary> + Send + Sync>;

/// What the handlers of registers share. Cheap to clone.
#[derive(Clone)]
pub struct Registers {
    /// Persons and employers.
    pub registry: Registry,
    /// The pack's registers.
    pub definitions: Arc<Definitions>,
    /// What may be known about whom.
    words: Words,
    /// Working days.
    pub calendar: Arc<Calendar>,
    /// Who is told of duties.
    pub alarm: Arc<dyn Alarm>,
    /// Reads files in a process of its own.
    pub reader: Arc<Reader>,
    /// Files that wait for a yes.
    pub files: Held<Arc<HeldFile>>,
    /// What other rooms have for everybody. Set once, when all are wired.
    elsewhere: Arc<OnceLock<Arc<dyn Elsewhere>>>,
}

impl Registers {
    /// Over the registry and a pack.
    #[must_use]
    pub fn new(
        registry: Registry,
        definitions: Arc<Definitions>,
        dictionary: Arc<dyn Dictionary>,
        calendar: Arc<Calendar>,
        reader: Arc<Reader>,
    ) -> Self {
        Self {
            registry,
            definitions,
            words: Arc::new(move || Arc::clone(&dictionary)),
            calendar,
            alarm: Arc::new(Silent),
            reader,
            files: Held::default(),
            elsewhere: Arc::default(),
        }
    }

    /// With somebody who is told of duties.
    #[must_use]
    pub fn with_alarm(mut self, alarm: Arc<dyn Alarm>) -> Self {
        self.alarm = alarm;
        self
    }

    /// Another room that gives papers out and publishes tables. A second one would mean two wirings of one program: the first stays.
    pub fn set_elsewhere(&self, other: Arc<dyn Elsewhere>) {
        let _ = self.elsewhere.set(other);
    }

    /// The other room, where there is one.
    #[must_use]
    pub fn elsewhere(&self) -> Option<Arc<dyn Elsewhere>> {
        self.elsewhere.get().cloned()
    }

    /// Those of these entries that somebody is deciding about.
    pub(crate) async fn under_way(&self, entries: &[String]) -> Result<BTreeSet<String>, Fault> {
        match self.elsewhere() {
            Some(other) if !entries.is_empty() => other.under_way(entries).await,
            _ => Ok(BTreeSet::new()),
        }
    }

    /// With the dictionary of whatever law is in use when it is asked for.
    #[must_use]
    pub fn with_words(mut self, words: Words) -> Self {
        self.words = words;
        self
    }

    /// What may be known about whom, by the law in use now. Who asks several things of it asks for it once.
    #[must_use]
    pub fn dictionary(&self) -> Arc<dyn Dictionary> {
        (self.words)()
    }

    /// The core.
    #[must_use]
    pub fn core(&self) -> &Core {
        &self.registry.core
    }

    /// Counties where the caller may do this, whatever their codes were at any time.
    #[must_use]
    pub fn counties(
        &self,
        caller: &anye_access::Caller<'_>,
        permission: anye_access::Permission,
    ) -> Vec<String> {
        crate::reach::counties(&self.registry, caller, permission, "")
    }

    /// A register by id.
    ///
    /// # Errors
    /// There is none.
    pub fn register(&self, id: &str) -> Result<&Register, Fault> {
        self.definitions.register(id).ok_or_else(|| Fault::not_found("register"))
    }
}
