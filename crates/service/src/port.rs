//! What programmes need of others (接口): who somebody is, entries of registers, commitments of money. It must never know how they are kept.

use std::future::Future;
use std::pin::Pin;

use anye_base::{Date, Fault};
use anye_db::{Db, WriteTx};
use anye_programmes::SubjectKind;
use serde_json::Value;

/// An answer that takes a moment.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + Send + 'a>>;

/// Whom a case is about, as pages name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// person, employer, household …
    pub kind: SubjectKind,
    /// Its id in the registry.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it belongs.
    pub place: String,
    /// Its number, masked; may be empty.
    pub number: String,
}

impl Subject {
    /// The name as others may read it: people's are covered, those of employers and providers are public anyhow.
    #[must_use]
    pub fn shown(&self) -> String {
        self.kind.shown_name(&self.name)
    }
}

/// Who somebody is.
pub trait Subjects: Send + Sync {
    /// By id; who asks has been let in already.
    fn find<'a>(&'a self, db: &'a Db, kind: SubjectKind, id: &'a str) -> Later<'a, Option<Subject>>;

    /// By a number typed at a counter: a card's, or an employer's code.
    fn by_number<'a>(&'a self, db: &'a Db, kind: SubjectKind, number: &'a str) -> Later<'a, Option<Subject>>;

    /// Those for whom an account may apply through the portal.
    fn of_account<'a>(&'a self, db: &'a Db, account: &'a str) -> Later<'a, Vec<Subject>>;

    /// The next subjects of a kind after an id, for runs over everybody; where a field is named, all those of whom it is known, others may be left out.
    fn next<'a>(
        &'a self,
        db: &'a Db,
        kind: SubjectKind,
        having: Option<&'a Having>,
        after: &'a str,
        limit: u32,
    ) -> Later<'a, Stretch>;
}

/// What is known of all who are wanted (前提).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Having {
    /// Field of the subject's kind, which facts alone say.
    pub field: String,
    /// A yes or no, and not no.
    pub yes: bool,
    /// On this day.
    pub on: Date,
}

/// Some subjects in the order of their ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stretch {
    /// Id and place.
    pub found: Vec<(String, String)>,
    /// Where to go on; none at the end.
    pub last: Option<String>,
}

/// An entry to be opened.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEntry {
    /// The register.
    pub register: String,
    /// Whom it is about.
    pub subject: (SubjectKind, String),
    /// Where.
    pub place: String,
    /// First day.
    pub from: Date,
    /// Last day, where it is known.
    pub to: Option<Date>,
    /// Field to value.
    pub values: Vec<(String, Value)>,
    /// The case that brings it about.
    pub case: String,
}

/// Entries of registers.
pub trait Entries: Send + Sync {
    /// Opens one, in the transaction of the grant; its id.
    fn open<'a>(&'a self, tx: &'a mut WriteTx<'_>, new: &'a NewEntry) -> Later<'a, String>;

    /// Ends the open ones of a register about a subject; their ids.
    fn end<'a>(
        &'a self,
        tx: &'a mut WriteTx<'_>,
        register: &'a str,
        subject: (SubjectKind, &'a str),
        state: &'a str,
        on: Date,
    ) -> Later<'a, Vec<String>>;

    /// Moves one on; its register.
    fn change<'a>(&'a self, _: &'a mut WriteTx<'_>, _: &'a ChangeEntry) -> Later<'a, String> {
        Box::pin(std::future::ready(Err(Fault::internal("entries are not changed here"))))
    }
}

/// How an entry changes by a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeEntry {
    /// The entry.
    pub entry: String,
    /// Whom it is about.
    pub subject: (SubjectKind, String),
    /// The state it comes into.
    pub state: String,
    /// From this day on.
    pub day: Date,
    /// Why: a code of the register's move.
    pub reason: String,
    /// Field to value.
    pub values: Vec<(String, Value)>,
    /// The case that brings it about.
    pub case: String,
}

/// Money that a decision owes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// The decision.
    pub decision: String,
    /// The case.
    pub case: String,
    /// Who gets it.
    pub payee: (SubjectKind, String),
    /// The name of who gets it.
    pub payee_name: String,
    /// Whom it is for: the person hired, not the employer who is paid; kind and id.
    pub whom: (String, String),
    /// Id of the rule.
    pub benefit: String,
    /// What it is for: a day, or a month.
    pub period: String,
    /// Fen.
    pub amount_fen: i64,
    /// The fund.
    pub fund: String,
    /// Where.
    pub place: String,
    /// When it is due.
    pub due_on: Date,
}

/// Commitments.
pub trait Money: Send + Sync {
    /// Commits it in the transaction of the grant; its id.
    fn commit<'a>(&'a self, tx: &'a mut WriteTx<'_>, owed: &'a Owed) -> Later<'a, String>;

    /// Ends what a decision owes for the days from one on: let go of, or recovered where it is paid.
    fn stop<'a>(&'a self, tx: &'a mut WriteTx<'_>, wish: &'a Stop) -> Later<'a, Stopped>;
}

pub use anye_money::commitment::{Stop, Stopped};
