//! Lines over time: several series with labels at their ends, a band, thresholds and marks of events.

use std::fmt::Write as _;

use super::scale::Scale;
use super::{escape, figure, pane};

/// A figure a period; none where there is none.
pub type Values = Vec<Option<f64>>;

/// One line.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// Its name, at its end.
    pub name: String,
    /// A figure a period; none where there is none: the line is broken there.
    pub values: Values,
    /// Drawn dashed: forecasts, comparisons.
    pub dashed: bool,
}

/// What is to be drawn.
#[derive(Debug, Clone, Default)]
pub struct LineChart {
    /// What it shows, for people who do not see it.
    pub title: String,
    /// A label a period.
    pub periods: Vec<String>,
    /// The lines; the first is the main one.
    pub lines: Vec<Line>,
    /// Lower and upper ends around the main line or its forecast.
    pub band: Option<(Values, Values)>,
    /// Thresholds: value, word, class of the light (`light-red`).
    pub thresholds: Vec<(f64, String, String)>,
    /// Events: place among the periods, word.
    pub marks: Vec<(usize, String)>,
    /// Digits behind the point.
    pub digits: usize,
    /// Unit, above the axis.
    pub unit: String,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 280.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 112.0;
const TOP: f64 = 22.0;
const BOTTOM: f64 = 28.0;

/// Draws it; empty where there is no figure at all.
pub fn line(chart: &LineChart) -> String {
    let band = chart.band.iter().flat_map(|(low, high)| low.iter().chain(high));
    let values = chart.lines.iter().flat_map(|line| &line.values).chain(band).flatten().copied();
    let values = values.chain(chart.thresholds.iter().map(|one| one.0));
    let count = chart.periods.len();
    let shown = chart.lines.iter().any(|line| line.values.iter().any(Option::is_some));
    let (true, Some(scale)) = (shown && count > 0, Scale::over(values, false, HEIGHT - BOTTOM, TOP)) else {
        return String::new();
    };
    let across = |at: usize| {
        if count < 2 {
            (LEFT + WIDTH - RIGHT) / 2.0
        } else {
            LEFT + at as f64 / (count - 1) as f64 * (WIDTH - LEFT - RIGHT)
        }
    };
    let mut out = format!(
        r#"<svg class="chart" data-chart viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{0}"><title>{0}</title>"#,
        escape(&chart.title)
    );
    axes(&mut out, chart, &scale, &across);
    if let Some((low, high)) = &chart.band {
        area(&mut out, low, high, &scale, &across);
    }
    for (at, word) in &chart.marks {
        let x = across(*at);
        let _ = write!(
            out,
            r#"<g class="mark"><line x1="{x:.1}" x2="{x:.1}" y1="{TOP}" y2="{:.1}"/><text x="{:.1}" y="{:.1}">{}</text></g>"#,
            HEIGHT - BOTTOM,
            x + 3.0,
            TOP + 9.0,
            escape(word)
        );
    }
    let mut taken = Vec::new();
    for (nth, one) in chart.lines.iter().enumerate() {
        draw(&mut out, chart, nth, one, &scale, &across, &mut taken);
    }
    for (value, word, class) in &chart.thresholds {
        let y = scale.at(*value);
        let _ = write!(
            out,
            r#"<g class="light {}"><line class="threshold-line" x1="{LEFT}" x2="{:.1}" y1="{y:.1}" y2="{y:.1}"/><text class="word" x="{:.1}" y="{:.1}">{} {}</text></g>"#,
            escape(class),
            WIDTH - RIGHT,
            WIDTH - RIGHT + 6.0,
            free(&mut taken, y + 4.0),
            escape(word),
            figure(*value, chart.digits)
        );
    }
    out.push_str("</svg>");
    pane(&chart.title, &out)
}

fn axes(out: &mut String, chart: &LineChart, scale: &Scale, across: &dyn Fn(usize) -> f64) {
    let digits = scale.digits();
    for step in &scale.steps {
        let y = scale.at(*step);
        let _ = write!(
            out,
            r#"<line class="grid" x1="{LEFT}" x2="{:.1}" y1="{y:.1}" y2="{y:.1}"/><text class="tick" x="{:.1}" y="{:.1}" text-anchor="end">{}</text>"#,
            WIDTH - RIGHT,
            LEFT - 6.0,
            y + 4.0,
            figure(*step, digits)
        );
    }
    let _ =
        write!(out, r#"<text class="tick" x="{LEFT}" y="{:.1}">{}</text>"#, TOP - 9.0, escape(&chart.unit));
    let every = chart.periods.len().div_ceil(7).max(1);
    for (at, period) in chart.periods.iter().enumerate() {
        if at % every == 0 {
            let _ = write!(
                out,
                r#"<text class="tick" x="{:.1}" y="{:.1}" text-anchor="middle">{}</text>"#,
                across(at),
                HEIGHT - 9.0,
                escape(period)
            );
        }
    }
}

fn area(
    out: &mut String,
    low: &[Option<f64>],
    high: &[Option<f64>],
    scale: &Scale,
    across: &dyn Fn(usize) -> f64,
) {
    let both: Vec<(usize, f64, f64)> = low
        .iter()
        .zip(high)
        .enumerate()
        .filter_map(|(at, (low, high))| Some((at, (*low)?, (*high)?)))
        .collect();
    let upper = both.iter().map(|(at, _, high)| format!("{:.1},{:.1}", across(*at), scale.at(*high)));
    let lower = both.iter().rev().map(|(at, low, _)| format!("{:.1},{:.1}", across(*at), scale.at(*low)));
    let points: Vec<String> = upper.chain(lower).collect();
    if points.len() > 3 {
        let _ = write!(out, r#"<polygon class="band" points="{}"/>"#, points.join(" "));
    }
}

fn draw(
    out: &mut String,
    chart: &LineChart,
    nth: usize,
    one: &Line,
    scale: &Scale,
    across: &dyn Fn(usize) -> f64,
    taken: &mut Vec<f64>,
) {
    let _ = write!(
        out,
        r#"<g class="series series-{}{}" data-series="{}">"#,
        nth.min(5),
        if one.dashed { " dashed" } else { "" },
        escape(&one.name)
    );
    let mut path = String::new();
    let mut pen = false;
    for (at, value) in one.values.iter().enumerate() {
        let Some(value) = value.filter(|value| value.is_finite()) else {
            pen = false;
            continue;
        };
        let _ = write!(path, "{}{:.1} {:.1}", if pen { 'L' } else { 'M' }, across(at), scale.at(value));
        pen = true;
    }
    let _ = write!(out, r#"<path d="{path}"/>"#);
    for (at, value) in one.values.iter().enumerate() {
        if let Some(value) = value.filter(|value| value.is_finite()) {
            let period = chart.periods.get(at).map_or("", String::as_str);
            let _ = write!(
                out,
                r#"<circle cx="{:.1}" cy="{:.1}" r="2.5"><title>{} {}: {} {}</title></circle>"#,
                across(at),
                scale.at(value),
                escape(&one.name),
                escape(period),
                figure(value, chart.digits),
                escape(&chart.unit)
            );
        }
    }
    let last = one.values.iter().enumerate().rev().find_map(|(at, value)| value.map(|value| (at, value)));
    if let Some((at, value)) = last {
        let y = free(taken, scale.at(value) + 4.0);
        let x = if at + 1 == chart.periods.len() { WIDTH - RIGHT } else { across(at) };
        let _ = write!(
            out,
            r#"<text class="name" x="{:.1}" y="{y:.1}">{}{}{}</text>"#,
            x + 6.0,
            escape(&one.name),
            if one.name.is_empty() { "" } else { " " },
            figure(value, chart.digits)
        );
    }
    out.push_str("</g>");
}

/// The height nearest to the one wanted that keeps a line's distance from those taken.
fn free(taken: &mut Vec<f64>, wanted: f64) -> f64 {
    let clear = |y: f64| taken.iter().all(|other| (other - y).abs() >= 13.0);
    let steps = (0..40).flat_map(|step| [wanted + f64::from(step) * 6.5, wanted - f64::from(step) * 6.5]);
    let y = steps.into_iter().find(|y| clear(*y)).unwrap_or(wanted);
    taken.push(y);
    y
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart() -> LineChart {
        LineChart {
            title: "岗位流失率 <各市>".into(),
            periods: (1..=6).map(|month| format!("2020-{month:02}")).collect(),
            lines: vec![Line {
                name: "抚顺".into(),
                values: vec![Some(1.0), Some(1.2), None, Some(4.5), Some(3.0), Some(2.0)],
                dashed: false,
            }],
            band: Some((
                vec![None, None, None, None, Some(2.5), Some(1.0)],
                vec![None, None, None, None, Some(3.5), Some(3.0)],
            )),
            thresholds: vec![(4.0, "橙".into(), "light-orange".into())],
            marks: vec![(1, "疫情".into())],
            digits: 1,
            unit: "%".into(),
        }
    }

    #[test]
    fn a_gap_breaks_the_line_and_every_figure_can_be_read() {
        let svg = line(&chart());
        assert_eq!(svg.matches("<circle").count(), 5, "missing is not zero");
        let path = svg.split("<path d=\"").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!(path.matches('M').count(), 2, "broken once: {path}");
        assert!(svg.contains("岗位流失率 &lt;各市&gt;") && !svg.contains("<各市>"));
        assert!(svg.contains("抚顺 2020-04: 4.5 %") && svg.contains("橙 4.0") && svg.contains("疫情"));
        assert!(svg.contains("polygon"));
    }

    #[test]
    fn words_at_the_end_never_lie_on_one_another() {
        let mut taken = Vec::new();
        let all: Vec<f64> = [100.0, 101.0, 99.0, 100.0].map(|y| free(&mut taken, y)).to_vec();
        for (nth, y) in all.iter().enumerate() {
            assert!(all[..nth].iter().all(|other| (other - y).abs() >= 13.0), "{all:?}");
        }
    }

    #[test]
    fn nothing_to_draw_draws_nothing() {
        let mut none = chart();
        none.lines[0].values = vec![None; 6];
        assert_eq!(line(&none), "");
        assert_eq!(line(&LineChart::default()), "");
    }
}
