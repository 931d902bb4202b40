//! Notices of layoffs (裁员报告): those that are told, in time or late, through the use case of the room.

use anye_base::{Cursor, Date, Fault, Limit};
use anye_law::day::Day;
use anye_reporting::{date, law_day};

use super::Loader;
use super::stage::{REPORT, notice_after};
use crate::notice::{self, model::Answers};

impl Loader {
    pub(super) async fn notices(&self) -> Result<(), Fault> {
        let settled = self.settled().await?;
        for (at, story) in settled.province.stories.iter().enumerate() {
            let Some((month, share, after)) = notice_after(*story) else { continue };
            let event = self.day(Some(self.month(month)?), 0)?.first_of_month();
            let day = shifted(event, 19)?;
            let staff = settled.staff[at][month];
            let persons = staff * share / 1_000;
            self.clock.put(shifted(day, after)?, 14);
            self.file(&settled.province.frame.firms[at].code, day, persons, after < 0).await?;
        }
        Ok(())
    }

    /// Layoffs in reports that nobody was told of, and reporters who fell silent: cases, as the daily look opens them.
    pub(super) async fn cross_check(&self, month: usize) -> Result<(), Fault> {
        let period = self.month(month)?;
        self.at(period, if month + 1 == self.scale.months() { 12 } else { 22 }, 7)?;
        if self.monitor.notice.is_some() {
            notice::look_for_contradictions(&self.monitor, REPORT, &period.to_string()).await?;
            notice::look_for_silence(&self.monitor, REPORT, &period.to_string()).await?;
        }
        Ok(())
    }

    async fn file(&self, code: &str, day: Date, persons: i64, told: bool) -> Result<(), Fault> {
        if persons == 0 || self.monitor.notice.is_none() {
            return Ok(());
        }
        let asking = self.clerk.on(&self.monitor.core);
        let caller = asking.caller(None);
        let one = anye_registry::employer::by_key(&mut &self.monitor.core.db, code).await?;
        let Some(one) = one else { return Ok(()) };
        let own =
            notice::Filter { state: "all".to_owned(), employer: one.id.clone(), ..notice::Filter::default() };
        let there = notice::list(&self.monitor, &caller, &own, None::<&Cursor>, Limit::default()).await?;
        if !there.items.is_empty() {
            return Ok(());
        }
        let mut answers = Answers::default();
        let mut say = |id: &str, value: String| answers.fields.insert(id.to_owned(), value);
        say("event", "layoff".to_owned());
        say("persons", persons.to_string());
        say("carried_out_on", day.to_string());
        say("economic", "yes".to_owned());
        say("planned_on", shifted(day, if told { -44 } else { -9 })?.to_string());
        if told {
            say("explained_on", shifted(day, -40)?.to_string());
            say("explained_to", "to_all_staff".to_owned());
            say("heard", "yes".to_owned());
            say("heard_on", shifted(day, -38)?.to_string());
        }
        let made = notice::begin(&self.monitor, &caller, code, answers.clone()).await?;
        notice::file(&self.monitor, &caller, &made.id, made.row_version, answers, "").await?;
        Ok(())
    }
}

fn shifted(day: Date, by: i64) -> Result<Date, Fault> {
    let by = i32::try_from(by).map_err(Fault::internal)?;
    let moved = law_day(day).and_then(|day| date(Day(day.0 + by)));
    moved.ok_or_else(|| Fault::internal("no such day"))
}
