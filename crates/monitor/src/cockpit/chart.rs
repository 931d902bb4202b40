//! Charts of the cockpit (驾驶舱图): tiles of places, a series with forecast, thresholds. Each has its table on the page.

use anye_web::Texts;
use anye_web::chart::{Line, LineChart, Spot, line};
use anye_web::figure::grouped;

use super::read::Part;
use super::words::{self, unit_said};
use crate::Monitor;
use crate::warning::store::Figure;

/// A tile for each place, or its boundary where the deployer laid some.
pub fn cartogram(
    monitor: &Monitor,
    texts: &Texts,
    key: (&str, &str),
    main: &(String, String),
    below: &[Part],
    title: &str,
) -> String {
    let day = key.1.parse().map_or(monitor.core.world.today(), |period| monitor.reporting.tree_day(period));
    let spot = |part: &Part| {
        let name = monitor.core.place_in(&part.code, day, texts.lang);
        let shown = part
            .of(&main.1, &main.0)
            .map(|figure| words::shown(monitor, texts, key, figure))
            .unwrap_or_default();
        let mark =
            shown.lamp.as_ref().map_or_else(String::new, |lamp| format!("{} {}", lamp.mark, lamp.word));
        Spot {
            code: part.code.clone(),
            said: format!("{name} {mark} {} {}", shown.value, shown.threshold),
            mark: if mark.is_empty() { shown.threshold.clone() } else { mark },
            figure: shown.value,
            class: shown.lamp.map_or("", |lamp| lamp.class).to_owned(),
            href: format!("/cockpit?form={}&period={}&place={}", key.0, key.1, part.code),
            name,
        }
    };
    monitor.core.ground().draw(title, &below.iter().map(spot).collect::<Vec<_>>())
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// A row of the table behind the series.
pub struct Row {
    /// Period.
    pub period: String,
    /// Value.
    pub value: String,
    /// Standard error.
    pub se: String,
    /// Adjusted.
    pub adjusted: String,
    /// Trend.
    pub trend: String,
    /// Interval of a forecast.
    pub interval: String,
    /// Light and its word.
    pub lamp: Option<anye_casework::Light>,
    /// Where it drills down to.
    pub drill: String,
}

/// The series as a chart and its rows, the latest first.
pub fn series(
    monitor: &Monitor,
    texts: &Texts,
    form: &str,
    title: &str,
    all: &[(String, Figure)],
) -> (String, Vec<Row>) {
    let Some((_, last)) = all.last() else { return (String::new(), Vec::new()) };
    let unit = words::unit(monitor, &last.indicator);
    let ahead: Vec<(String, String, String, String)> = last
        .forecast
        .iter()
        .map(|point| {
            let text =
                |key: &str| point.get(key).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
            (text("period"), text("mean"), text("low"), text("high"))
        })
        .collect();
    let none = || std::iter::repeat_n(None, ahead.len());
    let lead = || std::iter::repeat_n(None, all.len().saturating_sub(1));
    let own = |pick: fn(&Figure) -> &str| {
        all.iter().map(move |(_, one)| number(pick(one))).chain(none()).collect::<Vec<_>>()
    };
    let values = own(|one| &one.value);
    let mut lines = vec![Line { name: texts.t("cock-line-value"), values, dashed: false }];
    let adjusted = own(|one| &one.adjusted);
    if adjusted.iter().any(Option::is_some) {
        lines.push(Line { name: texts.t("cock-line-adjusted"), values: adjusted, dashed: false });
    }
    let mut band = None;
    if !ahead.is_empty() {
        let anchor = number(&last.value);
        let with = |pick: fn(&(String, String, String, String)) -> &String| {
            lead().chain([anchor]).chain(ahead.iter().map(|point| number(pick(point)))).collect::<Vec<_>>()
        };
        lines.push(Line { name: texts.t("cock-line-forecast"), values: with(|one| &one.1), dashed: true });
        band = Some((with(|one| &one.2), with(|one| &one.3)));
    }
    // Rates of false alarms are no levels of the figure.
    let light = monitor.catalogue.light(&last.rule).filter(|light| !light.by_rate);
    let steps = light.and_then(|light| Some((light, light.thresholds.as_ref()?)));
    let thresholds = steps.map_or_else(Vec::new, |(light, steps)| {
        let step = |(at, value): (usize, &anye_law::num::Num)| {
            let level = light.scale.get(at + 1)?;
            let lamp = anye_casework::light(texts, level)?;
            Some((number(&value.to_string())?, lamp.word, lamp.class.to_owned()))
        };
        steps.iter().enumerate().filter_map(step).collect()
    });
    let periods =
        all.iter().map(|(period, _)| period.clone()).chain(ahead.iter().map(|one| one.0.clone())).collect();
    let digits = last.value.split_once('.').map_or(0, |(_, rest)| rest.len());
    let svg = line(&LineChart {
        title: title.to_owned(),
        periods,
        lines,
        band,
        thresholds,
        marks: Vec::new(),
        digits,
        unit: unit_said(texts, &unit).trim().to_owned(),
    });
    let mut rows: Vec<Row> = all
        .iter()
        .map(|(period, one)| Row {
            period: period.clone(),
            value: grouped(&one.value),
            se: grouped(&one.se),
            adjusted: grouped(&one.adjusted),
            trend: grouped(&one.trend),
            interval: String::new(),
            lamp: anye_casework::light(texts, &one.light),
            drill: words::shown(monitor, texts, (form, period), one).drill,
        })
        .collect();
    rows.extend(ahead.into_iter().map(|(period, mean, low, high)| Row {
        period,
        value: grouped(&mean),
        se: String::new(),
        adjusted: String::new(),
        trend: String::new(),
        interval: format!("{}–{}", grouped(&low), grouped(&high)),
        lamp: None,
        drill: String::new(),
    }));
    rows.reverse();
    (svg, rows)
}
