//! Tasks (待办): what is due, late, sent back, gone up, over all kinds of cases; for oneself, a team, a place. It must never show a task to who could not do it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Bucket {
    /// 全部
    #[default]
    All,
    /// 逾期
    Overdue,
    /// 今天到期
    Today,
    /// 即将到期: within three days.
    Soon,
    /// 被退回
    Returned,
    /// 已升级
    Escalated,
    /// 中止计时
    Paused,
}

impl Bucket {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 7] =
        [Self::Overdue, Self::Today, Self::Returned, Self::Soon, Self::Escalated, Self::Paused, Self::All];

    /// The word in addresses; its name is under `tasks-<word>`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Overdue => "overdue",
            Self::Today => "today",
            Self::Soon => "soon",
            Self::Returned => "returned",
            Self::Escalated => "escalated",
            Self::Paused => "paused",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// Whose tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = casework::Reach)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// 我的: mine, nobody's, and those of colleagues I stand in for.
    #[default]
    Mine,
    /// 本科室: of my own office.
    Team,
    /// 本地区: of my places and all below.
    Place,
}

impl Reach {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Mine, Self::Team, Self::Place];

    /// The word in addresses; its name is under `tasks-reach-<word>`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Team => "team",
            Self::Place => "place",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// The moments that divide buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moments {
    /// Now.
    pub now: i64,
    /// The last moment of today in China.
    pub day_end: i64,
    /// The last moment that counts as soon.
    pub soon: i64,
}

impl Moments {
    /// As of a moment.
    #[must_use]
    pub fn at(now: i64) -> Self {
        const DAY: i64 = 86_400_000;
        const CHINA: i64 = 8 * 3_600_000;
        let day_end = (now + CHINA).div_euclid(DAY) * DAY + DAY - CHINA - 1;
        Self { now, day_end, soon: day_end + 3 * DAY }
    }
}

/// How many tasks there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = casework::Counts)]
pub struct Counts {
    /// All.
    pub all: i64,
    /// Late.
    pub overdue: i64,
    /// Due today.
    pub today: i64,
    /// Due within three days.
    pub soon: i64,
    /// Sent back and taken on by nobody yet.
    pub returned: i64,
    /// Gone up.
    pub escalated: i64,
    /// With a clock that stands still.
    pub paused: i64,
}

impl Counts {
    /// Of a bucket.
    #[must_use]
    pub fn of(&self, bucket: Bucket) -> i64 {
        match bucket {
            Bucket::All => self.all,
            Bucket::Overdue => self.overdue,
            Bucket::Today => self.today,
            Bucket::Soon => self.soon,
            Bucket::Returned => self.returned,
            Bucket::Escalated => self.escalated,
            Bucket::Paused => self.paused,
        }
    }
}

/// Somebody stands in for somebody (代办).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Delegation {
    /// Id.
    pub id: String,
    /// Who is away: account and name.
    pub from: (String, String),
    /// Who stands in.
    pub to: (String, String),
    /// First day.
    pub from_day: String,
    /// Last day.
    pub to_day: String,
    /// Why.
    pub reason: String,
    /// When it was ended before its time.
    pub ended_at: Option<i64>,
}

/// A filter that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct View {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// What stands in the address.
    pub query: String,
}

/// One case of a batch: what it was before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = casework::Item)]
pub struct Item {
    /// The case.
    pub case: String,
    /// Its number after the act; it is taken back only while that is still its number.
    pub version: i64,
    /// Whose it was.
    pub owner: Option<(String, String)>,
    /// Since when somebody had taken it on.
    pub acknowledged_at: Option<i64>,
    /// When it was to go up.
    pub next_escalation_at: Option<i64>,
}

/// An act on many cases at once (批量办理).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = casework::Batch)]
pub struct Batch {
    /// Id.
    pub id: String,
    /// take or hand.
    pub act: String,
    /// By whom.
    pub by: (String, String),
    /// When.
    pub made_at: i64,
    /// Until when it can be taken back.
    pub until_at: i64,
    /// done or undone.
    pub state: String,
    /// The cases.
    pub items: Vec<Item>,
}

#[cfg(test)]
mod tests {
    use super::Moments;

    #[test]
    fn today_ends_at_midnight_in_china() {
        // 2020-06-30T17:00Z is one o'clock in the morning of 1 July there.
        let at = Moments::at(1_593_536_400_000);
        assert_eq!(at.day_end, 1_593_536_400_000 + 23 * 3_600_000 - 1);
    }
}
