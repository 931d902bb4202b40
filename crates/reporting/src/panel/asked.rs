//! What somebody asks of a panel's series, for the page and for programs: item and periods, each with what stands for it when it is left out.

use anye_base::{ErrorKind, Fault, FieldFault};
use anye_forms::{Form, Item, Period, Reporter};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::Reporting;
use crate::state::law_day;

/// Periods shown unless somebody asks for others.
const SHOWN: i32 = 13;

/// What the address asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Item of the panel's form; empty: staff at the end of the period, or the first that is summed.
    pub item: String,
    /// First period; empty: a year before the last.
    pub from: String,
    /// Last period; empty: the one that is open now.
    pub to: String,
}

/// The form of a panel that came last.
///
/// # Errors
/// The panel has no form.
pub fn latest<'a>(reporting: &'a Reporting, panel: &str) -> Result<&'a Form, Fault> {
    let own = reporting
        .catalogue
        .forms
        .iter()
        .filter(|form| matches!(&form.reporter, Reporter::Panel(id) if id == panel));
    own.max_by_key(|form| form.valid.from).ok_or_else(|| Fault::not_found("form"))
}

/// The period that is to be reported now: the last that is over, or the one that runs for what is reported within it.
pub fn running(reporting: &Reporting, form: &Form) -> Option<Period> {
    let today = law_day(reporting.core.world.today())?;
    let running = Period::of_day(form.period, today)?;
    running.previous().filter(|period| form.valid.holds(*period))
}

/// Items of a form that are summed over places.
pub fn summed(form: &Form) -> impl Iterator<Item = &Item> {
    form.items.iter().filter(|item| item.total && item.kind.is_number())
}

impl Asked {
    /// The item.
    ///
    /// # Errors
    /// Nothing of the form is summed.
    pub fn item<'a>(&self, form: &'a Form) -> Result<&'a Item, Fault> {
        summed(form)
            .find(|item| item.id == self.item)
            .or_else(|| summed(form).find(|item| item.id == "end_staff"))
            .or_else(|| summed(form).next())
            .ok_or_else(|| Fault::not_found("form"))
    }

    /// First and last period.
    ///
    /// # Errors
    /// Not a period of the form's kind, or the last before the first.
    pub fn ends(&self, form: &Form, now: Option<Period>) -> Result<(Period, Period), Fault> {
        let wrong = |field: &'static str| {
            let code = "report_period_kind";
            let field = FieldFault::new(field, code).arg("kind", form.period.word());
            Fault::new(ErrorKind::Invalid, code).arg("kind", form.period.word()).field(field)
        };
        let read = |name: &'static str, text: &str| -> Result<Option<Period>, Fault> {
            if text.trim().is_empty() {
                return Ok(None);
            }
            let period: Period = text.trim().parse().map_err(|_| wrong(name))?;
            if period.kind() == form.period { Ok(Some(period)) } else { Err(wrong(name)) }
        };
        let to = read("to", &self.to)?.or(now).ok_or_else(|| wrong("to"))?;
        let from =
            read("from", &self.from)?.or_else(|| to.shifted(1 - SHOWN)).ok_or_else(|| wrong("from"))?;
        if from <= to { Ok((from, to)) } else { Err(wrong("from")) }
    }
}
