//! What registers and programmes need to know of the law: which facts there are and of what type, which rules and what they read and give. It must never decide.

use std::collections::{BTreeMap, BTreeSet};

use anye_forms::{Choice, Cite, Words};

use crate::model::{Field, FieldKind, SubjectKind};

/// Facts, rules and funds of the law by their ids.
#[derive(Debug, Clone, Default)]
pub struct Law {
    /// Facts as `persons.disabled`.
    pub facts: BTreeMap<String, FactInfo>,
    /// Rules by id.
    pub rules: BTreeMap<String, RuleInfo>,
    /// Funds that any rule may draw on.
    pub funds: BTreeSet<String>,
}

/// A field of the data dictionary (数据字典).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactInfo {
    /// Its name.
    pub name: Words,
    /// What it means, in Chinese, where the dictionary says so.
    pub help: String,
    /// Its type.
    pub ty: FactType,
    /// Unit as shown: 元, 元/月, 人, 月, 小时 …
    pub unit: String,
    /// A person has to find it (人工认定).
    pub finding: bool,
}

/// Types of facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactType {
    /// 是否
    YesNo,
    /// Money, also by month or person.
    Money,
    /// Whole persons, months, days.
    Count,
    /// Any other number, also a share.
    Number,
    /// 日期
    Date,
    /// 年月
    Month,
    /// 文本
    Text,
    /// One of these.
    Choice(Vec<Choice>),
    /// Another thing, by the id of its kind.
    Thing(String),
}

/// A rule of the law (待遇、认定、测算、排序).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleInfo {
    /// Chinese and English name.
    pub name: Words,
    /// Which of the four.
    pub kind: RuleKind,
    /// The kind of thing one decision is about.
    pub subject: String,
    /// It gives an amount of money.
    pub money: bool,
    /// It gives a number of months.
    pub months: bool,
    /// What it gives besides, by id.
    pub outputs: Vec<(String, FactType)>,
    /// Funds it may be paid from.
    pub funds: Vec<String>,
    /// Facts it reads, as `persons.disabled`, also through other rules; relations are left out.
    pub reads: Vec<String>,
    /// Its citations.
    pub cite: Vec<Cite>,
    /// 材料 it names.
    pub papers: Vec<String>,
}

/// Kinds of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleKind {
    /// 待遇
    Benefit,
    /// 认定
    Recognition,
    /// 测算
    Computation,
    /// 排序
    Ranking,
}

impl FactType {
    /// The kind of a field that asks for such a fact; `None` for a thing that the registry does not keep as a subject.
    #[must_use]
    pub fn field_kind(&self) -> Option<FieldKind> {
        Some(match self {
            Self::YesNo => FieldKind::YesNo,
            Self::Money => FieldKind::Money,
            Self::Count => FieldKind::Count { least: 0, most: 1_000_000_000 },
            Self::Number => FieldKind::Number(4),
            Self::Date => FieldKind::Date,
            Self::Month => FieldKind::Month,
            Self::Text => FieldKind::Text(200),
            Self::Choice(all) => FieldKind::Choice(all.clone()),
            Self::Thing(kind) => FieldKind::Subject(subject_of(kind)?),
        })
    }

    /// Whether a field of this kind can be kept as such a fact.
    #[must_use]
    pub fn takes(&self, kind: &FieldKind) -> bool {
        match (self, kind) {
            (Self::YesNo, FieldKind::YesNo)
            | (Self::Money, FieldKind::Money)
            | (Self::Count, FieldKind::Count { .. } | FieldKind::Number(_))
            | (Self::Number, FieldKind::Count { .. } | FieldKind::Number(_) | FieldKind::Percent)
            | (Self::Date, FieldKind::Date)
            | (Self::Month, FieldKind::Month)
            | (Self::Text, FieldKind::Text(_) | FieldKind::Place | FieldKind::Choice(_)) => true,
            (Self::Choice(own), FieldKind::Choice(all)) => {
                all.iter().all(|one| own.iter().any(|code| code.id == one.id))
            }
            (Self::Thing(own), FieldKind::Subject(subject)) => subject.kind() == Some(own),
            (Self::Thing(own), FieldKind::Place) => own == "places",
            // Which kind of thing the entries of a register are, its own reading checks.
            (Self::Thing(_), FieldKind::Entry(_)) => true,
            _ => false,
        }
    }

    /// In words, for findings.
    #[must_use]
    pub fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::YesNo => ("是否", "yes or no"),
            Self::Money => ("金额", "money"),
            Self::Count => ("整数", "a whole number"),
            Self::Number => ("数", "a number"),
            Self::Date => ("日期", "a day"),
            Self::Month => ("年月", "a month"),
            Self::Text => ("文本", "text"),
            Self::Choice(_) => ("代码", "a code"),
            Self::Thing(_) => ("其他对象", "another thing"),
        }
    }
}

impl FactInfo {
    /// The field of a form that asks for this fact (`fact` is its id as `persons.disabled`); `None` where a form cannot ask for it.
    #[must_use]
    pub fn field(&self, fact: &str) -> Option<Field> {
        Some(Field {
            id: fact.replace('.', "_"),
            name: self.name.clone(),
            help: Words::new(self.help.clone(), String::new()),
            unit: self.unit.clone(),
            kind: self.ty.field_kind()?,
            required: false,
            when: None,
            sealed: false,
            fact: Some(fact.to_owned()),
            cite: Vec::new(),
        })
    }
}

/// The registry's subject of a kind of the dictionary.
fn subject_of(kind: &str) -> Option<SubjectKind> {
    use SubjectKind::{Employer, Household, Person, Place, Provider};
    [Person, Household, Employer, Provider, Place].into_iter().find(|subject| subject.kind() == Some(kind))
}
