//! Bars from zero, lying: names left, figures at their ends.

use std::fmt::Write as _;

use super::scale::Scale;
use super::{escape, figure};

/// One bar.
#[derive(Debug, Clone, Default)]
pub struct Bar {
    /// Its name.
    pub name: String,
    /// Its figure.
    pub value: Option<f64>,
    /// A figure to compare it with, as a stroke.
    pub compare: Option<f64>,
    /// Where it leads.
    pub href: Option<String>,
    /// Class of a light, where it has one.
    pub class: String,
}

const WIDTH: f64 = 720.0;
/// Room for names, at least and at most.
const LEFT: (f64, f64) = (150.0, 330.0);
const RIGHT: f64 = 90.0;
const ROW: f64 = 24.0;

/// Draws them in their order; empty where none has a figure.
pub fn bars(title: &str, all: &[Bar], digits: usize, unit: &str) -> String {
    let values = all.iter().flat_map(|bar| [bar.value, bar.compare]).flatten();
    let left = all.iter().map(|bar| wide(&bar.name) + 12.0).fold(LEFT.0, f64::max).min(LEFT.1);
    let Some(scale) = Scale::over(values, true, left, WIDTH - RIGHT) else { return String::new() };
    let height = all.len() as f64 * ROW + 8.0;
    let mut out = format!(
        r#"<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="group" aria-label="{}">"#,
        escape(title)
    );
    let zero = scale.at(0.0);
    for (nth, bar) in all.iter().enumerate() {
        let y = nth as f64 * ROW + 4.0;
        let said = bar.value.map_or_else(|| "—".to_owned(), |value| figure(value, digits));
        if let Some(href) = &bar.href {
            let _ = write!(out, r#"<a href="{}">"#, escape(href));
        }
        let _ = write!(
            out,
            r#"<g class="bar light {}"><title>{}: {said} {}</title><text class="tick" x="{:.1}" y="{:.1}" text-anchor="end">{}</text>"#,
            escape(&bar.class),
            escape(&bar.name),
            escape(unit),
            left - 8.0,
            y + 14.0,
            escape(&fitting(&bar.name, left - 12.0))
        );
        let end = bar.value.map_or(zero, |value| scale.at(value));
        let _ = write!(
            out,
            r#"<rect x="{:.1}" y="{:.1}" width="{:.1}" height="14"/>"#,
            zero.min(end),
            y + 2.0,
            (end - zero).abs()
        );
        if let Some(compare) = bar.compare {
            let x = scale.at(compare);
            let _ = write!(
                out,
                r#"<line class="compare" x1="{x:.1}" x2="{x:.1}" y1="{y:.1}" y2="{:.1}"/>"#,
                y + 18.0
            );
        }
        let _ = write!(
            out,
            r#"<text class="name" x="{:.1}" y="{:.1}">{said}</text></g>"#,
            zero.max(end) + 6.0,
            y + 14.0
        );
        if bar.href.is_some() {
            out.push_str("</a>");
        }
    }
    let _ =
        write!(out, r#"<line class="axis" x1="{zero:.1}" x2="{zero:.1}" y1="0" y2="{height:.1}"/></svg>"#);
    out
}

/// About how wide a text is drawn: a Chinese character is as wide as it is high, a letter about half of that.
fn wide(text: &str) -> f64 {
    text.chars().map(|letter| if letter.is_ascii() { 6.6 } else { 12.0 }).sum()
}

/// As much of a name as fits; the whole name stands in the bar's title.
fn fitting(name: &str, room: f64) -> String {
    if wide(name) <= room {
        return name.to_owned();
    }
    let mut cut = String::new();
    for letter in name.chars() {
        if wide(&cut) + wide(&letter.to_string()) + 12.0 > room {
            break;
        }
        cut.push(letter);
    }
    cut + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_has_room_or_is_cut() {
        let bar = |name: &str| Bar { name: name.to_owned(), value: Some(1.0), ..Bar::default() };
        let long = "白塔区 · 解决国有企业历史遗留问题";
        assert!(bars("t", &[bar(long)], 0, "").contains(&format!(">{long}</text>")));
        let name = "很长的名称".repeat(8);
        let drawn = bars("t", &[bar(&name)], 0, "");
        assert!(drawn.contains("…</text>") && drawn.contains(&format!("<title>{name}:")), "{drawn}");
    }

    #[test]
    fn bars_begin_at_zero_and_say_their_figure() {
        let all = [
            Bar { name: "沈阳".into(), value: Some(-3.0), ..Bar::default() },
            Bar {
                name: "大连".into(), value: Some(6.0), href: Some("/a?b=1&c=2".into()), ..Bar::default()
            },
        ];
        let svg = bars("比较", &all, 1, "%");
        assert!(svg.contains("沈阳: −3.0 %") && svg.contains("href=\"/a?b=1&amp;c=2\""));
        assert_eq!(svg.matches("<rect").count(), 2);
        assert_eq!(bars("无", &[Bar::default()], 0, ""), "");
    }
}
