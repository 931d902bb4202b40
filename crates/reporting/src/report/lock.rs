//! Locking a period of a form (锁定): from then on its reports change only by force.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault};
use anye_db::audit::Event;
use anye_db::{Begin, Read};
use anye_forms::Form;

use crate::Reporting;
use crate::rights::must;
use crate::store::period as store;

/// Refuses where the period is locked.
pub async fn must_be_open(from: &mut impl Read, form: &Form, period: &str) -> Result<(), Fault> {
    match store::lock_of(from, &form.id, period).await? {
        None => Ok(()),
        Some(lock) => {
            let at = anye_base::world::china_minute(lock.at);
            let fault = Fault::new(ErrorKind::Conflict, "report_locked").arg("period", period).arg("at", at);
            Err(fault.arg("who", lock.by_name).arg("reason", lock.reason))
        }
    }
}

/// Locks a period.
pub async fn lock(
    reporting: &Reporting,
    caller: &Caller<'_>,
    form: &str,
    period: &str,
    reason: &str,
) -> Result<(), Fault> {
    change(reporting, caller, (form, period), reason, true).await
}

/// Opens a period again. It is an act with a reason, and the figures show that it happened.
pub async fn unlock(
    reporting: &Reporting,
    caller: &Caller<'_>,
    form: &str,
    period: &str,
    reason: &str,
) -> Result<(), Fault> {
    change(reporting, caller, (form, period), reason, false).await
}

async fn change(
    reporting: &Reporting,
    caller: &Caller<'_>,
    (form, period): (&str, &str),
    reason: &str,
    lock: bool,
) -> Result<(), Fault> {
    let home = reporting.core.settings.home_place.as_str();
    must(caller, Permission::FiguresFreeze, home, false)?;
    let (form, period) = reporting.form_period(form, period)?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 500 {
        return Err(Fault::new(ErrorKind::Invalid, "report_lock_reason"));
    }
    let mut tx = match reporting.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(_) => return Ok(()),
    };
    let period = period.to_string();
    let changed = if lock {
        store::lock(&mut tx, &form.id, &period, reason).await?
    } else {
        store::unlock(&mut tx, &form.id, &period).await?
    };
    if !changed {
        let code = if lock { "report_locked_already" } else { "report_not_locked" };
        return Err(Fault::new(ErrorKind::Conflict, code).arg("period", period));
    }
    let act = if lock { "report.lock" } else { "report.unlock" };
    let event = Event::new(act, "period", format!("{}/{period}", form.id)).at_place(home);
    Ok(tx.commit_with(event.detail(&serde_json::json!({ "reason": reason })), &()).await?)
}
