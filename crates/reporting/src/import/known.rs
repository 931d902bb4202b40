//! What an import asks for again and again, read once for all its periods: employers with their facts, members of the panel, rights by place.

use std::collections::HashMap;
use std::sync::Arc;

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_db::{DbError, Read, Row, sql};
use anye_forms::{Facts, Form, Period};
use anye_registry::employer::{self, Employer};

use super::ImportRow;
use crate::Reporting;
use crate::report::{in_use, is_late};
use crate::reporter::{self, Reporter};
use crate::rights::may;

/// After so many rows whoever waits for the same thread has a turn.
pub const TURN: usize = 250;

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

/// A stay in a panel.
struct Stay {
    subject: String,
    entered: String,
    ended: Option<String>,
    reason: String,
}

/// Since when and why members have left, by id; nothing: they have not.
type Members<'a> = HashMap<&'a str, Option<(&'a str, &'a str)>>;

/// What holds for all periods of an import.
pub struct Book {
    /// Employers that the caller reports for.
    own: Vec<String>,
    /// Stays in the form's panel, in the order of entry; none: no panel.
    stays: Option<Vec<Stay>>,
    /// Employers by the key in the file; none: there is none with it.
    employers: HashMap<String, Option<Arc<Employer>>>,
    /// Reporters as they were in the period before: most stay where they are.
    before: HashMap<String, Arc<(Reporter, Facts)>>,
}

impl Book {
    /// Begins one.
    pub async fn new(reporting: &Reporting, caller: &Caller<'_>, form: &Form) -> Result<Self, Fault> {
        let mut db = &reporting.core.db;
        Ok(Self {
            own: employer::employers_of(&mut db, &caller.actor.id).await?,
            stays: stays(&mut db, form).await?,
            employers: HashMap::new(),
            before: HashMap::new(),
        })
    }

    /// Reads everything about the rows of one period.
    pub async fn period(
        &mut self,
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
        if reporter::sampled(reporting, form).is_none() {
            self.learn(&mut db, form, rows).await?;
        }
        let on = reporting.tree_day(period);
        let day = on.to_string();
        let members = self.stays.as_deref().map(|stays| members(stays, &day));
        let places = reporting.core.places();
        let mut paths: HashMap<String, Result<String, Fault>> = HashMap::new();
        let mut allowed: HashMap<String, bool> = HashMap::new();
        let mut now = HashMap::with_capacity(rows.len());
        for (at, row) in rows.iter().enumerate() {
            if at % TURN == TURN - 1 {
                tokio::task::yield_now().await;
            }
            if known.who.contains_key(&row.reporter) {
                continue;
            }
            let found = match self.employers.get(&row.reporter).and_then(Option::as_ref) {
                Some(one) => {
                    let place = reporter::place_then(&places, &mut db, one, on).await?;
                    if !paths.contains_key(&place) {
                        paths.insert(place.clone(), reporter::path_of(&places, &place, on));
                    }
                    match &paths[&place] {
                        Ok(path) => Ok(match self.before.get(&row.reporter) {
                            Some(same) if same.0.place == place && same.0.path == *path => Arc::clone(same),
                            _ => Arc::new(reporter::with_path(form, one, place, path.clone())),
                        }),
                        Err(fault) => Err(fault.clone()),
                    }
                }
                None if reporter::is_by_place(form) || reporter::sampled(reporting, form).is_some() => {
                    reporter::find(reporting, &mut db, form, period, &row.reporter).await.map(Arc::new)
                }
                None => Err(reporter::unknown(&row.reporter)),
            };
            let found = found.and_then(|both| {
                let who = &both.0;
                let mine = self.own.contains(&who.id);
                if !allowed.contains_key(&who.place) {
                    let at_place = may(caller, Permission::ReportSubmit, &who.path, false);
                    allowed.insert(who.place.clone(), at_place);
                }
                if !(allowed[&who.place] || (mine && may(caller, Permission::ReportSubmit, &who.path, true)))
                {
                    return Err(crate::rights::denied(Permission::ReportSubmit));
                }
                member(members.as_ref(), who)?;
                if !known.late.contains_key(&who.place) {
                    known.late.insert(who.place.clone(), is_late(reporting, form, period, &who.place));
                }
                now.insert(row.reporter.clone(), Arc::clone(&both));
                Ok(both)
            });
            known.who.insert(row.reporter.clone(), found);
        }
        self.before = now;
        Ok(known)
    }

    /// Reads the employers that are not known yet, by the key that the file gives.
    async fn learn(&mut self, from: &mut impl Read, form: &Form, rows: &[ImportRow]) -> Result<(), Fault> {
        if reporter::is_by_place(form) {
            return Ok(());
        }
        let new = |key: &&String| !self.employers.contains_key(*key);
        let mut keys: Vec<String> = rows.iter().map(|row| &row.reporter).filter(new).cloned().collect();
        keys.sort_unstable();
        keys.dedup();
        let mut found: HashMap<String, Employer> = HashMap::with_capacity(keys.len());
        for one in employer::by_codes(from, &keys).await? {
            found.insert(one.code.clone(), one);
        }
        let ids: Vec<String> = keys.iter().filter(|key| !found.contains_key(*key)).cloned().collect();
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
        for key in keys {
            let one = found.remove(&key).map(Arc::new);
            self.employers.insert(key, one);
        }
        Ok(())
    }
}

/// All stays in the form's panel; `None`: no panel.
async fn stays(from: &mut impl Read, form: &Form) -> Result<Option<Vec<Stay>>, Fault> {
    let anye_forms::Reporter::Panel(panel) = &form.reporter else { return Ok(None) };
    let query =
        sql("select subject, entered, ended, end_reason from panel_member where panel = $1 order by entered");
    let stay = |row: &Row| -> Result<Stay, DbError> {
        let ended = row.opt_text("ended")?;
        let reason = if ended.is_some() { row.text("end_reason")? } else { String::new() };
        Ok(Stay { subject: row.text("subject")?, entered: row.text("entered")?, ended, reason })
    };
    let all = from.all(query.bind(panel)).await?;
    Ok(Some(all.iter().map(stay).collect::<Result<_, _>>()?))
}

/// Members on a day, and since when others have left.
fn members<'a>(stays: &'a [Stay], on: &str) -> Members<'a> {
    let mut all: Members<'a> = HashMap::with_capacity(stays.len());
    for stay in stays.iter().filter(|stay| stay.entered.as_str() <= on) {
        let ended = stay.ended.as_deref().filter(|end| *end <= on);
        let left = ended.map(|end| (end, stay.reason.as_str()));
        let before = all.entry(&stay.subject).or_insert(left);
        if before.is_some() {
            *before = left;
        }
    }
    all
}

fn member(members: Option<&Members<'_>>, who: &Reporter) -> Result<(), Fault> {
    let Some(members) = members else { return Ok(()) };
    let fault = |code| Fault::new(anye_base::ErrorKind::Invalid, code).arg("name", &who.name);
    match members.get(who.id.as_str()) {
        Some(None) => Ok(()),
        Some(Some((on, reason))) => Err(fault("report_member_left").arg("on", on).arg("reason", reason)),
        None => Err(fault("report_not_member")),
    }
}
