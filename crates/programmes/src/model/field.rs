//! Fields of entries and applications (字段). It must never hold a value.

use anye_base::masked_name;
use anye_forms::{Choice, Cite, Words};
use serde::Serialize;

/// Whom an entry or an application is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// 个人
    Person,
    /// 家庭
    Household,
    /// 用人单位
    Employer,
    /// 机构: a trainer, an intermediary, an incubator, a lender …
    Provider,
    /// 地区
    Place,
    /// Nobody: the entry stands for itself, such as an office outside the province.
    Itself,
}

impl SubjectKind {
    /// The word stored and written in packs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Household => "household",
            Self::Employer => "employer",
            Self::Provider => "provider",
            Self::Place => "place",
            Self::Itself => "itself",
        }
    }

    /// A name of such a subject as strangers may read it: those of people are covered, those of employers, providers and places are public anyhow.
    #[must_use]
    pub fn shown_name(self, name: &str) -> String {
        match self {
            Self::Person | Self::Household => masked_name(name),
            Self::Employer | Self::Provider | Self::Place | Self::Itself => name.to_owned(),
        }
    }

    /// The kind of the law's data dictionary whose facts are about such a subject.
    #[must_use]
    pub fn kind(self) -> Option<&'static str> {
        match self {
            Self::Person => Some("persons"),
            Self::Household => Some("households"),
            Self::Employer => Some("employers"),
            Self::Provider => Some("providers"),
            Self::Place => Some("places"),
            Self::Itself => None,
        }
    }
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Words, at most so many characters.
    Text(u16),
    /// A whole number between these.
    Count {
        /// Smallest.
        least: i64,
        /// Largest.
        most: i64,
    },
    /// Money, entered in yuan, kept in fen.
    Money,
    /// A percentage in hundredths: `1250` is 12.5 %.
    Percent,
    /// A decimal number, kept times ten to the power of so many digits.
    Number(u8),
    /// A day.
    Date,
    /// A month, such as `2020-05`.
    Month,
    /// Yes or no.
    YesNo,
    /// One of these.
    Choice(Vec<Choice>),
    /// Several of these.
    Choices(Vec<Choice>),
    /// A division of any level.
    Place,
    /// Another subject, by its id in the registry.
    Subject(SubjectKind),
    /// An open or ended entry of another register, by its id.
    Entry(String),
}

/// One field.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// How to fill it in.
    pub help: Words,
    /// Unit as shown.
    pub unit: String,
    /// What it holds.
    pub kind: FieldKind,
    /// An entry without it is refused.
    pub required: bool,
    /// Asked only where this choice or yes-no field before it has one of these values.
    pub when: Option<(String, Vec<String>)>,
    /// Kept sealed and shown masked: words of a register only, that no law, table or application reads.
    pub sealed: bool,
    /// The fact of the law's dictionary it is, as `persons.disabled`: what the registry knows is not asked again, what is answered is kept as a fact.
    pub fact: Option<String>,
    /// Where the text asks for it.
    pub cite: Vec<Cite>,
}
