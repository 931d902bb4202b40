//! The monthly report of an employer (企业用工月报): staff in, staff out by reason, pay, condition. Every identity of the form holds.

use anye_law::day::Day;

use super::chance::{Chance, apportion};
use super::province::Province;
use super::sheet::{Value, Values};
use super::story::{Story, Told};

/// When a report comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filing {
    /// By the due day.
    InTime,
    /// After it.
    Late,
    /// Never.
    Missing,
}

/// One report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Cells by id.
    pub values: Values,
    /// Reason for what looks odd; empty where nothing does.
    pub reason: &'static str,
}

const NEW_BASE: &str = "建档期按年更新（合成数据）";
const SHAKEN: &str = "受疫情影响，用工和薪酬变动较大，已与企业核实（合成数据）";
const USUAL: &str = "订单和季节变动，已与企业核实（合成数据）";
const LAID_OFF: &str = "经济性裁员，已与企业核实（合成数据）";
const CLOSED: &str = "企业关闭，职工已终止劳动关系（合成数据）";
const AS_PRINTED: &str = "按本单位财务报表单位填报（合成数据）";

impl Province {
    /// When the report of an employer for a month comes.
    #[must_use]
    pub fn filing(&self, at: usize, month: usize) -> Filing {
        if let Story::Silent { month: from } = self.stories[at]
            && month >= from
        {
            return Filing::Missing;
        }
        if self.owing == Some(at) {
            return if month + 1 == self.frame.months.len() { Filing::Missing } else { Filing::InTime };
        }
        if self.stories[at] != Story::Steady {
            return Filing::InTime;
        }
        let number = u64::from(self.frame.firms[at].number) * 1_000 + month as u64;
        let mut chance = Chance::of(&self.frame.seed, "filing", number);
        let last = month + 1 == self.frame.months.len();
        if chance.per_mille(if last { 22 } else { 6 }) {
            Filing::Missing
        } else if chance.per_mille(if last { 55 } else { 30 }) {
            Filing::Late
        } else {
            Filing::InTime
        }
    }

    /// The report of an employer for a month; `staff` is [`Province::staff`] of it.
    #[must_use]
    pub fn report(&self, at: usize, month: usize, staff: &[i64]) -> Report {
        let firm = &self.frame.firms[at];
        let trade = firm.kind();
        let period = self.frame.months[month];
        let (year, part) = (period.year().unwrap_or(2020), period.part());
        let shaken = year == 2020 && part >= 2;
        let number = u64::from(firm.number) * 1_000 + month as u64;
        let mut chance = Chance::of(&self.frame.seed, "report", number);
        let (start, end) = (staff[month], staff[month + 1]);
        let mut values = Values::with_capacity(28);
        let mut put = |id: &str, value: i64| values.push((id.to_owned(), Value::Number(value)));
        put("base_staff", self.base(month, staff));
        put("start_staff", start);
        put("end_staff", end);
        put("end_migrants", end * trade.migrants / 100);
        let (hired, left) = self.flows(at, month, (start, end), &mut chance);
        for (code, n) in HIRED.iter().zip(hired) {
            put(&format!("hired.{code}"), n);
        }
        for (code, n) in LEFT.iter().zip(left) {
            put(&format!("left.{code}"), n);
        }
        let average = (start + end) / 2;
        let shock = if shaken { trade.shock[usize::try_from(part - 2).unwrap_or(0).min(3)] } else { 0 };
        let pay = trade.pay * (1_000 + 60 * i64::from(year - 2020) + 5 * i64::from(part)) / 1_000;
        let pay = pay * (1_000 - shock.max(0)) / 1_000 * (985 + (chance.draw() % 31) as i64) / 10;
        // Yuan for the staff, in fen; wages without staff would be odd.
        let wages = if start == 0 && end == 0 { 0 } else { average.max(1) * pay };
        let wrong = self.stories[at] == Story::WrongUnit && month + 1 == self.frame.months.len();
        put("wages", if wrong { wages / 10_000 } else { wages });
        let owes = shaken && trade.hard_hit() && chance.per_mille(25);
        put("arrears", if owes { wages * 3 / 10 } else { 0 });
        let (planned, day) = self.planned(at, month, end);
        put("planned_layoffs", planned);
        if let Some(day) = day {
            values.push(("planned_on".to_owned(), Value::Day(day)));
        }
        let condition = self.condition(at, month, end, shock, &mut chance);
        values.push(("operating".to_owned(), Value::Choice(condition)));
        Report { values, reason: self.reason(at, month, part) }
    }

