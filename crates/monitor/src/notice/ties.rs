//! Notices that belong together (成波、疑似重复): by employer, day and number, within the pack's tolerances. A person has the last word.

use anye_access::Caller;
use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_db::Begin;
use anye_db::audit::Event;
use serde_json::json;

use super::model::Notice;
use super::setting::Setting;
use super::{case, rights, show, store};
use crate::Monitor;

/// How alike two notices are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// The same employer, day and persons.
    Same,
    /// Near in day and persons.
    Similar,
    /// One wave.
    Wave,
}

/// How alike two notices of one employer are; none where they have nothing to do with one another.
pub fn likeness(setting: &Setting, one: &Notice, other: &Notice) -> Option<Likeness> {
    if one.id == other.id || one.employer_id != other.employer_id {
        return None;
    }
    let days = days_between(one.carried_out_on.as_deref()?, other.carried_out_on.as_deref()?)?;
    let (few, many) = {
        let (a, b) = (one.persons?, other.persons?);
        (a.min(b), a.max(b))
    };
    if days == 0 && few == many {
        return Some(Likeness::Same);
    }
    if days <= setting.duplicate.days && (many - few) * 100 <= many * setting.duplicate.percent {
        return Some(Likeness::Similar);
    }
    (days <= setting.wave.days).then_some(Likeness::Wave)
}

/// Days between two days, without sign.
pub fn days_between(one: &str, other: &str) -> Option<i32> {
    let (one, other): (Date, Date) = (one.parse().ok()?, other.parse().ok()?);
    one.until(other).ok().map(|span| span.get_days().abs())
}

/// The wave a notice falls into: that of the earliest notice near enough, or its own.
pub fn wave_of(setting: &Setting, one: &Notice, others: &[Notice]) -> String {
    let near = others.iter().find(|other| likeness(setting, one, other).is_some());
    near.map_or_else(|| one.id.clone(), |other| other.wave.clone())
}

/// What a person may say about two notices.
pub const KINDS: [&str; 3] = ["duplicate", "different", "wave"];

/// Keeps what a person found about two notices of one employer.
///
/// # Errors
/// No such word, not there, not of one employer, or not the office's.
pub async fn tie(
    monitor: &Monitor,
    caller: &Caller<'_>,
    one: &str,
    other: &str,
    kind: &str,
) -> Result<(), Fault> {
    if !KINDS.contains(&kind) || one == other {
        let field = FieldFault::new("kind", "notice_tie");
        return Err(Fault::new(ErrorKind::Invalid, "notice_tie").field(field));
    }
    let mut tx = match monitor.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(_) => return Ok(()),
    };
    let first = show::readable(&mut tx, caller, one).await?;
    let second = show::readable(&mut tx, caller, other).await?;
    rights::must_be_office(caller, &first.place)?;
    if first.employer_id != second.employer_id {
        return Err(Fault::new(ErrorKind::Invalid, "notice_tie_employers"));
    }
    let (now, by) = (caller.world.now_ms(), (caller.actor.id.as_str(), caller.actor.name.as_str()));
    store::tie(&mut tx, (one, other), kind, now, by).await?;
    let event = Event::new("layoff.tie", "layoff_notice", one).at_place(&first.place);
    tx.commit_with(event.detail(&json!({ "other": other, "kind": kind })), &()).await?;
    if let (Some(from), Some(to)) = (&first.case_id, &second.case_id)
        && kind != "different"
    {
        case::join(monitor, from, to, kind).await?;
    }
    Ok(())
}
