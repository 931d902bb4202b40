//! From the cells of all cities to the estimates of every place and industry in one month (估计): level, losses, adjusted, trend, forecast, lights of departure.
//! It must never use a month later than the one that is closed.

use std::collections::BTreeMap;

use anye_forms::Catalogue;
use anye_signals::adjust::{Options, adjust};
use anye_signals::close::{CellSeries, Domain, DomainSeries, Judging, Source, judge, roll_up};
use anye_signals::detect::{Detector, Reading, Worse};
use anye_signals::estimate::{Cell, Figures};
use anye_signals::lights::{Light, RateLights};
use anye_signals::series::{Period, Series};
use anye_signals::{forecast, trigger};
use serde_json::{Value, json};

use super::input::{industry_letter, industry_number, place_number};
use super::setting::Panel;
use super::store::Figure;

/// Ids of the estimates.
pub const HEADCOUNT: &str = "est.headcount";
/// Posts lost in the month, gross.
pub const GROSS: &str = "est.gross-loss";
/// Posts lost less posts won.
pub const NET: &str = "est.net-loss";
/// Lost since the base date.
pub const SINCE_BASE: &str = "est.since-base";
/// The rule that watches for departures from habit; a plan answers it only where the pack sets its rates.
pub const DEPARTURE: &str = "departure";

/// Alarms per 100 units a year at which departures light: the pack's, or the method's own where nobody set them.
#[derive(Debug, Clone, Default)]
pub struct Rates {
    lights: RateLights,
    set: Option<Vec<String>>,
    by: Value,
}

impl Rates {
    /// Of the pack's light by rate.
    pub fn of(catalogue: &Catalogue) -> Self {
        let light = catalogue.light(DEPARTURE).filter(|light| light.by_rate && light.indicator == HEADCOUNT);
        let set = light.and_then(|light| Some((light, light.thresholds.as_ref()?)));
        let Some((light, steps)) = set else { return Self::default() };
        let texts: Vec<String> = steps.iter().map(ToString::to_string).collect();
        let number = |at: usize| texts.get(at).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0);
        let lights = RateLights { blue: number(0), yellow: number(1), orange: number(2), red: number(3) };
        let by = light.set_by.as_ref().map_or(Value::Null, |by| json!({ "zh": by.zh, "en": by.en }));
        Self { lights, set: Some(texts), by }
    }

    /// The rate that a light begins at, where somebody set it.
    fn crossed(&self, light: Light) -> String {
        let at = Light::ALL.iter().position(|one| *one == light).and_then(|at| at.checked_sub(1));
        at.and_then(|at| self.set.as_ref()?.get(at)).cloned().unwrap_or_default()
    }
}

/// What a detector is called in the store.
fn detector(reading: &Reading) -> &'static str {
    let rarest = Detector::ALL.iter().zip(reading.alone).min_by(|one, other| one.1.total_cmp(&other.1));
    match rarest.map(|(detector, _)| detector) {
        Some(Detector::Cusum) => "cusum",
        Some(Detector::Scan) => "scan",
        Some(Detector::Change) => "change",
        Some(Detector::Score) | None => "score",
    }
}

/// Sums by domain over all months known.
#[derive(Debug, Clone, Default)]
pub struct Estimates {
    sums: BTreeMap<Domain, DomainSeries>,
    codes: BTreeMap<u32, String>,
}

