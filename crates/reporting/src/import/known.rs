//! What an import asks for again and again, read once: reporters with their facts, members of the panel, rights by place.

use std::collections::HashMap;
use std::sync::Arc;

use anye_access::{Caller, Permission};
use anye_base::{Date, Fault};
use anye_db::{Read, sql};
use anye_forms::{Facts, Form, Period};
use anye_registry::employer::{self, Employer};

use super::ImportRow;
use crate::Reporting;
use crate::report::{in_use, is_late};
use crate::reporter::{self, Reporter};
use crate::rights::may;

/// A reporter in a period with its facts, or why it cannot report.
pub type Who = Result<Arc<(Reporter, Facts)>, Fault>;

/// A period of an import.
pub struct KnownPeriod {
    /// Why nothing can be reported for it.
    pub closed: Option<Fault>,
    /// Reporters by the key in the file.
    pub who: HashMap<String, Who>,
    late: HashMap<String, bool>,
}

impl KnownPeriod {
    /// Whether a report of a place is late now.
    pub fn is_late(&self, place: &str) -> bool {
        self.late.get(place).copied().unwrap_or(false)
    }
}

/// Reads everything about the rows of one period.
pub async fn read(
    reporting: &Reporting,
    caller: &Caller<'_>,
    form: &Form,
    period: Period,
    rows: &[ImportRow],
) -> Result<KnownPeriod, Fault> {
    let mut db = &reporting.core.db;
    let locked = crate::report::must_be_open(&mut db, form, &period.to_string()).await;
    let closed = locked.err().or_else(|| in_use(reporting, form, period).err());
    let mut known = KnownPeriod { closed, who: HashMap::with_capacity(rows.len()), late: HashMap::new() };
    let on = reporting.tree_day(period);
    let own = employer::employers_of(&mut db, &caller.actor.id).await?;
    let members = members(&mut db, form, on).await?;
    let mut employers = employers(&mut db, form, rows).await?;
    let places = reporting.core.places();
    let mut paths: HashMap<String, Result<String, Fault>> = HashMap::new();
    let mut allowed: HashMap<String, bool> = HashMap::new();
    for row in rows {
        if known.who.contains_key(&row.reporter) {
            continue;
        }
        let found = match employers.remove(&row.reporter) {
            Some(one) => {
                let place = reporter::place_then(&places, &mut db, &one, on).await?;
                let path =
                    paths.entry(place.clone()).or_insert_with(|| reporter::path_of(&places, &place, on));
                path.clone().map(|path| reporter::with_path(form, &one, place, path))
            }
            None if reporter::is_by_place(form) => {
                reporter::find(reporting, &mut db, form, period, &row.reporter).await
            }
            None => Err(reporter::unknown(&row.reporter)),
        };
        let found = found.and_then(|(who, facts)| {
            let mine = own.contains(&who.id);
            let at_place = *allowed
                .entry(who.place.clone())
                .or_insert_with(|| may(caller, Permission::ReportSubmit, &who.path, false));
            let allowed = at_place || (mine && may(caller, Permission::ReportSubmit, &who.path, true));
            if !allowed {
                return Err(crate::rights::denied(Permission::ReportSubmit));
            }
            member(&members, &who)?;
            known
                .late
                .entry(who.place.clone())
                .or_insert_with(|| is_late(reporting, form, period, &who.place));
            Ok(Arc::new((who, facts)))
        });
        known.who.insert(row.reporter.clone(), found);
    }
    Ok(known)
}

/// Employers by the key that the file gives.
async fn employers(
    from: &mut impl Read,
    form: &Form,
    rows: &[ImportRow],
) -> Result<HashMap<String, Employer>, Fault> {
    if reporter::is_by_place(form) {
        return Ok(HashMap::new());
    }
    let mut keys: Vec<String> = rows.iter().map(|row| row.reporter.clone()).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut found: HashMap<String, Employer> = HashMap::with_capacity(keys.len());
    for one in employer::by_codes(from, &keys).await? {
        found.insert(one.code.clone(), one);
    }
    let ids: Vec<String> = keys.into_iter().filter(|key| !found.contains_key(key)).collect();
    for one in employer::by_ids(from, &ids).await? {
        found.insert(one.id.clone(), one);
    }
    let rest: Vec<String> = ids.into_iter().filter(|key| !found.contains_key(key)).collect();
    // Codes written otherwise: full width, small letters, spaces.
    for key in rest.into_iter().take(10_000) {
        if let Some(one) = employer::by_key(from, &key).await? {
            found.insert(key, one);
        }
    }
    Ok(found)
}

/// Members of the form's panel on a day, and since when others have left; `None`: no panel.
async fn members(
    from: &mut impl Read,
    form: &Form,
    on: Date,
) -> Result<Option<HashMap<String, Option<(String, String)>>>, Fault> {
    let anye_forms::Reporter::Panel(panel) = &form.reporter else { return Ok(None) };
    let query = sql(
        "select subject, ended, end_reason from panel_member where panel = $1 and entered <= $2 order by entered",
    );
    let on = on.to_string();
    let mut all = HashMap::new();
    for row in from.all(query.bind(panel).bind(&on)).await? {
        let ended = row.opt_text("ended")?.filter(|end| *end <= on);
        let left = match ended {
            Some(end) => Some((end, row.text("end_reason")?)),
            None => None,
        };
        let before = all.entry(row.text("subject")?).or_insert_with(|| left.clone());
        if before.is_some() {
            *before = left;
        }
    }
    Ok(Some(all))
}

fn member(members: &Option<HashMap<String, Option<(String, String)>>>, who: &Reporter) -> Result<(), Fault> {
    let Some(members) = members else { return Ok(()) };
    let fault = |code| Fault::new(anye_base::ErrorKind::Invalid, code).arg("name", &who.name);
    match members.get(&who.id) {
        Some(None) => Ok(()),
        Some(Some((on, reason))) => Err(fault("report_member_left").arg("on", on).arg("reason", reason)),
        None => Err(fault("report_not_member")),
    }
}
