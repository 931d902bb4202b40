//! What is counted.

use std::collections::BTreeMap;

use anye_base::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// What somebody wants counted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// First day, in China.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// One programme only.
    pub programme: Option<String>,
    /// A place and all below it.
    pub place: Option<String>,
    /// One place alone, for the list behind a figure.
    pub at: Option<String>,
}

/// A count of cases; each can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[schema(as = service::Measure)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// 收件: sent in the time.
    Sent,
    /// 办结: decided or not accepted in the time.
    Decided,
    /// 准予
    Granted,
    /// 不予: refused or not accepted.
    Refused,
    /// 撤回
    Withdrawn,
    /// 在办: of those in the time, not ended now.
    Open,
    /// 逾期: open now with a deadline that passed.
    Late,
    /// 停止计时: the clock stood still at least once.
    Paused,
    /// 上报: went up at least once because a deadline passed.
    Escalated,
    /// 退回: sent back at least once.
    Returned,
}

impl Measure {
    /// All, in the order they are shown.
    pub const ALL: [Self; 10] = [
        Self::Sent,
        Self::Decided,
        Self::Granted,
        Self::Refused,
        Self::Withdrawn,
        Self::Open,
        Self::Late,
        Self::Paused,
        Self::Escalated,
        Self::Returned,
    ];

    /// The word in addresses; its name is under `service-count-<word>`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Decided => "decided",
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Open => "open",
            Self::Late => "late",
            Self::Paused => "paused",
            Self::Escalated => "escalated",
            Self::Returned => "returned",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// A step of a programme (环节).
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
pub struct StepCount {
    /// Its id.
    pub step: String,
    /// 中文
    pub zh: String,
    /// English.
    pub en: String,
    /// Done in the time.
    pub done: i64,
    /// Done after its deadline.
    pub done_late: i64,
    /// To be done now.
    pub open: i64,
    /// To be done now, and its deadline passed.
    pub late: i64,
    /// Working days from the step before to its end, half of the cases in fewer and half in more; without those when the clock stood still.
    pub median_days: Option<f64>,
    /// The longest.
    pub worst_days: Option<i64>,
}

/// A reason of refusals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = service::count::Reason)]
pub struct Reason {
    /// The rule; empty: not by a rule.
    pub rule: String,
    /// The condition as the rule says it; `otherwise`: a person against the law's answer; `rejected`: not accepted.
    pub condition: String,
    /// How many refusals name it; one refusal may name several.
    pub cases: i64,
}

/// Counts of one programme at one place.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
#[schema(as = service::Count)]
pub struct Count {
    /// The programme.
    pub programme: String,
    /// The place.
    pub place: String,
    /// Sent in the time.
    pub sent: i64,
    /// Ended with a decision in the time.
    pub decided: i64,
    /// Granted.
    pub granted: i64,
    /// Refused or not accepted.
    pub refused: i64,
    /// Refused with a reason on record: must be the same number.
    pub with_reason: i64,
    /// Taken back by the applicant.
    pub withdrawn: i64,
    /// Not ended now.
    pub open: i64,
    /// Not ended now, with a deadline that passed.
    pub late: i64,
    /// The clock stood still at least once.
    pub paused: i64,
    /// Went up at least once.
    pub escalated: i64,
    /// Sent back at least once.
    pub returned: i64,
    /// Decided within the promise.
    pub kept: i64,
    /// Decided, of those that had a promise.
    pub promised: i64,
    /// Offers that were no match.
    pub false_matches: i64,
    /// By step, in their order.
    pub steps: Vec<StepCount>,
    /// By reason, the most frequent first.
    pub reasons: Vec<Reason>,
}

impl Count {
    /// One of its figures.
    #[must_use]
    pub fn of(&self, measure: Measure) -> i64 {
        match measure {
            Measure::Sent => self.sent,
            Measure::Decided => self.decided,
            Measure::Granted => self.granted,
            Measure::Refused => self.refused,
            Measure::Withdrawn => self.withdrawn,
            Measure::Open => self.open,
            Measure::Late => self.late,
            Measure::Paused => self.paused,
            Measure::Escalated => self.escalated,
            Measure::Returned => self.returned,
        }
    }

    pub(super) fn add(&mut self, measure: Measure) {
        *match measure {
            Measure::Sent => &mut self.sent,
            Measure::Decided => &mut self.decided,
            Measure::Granted => &mut self.granted,
            Measure::Refused => &mut self.refused,
            Measure::Withdrawn => &mut self.withdrawn,
            Measure::Open => &mut self.open,
            Measure::Late => &mut self.late,
            Measure::Paused => &mut self.paused,
            Measure::Escalated => &mut self.escalated,
            Measure::Returned => &mut self.returned,
        } += 1;
    }
}

/// Reasons counted by rule and condition.
pub(super) type Reasons = BTreeMap<(String, String), i64>;
