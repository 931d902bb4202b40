//! One series through time: at each date the whole chain is run anew on what was known then. It must never read past that date.

use super::alarm::{Alarm, Way};
use super::line::{Line, Point, State};
use crate::adjust::{Options, adjust};
use crate::detect::{Reading, Watch, Worse, follow, smoothing};
use crate::forecast::forecast;
use crate::lights::{Light, RateLights, settle};
use crate::series::{Period, Series};
use crate::trigger::trigger;

/// What to do with each series.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Adjust for season and holidays at each date.
    pub adjust: Option<Options>,
    /// Periods to foretell at each date; 0 for none.
    pub horizon: usize,
    /// Probability with which the interval of a forecast is meant to hold.
    pub level: f64,
    /// Which direction is bad.
    pub worse: Worse,
    /// Alarms per 100 series a year at which lights go on.
    pub lights: RateLights,
    /// Threshold of the trigger in the unit of the series.
    pub trigger: Option<f64>,
    /// Lines from this period on; what went before is history.
    pub from: Option<Period>,
}

impl Default for Order {
    fn default() -> Self {
        Self {
            adjust: None,
            horizon: 0,
            level: 0.8,
            worse: Worse::Either,
            lights: RateLights::default(),
            trigger: None,
            from: None,
        }
    }
}

/// A vintage on the scale on which it is judged.
struct Vintage {
    adjusted: Vec<Option<f64>>,
    trend: Option<f64>,
    /// Logarithms where all is positive, else as it is.
    scaled: Vec<Option<f64>>,
    is_log: bool,
}

/// What goes on from date to date.
struct Going {
    watch: Watch,
    is_log: bool,
    smoothing: f64,
    judged: usize,
    shown: Light,
    bare: Light,
}

/// The lines of a series, one a period from `order.from` or its start.
pub fn run(series: &Series, order: &Order) -> Vec<Line> {
    let mut going: Option<Going> = None;
    let first = order.from.map_or(0, |from| usize::try_from(from.since(series.start)).unwrap_or(0));
    let least = if order.adjust.is_some() { 3 } else { 2 } * series.frequency.per_year();
    let mut lines = Vec::with_capacity(series.len().saturating_sub(first));
    // The state at `from` depends on the scores before it, so judging starts a year of lights earlier.
    let warm = first.saturating_sub(2 * series.frequency.per_year());
    for at in warm..series.len() {
        let known = series.first(at + 1);
        let enough = known.present() >= least;
        let line = if enough { judge(&known, order, &mut going) } else { learning(&known, order) };
        if at >= first {
            lines.push(line);
        }
    }
    lines
}

fn learning(known: &Series, order: &Order) -> Line {
    let at = known.len() - 1;
    Line {
        date: known.period(at),
        value: known.values[at],
        // Without its season it is not known yet.
        adjusted: known.values[at].filter(|_| order.adjust.is_none()),
        trend: None,
        score: None,
        chance_rate: None,
        light: None,
        light_now: None,
        state: if known.values[at].is_none() { State::Gap } else { State::Learning },
        alarms: Vec::new(),
        forecasts: foretell(known, order),
    }
}

fn judge(known: &Series, order: &Order, going: &mut Option<Going>) -> Line {
    let at = known.len() - 1;
    let vintage = Vintage::of(known, order);
    let mut line = Line { adjusted: vintage.adjusted[at], trend: vintage.trend, ..learning(known, order) };
    if known.values[at].is_none() {
        line.light = going.as_ref().filter(|going| going.judged > 0).map(|going| going.shown);
        return line;
    }
    let going = match going {
        Some(going) if going.is_log == vintage.is_log => going,
        stale => stale.insert(Going::start(&vintage, order, known.frequency.per_year())),
    };
    let Some((reading, level)) = going.next(&vintage, known.frequency.per_year()) else { return line };
    line.trend = line.trend.or(Some(level));
    let Some(reading) = reading else { return line };
    let mut bare = order.lights.light(reading.rate);
    if bare >= Light::Yellow {
        line.alarms = Alarm::of(&reading, order.lights.yellow, known.frequency);
    }
    if let Some(alarm) = triggered(known, &vintage, order) {
        line.alarms.push(alarm);
        bare = bare.max(Light::Yellow);
    }
    going.shown = settle(going.shown, going.bare, bare);
    going.bare = bare;
    line.score = Some(reading.score);
    line.chance_rate = Some(reading.rate);
    line.light = Some(going.shown);
    line.light_now = Some(bare);
    line.state = State::Judged;
    line
}

