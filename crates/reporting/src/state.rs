//! What the use cases of this crate share: the web's core and the pack's catalogue of forms.

use std::sync::{Arc, OnceLock};

use anye_base::{Date, ErrorKind, Fault, FieldFault};
use anye_forms::{Catalogue, Form, Period};
use anye_law::day::Day;
use anye_web::Core;

use crate::approve::Follower;
use crate::panel::Pairs;

/// Shared by all use cases of this crate. Cheap to clone.
#[derive(Clone)]
pub struct Reporting {
    /// Store, clock, words, places.
    pub core: Core,
    /// Forms, panels, indicators of the pack.
    pub catalogue: Arc<Catalogue>,
    followers: Arc<OnceLock<Vec<Follower>>>,
    /// Neighbouring periods that were held against each other before.
    pub(crate) pairs: Pairs,
}

impl Reporting {
    /// Over this core, with the forms of the pack.
    #[must_use]
    pub fn new(core: Core, catalogue: Arc<Catalogue>) -> Self {
        Self { core, catalogue, followers: Arc::default(), pairs: Pairs::default() }
    }

    /// Says who is told of approved reports; once, when the program is put together. All clones tell them.
    pub fn tell_approvals(&self, followers: Vec<Follower>) {
        // Said before: the first word stands, since jobs may be in the queue already.
        let _ = self.followers.set(followers);
    }

    /// Who is told of approved reports.
    pub(crate) fn followers(&self) -> &[Follower] {
        self.followers.get().map_or(&[], Vec::as_slice)
    }

    /// A form of the catalogue.
    pub fn form(&self, id: &str) -> Result<&Form, Fault> {
        self.catalogue.form(id).ok_or_else(|| Fault::not_found("form").arg("id", id))
    }

    /// A form and a period of its kind, read from text.
    pub fn form_period(&self, form: &str, period: &str) -> Result<(&Form, Period), Fault> {
        let form = self.form(form)?;
        let wrong = || {
            let field = FieldFault::new("period", "report_period_kind").arg("kind", form.period.word());
            Fault::new(ErrorKind::Invalid, "report_period_kind").arg("kind", form.period.word()).field(field)
        };
        let period: Period = period.parse().map_err(|_| wrong())?;
        if period.kind() != form.period {
            return Err(wrong());
        }
        Ok((form, period))
    }

    /// The day of the tree of places for a period: its last, or today for what has no days.
    #[must_use]
    pub fn tree_day(&self, period: Period) -> Date {
        period.last_day().and_then(date).unwrap_or_else(|| self.core.world.today())
    }
}

/// A day of the law as a calendar day.
#[must_use]
pub fn date(day: Day) -> Option<Date> {
    let (year, month, date) = day.ymd();
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(date).ok()?).ok()
}

/// A calendar day as a day of the law.
#[must_use]
pub fn law_day(date: Date) -> Option<Day> {
    Day::new(
        i32::from(date.year()),
        u32::from(date.month().unsigned_abs()),
        u32::from(date.day().unsigned_abs()),
    )
}
