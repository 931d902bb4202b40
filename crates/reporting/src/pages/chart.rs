//! A line chart as SVG, drawn here: it reads without script, prints, and its lines carry their names. It must never join points over a gap.

use std::fmt::Write as _;

/// A line.
pub struct Line {
    /// Place and code.
    pub key: (String, String),
    /// Its name.
    pub name: String,
    /// A value for each period; `None`: nobody said anything.
    pub values: Vec<Option<f64>>,
}

const WIDE: f64 = 720.0;
const HIGH: f64 = 300.0;
const LEFT: f64 = 76.0;
const RIGHT: f64 = 130.0;
const TOP: f64 = 12.0;
const FOOT: f64 = 34.0;

/// Draws the lines over the periods.
pub fn chart(said: &str, periods: &[String], lines: &[Line]) -> String {
    let all = || lines.iter().flat_map(|line| line.values.iter().flatten().copied());
    let (least, most) = all().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)));
    if !least.is_finite() || periods.is_empty() {
        return String::new();
    }
    let ticks = ticks(least, most);
    let (low, high) = (ticks[0], ticks[ticks.len() - 1]);
    let span = if high > low { high - low } else { 1.0 };
    let (plot_wide, plot_high) = (WIDE - LEFT - RIGHT, HIGH - TOP - FOOT);
    let x = |at: usize| LEFT + plot_wide * at as f64 / (periods.len().max(2) - 1) as f64;
    let y = |value: f64| TOP + plot_high * (1.0 - (value - low) / span);
    let mut svg = format!(
        r#"<svg class="rp-chart" viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{}">"#,
        escaped(said)
    );
    for tick in &ticks {
        let at = y(*tick);
        let _ = write!(
            svg,
            r#"<line class="grid" x1="{LEFT}" x2="{:.1}" y1="{at:.1}" y2="{at:.1}"/><text x="{:.1}" y="{:.1}" text-anchor="end">{}</text>"#,
            WIDE - RIGHT,
            LEFT - 8.0,
            at + 4.0,
            plain(*tick)
        );
    }
    let every = periods.len().div_ceil(6).max(1);
    for (at, period) in periods.iter().enumerate().filter(|(at, _)| at % every == 0) {
        let _ = write!(
            svg,
            r#"<text x="{:.1}" y="{:.1}" text-anchor="middle">{}</text>"#,
            x(at),
            HIGH - 12.0,
            escaped(period)
        );
    }
    let mut taken: Vec<f64> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let mut path = String::new();
        let mut joined = false;
        for (at, value) in line.values.iter().enumerate() {
            let Some(value) = value else {
                joined = false;
                continue;
            };
            let _ = write!(path, "{}{:.1} {:.1}", if joined { 'L' } else { 'M' }, x(at), y(*value));
            let dot = (x(at), y(*value));
            let title = format!("{} {} {}", line.name, periods[at], plain(*value));
            let _ = write!(
                svg,
                r#"<circle class="line-{number}" cx="{:.1}" cy="{:.1}" r="2.5"><title>{}</title></circle>"#,
                dot.0,
                dot.1,
                escaped(&title)
            );
            joined = true;
        }
        let _ = write!(svg, r#"<path class="line-{number}" d="{path}"/>"#);
        let last = line.values.iter().enumerate().rev().find_map(|(at, value)| Some((at, (*value)?)));
        if let Some((at, value)) = last {
            let mut label = y(value) + 4.0;
            while taken.iter().any(|other| (other - label).abs() < 14.0) {
                label += 14.0;
            }
            taken.push(label);
            let _ = write!(
                svg,
                r#"<text class="name" x="{:.1}" y="{label:.1}">{}</text>"#,
                x(at) + 8.0,
                escaped(&line.name)
            );
        }
    }
    svg.push_str("</svg>");
    svg
}

/// Round numbers from below the least to above the most.
fn ticks(least: f64, most: f64) -> Vec<f64> {
    let span = if most > least { most - least } else { most.abs().max(1.0) };
    let raw = span / 4.0;
    let power = 10_f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|n| n * power)
        .find(|step| *step >= raw)
        .unwrap_or(power * 10.0);
    let first = (least / step).floor() * step;
    let mut all = vec![first];
    while all.len() < 2 || (all[all.len() - 1] < most && all.len() < 12) {
        all.push(first + step * all.len() as f64);
    }
    all
}

/// A number with separators and no more digits than it needs.
fn plain(value: f64) -> String {
    let text = if value.abs() >= 100.0 || value.fract() == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.2}")
    };
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let (sign, figures) = whole.strip_prefix('-').map_or(("", whole), |rest| ("-", rest));
    let mut out = String::from(sign);
    for (at, figure) in figures.chars().enumerate() {
        if at > 0 && (figures.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(figure);
    }
    if !part.is_empty() {
        let _ = write!(out, ".{part}");
    }
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_not_joined_and_names_are_escaped() {
        let line = Line {
            key: (String::new(), String::new()),
            name: "<a&b>".to_owned(),
            values: vec![Some(1.0), None, Some(3.0), Some(1200.0)],
        };
        let periods: Vec<String> = (1..=4).map(|n| format!("2020-0{n}")).collect();
        let svg = chart("x", &periods, &[line]);
        assert_eq!(svg.matches('M').count(), 2, "{svg}");
        assert!(svg.contains("&lt;a&amp;b&gt;") && svg.contains("1,200"), "{svg}");
        assert_eq!(chart("x", &periods, &[]), "");
    }

    #[test]
    fn one_value_has_an_axis() {
        assert_eq!(ticks(5.0, 5.0).len(), 2);
        assert!(ticks(0.0, 0.0).len() >= 2);
        assert!(ticks(-3.0, 1969.0).last().is_some_and(|most| *most >= 1969.0));
    }
}
