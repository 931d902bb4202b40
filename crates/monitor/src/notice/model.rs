//! A layoff notice (裁员报告): what was answered, what the register said, what each rule said. A version once filed never changes.

use std::collections::BTreeMap;

use anye_casework::model::Words;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What was answered, all as text, by ids of the dictionary.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Answers {
    /// Fields of the notice.
    pub fields: BTreeMap<String, String>,
    /// Fields of each batch.
    pub batches: Vec<BTreeMap<String, String>>,
    /// What the office judges about the employer.
    pub judged: BTreeMap<String, String>,
    /// When the event happened, as 2020-03-01 08:30; empty: not said.
    pub event_at: String,
}

impl Answers {
    /// A field, empty where nothing was answered.
    pub fn field(&self, id: &str) -> &str {
        self.fields.get(id).map_or("", String::as_str)
    }

    /// Without empty answers and empty batches.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        let tidy = |all: &mut BTreeMap<String, String>| {
            all.values_mut().for_each(|value| *value = value.trim().to_owned());
            all.retain(|_, value| !value.is_empty());
        };
        tidy(&mut self.fields);
        tidy(&mut self.judged);
        self.batches.iter_mut().for_each(tidy);
        self.batches.retain(|batch| !batch.is_empty());
        self.event_at = self.event_at.trim().replace('T', " ");
        self
    }
}

/// What the register said about the employer when the rules were asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = monitor::Known)]
pub struct Known {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Unified social credit code.
    pub code: String,
    /// County or lower.
    pub place: String,
    /// GB/T 4754.
    pub industry: String,
    /// As registered.
    pub ownership: String,
    /// Above designated size.
    pub above_scale: bool,
    /// Staff, where known.
    pub staff: Option<i64>,
}

/// What a rule came to, in the words of its part: see `notice-word-<part>-<outcome>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Came {
    /// It holds: a report is required, a duty is kept, something is to be done.
    Yes,
    /// It does not.
    No,
    /// Something is missing.
    Needs,
    /// The rule it depends on does not hold, or it is not in force.
    Idle,
}

/// Which part a rule plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[schema(as = monitor::Part)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Makes a report required.
    Report,
    /// Makes a procedure or an intervention required.
    Procedure,
    /// A duty: not held is a breach.
    Duty,
    /// Something to do.
    Reminder,
    /// Figures only.
    Figure,
}

impl Part {
    /// Its word in keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Procedure => "procedure",
            Self::Duty => "duty",
            Self::Reminder => "reminder",
            Self::Figure => "figure",
        }
    }
}

impl Came {
    /// Its word in keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Needs => "needs",
            Self::Idle => "idle",
        }
    }
}

/// A parameter that a rule reads and that decides here: with another value the rule would say something else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Boundary {
    /// The parameter.
    pub parameter: String,
    /// Its name.
    #[schema(value_type = Object)]
    pub name: Words,
    /// What it says, in Chinese as the pack has it.
    pub note: String,
    /// Its value now.
    #[schema(value_type = Object)]
    pub value: Words,
    /// Whether the rule would come to something else.
    pub decides: bool,
}

/// What one rule said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Verdict {
    /// Id of the rule.
    pub rule: String,
    /// Its name.
    #[schema(value_type = Object)]
    pub name: Words,
    /// Its document.
    pub document: String,
    /// The articles it rests on.
    #[schema(value_type = Vec<Object>)]
    pub basis: Vec<Words>,
    /// Requirement rows it covers.
    pub covers: Vec<String>,
    /// Its part.
    pub part: Part,
    /// What it came to.
    pub came: Came,
    /// Clauses: words, and held, failed or unknown.
    #[schema(value_type = Vec<Object>)]
    pub clauses: Vec<(Words, String)>,
    /// What it gives: id, name, value.
    #[schema(value_type = Vec<Object>)]
    pub gives: Vec<Given>,
    /// What is missing: field id and words.
    #[schema(value_type = Vec<Object>)]
    pub needs: Vec<(String, Words)>,
    /// Doubts about the text, in Chinese as the pack has them.
    pub doubts: Vec<String>,
    /// Parameters it reads.
    pub boundaries: Vec<Boundary>,
}

/// A value that a rule gives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Given {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// Value in words.
    pub value: Words,
    /// Value for programs.
    pub raw: serde_json::Value,
    /// It calls for attention.
    pub alarm: bool,
}

/// Whether a report must be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Needed {
    /// 须报告.
    Required,
    /// 不须报告.
    NotRequired,
    /// 资料不足.
    Needs,
}

impl Needed {
    /// The word stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::NotRequired => "not_required",
            Self::Needs => "needs",
        }
    }
}

/// All that the rules said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = monitor::notice::Judgement)]
pub struct Judgement {
    /// Version of the rule book.
    pub rule_book: String,
    /// As of which day.
    pub on: String,
    /// The day of carrying out was still to come: a duty that does not hold yet can still be met.
    #[serde(default)]
    pub ahead: bool,
    /// Rule by rule.
    pub verdicts: Vec<Verdict>,
    /// Whether a report must be made.
    pub needed: Needed,
    /// Whether a case is opened.
    pub opens: bool,
    /// Duties that are broken, or not met yet: ids of rules.
    pub breaches: Vec<String>,
    /// Persons in tenths of a percent of the staff.
    pub share: Option<i64>,
}

impl Judgement {
    /// One rule's verdict.
    pub fn of(&self, rule: &str) -> Option<&Verdict> {
        self.verdicts.iter().find(|one| one.rule == rule)
    }
}

/// A notice as kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Notice {
    /// Id.
    pub id: String,
    /// Employer.
    pub employer_id: String,
    /// Where the employer stood.
    pub place: String,
    /// draft or filed.
    pub state: String,
    /// What is being written; none where nothing waits.
    pub draft: Option<Answers>,
    /// layoff, closure, bankruptcy.
    pub event: String,
    /// Persons.
    pub persons: Option<i64>,
    /// Day it is carried out.
    pub carried_out_on: Option<String>,
    /// When the event happened, in milliseconds.
    pub event_at: Option<i64>,
    /// When it was first filed.
    pub reported_at: Option<i64>,
    /// Tenths of a percent of the staff.
    pub share: Option<i64>,
    /// required, not_required, needs; empty for a draft.
    pub needed: String,
    /// How many duties are broken.
    pub breaches: i64,
    /// First notice of its wave.
    pub wave: String,
    /// Its case.
    pub case_id: Option<String>,
    /// Latest version; 0 for a draft never filed.
    pub version: i64,
    /// Who began it.
    pub created_by: (String, String),
    /// When.
    pub created_at: i64,
    /// When it changed last.
    pub changed_at: i64,
    /// The number to send with a change.
    pub row_version: i64,
}

/// A version as filed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = monitor::Version)]
pub struct Version {
    /// From 1.
    pub version: i64,
    /// When.
    pub at: i64,
    /// By whom: id and name.
    pub by: (String, String),
    /// Why it was corrected; empty for the first.
    pub why: String,
    /// What was answered.
    pub answers: Answers,
    /// What the register said.
    pub employer: Known,
    /// What the rules said.
    pub judgement: Judgement,
}
