//! Forms (报表). It must never hold a report.

use anye_law::day::Day;
use serde::Serialize;

use super::{Cite, Item, Words};
use crate::period::{Period, PeriodType};

/// A form.
#[derive(Debug)]
pub struct Form {
    /// Stable id.
    pub id: String,
    /// First 16 hex digits of the SM3 of its table as written: the same text gives the same version.
    pub version: String,
    /// Name.
    pub name: Words,
    /// What it is for.
    pub about: Words,
    /// Where the text asks for it.
    pub cite: Vec<Cite>,
    /// Who reports.
    pub reporter: Reporter,
    /// How often.
    pub period: PeriodType,
    /// When it is due.
    pub due: Due,
    /// Who approves, from below.
    pub approve: Vec<Level>,
    /// In use from and to.
    pub valid: Valid,
    /// Facts of the reporter kept with each report; roll-ups are kept for each.
    pub dimensions: Vec<String>,
    /// Sections in order.
    pub sections: Vec<Section>,
    /// Columns: inputs, computed cells and the codes of disaggregations.
    pub items: Vec<Item>,
    /// Checks.
    pub checks: Vec<Check>,
    /// Limits from the reporter's own history.
    pub limits: Vec<Limit>,
    /// What the text leaves open.
    pub doubts: Vec<Words>,
    /// Experimental (试验性) figures are labelled so.
    pub experimental: bool,
    /// File and line it stands in.
    pub file: String,
    /// Line.
    pub line: u32,
    pub(crate) logic: crate::formula::FormLogic,
}

/// Who reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Reporter {
    /// Members of a panel.
    Panel(String),
    /// Every place of a level.
    Places(Level),
    /// Units of a kind.
    Units(String),
}

impl Reporter {
    /// The panel whose members report; for units the roster (填报名录) that the office keeps.
    #[must_use]
    pub fn roster(&self) -> Option<String> {
        match self {
            Self::Panel(id) => Some(id.clone()),
            Self::Units(kind) => Some(format!("units-{}", kind.replace('_', "-"))),
            Self::Places(_) => None,
        }
    }
}

/// A level of the tree of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Level {
    /// 省.
    Province,
    /// 市.
    City,
    /// 县.
    County,
    /// 乡镇、街道.
    Township,
}

/// When a report is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Due {
    /// So many days after the end of the period; `None` when neither text nor pack says.
    pub day: Option<u16>,
    /// The day is this pack's setting, the text states none.
    pub setting: bool,
    /// A due day that is no working day moves to the next one.
    pub next_working_day: bool,
    /// Other days for places.
    pub exceptions: Vec<DueException>,
}

/// Another due day for a place and everything below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DueException {
    /// Division code; empty for every place.
    pub place: String,
    /// Only this reporter; empty for every one.
    pub unit: String,
    /// Only this period.
    pub period: Option<Period>,
    /// Days after the end of the period.
    pub day: u16,
}

/// In use from and to, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
pub struct Valid {
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
}

/// A section of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// One of the groups without which a report does not count as filed.
    pub mandatory: bool,
}

/// How grave a broken check is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Stops the report.
    Error,
    /// Needs a reason.
    Warning,
}

/// A validation rule (校验).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Id within the form.
    pub id: String,
    /// Error or warning.
    pub level: Severity,
    /// What to tell the person.
    pub say: Words,
    /// Columns to mark.
    pub at: Vec<usize>,
    /// Only then, as written.
    pub when: Option<String>,
    /// What must hold, as written.
    pub must: String,
}

/// A limit from the reporter's own history (历史界限): a warning when |x − median| > max(factor × 1.4826 × MAD, least).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Limit {
    /// Column.
    pub item: usize,
    /// So many earlier periods at most.
    pub periods: u16,
    /// Factor in hundredths.
    pub factor_hundredths: i64,
    /// Smaller differences never count, scaled like the item.
    pub least: i64,
}

impl Valid {
    /// Whether any day of a period lies in it; a wave has no days of its own and always does.
    #[must_use]
    pub fn holds(&self, period: Period) -> bool {
        self.from.is_none_or(|from| period.last_day().is_none_or(|last| last >= from))
            && self.to.is_none_or(|to| period.first_day().is_none_or(|first| first <= to))
    }
}

impl Form {
    /// The column of an item id.
    #[must_use]
    pub fn column(&self, id: &str) -> Option<usize> {
        self.logic.columns.get(id).copied()
    }

    /// The columns that belong to a section.
    pub fn of_section(&self, section: usize) -> impl Iterator<Item = (usize, &Item)> {
        self.items.iter().enumerate().filter(move |(_, item)| item.section == section)
    }

    /// The last day to report for a period; `working` tells whether a day is a working day. `None` for waves and where no day is set.
    #[must_use]
    pub fn due_on(&self, period: Period, place: &str, working: &dyn Fn(Day) -> bool) -> Option<Day> {
        self.due_for(period, place, "", working)
    }

    /// The same for one reporter: what is said of the unit goes before what is said of a period, and that before what is said of a place.
    #[must_use]
    pub fn due_for(
        &self,
        period: Period,
        place: &str,
        unit: &str,
        working: &dyn Fn(Day) -> bool,
    ) -> Option<Day> {
        let end = period.last_day()?;
        let holds = |one: &&DueException| {
            one.period.is_none_or(|only| only == period)
                && (one.unit.is_empty() || one.unit == unit)
                && (one.place.is_empty() || anye_law::book::covers(&one.place, place))
        };
        let exact = |one: &&DueException| {
            (!one.unit.is_empty(), one.period.is_some(), anye_law::book::depth(&one.place))
        };
        let own = self.due.exceptions.iter().filter(holds).max_by_key(exact);
        let mut day = end.plus_days(i64::from(own.map(|one| one.day).or(self.due.day)?))?;
        let mut steps = 0;
        while self.due.next_working_day && !working(day) && steps < 30 {
            day = day.plus_days(1)?;
            steps += 1;
        }
        Some(day)
    }
}
