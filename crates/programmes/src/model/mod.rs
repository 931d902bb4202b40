//! What registers and programmes are made of. It must never hold an entry, a case or a text of the law.

mod field;
mod programme;
mod register;

use serde::Serialize;

pub use field::{Field, FieldKind, SubjectKind};
pub use programme::{
    Applicant, Automatic, Certificate, Effect, Level, Objection, Paper, Programme, Publicity, RuleUse, Span,
    SpanUnit, Step, StepAct, StepRole,
};
pub use register::{
    Count, CountOver, Duty, Every, EveryUnit, FactWhile, Held, Key, Limit, Most, Move, Register, State,
    Unique, ValueFrom,
};

/// All registers and programmes of a pack, in the order of their files.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Definitions {
    /// 名册.
    pub registers: Vec<Register>,
    /// 业务.
    pub programmes: Vec<Programme>,
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
}
