//! Registers and programmes of a pack (名册、业务): what is recorded about whom, and how a benefit is applied for, decided, made public and paid, as text files.
//!
//! Pure: text in, definitions and findings out. It must never read a file, a clock, a database or the network, nor know a register or a programme by its name.
//! The reference is `docs/programmes/`.

mod clock;
mod law;
mod model;
mod read;
mod value;

pub use clock::Clock;
pub use law::{FactInfo, FactType, Law, RuleInfo, RuleKind};
pub use model::{
    Applicant, Automatic, Certificate, Count, CountOver, Cut, Definitions, Duty, Effect, Every, EveryUnit,
    FactWhile, Field, FieldKind, Held, Key, Lapse, Level, Limit, Lookup, Matter, Measure, Measured, Moment,
    Most, Move, Need, Objection, Only, Order, Paper, Programme, Publicity, Register, RuleUse, Span, SpanUnit,
    Spells, State, Step, StepAct, StepRole, SubjectKind, Through, Unique, ValueFrom,
};
pub use read::read;
pub use value::{EntryFault, FieldError};
