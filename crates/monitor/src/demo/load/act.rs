//! What officers do with the reports: approve up the tree, give cells back, freeze a month, let an account report, close the months.

use anye_base::{ErrorKind, Fault};
use anye_registry::employer;
use anye_reporting::approve::{Chunk, approve_chunk, next_level};
use anye_reporting::figures;
use anye_reporting::report::{self, State, ToGiveBack};

use super::super::migrant::MONTHS;
use super::Loader;
use super::stage::{REPORT, SHAKEN};
use crate::warning;

/// Months closed of the forms beside the panel's.
const OTHERS: usize = 3;

impl Loader {
    /// The steps of the approval job, level by level. Of the last month only counties have begun, and only with what is clean.
    pub(super) async fn approve(&self, month: usize) -> Result<(), Fault> {
        let period = self.month(month)?;
        let last = month + 1 == self.scale.months();
        let form = self.monitor.reporting.form(REPORT)?;
        for before in 0..if last { 1 } else { i64::try_from(form.approve.len()).unwrap_or(0) } {
            let Some(level) = next_level(form, before) else { break };
            self.at(period, if last { 11 } else { 22 + i32::try_from(before).unwrap_or(0) }, 17)?;
            let asking = self.officer.on(&self.monitor.core);
            let caller = asking.caller(None);
            let name = period.to_string();
            let mut after: Option<(String, String)> = None;
            let path =
                if self.scale.root() == "210000" { "210000".to_owned() } else { path_of(self.scale.root()) };
            loop {
                let chunk = Chunk {
                    form,
                    period: &name,
                    path: &path,
                    level,
                    before,
                    clean_only: last,
                    until: self.monitor.core.world.now_ms(),
                    after: after.as_ref().map(|(path, id)| (path.as_str(), id.as_str())),
                    most: 5_000,
                };
                let done = approve_chunk(&self.monitor.reporting, &caller, &chunk).await?;
                if done.last.is_none() {
                    break;
                }
                after = done.last;
            }
        }
        Ok(())
    }

    /// Cells with the wrong unit go back with a reason and a day.
    pub(super) async fn give_back(&self) -> Result<(), Fault> {
        let month = self.scale.months() - 1;
        let period = self.month(month)?;
        self.at(period, 11, 18)?;
        let settled = self.settled().await?;
        let deadline = self.day(Some(period), 18)?;
        let asking = self.officer.on(&self.monitor.core);
        let caller = asking.caller(None);
        for at in settled.province.with_wrong_unit() {
            let code = &settled.province.frame.firms[at].code;
            let key = period.to_string();
            let clerk = self.clerk.on(&self.monitor.core);
            let found =
                report::start(&self.monitor.reporting, &clerk.caller(None), REPORT, &key, code).await?;
            if found.state == State::Returned || found.counted == 0 {
                continue;
            }
            let what = ToGiveBack {
                cell: "wages".to_owned(),
                reason: "工资总额疑似按万元填写，请按元更正（合成数据）".to_owned(),
                deadline,
            };
            report::give_back(&self.monitor.reporting, &caller, &found.id, found.version, &what).await?;
        }
        Ok(())
    }

    /// The month before the last stands as preliminary.
    pub(super) async fn freeze(&self) -> Result<(), Fault> {
        let period = self.month(self.scale.months() - 2)?;
        self.at(period, 28, 9)?;
        let asking = self.officer.on(&self.monitor.core);
        let caller = asking.caller(None);
        let done =
            figures::freeze(&self.monitor.reporting, &caller, REPORT, &period.to_string(), "preliminary")
                .await;
        match done {
            Err(fault) if fault.code == "figure_frozen" => Ok(()),
            other => other.map(|_| ()),
        }
    }

    /// The account reports for one employer that still owes May, and for one that laid off without telling.
    pub(super) async fn contact(&self) -> Result<(), Fault> {
        if self.account.is_empty() {
            return Ok(());
        }
        let settled = self.settled().await?;
        let asking = self.clerk.on(&self.monitor.core);
        for at in settled.province.own_firms() {
            let code = &settled.province.frame.firms[at].code;
            let done =
                employer::add_contact(&self.monitor.registry, &asking.caller(None), code, &self.account)
                    .await;
            match done {
                Err(fault) if fault.kind == ErrorKind::NotFound => {}
                other => other?,
            }
        }
        Ok(())
    }

    /// Lights, warnings and cases of the months before the shock, at one go. A year of lights for the panel, a quarter for the rest: closing is the longest part of loading.
    pub(super) async fn close(&self, form: &str) -> Result<(), Fault> {
        let months = self.scale.periods();
        let held = if form == REPORT { MONTHS } else { OTHERS }.min(months.len());
        let calm = &months[months.len() - held..months.len().saturating_sub(SHAKEN).max(months.len() - held)];
        if let (Some(first), Some(last)) = (calm.first(), calm.last()) {
            self.at(*last, 12, 8)?;
            let by = &self.officer.actor;
            warning::close_months(&self.monitor, by, form, &first.to_string(), &last.to_string()).await?;
        }
        Ok(())
    }

    /// Those of one month of the shock, on the day after its reports were in.
    pub(super) async fn close_month(&self, form: &str, month: usize) -> Result<(), Fault> {
        let held = if form == REPORT { MONTHS } else { OTHERS };
        if month + held < self.scale.months() {
            return Ok(());
        }
        let period = self.month(month)?;
        self.at(period, if month + 1 == self.scale.months() { 11 } else { 24 }, 20)?;
        warning::close(&self.monitor, &self.officer.actor, form, &period.to_string()).await?;
        Ok(())
    }
}

/// The path of a city or county of the province, as reports keep it.
fn path_of(root: &str) -> String {
    let city = format!("{}00", root.get(..4).unwrap_or(root));
    if root == city { format!("210000/{city}") } else { format!("210000/{city}/{root}") }
}
