//! What is in force on a day (现行有效), and from when to when each document holds: the timeline.

use anye_access::{Caller, Permission};
use anye_base::{Date, Fault};
use serde::Serialize;
use utoipa::ToSchema;

use crate::library::Library;
use crate::model::Record;
use crate::{rights, store};

/// What ends a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// 有效期届满: its own last day.
    Expiry,
    /// 被废止: another document.
    Repeal,
    /// Nothing known.
    Open,
}

/// Where a day lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = documents::Standing)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// 尚未施行
    NotYet,
    /// 现行有效
    InForce,
    /// 已失效
    Ended,
    /// The first day is not known, so nothing is claimed.
    Unknown,
}

/// One document on the timeline.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = documents::Line)]
pub struct Line {
    /// The document.
    pub document: Record,
    /// First day.
    #[schema(value_type = Option<String>)]
    pub from: Option<Date>,
    /// Last day.
    #[schema(value_type = Option<String>)]
    pub to: Option<Date>,
    /// What ends it.
    pub end: End,
    /// Where the day asked for lies.
    pub standing: Standing,
}

/// The timeline, seen from a day.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Timeline {
    /// The day.
    #[schema(value_type = String)]
    pub on: Date,
    /// The documents, newest first.
    pub lines: Vec<Line>,
    /// Whether there are more than are shown.
    pub cut: bool,
}

/// Most documents on one timeline.
const MOST: i64 = 1_000;

/// The documents at a place and below, with when they hold.
pub async fn timeline(
    library: &Library,
    caller: &Caller<'_>,
    on: Date,
    place: Option<&str>,
) -> Result<Timeline, Fault> {
    let mut from = &library.core.db;
    let mut places = rights::places(&mut from, caller, Permission::DocumentsRead).await?;
    if let Some(wanted) = place.filter(|code| !code.is_empty()) {
        places.retain(|code| code == wanted || caller.places.is_within(code, wanted));
    }
    let mut records = store::document::for_timeline(&mut from, &places, MOST + 1).await?;
    let cut = records.len() as i64 > MOST;
    records.truncate(MOST as usize);
    Ok(Timeline { on, lines: records.into_iter().map(|record| line(record, on)).collect(), cut })
}

/// When a document holds, and where a day lies.
pub fn line(document: Record, on: Date) -> Line {
    let from = document.in_force_from.or(document.issued_on);
    let repealed = document.repealed_on.and_then(|day| day.yesterday().ok());
    let (to, end) = match (document.in_force_to, repealed) {
        (Some(to), Some(repealed)) if repealed < to => (Some(repealed), End::Repeal),
        (Some(to), _) => (Some(to), End::Expiry),
        (None, Some(repealed)) => (Some(repealed), End::Repeal),
        (None, None) => (None, End::Open),
    };
    let standing = match (from, to) {
        (_, Some(to)) if on > to => Standing::Ended,
        (Some(from), _) if on < from => Standing::NotYet,
        (Some(_), _) => Standing::InForce,
        (None, _) => Standing::Unknown,
    };
    Line { document, from, to, end, standing }
}
