//! Panels (监测样本): who is followed, how many, chosen how. It must never hold a member.

use anye_law::day::Day;
use serde::Serialize;

use super::{Cite, Words};
use crate::period::PeriodType;

/// A fact of reporters that checks, panels and dimensions may name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FactDef {
    /// `industry`.
    pub id: String,
    /// Name.
    pub name: Words,
    /// Whose: employer, household, graduate, place.
    pub subject: String,
    /// What it holds.
    pub kind: FactType,
}

/// What a fact holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum FactType {
    /// A code or words.
    Text,
    /// A whole number of persons.
    Persons,
    /// A plain whole number.
    Number,
    /// Yes or no.
    YesNo,
    /// A day.
    Date,
}

/// A panel.
#[derive(Debug)]
pub struct Panel {
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// Where the text asks for it.
    pub cite: Vec<Cite>,
    /// employer, household, graduate.
    pub subject: String,
    /// Where it is drawn from; none: the register of employers.
    pub source: Option<PanelSource>,
    /// Planned sizes, earliest first.
    pub sizes: Vec<PanelSize>,
    /// Facts that make the strata.
    pub strata: Vec<String>,
    /// How the sample is spread over the strata.
    pub allocate: Allocation,
    /// Strata that get more.
    pub tilt: Vec<Tilt>,
    /// Whom it admits, as written.
    pub only: Option<String>,
    /// Why the others are refused.
    pub only_say: Words,
    /// Marks for members.
    pub tags: Vec<Tag>,
    /// Followed how long.
    pub follow: Option<Follow>,
    /// What the text leaves open.
    pub doubts: Vec<Words>,
    pub(crate) logic: crate::formula::PanelLogic,
}

/// The register that a panel is drawn from (抽样来源).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PanelSource {
    /// Id of the register.
    pub register: String,
    /// What its entries say.
    pub facts: Vec<SourceFact>,
}

/// A fact that an entry of the register gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceFact {
    /// Id of the fact.
    pub id: String,
    /// Field that holds it; empty: being listed is the fact.
    pub field: String,
    /// The value that makes it true; empty: the value is the fact.
    pub is: String,
}

/// A planned size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PanelSize {
    /// From this day.
    pub from: Day,
    /// So many members.
    pub n: u32,
    /// Where the text says so.
    pub cite: Vec<Cite>,
}

/// How a sample is spread over strata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Allocation {
    /// By the number of units in the frame.
    Proportional,
    /// By number times spread.
    Neyman,
    /// The same for each.
    Equal,
}

/// A group that gets a larger share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tilt {
    /// Name.
    pub name: Words,
    /// Which, as written.
    pub when: String,
    /// Factor in hundredths.
    pub factor_hundredths: u32,
}

/// A mark (标签).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tag {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// Who gets it, as written; nobody automatically when left out.
    pub when: Option<String>,
}

/// The same members are asked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Follow {
    /// How often.
    pub every: PeriodType,
    /// The first wave's period starts here; `None` when the text does not say.
    pub first: Option<Day>,
    /// So many waves; `None` without end.
    pub waves: Option<u16>,
}

/// Whether a panel takes somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admission {
    /// Yes.
    Admitted,
    /// No, and why.
    Refused(Words),
    /// A fact that is needed is not known.
    Unknown(Words),
}

impl Panel {
    /// The planned size on a day.
    #[must_use]
    pub fn size_on(&self, day: Day) -> Option<&PanelSize> {
        self.sizes.iter().rev().find(|size| size.from <= day)
    }
}
