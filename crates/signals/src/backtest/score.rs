//! Was it right? (事后检验): hits, lead times and false alarms of lights against known events. An alarm that was already on before an event's
//! window opened must not count as having foreseen it.

use serde::Serialize;

use super::event::Event;
use super::line::Line;
use crate::lights::Light;
use crate::series::{Frequency, Period};

/// How one event was seen in one series.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// The series.
    pub series: String,
    /// The event's name.
    pub event: String,
    /// Its first period.
    pub date: Period,
    /// First alarm within the window; `None` when it was missed.
    pub first_alarm: Option<Period>,
    /// Periods from the alarm to the event; negative when the alarm came after its begin.
    pub lead: Option<i32>,
    /// Worst light within the window.
    pub worst: Light,
}

/// Totals, or those of one series.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Totals {
    /// Events within reach of judged dates.
    pub events: usize,
    /// Of them seen.
    pub hits: usize,
    /// Share seen.
    pub hit_rate: Option<f64>,
    /// Mean and median lead of those seen, in periods.
    pub lead_mean: Option<f64>,
    /// Median.
    pub lead_median: Option<f64>,
    /// Share of the seen ones whose alarm began no later than the event.
    pub seen_in_time: Option<f64>,
    /// Alarms begun.
    pub alarms: usize,
    /// Of them outside of every event's window.
    pub false_alarms: usize,
    /// The same per 100 series a year outside of the windows.
    pub false_alarms_per_100_years: Option<f64>,
    /// Share of alarms that fell into a window.
    pub precision: Option<f64>,
    /// Judged years outside of windows.
    pub calm_years: f64,
}

/// Summary of a back-test.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Score {
    /// Every event in every series it concerns.
    pub hits: Vec<Hit>,
    /// All together.
    pub totals: Totals,
}

/// Scores lights of one series against events. An event's window opens `lead` periods before its first and closes with its last period.
pub fn score(series: &str, lines: &[Line], events: &[Event], lead: i32, frequency: Frequency) -> Score {
    let concerned: Vec<&Event> = events.iter().filter(|event| event.concerns(series)).collect();
    let inside =
        |date: Period| concerned.iter().any(|event| date >= event.date.add(-lead) && date <= event.end);
    let mut begun = Vec::new();
    let mut calm = 0usize;
    let mut on = false;
    for line in lines.iter().filter(|line| line.light.is_some()) {
        if line.alarmed() && !on {
            begun.push(line.date);
        }
        on = line.alarmed();
        calm += usize::from(!inside(line.date));
    }
    let hits: Vec<Hit> =
        concerned.iter().filter_map(|event| hit(series, lines, event, &begun, lead)).collect();
    let false_alarms = begun.iter().filter(|date| !inside(**date)).count();
    let calm_years = calm as f64 / frequency.per_year() as f64;
    let totals = Totals {
        events: hits.len(),
        hits: hits.iter().filter(|hit| hit.lead.is_some()).count(),
        alarms: begun.len(),
        false_alarms,
        calm_years,
        ..Totals::default()
    };
    let totals = totals.finish(&hits);
    Score { hits, totals }
}

fn hit(series: &str, lines: &[Line], event: &Event, begun: &[Period], lead: i32) -> Option<Hit> {
    let (open, close) = (event.date.add(-lead), event.end);
    let mut judged =
        lines.iter().filter(|line| line.light.is_some() && line.date >= open && line.date <= close);
    // An event before the first judged date cannot be missed.
    let first = judged.next()?;
    if first.date > event.date {
        return None;
    }
    let first_alarm = begun.iter().copied().find(|date| *date >= open && *date <= close);
    let worst = judged.chain([first]).filter_map(|line| line.light).max().unwrap_or_default();
    Some(Hit {
        series: series.to_owned(),
        event: event.name.clone(),
        date: event.date,
        first_alarm,
        lead: first_alarm.map(|alarm| event.date.since(alarm)),
        worst,
    })
}

impl Totals {
    fn finish(mut self, hits: &[Hit]) -> Self {
        let mut leads: Vec<f64> = hits.iter().filter_map(|hit| hit.lead).map(f64::from).collect();
        let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
        self.hit_rate = share(self.hits, self.events);
        self.precision = share(self.alarms - self.false_alarms, self.alarms);
        self.seen_in_time = share(leads.iter().filter(|lead| **lead >= 0.0).count(), leads.len());
        self.false_alarms_per_100_years =
            (self.calm_years > 0.0).then(|| 100.0 * self.false_alarms as f64 / self.calm_years);
        if !leads.is_empty() {
            self.lead_mean = Some(leads.iter().sum::<f64>() / leads.len() as f64);
            self.lead_median = Some(crate::detect::median(&mut leads));
        }
        self
    }
}

impl Score {
    /// Several series as one.
    pub fn sum<'a>(scores: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut all = Self::default();
        for score in scores {
            all.hits.extend(score.hits.iter().cloned());
            all.totals.events += score.totals.events;
            all.totals.hits += score.totals.hits;
            all.totals.alarms += score.totals.alarms;
            all.totals.false_alarms += score.totals.false_alarms;
            all.totals.calm_years += score.totals.calm_years;
        }
        all.totals = std::mem::take(&mut all.totals).finish(&all.hits);
        all
    }
}
