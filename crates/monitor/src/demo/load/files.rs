//! Employers registered, panels drawn, reports imported.

use anye_base::{Date, Fault};
use anye_forms::{Cells, Period};
use anye_registry::employer;
use anye_reporting::import::{self, Accept, ImportOptions, ImportRow};
use anye_reporting::panel;

use super::super::enterprise::Filing;
use super::super::migrant::{EMPLOYERS, RETURNS};
use super::super::sheet::Sheet;
use super::Loader;
use super::stage::{LOT, MIGRANT_PANEL, PANEL, REPORT};

/// The reason of warnings that have none of their own.
const KNOWN: &str = "已与填报单位核实（合成数据）";

impl Loader {
    pub(super) async fn employers(&self, from: usize) -> Result<(), Fault> {
        let frame = self.frame();
        let mut new: Vec<_> = frame.to_register().skip(from).take(LOT).collect();
        let codes: Vec<String> = new.iter().map(|one| one.code.clone()).collect();
        let there = employer::by_codes(&mut &self.monitor.core.db, &codes).await?;
        // Some are there before: those that people of the demo work for.
        new.retain(|one| there.iter().all(|held| held.code != one.code));
        if new.is_empty() {
            return Ok(());
        }
        self.at(self.month(0)?, -40, 9)?;
        let asking = self.clerk.on(&self.monitor.core);
        employer::register_many(&self.monitor.registry, &asking.caller(None), new).await?;
        Ok(())
    }

    pub(super) async fn draw(&self, name: &str, day: &str) -> Result<(), Fault> {
        let day: Date = day.parse().map_err(Fault::internal)?;
        let drawn = panel::selections(&mut &self.monitor.core.db, name).await?;
        if drawn.iter().any(|one| one.day == day.to_string()) {
            return Ok(());
        }
        self.clock.put(day, 10);
        let asking = self.officer.on(&self.monitor.core);
        panel::draw(&self.monitor.reporting, &asking.caller(None), name, day, &self.seed).await?;
        Ok(())
    }

    /// Rows go in as an import of a file would: all checked, the sound ones taken, warnings with a reason.
    async fn import(&self, form: &str, rows: Vec<ImportRow>) -> Result<(), Fault> {
        if rows.is_empty() {
            return Ok(());
        }
        let options = ImportOptions {
            form: form.to_owned(),
            accept: Accept::Sound,
            replace: false,
            reason: KNOWN.to_owned(),
            source: "demo".to_owned(),
        };
        let asking = self.clerk.on(&self.monitor.core);
        let done = import::import(&self.monitor.reporting, &asking.caller(None), &options, rows).await?;
        if done.counts.refused > 0 {
            let told: Vec<_> = done.findings.iter().filter(|one| one.error).take(3).collect();
            return Err(Fault::internal(format!(
                "{form}: {} rows refused, such as {told:?}",
                done.counts.refused
            )));
        }
        Ok(())
    }

    pub(super) async fn counties(&self, form: &str, month: usize) -> Result<(), Fault> {
        let period = self.month(month)?;
        self.at(period, 4, 15)?;
        let settled = self.settled().await?;
        let sheet = Sheet::of(self.monitor.reporting.form(form)?);
        let values = settled.province.county_values(form, &sheet, period);
        let seats = settled.province.frame.seats.iter().zip(values).filter(|(seat, _)| seat.covered);
        let rows =
            seats.zip(1..).map(|((seat, values), at)| row(at, &seat.code, period, sheet.fill(&values), ""));
        self.import(form, rows.collect()).await
    }

    pub(super) async fn townships(&self, month: usize) -> Result<(), Fault> {
        let period = self.month(month)?;
        self.at(period, 5, 11)?;
        let settled = self.settled().await?;
        let sheet = Sheet::of(self.monitor.reporting.form(RETURNS)?);
        let all = settled.province.returns(period);
        let covered = |code: &str| {
            let county = code.get(..6).unwrap_or(code);
            settled.province.frame.seats.iter().any(|one| one.covered && one.code == county)
        };
        let rows = all.iter().filter(|(code, _)| covered(code)).zip(1..);
        let rows = rows.map(|((code, values), at)| row(at, code, period, sheet.fill(values), ""));
        self.import(RETURNS, rows.collect()).await
    }

    pub(super) async fn reports(&self, month: usize, late: bool) -> Result<(), Fault> {
        let period = self.month(month)?;
        let wanted = if late { Filing::Late } else { Filing::InTime };
        // The last late ones came the day before the demo begins; the due day is the tenth or the next working day.
        let last = month + 1 == self.scale.months();
        self.at(
            period,
            if !late {
                8
            } else if last {
                11
            } else {
                21
            },
            if late { 9 } else { 16 },
        )?;
        let settled = self.settled().await?;
        let sheet = Sheet::of(self.monitor.reporting.form(REPORT)?);
        let members =
            panel::members(&mut &self.monitor.core.db, PANEL, self.day(Some(period), 0)?, "").await?;
        let mut rows = Vec::with_capacity(members.len());
        for member in members {
            let Some(at) = settled.by_code.get(&member.code).copied() else { continue };
            if settled.province.filing(at, month) != wanted {
                continue;
            }
            let report = settled.province.report(at, month, &settled.staff[at]);
            rows.push(row(
                rows.len() as u64 + 1,
                &member.code,
                period,
                sheet.fill(&report.values),
                report.reason,
            ));
        }
        self.import(REPORT, rows).await
    }

    pub(super) async fn migrants(&self, month: usize) -> Result<(), Fault> {
        let period = self.month(month)?;
        self.at(period, 9, 10)?;
        let settled = self.settled().await?;
        let sheet = Sheet::of(self.monitor.reporting.form(EMPLOYERS)?);
        let last = self.day(Some(period), 0)?;
        let members = panel::members(&mut &self.monitor.core.db, MIGRANT_PANEL, last, "").await?;
        let mut rows = Vec::with_capacity(members.len());
        for member in members {
            let Some(at) = settled.by_code.get(&member.code).copied() else { continue };
            let values = settled.province.migrant_report(at, month, &settled.staff[at]);
            rows.push(row(rows.len() as u64 + 1, &member.code, period, sheet.fill(&values), ""));
        }
        self.import(EMPLOYERS, rows).await
    }
}

fn row(number: u64, reporter: &str, period: Period, cells: Cells, reason: &str) -> ImportRow {
    ImportRow {
        row: number,
        reporter: reporter.to_owned(),
        period: period.to_string(),
        cells,
        reason: reason.to_owned(),
    }
}
