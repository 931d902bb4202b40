//! What registers and programmes are made of. It must never hold an entry, a case or a text of the law.

mod bond;
mod field;
mod lapse;
mod programme;
mod register;
mod table;

use anye_forms::Words;
use serde::Serialize;

pub use bond::{Lookup, Need, Order, Through};
pub use field::{Field, FieldKind, SubjectKind};
pub use lapse::Lapse;
pub use programme::{
    Applicant, Automatic, Certificate, Effect, Level, Objection, Paper, Programme, Publicity, RuleUse, Span,
    SpanUnit, Step, StepAct, StepRole,
};
pub use register::{
    Duty, Every, EveryUnit, FactWhile, Held, Key, Limit, Most, Move, Register, State, Unique, ValueFrom,
};
pub use table::{Count, CountOver, Cut, Measure, Measured, Moment, Only, Spells};

/// All registers and programmes of a pack, in the order of their files.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Definitions {
    /// 名册.
    pub registers: Vec<Register>,
    /// 业务.
    pub programmes: Vec<Programme>,
    /// 一件事: programmes that are applied for in one form.
    pub matters: Vec<Matter>,
}

/// A matter (一件事), named by its programmes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Matter {
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// For whom and when.
    pub note: Words,
    /// Places, with all below them, where its programmes may be applied for in one form (“打包”办理试点); nowhere else.
    pub pilot: Vec<String>,
    /// First and last day of that.
    pub open: (Option<String>, Option<String>),
}

impl Definitions {
    /// The register of an id.
    #[must_use]
    pub fn register(&self, id: &str) -> Option<&Register> {
        self.registers.iter().find(|one| one.id == id)
    }

    /// The programme of an id.
    #[must_use]
    pub fn programme(&self, id: &str) -> Option<&Programme> {
        self.programmes.iter().find(|one| one.id == id)
    }

    /// The matter of an id.
    #[must_use]
    pub fn matter(&self, id: &str) -> Option<&Matter> {
        self.matters.iter().find(|one| one.id == id)
    }

    /// The programmes of a matter.
    pub fn of_matter<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Programme> {
        self.programmes.iter().filter(move |one| one.matter.as_deref() == Some(id))
    }
}
