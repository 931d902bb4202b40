//! A person as the register keeps one: what stands now, the numbers, the facts with their days.

use anye_base::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::number::Kind;
use crate::seal::Secret;

/// Sex (性别). The words are the law's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
    /// Not known.
    #[default]
    #[serde(rename = "")]
    Unknown,
}

impl Sex {
    /// The word stored; empty where it is not known.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
            Self::Unknown => "",
        }
    }

    /// Reads the word, in either language.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word.trim().to_lowercase().as_str() {
            "male" | "m" | "男" | "1" => Some(Self::Male),
            "female" | "f" | "女" | "2" => Some(Self::Female),
            "" => Some(Self::Unknown),
            _ => None,
        }
    }
}

/// Kinds of household registration (户籍类型); the words are the law's.
pub const RESIDENCE_TYPES: [&str; 2] = ["urban", "rural"];

/// Whether a record stands for itself or points to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = registry::State)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 正常
    Active,
    /// 已并入另一条: nothing was moved, the record points to the one that stays.
    Merged,
}

impl State {
    /// The word stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Merged => "merged",
        }
    }
}

/// A person. No number stands here in clear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Id.
    pub id: String,
    /// 姓名, as people have it.
    pub name: String,
    /// The form in which it is compared.
    pub name_key: String,
    /// First letters of its pinyin.
    pub initials: String,
    /// 性别
    pub sex: Sex,
    /// 出生日期
    pub birth_date: Option<Date>,
    /// 居住地: a county or lower.
    pub place: String,
    /// 户籍地; empty where not known.
    pub residence_place: String,
    /// 户籍类型; empty where not known.
    pub residence_type: String,
    /// 手机号, sealed; empty where there is none.
    pub phone_sealed: String,
    /// Stands for itself, or points to another.
    pub state: State,
    /// The one it points to.
    pub merged_into: Option<String>,
    /// Since when what was registered first holds.
    pub since: Date,
    /// Where that comes from.
    pub source: String,
    /// What shows it.
    pub evidence: String,
    /// When it was registered.
    pub created_at: i64,
    /// By which account.
    pub created_by: String,
    /// Its name then.
    pub created_name: String,
    /// Rises with each change.
    pub version: i64,
}

/// A number that a person has or had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldNumber {
    /// Id of the row.
    pub id: String,
    /// Whose.
    pub person: String,
    /// Sort of card.
    pub kind: Kind,
    /// Country of a passport.
    pub issuer: String,
    /// Sealed.
    pub sealed: String,
    /// current, former, wrong
    pub state: String,
    /// The check digit does not follow; paper was seen.
    pub doubtful: bool,
    /// The paper.
    pub evidence: String,
    /// When it was recorded.
    pub recorded_at: i64,
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident $word:literal),* $(,)?) => {
        /// What a fact of a person is about. The words are the law's where it has one.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = registry::person::Field)]
        pub enum Field { $($(#[$doc])* #[serde(rename = $word)] $name),* }

        impl Field {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word stored; its names are under `person-field-<word>`.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }
        }
    };
}

fields! {
    /// 姓名
    Name "name",
    /// 性别
    Sex "sex",
    /// 出生日期
    BirthDate "birth_date",
    /// 居住地
    Place "place",
    /// 户籍地
    ResidencePlace "residence_place",
    /// 户籍类型
    ResidenceType "residence_type",
    /// 手机号
    Phone "phone",
}

impl Field {
    /// Reads the word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.word() == word)
    }
}

impl Person {
    /// A field as it stands, as text; a phone stays sealed.
    #[must_use]
    pub fn value(&self, field: Field) -> String {
        match field {
            Field::Name => self.name.clone(),
            Field::Sex => self.sex.word().to_owned(),
            Field::BirthDate => self.birth_date.map(|day| day.to_string()).unwrap_or_default(),
            Field::Place => self.place.clone(),
            Field::ResidencePlace => self.residence_place.clone(),
            Field::ResidenceType => self.residence_type.clone(),
            Field::Phone => self.phone_sealed.clone(),
        }
    }

    /// Whole years on a day.
    #[must_use]
    pub fn age(&self, on: Date) -> Option<i16> {
        let born = self.birth_date?;
        let before = (on.month(), on.day()) < (born.month(), born.day());
        Some(on.year() - born.year() - i16::from(before))
    }
}

/// A fact: what was believed of a field, for which days, from when to when (双时态).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Id.
    pub id: String,
    /// What it is about.
    pub field: Field,
    /// The value as text; a phone is sealed under this row's id.
    pub value: String,
    /// First day.
    pub valid_from: Date,
    /// First day it no longer holds.
    pub valid_to: Option<Date>,
    /// When it was recorded.
    pub recorded_at: i64,
    /// By which account.
    pub recorded_by: String,
    /// Its name then.
    pub recorded_name: String,
    /// When something else took its place.
    pub superseded_at: Option<i64>,
    /// Where it comes from.
    pub source: String,
    /// What shows it.
    pub evidence: String,
}

/// A number as it is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewNumber {
    /// The number.
    pub number: Secret,
    /// Sort of card; found from the form where it can be.
    pub kind: Option<Kind>,
    /// Country of a passport, three letters.
    pub issuer: String,
    /// The paper that was seen, where the check digit does not follow.
    pub paper: String,
}

/// A person as sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewPerson {
    /// 证件号码; empty where there is none yet.
    pub number: NewNumber,
    /// 姓名
    pub name: String,
    /// 性别: male, female; what the number says where it is empty.
    pub sex: String,
    /// 出生日期, `1990-03-07`; what the number says where it is empty.
    pub birth_date: String,
    /// 居住地: the code of a county or lower.
    pub place: String,
    /// 户籍地
    pub residence_place: String,
    /// 户籍类型: urban, rural.
    pub residence_type: String,
    /// 手机号
    pub phone: Secret,
    /// Where it comes from.
    pub source: String,
    /// What shows it.
    pub evidence: String,
}

/// Why somebody looks at a full number (查看目的).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// 办理业务
    Service,
    /// 核对身份
    Identity,
    /// 联系本人
    Contact,
    /// 更正资料
    Correct,
    /// 监督检查
    Inspection,
    /// 本人申请查阅
    Subject,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Service, Self::Identity, Self::Contact, Self::Correct, Self::Inspection, Self::Subject];

    /// The word stored; its names are under `purpose-<word>`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Identity => "identity",
            Self::Contact => "contact",
            Self::Correct => "correct",
            Self::Inspection => "inspection",
            Self::Subject => "subject",
        }
    }
}
