//! The report of a back-test; its JSON is documented in docs/signals.md and its names are stable.

use anye_signals::backtest::{
    Ahead, Event, Hit, Line, Order, STEPS, Score, State, Together, Totals, forecast_errors, score, together,
};
use anye_signals::detect::Worse;
use anye_signals::lights::{Light, RateLights, Steps};
use anye_signals::series::{Frequency, Series};
use serde::Serialize;

/// The whole report.
#[derive(Serialize)]
pub struct Report {
    /// Name and version of this format.
    pub format: &'static str,
    pub settings: Settings,
    /// The lights from calm to worst: red is worst.
    pub scale: [Light; 5],
    pub events: Vec<Event>,
    pub series: Vec<Tested>,
    /// All series together, if there are at least five.
    pub together: Vec<Together>,
    pub summary: Summary,
}

/// With what it was made.
#[derive(Serialize)]
pub struct Settings {
    pub period: Frequency,
    pub adjust: bool,
    pub forecast: usize,
    pub interval: f64,
    pub worse: Worse,
    /// Alarms per 100 series a year by chance at which each light goes on.
    pub lights: RateLights,
    /// Percent of series in alarm at which the common light goes on.
    pub together_lights: Steps,
    pub trigger: Option<f64>,
    /// Periods before an event from which an alarm counts for it.
    pub lead: i32,
}

/// One series.
#[derive(Serialize)]
pub struct Tested {
    pub series: String,
    /// What a reader should know of it; codes.
    pub notes: Vec<&'static str>,
    pub lines: Vec<Line>,
}

/// What came of it.
#[derive(Serialize)]
pub struct Summary {
    /// All series, each by its own lights.
    pub totals: Totals,
    pub series: Vec<SeriesTotals>,
    pub hits: Vec<Hit>,
    /// The common light, scored like a series.
    pub together: Option<Score>,
    pub forecasts: Vec<Ahead>,
}

/// Totals of a series.
#[derive(Serialize)]
pub struct SeriesTotals {
    pub series: String,
    #[serde(flatten)]
    pub totals: Totals,
}

/// From so many series on they are looked at together.
const ENOUGH: usize = 5;

impl Report {
    pub fn new(
        order: &Order,
        frequency: Frequency,
        (events, lead): (Vec<Event>, i32),
        all: &[(String, Series)],
        lines: Vec<Vec<Line>>,
    ) -> Self {
        let named: Vec<(String, Vec<Line>)> = all.iter().map(|(name, _)| name.clone()).zip(lines).collect();
        let scores: Vec<Score> =
            named.iter().map(|(name, lines)| score(name, lines, &events, lead, frequency)).collect();
        let common = if named.len() >= ENOUGH { together(&named, STEPS) } else { Vec::new() };
        let common_lines: Vec<Line> = common.iter().map(Together::line).collect();
        let everywhere: Vec<Event> = events.iter().filter(|event| event.series.is_none()).cloned().collect();
        let sum = Score::sum(&scores);
        let summary = Summary {
            totals: sum.totals,
            hits: sum.hits,
            series: named
                .iter()
                .zip(scores)
                .map(|((series, _), score)| SeriesTotals { series: series.clone(), totals: score.totals })
                .collect(),
            together: (!common.is_empty()).then(|| score("*", &common_lines, &everywhere, lead, frequency)),
            forecasts: forecast_errors(&named, order.horizon, frequency),
        };
        let series = named
            .into_iter()
            .zip(all)
            .map(|((name, lines), (_, figures))| Tested {
                series: name,
                notes: notes(figures, &lines, order),
                lines,
            })
            .collect();
        let settings = Settings {
            period: frequency,
            adjust: order.adjust.is_some(),
            forecast: order.horizon,
            interval: order.level,
            worse: order.worse,
            lights: order.lights,
            together_lights: STEPS,
            trigger: order.trigger,
            lead,
        };
        Self {
            format: "signals-backtest/1",
            settings,
            scale: Light::ALL,
            events,
            series,
            together: common,
            summary,
        }
    }
}

/// What a reader should know of a series.
fn notes(series: &Series, lines: &[Line], order: &Order) -> Vec<&'static str> {
    let mut values = series.values.iter().flatten();
    let first = values.next();
    let mut notes = Vec::new();
    if !lines.iter().any(|line| line.state == State::Judged) {
        notes.push("too-short");
    }
    if series.present() < series.len() {
        notes.push("gaps");
    }
    if first.is_some() && values.all(|value| Some(value) == first) {
        notes.push(if first == Some(&0.0) { "all-zero" } else { "constant" });
    }
    if order.adjust.is_some() && series.present() < 3 * series.frequency.per_year() {
        notes.push("not-adjusted");
    }
    notes
}
