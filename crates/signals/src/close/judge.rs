//! One domain at its last month: what was estimated, what it means, which light and why. It must never light a domain that has too few
//! reporters to say anything.

use serde::{Deserialize, Serialize};

use super::domain::Domain;
use crate::adjust::{Options, adjust};
use crate::detect::{Reading, Watch, Worse, follow, smoothing};
use crate::estimate::{Cell, Figures};
use crate::lights::{Light, RateLights, Steps, settle};
use crate::series::{Period, Series};

/// How to judge; values come from the pack.
#[derive(Clone, Debug, PartialEq)]
pub struct Judging {
    /// Below so many reporters a domain gets figures but no light.
    pub least_reporters: u32,
    /// Seasonal adjustment; `None` judges the figures as they are.
    pub adjust: Option<Options>,
    /// Alarms per 100 domains a year at which the lights of detection go on.
    pub rates: RateLights,
    /// Steps of the gross job-loss rate of the month (岗位流失率), as shares.
    pub loss: Option<Steps>,
    /// Steps of the loss since the base date (较建档期减员), as shares.
    pub since_base: Option<Steps>,
}

impl Default for Judging {
    fn default() -> Self {
        Self {
            least_reporters: 5,
            adjust: Some(Options::default()),
            rates: RateLights::default(),
            loss: None,
            since_base: None,
        }
    }
}

/// What a light comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Departure of the headcount from its habit.
    Departure,
    /// The gross job-loss rate.
    LossRate,
    /// The loss since the base date.
    SinceBase,
}

/// A light of one source, with inertia, and the figure behind it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// Source.
    pub source: Source,
    /// Its light.
    pub light: Light,
    /// Its figure at the last month: alarms per 100 domains a year, or a share.
    pub figure: f64,
}

/// A domain at its last month.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Which.
    pub domain: Domain,
    /// The month.
    pub month: Option<Period>,
    /// Figures of the month.
    pub figures: Figures,
    /// Headcount, seasonally adjusted (季调).
    pub adjusted: Option<f64>,
    /// Trend.
    pub trend: Option<f64>,
    /// Robust score of the month.
    pub score: Option<f64>,
    /// What the detectors read in the month.
    pub reading: Option<Reading>,
    /// Chance of as much in one month without cause; for the control of false discovery over domains.
    pub chance: Option<f64>,
    /// The worst of the reasons' lights; `None` with too few reporters or too short a history.
    pub light: Option<Light>,
    /// What it comes from, worst first.
    pub reasons: Vec<Reason>,
}

/// Judges a domain by its months from `start` on.
pub fn judge(domain: Domain, months: &[Cell], start: Period, judging: &Judging) -> Judged {
    let last = months.last().copied().unwrap_or_default();
    let figures = last.figures();
    let month = months.len().checked_sub(1).map(|at| start.add(i32::try_from(at).unwrap_or(i32::MAX)));
    let mut judged = Judged {
        domain,
        month,
        figures,
        adjusted: None,
        trend: None,
        score: None,
        reading: None,
        chance: None,
        light: None,
        reasons: Vec::new(),
    };
    if figures.reporters < judging.least_reporters {
        return judged;
    }
    for (source, steps) in [(Source::LossRate, &judging.loss), (Source::SinceBase, &judging.since_base)] {
        let Some(steps) = steps else { continue };
        judged.reasons.extend(stepped(source, steps, months));
    }
    departure(&mut judged, months, start, judging);
    judged.reasons.sort_by_key(|reason| std::cmp::Reverse(reason.light));
    judged.light = judged.reasons.first().map(|reason| reason.light);
    judged
}

/// The light of a rate against its steps, with inertia over all months. The first month's change is that since the base date, so it is
/// no monthly rate.
fn stepped(source: Source, steps: &Steps, months: &[Cell]) -> Option<Reason> {
    let (mut shown, mut before, mut figure) = (Light::Green, Light::Green, None);
    for month in months.iter().skip(usize::from(source == Source::LossRate)) {
        let figures = month.figures();
        figure = match source {
            Source::LossRate => figures.loss_rate,
            _ => figures.since_base.map(|change| -change),
        };
        let Some(value) = figure else { continue };
        let bare = steps.light(value);
        shown = settle(shown, before, bare);
        before = bare;
    }
    figure.map(|figure| Reason { source, light: shown, figure })
}

/// Whether the headcount departs from its habit: adjusted, followed, watched, month after month.
fn departure(judged: &mut Judged, months: &[Cell], start: Period, judging: &Judging) {
    // A month of which nobody told anything is a gap, not an empty town.
    let level = |cell: &Cell| (cell.level > 0.0 && cell.unknown <= 0.0).then_some(cell.level);
    let series = Series::new(start, months.iter().map(level).collect());
    let adjusted = match &judging.adjust {
        Some(options) => {
            let parts = adjust(&series, options);
            judged.trend = parts.trend.last().copied().flatten();
            parts.adjusted
        }
        None => series.values.clone(),
    };
    judged.adjusted = adjusted.last().copied().flatten();
    let scaled: Vec<Option<f64>> = adjusted.iter().map(|value| value.map(f64::ln)).collect();
    let per_year = series.frequency.per_year();
    let Some(before) = scaled.len().checked_sub(1) else { return };
    let path = follow(&scaled, smoothing(&scaled[..before], per_year), per_year);
    let mut watch = Watch::new(Worse::Down, per_year);
    let (mut shown, mut bare, mut newest) = (Light::Green, Light::Green, None);
    for (error, value) in path.error.iter().zip(&scaled).skip(1) {
        newest = value.and_then(|_| watch.push(*error));
        let Some(reading) = newest else { continue };
        let light = judging.rates.light(reading.rate);
        shown = settle(shown, bare, light);
        bare = light;
    }
    if let Some(reading) = newest {
        judged.score = Some(reading.score);
        judged.reading = Some(reading);
        judged.chance = Some(reading.rate / reading.yearly);
        judged.reasons.push(Reason { source: Source::Departure, light: shown, figure: reading.rate });
    }
}
