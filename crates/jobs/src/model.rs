//! A job and its states.

use anye_base::{ErrorKind, Fault};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 等待中
    Waiting,
    /// 进行中
    Running,
    /// 已完成
    Done,
    /// 未完成: it failed, and the error says why.
    Failed,
    /// 已取消
    Cancelled,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Running, Self::Done, Self::Failed, Self::Cancelled];

    /// The word stored; its names are under `job-state-<word>` in the catalogues.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Whether it will not change by itself any more.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// A job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Its id.
    pub id: String,
    /// What sort of work: `documents.import`.
    pub kind: String,
    /// Its name within the kind.
    pub name: String,
    /// What a person sees: a file name, a count.
    pub title: String,
    /// What it works on.
    pub input: Value,
    /// Whose it is.
    pub account: String,
    /// Place it concerns.
    pub place: String,
    /// Where it stands.
    pub state: State,
    /// Steps done.
    pub done: i64,
    /// Steps in all; 0 while unknown.
    pub total: i64,
    /// Where to go on after a crash.
    pub checkpoint: Value,
    /// What came out.
    pub result: Value,
    /// Why it failed: a stable code.
    pub error: String,
    /// How often it was begun.
    pub attempts: i64,
    /// Whether somebody wants it stopped.
    pub cancel_wanted: bool,
    /// When it was enqueued, in milliseconds.
    pub created_at: i64,
    /// When it was begun.
    pub started_at: Option<i64>,
    /// When it ended.
    pub finished_at: Option<i64>,
    /// Version, for changes.
    pub version: i64,
}

impl Job {
    /// What it works on, as it was enqueued.
    ///
    /// # Errors
    /// It cannot be read: it was enqueued by another version of the program.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        serde_json::from_value(self.input.clone()).map_err(|_| Failure::Final("job_input".to_owned()))
    }
}

/// A job to enqueue.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// What sort of work.
    pub kind: &'static str,
    /// Its name: the same name is the same job.
    pub name: String,
    /// What a person sees.
    pub title: String,
    /// What it works on.
    pub input: Value,
    /// Whose it is.
    pub account: String,
    /// Place it concerns.
    pub place: String,
}

/// Which jobs.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of this account only.
    pub account: Option<String>,
    /// In this state only.
    pub state: Option<State>,
}

/// Why work stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// Somebody wanted it stopped; what was done stays done.
    Cancelled,
    /// It cannot be done; trying again changes nothing. A stable code.
    Final(String),
    /// Something was out of reach; it is tried again later. The cause for the log.
    Passing(String),
}

impl Failure {
    /// What a fault means for a job: what was changed meanwhile, is out of reach or broke may go well another time; everything else stays as it is.
    #[must_use]
    pub fn of(fault: &Fault) -> Self {
        match fault.kind {
            ErrorKind::Stale | ErrorKind::Unavailable | ErrorKind::Internal => {
                Self::Passing(fault.to_string())
            }
            _ => Self::Final(fault.code.to_owned()),
        }
    }
}
