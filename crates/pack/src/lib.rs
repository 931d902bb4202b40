//! Packs (辖区包): what a jurisdiction decides, as text files an official can read. This crate loads, checks and serves them.
//!
//! Pure but for reading the pack's own files. It must never know the database, the web, the clock or the text of an official document.
//!
//! ```
//! use anye_pack::{Pack, Source};
//! let pack = Pack::load(&Source::Embedded).expect("the built-in pack is well-formed");
//! assert_eq!(pack.manifest().place, "210000");
//! ```

mod check;
mod document;
mod fault;
mod law;
mod load;
mod manifest;
mod mark;
mod number;
mod programmes;
mod raw;
mod recognise;
mod register;
mod reporting;
mod requirement;
mod source;
mod unit;

pub use document::{
    Absent, Article, Chapter, DocumentMeta, InForce, Issuer, Numbering, Recognise, RelatedDocument, Relation,
    UnitRef,
};
pub use fault::{PackError, Problem};
pub use load::Pack;
pub use manifest::{Bilingual, Manifest};
pub use mark::Mark;
pub use number::canonical_number;
pub use programmes::law_of;
pub use recognise::{By, Clues, Match};
pub use requirement::Requirement;
pub use source::{Source, copy_embedded};
pub use unit::{Function, Group, Level, Unit, Units};
