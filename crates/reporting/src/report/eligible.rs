//! Whether a reporter may report a form for a period (应报): the form was in use, the period has begun, the member was in the panel.

use anye_base::{Date, ErrorKind, Fault};
use anye_db::{DbError, Read, sql};
use anye_forms::{Form, Period};

use crate::Reporting;
use crate::reporter::Reporter;
use crate::state::{date, law_day};

/// What a panel knows about somebody on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Membership {
    /// Enrolled and not exited.
    Member,
    /// Exited before that day.
    Left {
        /// First day out.
        on: String,
        /// Why.
        reason: String,
    },
    /// Enrolled later.
    NotYet {
        /// First day in.
        from: String,
    },
    /// Never in it.
    Never,
}

/// Membership of a panel on a day.
pub async fn membership(
    from: &mut impl Read,
    panel: &str,
    subject: &str,
    on: Date,
) -> Result<Membership, DbError> {
    let query = sql(
        "select entered, ended, end_reason from panel_member where panel = $1 and subject = $2 order by entered",
    );
    let on = on.to_string();
    let mut found = Membership::Never;
    for row in from.all(query.bind(panel).bind(subject)).await? {
        let (entered, ended) = (row.text("entered")?, row.opt_text("ended")?);
        if entered > on {
            if found == Membership::Never {
                found = Membership::NotYet { from: entered };
            }
            continue;
        }
        match ended {
            Some(end) if end <= on => found = Membership::Left { on: end, reason: row.text("end_reason")? },
            _ => return Ok(Membership::Member),
        }
    }
    Ok(found)
}

/// Refuses unless the reporter may report this.
pub async fn eligible(
    reporting: &Reporting,
    from: &mut impl Read,
    form: &Form,
    period: Period,
    reporter: &Reporter,
) -> Result<(), Fault> {
    in_use(reporting, form, period)?;
    let anye_forms::Reporter::Panel(panel) = &form.reporter else { return Ok(()) };
    let refuse = |code| {
        Err(Fault::new(ErrorKind::Invalid, code)
            .arg("name", &reporter.name)
            .arg("panel", panel)
            .arg("period", period))
    };
    match membership(from, panel, &reporter.id, reporting.tree_day(period)).await? {
        Membership::Member => Ok(()),
        Membership::Left { on, reason } => Err(Fault::new(ErrorKind::Invalid, "report_member_left")
            .arg("name", &reporter.name)
            .arg("on", on)
            .arg("reason", reason)),
        Membership::NotYet { from } => Err(Fault::new(ErrorKind::Invalid, "report_member_not_yet")
            .arg("name", &reporter.name)
            .arg("from", from)),
        Membership::Never => refuse("report_not_member"),
    }
}

/// Refuses a form that was not in use in the period, and a period that has not begun.
pub fn in_use(reporting: &Reporting, form: &Form, period: Period) -> Result<(), Fault> {
    if !form.valid.holds(period) {
        return Err(Fault::new(ErrorKind::Invalid, "report_form_not_in_use")
            .arg("form", &form.id)
            .arg("period", period));
    }
    if let Some(waves) = waves(reporting, form)
        && Period::wave(waves).is_some_and(|last| period.kind() == last.kind() && period > last)
    {
        return Err(Fault::new(ErrorKind::Invalid, "report_wave_over")
            .arg("wave", period)
            .arg("waves", waves));
    }
    let begins = period.first_day().and_then(date);
    if begins.is_some_and(|day| day > reporting.core.world.today()) {
        return Err(Fault::new(ErrorKind::Invalid, "report_period_future").arg("period", period));
    }
    Ok(())
}

/// How many times the members of a form's panel are asked; none: without end.
fn waves(reporting: &Reporting, form: &Form) -> Option<u16> {
    let anye_forms::Reporter::Panel(id) = &form.reporter else { return None };
    reporting.catalogue.panel(id)?.follow.as_ref()?.waves
}

/// The last day to report, by the pack's calendar of days off; years it does not state know weekends only.
#[must_use]
pub fn due_on(reporting: &Reporting, form: &Form, period: Period, place: &str) -> Option<Date> {
    let working = |day| reporting.catalogue.calendar.is_working_day(day);
    form.due_on(period, place, &working).and_then(date)
}

/// Whether today is after the last day.
#[must_use]
pub fn is_late(reporting: &Reporting, form: &Form, period: Period, place: &str) -> bool {
    let today = law_day(reporting.core.world.today()).and_then(date);
    due_on(reporting, form, period, place).zip(today).is_some_and(|(due, today)| today > due)
}