    /// Staff at the base: the end of the year before.
    fn base(&self, month: usize, staff: &[i64]) -> i64 {
        let part = usize::try_from(self.frame.months[month].part()).unwrap_or(1);
        // `staff[month]` is the end of the month before; so many months back lies December.
        staff[(month + 1).saturating_sub(part)]
    }

    /// Hired and left by code. Their difference is what the staff changed by.
    fn flows(
        &self,
        at: usize,
        month: usize,
        (start, end): (i64, i64),
        chance: &mut Chance,
    ) -> ([i64; 5], [i64; 8]) {
        let period = self.frame.months[month];
        let shaken = period.year() == Some(2020) && period.part() >= 2;
        let turnover = (start.min(end) as f64 * (0.004 + 0.014 * chance.share())) as i64;
        let (grown, shrunk) = ((end - start).max(0), (start - end).max(0));
        let recalled = if shaken { grown * 6 / 10 } else { 0 };
        let seasonal = if shaken { 0 } else { grown * 3 / 10 };
        let hired = [grown - recalled - seasonal, turnover, seasonal, recalled, 0];
        let usual = apportion(turnover, &[0.0, 0.0, 0.0, 25.0, 15.0, 46.0, 10.0, 4.0]);
        let special = match self.stories[at] {
            Story::Closes { month: own } if own == month => [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            Story::Layoff { month: own, .. } if own == month => [0.0, 0.0, 0.9, 0.0, 0.1, 0.0, 0.0, 0.0],
            _ if shaken => [0.0, 22.0, 3.0, 35.0, 18.0, 18.0, 2.0, 2.0],
            _ => [0.0, 1.0, 1.0, 30.0, 12.0, 44.0, 8.0, 4.0],
        };
        let special = apportion(shrunk, &special);
        let mut left = [0; 8];
        for (at, n) in left.iter_mut().enumerate() {
            *n = usual[at] + special[at];
        }
        (hired, left)
    }

    fn planned(&self, at: usize, month: usize, end: i64) -> (i64, Option<Day>) {
        match self.stories[at] {
            Story::Layoff { month: own, share, told: Told::Before } if own == month + 1 => {
                let period = self.frame.months[own];
                let day = period.year().zip(u32::try_from(period.part()).ok());
                (end * share / 1_000, day.and_then(|(year, part)| Day::new(year, part, 20)))
            }
            _ => (0, None),
        }
    }

    fn condition(&self, at: usize, month: usize, end: i64, shock: i64, chance: &mut Chance) -> &'static str {
        if end == 0 && matches!(self.stories[at], Story::Closes { month: own } if own <= month) {
            return "closed";
        }
        let february = shock > 0 && self.frame.months[month].part() == 2;
        let blow = self.frame.seats.get(self.frame.firms[at].seat).map_or(1.0, |one| one.blow);
        let hard = (shock.max(0) as f64 * blow) as u64;
        if chance.per_mille(if february { hard * 2 } else { hard / 3 }) {
            "stopped"
        } else if chance.per_mille(hard * 2 / if february { 1 } else { 3 }) {
            "partly_stopped"
        } else if chance.per_mille(18 + hard) {
            "reduced"
        } else {
            "normal"
        }
    }

    /// The reason a clerk would write where something looks odd.
    fn reason(&self, at: usize, month: usize, part: i32) -> &'static str {
        match self.stories[at] {
            Story::Layoff { month: own, .. } if month >= own => LAID_OFF,
            Story::Closes { month: own } if month >= own => CLOSED,
            Story::WrongUnit if month + 1 == self.frame.months.len() => AS_PRINTED,
            _ if part == 1 => NEW_BASE,
            _ if self.frame.months[month].year() == Some(2020) => SHAKEN,
            _ => USUAL,
        }
    }
}

const HIRED: [&str; 5] = ["expansion", "replacement", "seasonal", "recalled", "other"];
const LEFT: [&str; 8] =
    ["closure", "suspension", "layoff", "contract_end", "dissolved", "resigned", "retired", "other"];
