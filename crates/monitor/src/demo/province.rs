//! The synthetic world as a whole: places, employers, the panel drawn from them, staff month by month.
//!
//! Pure: a seed, a size and the pack's divisions in, figures out, the same every time. It must never look at a clock or a store, nor
//! be taken for real: every name says so.

use std::collections::BTreeSet;

use anye_base::Date;
use anye_forms::Period;
use anye_places::Register;
use anye_registry::employer::NewEmployer;
use anye_reporting::date;

use super::chance::{Chance, apportion};
use super::firm::Firm;
use super::scale::Scale;
use super::seat::{Seat, seats};
use super::story::{Story, Told, stories};

/// The seed used where nobody gives one.
pub const SEED: &str = "安业演示 2020";

/// The county of the demo's clerk and employer.
const HOME: &str = "211002";

/// Places and employers.
#[derive(Debug)]
pub struct Frame {
    /// The seed.
    pub seed: String,
    /// How large.
    pub scale: Scale,
    /// The months.
    pub months: Vec<Period>,
    /// Counties of the province.
    pub seats: Vec<Seat>,
    /// Employers.
    pub firms: Vec<Firm>,
}

impl Frame {
    /// Makes places and employers.
    #[must_use]
    pub fn new(seed: &str, scale: Scale, places: &Register) -> Self {
        let months = scale.periods();
        let day = |period: Option<&Period>| {
            period.and_then(|one| one.last_day()).and_then(date).unwrap_or(Date::MIN)
        };
        let seats = seats(seed, scale, places, day(months.first()), day(months.last()));
        let firms = (1..=scale.frame()).map(|number| Firm::new(seed, number, &seats)).collect();
        Self { seed: seed.to_owned(), scale, months, seats, firms }
    }

    /// As they are registered.
    pub fn to_register(&self) -> impl Iterator<Item = NewEmployer> + '_ {
        self.firms.iter().map(|one| one.to_register(&self.seats))
    }

    /// The first employers as a panel, where nothing is drawn: benchmarks and tests.
    #[must_use]
    pub fn first_codes(&self) -> BTreeSet<String> {
        let panel = usize::try_from(self.scale.panel()).unwrap_or(usize::MAX);
        self.firms.iter().take(panel).map(|one| one.code.clone()).collect()
    }

    /// Settles what the drawn panel went through, so that its staff in May 2020 is exactly the published number.
    /// Employers of the frame outside the panel live by the same measure.
    #[must_use]
    pub fn settle(self, panel: &BTreeSet<String>) -> Province {
        let inside: Vec<bool> = self.firms.iter().map(|one| panel.contains(&one.code)).collect();
        let members: Vec<&Firm> =
            self.firms.iter().zip(&inside).filter(|(_, inside)| **inside).map(|(one, _)| one).collect();
        let mut told = stories(&self.seed, self.months.len(), &members, &self.seats).into_iter();
        let stories: Vec<Story> = inside
            .iter()
            .map(|inside| if *inside { told.next().unwrap_or(Story::Steady) } else { Story::Steady })
            .collect();
        let mut made =
            Province { frame: self, panel: inside, stories, measure: 1.0, may: Vec::new(), owing: None };
        made.measure_staff();
        made.owing = made.hero();
        made
    }
}

/// The settled world.
#[derive(Debug)]
pub struct Province {
    /// Places and employers.
    pub frame: Frame,
    /// Whether an employer of the frame is in the panel of 2020.
    pub panel: Vec<bool>,
    /// What befalls it.
    pub stories: Vec<Story>,
    /// Owes the report of the last month, so that somebody can try to write it.
    pub(super) owing: Option<usize>,
    measure: f64,
    may: Vec<i64>,
}

impl Province {
    fn measure_staff(&mut self) {
        let last = self.frame.months.len();
        let raw: Vec<f64> = (0..self.frame.firms.len()).map(|at| self.curve(at)[last]).collect();
        let members: Vec<usize> = (0..raw.len()).filter(|at| self.panel[*at]).collect();
        let sum: f64 = members.iter().map(|at| raw[*at]).sum();
        let whole = Scale::staff_of(members.len());
        if sum > 0.0 {
            self.measure = whole as f64 / sum;
        }
        let weights: Vec<f64> = members.iter().map(|at| raw[*at]).collect();
        let parts = apportion(whole, &weights);
        self.may = raw.iter().map(|staff| (staff * self.measure) as i64).collect();
        for (at, part) in members.into_iter().zip(parts) {
            self.may[at] = part;
        }
    }

