//! What a case is (办件). It must never know what brings it about: kinds come from features and packs.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A name in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    /// From both.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// In one language.
    pub fn said(&self, chinese: bool) -> &str {
        if chinese { &self.zh } else { &self.en }
    }
}

/// A step to be done (环节), as the plan of the pack declares it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepPlan {
    /// Its id in the plan: verify, assess, plan, act, outcome.
    pub id: String,
    /// Its name.
    pub name: Words,
    /// Who has to do it, in words of the plan.
    pub addressee: String,
    /// Milliseconds from the opening to its deadline.
    pub within_ms: i64,
}

/// A case to be opened (立案).
#[derive(Debug, Clone)]
pub struct NewCase {
    /// signal, layoff, contradiction …
    pub kind: String,
    /// What it is about: the kind of subject and its id.
    pub subject: (String, String),
    /// Where.
    pub place: String,
    /// What it says.
    pub title: Words,
    /// A level, where the kind has levels; else empty.
    pub level: String,
    /// The same again meets this key while a case is open.
    pub merge_key: String,
    /// The steps in their order.
    pub steps: Vec<StepPlan>,
    /// Milliseconds after which somebody must have taken it on; none where nobody is called.
    pub acknowledge_ms: Option<i64>,
    /// What the kind keeps of its own.
    pub detail: serde_json::Value,
}

/// Whether a case is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = casework::State)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 未结.
    Open,
    /// 已结.
    Closed,
}

impl State {
    /// The word stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

/// How a case ended (办理结果): afterwards it is counted whether the warning was right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = casework::Outcome)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 属实: what was warned of was there.
    Confirmed,
    /// 误报: there was nothing.
    FalseAlarm,
    /// 重复: another case holds it.
    Duplicate,
    /// 无需处置: true, and nothing was to be done.
    NoAction,
    /// 准予: what was applied for is given.
    Granted,
    /// 不予: what was applied for is not given.
    Refused,
    /// 撤回: whoever applied took it back.
    Withdrawn,
    /// 办结: it was dealt with, and there was nothing to find true or false.
    Settled,
}

impl Outcome {
    /// Those to choose from where a warning is closed by hand.
    pub const ALL: [Self; 4] = [Self::Confirmed, Self::FalseAlarm, Self::Duplicate, Self::NoAction];
    /// All of them.
    const EVERY: [Self; 8] = [
        Self::Confirmed,
        Self::FalseAlarm,
        Self::Duplicate,
        Self::NoAction,
        Self::Granted,
        Self::Refused,
        Self::Withdrawn,
        Self::Settled,
    ];

    /// The word stored and sent; its name is under `case-outcome-<word>`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::FalseAlarm => "false_alarm",
            Self::Duplicate => "duplicate",
            Self::NoAction => "no_action",
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Settled => "settled",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|one| one.word() == word)
    }
}

/// The levels, from best to worst; red is worst.
pub const LEVELS: [&str; 5] = ["green", "blue", "yellow", "orange", "red"];

/// How bad a level is; none for a word that is no level.
pub fn badness(level: &str) -> Option<usize> {
    LEVELS.iter().position(|known| *known == level)
}

/// A case as kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = casework::Case)]
pub struct Case {
    /// Id.
    pub id: String,
    /// signal, layoff, contradiction …
    pub kind: String,
    /// Kind of what it is about.
    pub subject_kind: String,
    /// Its id.
    pub subject: String,
    /// Where.
    pub place: String,
    /// What it says.
    pub title: Words,
    /// Its level, or empty.
    pub level: String,
    /// Whether it is open.
    pub state: State,
    /// The key that the same again meets.
    pub merge_key: String,
    /// How often it was met again.
    pub repeats: i64,
    /// Milliseconds since 1970.
    pub opened_at: i64,
    /// The deadline of the next step, in milliseconds since 1970.
    pub due_at: i64,
    /// Who took it on: id and name.
    pub owner: Option<(String, String)>,
    /// When somebody took it on.
    pub acknowledged_at: Option<i64>,
    /// The place that answers for it now.
    pub answers: String,
    /// How often it went up because nobody took it on or a deadline passed.
    pub escalations: i64,
    /// When it goes up next.
    pub next_escalation_at: Option<i64>,
    /// When it was closed.
    pub closed_at: Option<i64>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// The account.
    pub outcome_note: Option<String>,
    /// What the kind keeps of its own.
    #[schema(value_type = Object)]
    pub detail: serde_json::Value,
    /// The number to send with a change.
    pub row_version: i64,
    /// The permission that the next step asks for; empty: whoever works on cases.
    #[serde(default)]
    pub needs: String,
    /// Since when the clock stands still.
    #[serde(default)]
    pub paused_at: Option<i64>,
    /// How often it was sent back.
    #[serde(default)]
    pub returned: i64,
    /// The address of a page of its own: its steps are done there.
    #[serde(default)]
    pub page: String,
}

impl Case {
    /// Where it is worked on.
    pub fn href(&self) -> String {
        if self.page.is_empty() { format!("/cases/{}", self.id) } else { self.page.clone() }
    }

    /// Whether a deadline has passed.
    pub fn is_overdue(&self, now_ms: i64) -> bool {
        self.state == State::Open && self.paused_at.is_none() && self.due_at < now_ms
    }
}

/// A step as kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Step {
    /// Place in the order, from 1.
    pub seq: i64,
    /// Its id in the plan.
    pub step: String,
    /// Its name.
    pub name: Words,
    /// Who has to do it.
    pub addressee: String,
    /// Its deadline.
    pub due_at: i64,
    /// pending, done or skipped.
    pub state: String,
    /// Who did it, and when it was entered.
    pub done: Option<(String, i64)>,
    /// The day on which it happened.
    pub happened_on: Option<String>,
    /// The account.
    pub note: Option<String>,
}

/// Something that happened to a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = casework::Happened)]
pub struct Happened {
    /// When.
    pub at: i64,
    /// By whom.
    pub by: String,
    /// The program itself did it: no person's name.
    pub program: bool,
    /// opened, repeated, acknowledged, step, level_wish, level, note, escalated, closed, linked, group, group_deed, group_end.
    pub what: String,
    /// Values for the sentence.
    #[schema(value_type = Object)]
    pub detail: serde_json::Value,
}

/// A change of level that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LevelWish {
    /// The level wanted.
    pub level: String,
    /// Why.
    pub reason: String,
    /// Who wants it: id and name.
    pub by: (String, String),
    /// When.
    pub at: i64,
}

/// A case with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = casework::Whole)]
pub struct Whole {
    /// The case.
    pub case: Case,
    /// Its steps.
    pub steps: Vec<Step>,
    /// Its history, the oldest first.
    pub history: Vec<Happened>,
    /// A change of level that waits.
    pub wish: Option<LevelWish>,
    /// Cases that belong to it: id, kind of link, title.
    pub links: Vec<Link>,
    /// Special working groups.
    pub groups: Vec<crate::group::Group>,
}

/// A case that belongs to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Link {
    /// The other case.
    pub id: String,
    /// wave, duplicate, cause or measure.
    pub kind: String,
    /// Its title.
    pub title: Words,
}
