//! All series together (合成): how many of them are in alarm, and the light of that share. It must only count series that could be judged.

use std::collections::BTreeMap;

use serde::Serialize;

use super::line::{Line, State};
use crate::lights::{Light, Steps, settle};
use crate::series::Period;

/// One date of all series.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Together {
    /// The period.
    pub date: Period,
    /// Series judged.
    pub series: usize,
    /// Percent of them with yellow or worse (扩散指数).
    pub diffusion: f64,
    /// Median score.
    pub score: f64,
    /// Light of the percentage, with inertia.
    pub light: Light,
}

/// Percent of series in alarm at which the common light goes on.
pub const STEPS: Steps = Steps { blue: 10.0, yellow: 20.0, orange: 33.0, red: 50.0 };

/// The common path. Dates on which less than half of the series are judged are left out.
pub fn together(all: &[(String, Vec<Line>)], steps: Steps) -> Vec<Together> {
    let mut dates: BTreeMap<Period, Vec<&Line>> = BTreeMap::new();
    for line in all.iter().flat_map(|(_, lines)| lines).filter(|line| line.state == State::Judged) {
        dates.entry(line.date).or_default().push(line);
    }
    let (mut shown, mut before) = (Light::Green, Light::Green);
    let mut path = Vec::new();
    for (date, lines) in dates.into_iter().filter(|(_, lines)| 2 * lines.len() >= all.len()) {
        let alarmed = lines.iter().filter(|line| line.alarmed()).count();
        let diffusion = 100.0 * alarmed as f64 / lines.len() as f64;
        let bare = steps.light(diffusion);
        shown = settle(shown, before, bare);
        before = bare;
        let mut scores: Vec<f64> = lines.iter().filter_map(|line| line.score).collect();
        let score = crate::detect::median(&mut scores);
        path.push(Together { date, series: lines.len(), diffusion, score, light: shown });
    }
    path
}

impl Together {
    /// As a line, so that it is scored like a series.
    pub fn line(&self) -> Line {
        Line {
            date: self.date,
            value: Some(self.diffusion),
            adjusted: None,
            trend: None,
            score: Some(self.score),
            chance_rate: None,
            light: Some(self.light),
            light_now: None,
            state: State::Judged,
            alarms: Vec::new(),
            forecasts: Vec::new(),
        }
    }
}
