//! One notice with all that belongs to it: versions, its case with receipt times, other notices of the employer. It must never show what the caller may not read.

use anye_access::Caller;
use anye_base::Fault;
use anye_casework::model::Whole;
use anye_casework::use_case as casework;
use anye_db::Read;
use anye_registry::employer::{self, Employer};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Notice, Version};
use super::ties::{Likeness, likeness};
use super::{file, rights, store};
use crate::Monitor;

/// Another notice of the same employer.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = monitor::Beside)]
pub struct Beside {
    /// It.
    pub notice: Notice,
    /// same, similar or wave; none where far apart.
    pub likeness: Option<&'static str>,
    /// What a person found: duplicate, different or wave.
    pub said: Option<String>,
}

/// A notice with all that belongs to it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = monitor::notice::show::Shown)]
pub struct Shown {
    /// The notice.
    pub notice: Notice,
    /// The employer as the register has it now.
    pub employer: Employer,
    /// All versions, the latest first.
    pub versions: Vec<Version>,
    /// Its case, where the caller may read cases.
    pub case: Option<Whole>,
    /// Other notices of the employer, those like it first.
    pub beside: Vec<Beside>,
    /// Hours from the event to the report, where the event's time is known.
    pub hours_to_report: Option<i64>,
    /// Whether the caller may correct it.
    pub may_file: bool,
    /// Whether the caller works for the office there.
    pub office: bool,
}

/// A notice that the caller may read.
pub async fn readable(from: &mut impl Read, caller: &Caller<'_>, id: &str) -> Result<Notice, Fault> {
    let found = store::find(from, id).await?.ok_or_else(|| Fault::not_found("layoff_notice"))?;
    let own = rights::own(from, caller).await?.contains(&found.employer_id);
    if rights::may_read(caller, &found.place, own) {
        Ok(found)
    } else {
        Err(Fault::not_found("layoff_notice"))
    }
}

/// Shows it.
///
/// # Errors
/// Not there, or not to be read.
pub async fn show(monitor: &Monitor, caller: &Caller<'_>, id: &str) -> Result<Shown, Fault> {
    let setting = file::setting(monitor)?;
    let mut from = &monitor.core.db;
    let notice = readable(&mut from, caller, id).await?;
    let employer = employer::by_key(&mut from, &notice.employer_id).await?;
    let employer = employer.ok_or_else(|| Fault::internal("the employer of a notice is gone"))?;
    let own = rights::own(&mut from, caller).await?.contains(&employer.id);
    let ties = store::ties(&mut from, id).await?;
    let mut beside: Vec<Beside> = Vec::new();
    for other in store::filed_of(&mut from, &employer.id).await?.into_iter().filter(|other| other.id != id) {
        let likeness = likeness(setting, &notice, &other).map(|one| match one {
            Likeness::Same => "same",
            Likeness::Similar => "similar",
            Likeness::Wave => "wave",
        });
        let said = ties.iter().find(|(tied, _)| *tied == other.id).map(|(_, kind)| kind.clone());
        beside.push(Beside { notice: other, likeness, said });
    }
    beside.sort_by_key(|one| (one.likeness.is_none(), one.likeness));
    let case = match &notice.case_id {
        Some(case) => casework::show(&monitor.core.db, caller, case).await.ok(),
        None => None,
    };
    Ok(Shown {
        hours_to_report: hours(&notice),
        may_file: rights::may_file(caller, &notice.place, own),
        office: rights::is_office(caller, &notice.place),
        versions: store::versions(&mut from, id).await?,
        notice,
        employer,
        case,
        beside,
    })
}

/// Whole hours from the event to the report.
pub fn hours(notice: &Notice) -> Option<i64> {
    Some((notice.reported_at? - notice.event_at?).max(0) / 3_600_000)
}
