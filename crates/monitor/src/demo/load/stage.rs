//! The stages of loading, in order. Each can be done again after a crash: what is there already is left alone.

use super::super::county::FORMS;
use super::super::migrant::{EMPLOYERS, MONTHS, RETURNS};
use super::super::scale::Scale;
use super::super::story::{Story, Told};

/// A stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Employers are registered, so many from there on.
    Employers(usize),
    /// A panel is drawn as of a day.
    Draw(&'static str, &'static str),
    /// A form of counties for a month.
    Counties(&'static str, usize),
    /// Townships for a month.
    Townships(usize),
    /// The monthly report of employers for a month; `true`: those that come late.
    Employer(usize, bool),
    /// The report on migrant workers for a month.
    Migrants(usize),
    /// Notices of layoffs that are told in time or late.
    Notices,
    /// Reports of a month are held against notices, and those who fell silent are looked for.
    CrossCheck(usize),
    /// Reports of a month are approved.
    Approve(usize),
    /// Cells with the wrong unit are given back.
    GiveBack,
    /// The month before the last is frozen as preliminary.
    Freeze,
    /// An account is let report for employers.
    Contact,
    /// Emergency plans of places are entered.
    Plans,
    /// A form's months before the shock are closed at one go: lights, warnings, cases.
    Close(&'static str),
    /// A form's month is closed.
    CloseMonth(&'static str, usize),
    /// Cases that are open after a month are worked on.
    Handle(usize),
    /// The bulletin of the last month is drafted, signed and published.
    Tell,
}

/// Panel of the monthly report.
pub const PANEL: &str = "enterprises";
/// Panel of employers of migrant workers.
pub const MIGRANT_PANEL: &str = "migrant-enterprises";
/// The monthly report.
pub const REPORT: &str = "enterprise-monthly";
/// Months of the shock: each is closed by itself, on the day after its reports were in.
pub const SHAKEN: usize = 4;
/// Employers registered in one act.
pub const LOT: usize = 2_000;

/// All stages.
#[must_use]
pub fn stages(scale: Scale) -> Vec<Stage> {
    let months = scale.months();
    let firms = usize::try_from(scale.frame()).unwrap_or(0);
    let mut all: Vec<Stage> = (0..firms).step_by(LOT).map(Stage::Employers).collect();
    let first = if scale == Scale::Nation { "2015-06-01" } else { "2017-06-01" };
    all.extend([
        Stage::Draw(PANEL, first),
        Stage::Draw(PANEL, "2020-01-01"),
        Stage::Draw(MIGRANT_PANEL, "2019-05-01"),
    ]);
    for month in 0..months {
        all.extend(FORMS.iter().map(|form| Stage::Counties(form, month)));
        if month + MONTHS >= months {
            all.extend([Stage::Townships(month), Stage::Migrants(month)]);
        }
        all.extend([Stage::Employer(month, false), Stage::Employer(month, true)]);
    }
    all.extend((months.saturating_sub(3)..months).map(Stage::Approve));
    all.extend([Stage::GiveBack, Stage::Freeze, Stage::Contact, Stage::Plans]);
    let closed = [REPORT, FORMS[0], FORMS[1], FORMS[2], EMPLOYERS, RETURNS];
    all.extend(closed.map(Stage::Close));
    all.push(Stage::Notices);
    let calm = months.saturating_sub(SHAKEN);
    all.extend(calm.checked_sub(1).map(Stage::Handle));
    for month in calm..months {
        if month + 3 >= months {
            all.push(Stage::CrossCheck(month));
        }
        all.extend(closed.map(|form| Stage::CloseMonth(form, month)));
        all.push(Stage::Handle(month));
    }
    all.push(Stage::Tell);
    all
}

/// Days from the twentieth of the month of a layoff to the day its notice comes; `None`: it never comes.
#[must_use]
pub fn notice_after(story: Story) -> Option<(usize, i64, i64)> {
    match story {
        Story::Layoff { month, share, told: Told::Before } => Some((month, share, -36)),
        Story::Layoff { month, share, told: Told::Late } => Some((month, share, 6)),
        _ => None,
    }
}