impl Estimates {
    /// Adds up the cells; `paths` are those of the members, so that a county finds its city and province.
    pub fn of<'a>(cells: &[CellSeries], paths: impl IntoIterator<Item = &'a str>) -> Self {
        let mut above: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let mut codes = BTreeMap::new();
        for path in paths {
            let chain: Vec<&str> = path.split('/').filter(|code| code.len() <= 6).collect();
            let Some(last) = chain.last() else { continue };
            for code in &chain {
                codes.insert(place_number(code), (*code).to_owned());
            }
            above
                .entry(place_number(last))
                .or_insert_with(|| chain.iter().map(|code| place_number(code)).collect());
        }
        let domains = |cell: &CellSeries| {
            let own = [cell.place];
            let places = above.get(&cell.place).map_or(&own[..], Vec::as_slice);
            places
                .iter()
                .flat_map(|place| [Domain::Place(*place), Domain::Cell(*place, cell.industry)])
                .collect()
        };
        Self { sums: roll_up(cells, &domains), codes }
    }

    /// The figures of the month at `count` months from the start, every domain with enough reporters and every place.
    pub fn month(&self, count: usize, setting: &Panel, rates: &Rates, threads: usize) -> Vec<Figure> {
        let all: Vec<(&Domain, &DomainSeries)> = self.sums.iter().collect();
        let size = all.len().div_ceil(threads.max(1)).max(1);
        std::thread::scope(|scope| {
            // One in every so many: the long series of places are spread over all threads.
            let parts: Vec<_> = (0..threads.max(1))
                .map(|part| {
                    let all = &all;
                    scope.spawn(move || {
                        let own = all.iter().skip(part).step_by(threads.max(1));
                        let mut found = Vec::with_capacity(size * 4);
                        for (domain, series) in own {
                            found.extend(self.domain(**domain, series, count, (setting, rates)));
                        }
                        found
                    })
                })
                .collect();
            let mut found: Vec<Figure> =
                parts.into_iter().flat_map(|part| part.join().unwrap_or_default()).collect();
            found.sort_by(|one, other| {
                (&one.place, &one.industry, &one.indicator).cmp(&(
                    &other.place,
                    &other.industry,
                    &other.indicator,
                ))
            });
            found
        })
    }

    fn domain(
        &self,
        domain: Domain,
        series: &DomainSeries,
        count: usize,
        (setting, rates): (&Panel, &Rates),
    ) -> Vec<Figure> {
        let (place, industry) = match domain {
            Domain::Place(place) => (place, String::new()),
            Domain::Cell(place, number) => (place, industry_letter(number)),
            Domain::All | Domain::Industry(_) => return Vec::new(),
        };
        if matches!(domain, Domain::Cell(..)) && industry.is_empty() {
            return Vec::new();
        }
        let months = &series.months[..count.min(series.months.len())];
        let Some(last) = months.last() else { return Vec::new() };
        let figures = last.figures();
        if !industry.is_empty() && figures.reporters < setting.least_reporters {
            return Vec::new();
        }
        let code = self.codes.get(&place).cloned().unwrap_or_else(|| format!("{place:06}"));
        let base = Figure {
            place: code,
            industry: industry.clone(),
            reporters: i64::from(figures.reporters),
            ..Figure::default()
        };
        let judging =
            Judging { least_reporters: setting.least_reporters, rates: rates.lights, ..Judging::default() };
        let judged = judge(domain, months, series.start, &judging);
        let whole = industry.is_empty() || base.place.ends_with("0000");
        let mut all = vec![self.headcount(&base, months, series.start, &judged, (setting, rates), whole)];
        let rate = |id: &str, value: Option<f64>, se: Option<f64>, detail: Value| Figure {
            indicator: id.to_owned(),
            value: percent(value),
            se: percent(se),
            detail,
            ..base.clone()
        };
        let quality = quality(&figures, last);
        let parts = if industry.is_empty() { self.parts(place, count) } else { Value::Null };
        all.push(rate(
            GROSS,
            figures.loss_rate,
            None,
            json!({ "parts": parts, "closed": percent(figures.closure_rate), "quality": quality }),
        ));
        all.push(rate(
            NET,
            figures.net_loss_rate,
            figures.net_loss_error,
            json!({ "gains": percent(figures.gain_rate) }),
        ));
        let trigger =
            if industry.is_empty() { triggered(months, series.start, setting) } else { Value::Null };
        let lost = figures.since_base.map(|change| -change);
        all.push(rate(SINCE_BASE, lost, figures.since_base_error, json!({ "trigger": trigger })));
        all
    }

    fn headcount(
        &self,
        base: &Figure,
        months: &[Cell],
        start: Period,
        judged: &anye_signals::close::Judged,
        (setting, rates): (&Panel, &Rates),
        whole: bool,
    ) -> Figure {
        let figures = &judged.figures;
        let reason = judged.reasons.iter().find(|one| one.source == Source::Departure);
        let light = reason.map_or_else(String::new, |one| one.light.code().to_owned());
        let level = |cell: &Cell| (cell.level > 0.0 && cell.unknown <= 0.0).then_some(cell.level);
        let series = Series::new(start, months.iter().map(level).collect());
        let forecast = if whole && figures.reporters >= setting.least_reporters {
            ahead(&series, setting)
        } else {
            Vec::new()
        };
        let trend =
            judged.trend.or_else(|| adjust(&series, &Options::default()).trend.last().copied().flatten());
        Figure {
            indicator: HEADCOUNT.to_owned(),
            rule: DEPARTURE.to_owned(),
            value: count(Some(figures.level)),
            se: count(Some(figures.level_error)),
            adjusted: count(judged.adjusted),
            trend: count(trend),
            forecast,
            light_now: light.clone(),
            light,
            threshold: reason.map_or_else(String::new, |one| rates.crossed(one.light)),
            detail: json!({
                "score": judged.score.map(|score| format!("{score:.2}")),
                "per_100_years": reason.map(|one| format!("{:.2}", one.figure)),
                "detector": judged.reading.as_ref().map(detector),
                "window": judged.reading.as_ref().map(|one| one.window),
                "set_by": rates.by,
                "change": count(Some(figures.change)),
                "change_se": count(Some(figures.change_error)),
                "quality": quality(figures, months.last().unwrap_or(&Cell::default())),
            }),
            ..base.clone()
        }
    }

    /// Which industries the posts lost at a place come from: people and share, the largest first.
    fn parts(&self, place: u32, count: usize) -> Value {
        let mut found: Vec<(String, f64)> = Vec::new();
        for letter in 'A'..='T' {
            let letter = letter.to_string();
            let Some(series) = self.sums.get(&Domain::Cell(place, industry_number(&letter))) else {
                continue;
            };
            if let Some(cell) = count.checked_sub(1).and_then(|at| series.months.get(at)) {
                found.push((letter, cell.lost));
            }
        }
        let all: f64 = found.iter().map(|(_, lost)| lost).sum();
        found.retain(|(_, lost)| *lost >= 0.5);
        found.sort_by(|one, other| other.1.total_cmp(&one.1));
        let part = |(letter, lost): (String, f64)| json!({ "industry": letter, "lost": self::count(Some(lost)), "share": percent(Some(lost / all)) });
        found.into_iter().take(5).map(part).collect()
    }
}