    /// Staff at the end of the month before the first and of each month, exactly as reported where a report is made.
    #[must_use]
    pub fn staff(&self, at: usize) -> Vec<i64> {
        let curve = self.curve(at);
        let mut all: Vec<i64> = curve
            .iter()
            .map(|staff| if *staff <= 0.0 { 0 } else { ((staff * self.measure) as i64).max(1) })
            .collect();
        if let (Some(last), Some(may)) = (all.last_mut(), self.may.get(at)) {
            *last = *may;
        }
        all
    }

    /// Employers whose wages of the last month were written in the wrong unit.
    pub fn with_wrong_unit(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.stories.len()).filter(|at| self.stories[*at] == Story::WrongUnit)
    }

    /// The employer of the demo's account: a member of the panel that goes on as ever and still owes the report of the last month.
    #[must_use]
    pub fn hero(&self) -> Option<usize> {
        let here = |at: &usize| {
            let firm = &self.frame.firms[*at];
            let county = self.frame.seats.get(firm.seat).is_some_and(|one| one.code == HOME);
            county && self.panel[*at] && self.stories[*at] == Story::Steady && (80..400).contains(&firm.staff)
        };
        (0..self.stories.len()).find(here)
    }

    /// The employers that the demo's account reports for: that one, and one that laid off without telling.
    #[must_use]
    pub fn own_firms(&self) -> Vec<usize> {
        let untold = |at: &usize| matches!(self.stories[*at], Story::Layoff { told: Told::Never, .. });
        self.hero().into_iter().chain((0..self.stories.len()).find(untold)).collect()
    }

    /// Staff before the measure is taken.
    fn curve(&self, at: usize) -> Vec<f64> {
        let frame = &self.frame;
        let (firm, months) = (&frame.firms[at], frame.months.len());
        let (trade, seat) = (firm.kind(), frame.seats.get(firm.seat));
        let mut chance = Chance::of(&frame.seed, "staff", u64::from(firm.number));
        let fortune = 0.3 + 1.4 * chance.share();
        let blow = seat.map_or(1.0, |one| one.blow) * fortune;
        let mut drift = 1.0;
        let mut made = Vec::with_capacity(months + 1);
        for step in 0..=months {
            drift *= 1.0 + 0.005 * chance.bell();
            // An order won or lost: a jump with a reason.
            if chance.per_mille(4) {
                drift *= 1.0 + 0.35 * (chance.share() - 0.45);
            }
            let back = i32::try_from(months - step).unwrap_or(0);
            let period = frame.months.last().and_then(|last| last.shifted(-back));
            let (year, month) = period.map_or((2020, 5), |one| (one.year().unwrap_or(2020), one.part()));
            let years = -f64::from(back) / 12.0;
            let trend = 1.0 + f64::from(i32::try_from(trade.trend).unwrap_or(0)) / 1000.0 * years;
            let wave = SUMMER[usize::try_from(month - 1).unwrap_or(0) % 12];
            let summer = 1.0 + trade.summer as f64 / 1000.0 * wave;
            let spring = 1.0 - trade.spring as f64 / 1000.0 * spring(year, month);
            let shock = match (year, month) {
                (2020, 2..=5) => trade.shock[usize::try_from(month - 2).unwrap_or(0)] as f64 / 1000.0,
                _ => 0.0,
            };
            let shaken = 1.0 - (shock * blow).clamp(-0.3, 0.85);
            made.push(firm.staff as f64 * drift * trend * summer * spring * shaken * self.fate(at, step));
        }
        made
    }

    /// What is left of the staff by the employer's story. `step` 0 is the month before the first.
    fn fate(&self, at: usize, step: usize) -> f64 {
        match self.stories.get(at) {
            Some(Story::Layoff { month, share, .. }) if step > *month => 1.0 - *share as f64 / 1000.0,
            Some(Story::Closes { month }) if step > *month => 0.0,
            _ => 1.0,
        }
    }
}

/// The year's wave: summer above, winter below.
const SUMMER: [f64; 12] = [-0.9, -0.9, -0.4, 0.2, 0.6, 0.8, 0.8, 0.8, 0.7, 0.5, 0.1, -0.5];

/// How much of the festival's gap a month's end sees. The festival fell on 2016-02-08, 2017-01-28, 2018-02-16, 2019-02-05, 2020-01-25.
fn spring(year: i32, month: i32) -> f64 {
    match (year, month) {
        (2017 | 2020, 1) => 0.7,
        (2017 | 2020, 2) => 0.3,
        (2016 | 2019, 1) => 0.3,
        (2016 | 2019, 2) => 0.5,
        (2018, 2) => 0.9,
        (2018, 3) => 0.1,
        _ => 0.0,
    }
}