fn triggered(known: &Series, vintage: &Vintage, order: &Order) -> Option<Alarm> {
    let threshold = order.trigger?;
    let adjusted = Series::new(known.start, vintage.adjusted.clone());
    let way = match order.worse {
        Worse::Up => Some(Way::Up),
        Worse::Down => Some(Way::Down),
        Worse::Either => None,
    };
    Alarm::triggered(&trigger(&adjusted, threshold, order.worse)?, threshold, way)
}

fn foretell(known: &Series, order: &Order) -> Vec<Point> {
    if order.horizon == 0 {
        return Vec::new();
    }
    let Some(found) = forecast(known, order.horizon, order.level) else { return Vec::new() };
    let last = known.period(known.len() - 1);
    let ahead = found.mean.iter().zip(&found.lower).zip(&found.upper);
    (1..)
        .zip(ahead)
        .map(|(step, ((&mean, &lower), &upper))| Point { date: last.add(step), mean, lower, upper })
        .collect()
}

impl Vintage {
    fn of(known: &Series, order: &Order) -> Self {
        let (adjusted, trend) = match &order.adjust {
            Some(options) => {
                let parts = adjust(known, options);
                let trend = parts.trend.last().copied().flatten();
                (parts.adjusted, trend)
            }
            None => (known.values.clone(), None),
        };
        let is_log = adjusted.iter().flatten().all(|value| *value > 0.0);
        let scaled =
            adjusted.iter().map(|value| value.map(|value| if is_log { value.ln() } else { value })).collect();
        Self { adjusted, trend, scaled, is_log }
    }
}

impl Going {
    /// Takes everything before the newest value as history.
    fn start(vintage: &Vintage, order: &Order, per_year: usize) -> Self {
        let before = &vintage.scaled[..vintage.scaled.len() - 1];
        let smoothing = smoothing(before, per_year);
        let mut watch = Watch::new(order.worse, per_year);
        let path = follow(before, smoothing, per_year);
        // A season estimated from n years fits those years too well: errors of new months are larger by this (n + 1 over n − 1).
        let years = before.len() as f64 / per_year as f64;
        let fitted =
            if order.adjust.is_some() && years > 1.5 { ((years + 1.0) / (years - 1.0)).sqrt() } else { 1.0 };
        for (error, value) in path.error.iter().zip(before).skip(1) {
            if value.is_some() {
                watch.learn(fitted * error);
            }
        }
        let is_log = vintage.is_log;
        Self { watch, is_log, smoothing, judged: 0, shown: Light::Green, bare: Light::Green }
    }

    /// Judges the newest value; also gives the level up to it, which stands in for a trend where there is none.
    fn next(&mut self, vintage: &Vintage, per_year: usize) -> Option<(Option<Reading>, f64)> {
        if self.judged > 0 && self.judged.is_multiple_of(per_year) {
            self.smoothing = smoothing(&vintage.scaled[..vintage.scaled.len() - 1], per_year);
        }
        self.judged += 1;
        let path = follow(&vintage.scaled, self.smoothing, per_year);
        let level = path.level.last().map(|level| if vintage.is_log { level.exp() } else { *level })?;
        Some((self.watch.push(*path.error.last()?), level))
    }
}