fn quality(figures: &Figures, cell: &Cell) -> Value {
    json!({
        "expected": cell.expected,
        "responded": cell.responded,
        "response": percent(figures.response),
        "response_weighted": percent(figures.response_weighted),
        "imputed": percent(figures.imputed),
        "borrowed": percent(figures.borrowed),
    })
}

/// A share as a percentage with two digits; empty: none.
fn percent(share: Option<f64>) -> String {
    let text = share
        .filter(|value| value.is_finite())
        .map_or_else(String::new, |value| format!("{:.2}", value * 100.0));
    if text == "-0.00" { "0.00".to_owned() } else { text }
}

/// People.
fn count(people: Option<f64>) -> String {
    people.filter(|value| value.is_finite()).map_or_else(String::new, |value| format!("{value:.0}"))
}

/// The forecast with its interval.
fn ahead(series: &Series, setting: &Panel) -> Vec<Value> {
    let level = f64::from(setting.interval) / 100.0;
    let Some(made) = forecast(series, setting.ahead, level) else { return Vec::new() };
    let last = series.period(series.len());
    let ends = made.lower.iter().zip(&made.upper);
    let point = |(at, (mean, (low, high))): (i32, (&f64, (&f64, &f64)))| json!({ "period": last.add(at).to_string(), "mean": count(Some(*mean)), "low": count(Some(*low)), "high": count(Some(*high)) });
    (0..).zip(made.mean.iter().zip(ends)).map(point).collect()
}

/// The trigger of Sahm's kind over the loss since the base date, in points; whether it is on only where somebody set its level.
fn triggered(months: &[Cell], start: Period, setting: &Panel) -> Value {
    let values = months.iter().map(|cell| cell.figures().since_base.map(|change| -100.0 * change)).collect();
    let series = Series::new(start, values);
    let threshold = setting.trigger.as_deref().and_then(|text| text.parse::<f64>().ok());
    let Some(found) = trigger::trigger(&series, threshold.unwrap_or(f64::INFINITY), Worse::Up) else {
        return Value::Null;
    };
    let value = found.value.map(|value| format!("{value:.2}"));
    json!({ "value": value, "threshold": setting.trigger, "on": threshold.map(|_| found.on) })
}
