//! A chart of a bulletin (图): a line over time with the first, the last, the highest and the lowest value written, and every figure below. A value that is not there breaks the line.

use super::super::model::Chart;
use super::setting::{Face, width};
use super::sheet::{LEFT, Sheets, WIDE};
use super::{centred, paragraph};

const HIGH: f32 = 110.0;
const SIZE: f32 = 9.0;

pub(super) fn chart(sheets: &mut Sheets, one: &Chart, chinese: bool) {
    sheets.room(HIGH + 70.0);
    sheets.y += 6.0;
    let unit = if one.unit.is_empty() { String::new() } else { format!("({})", one.unit) };
    centred(sheets, Face::Hei, 12.0, 18.0, &format!("{}{unit}", one.title.said(chinese)));
    let values: Vec<(usize, f32, &str)> = one
        .points
        .iter()
        .enumerate()
        .filter_map(|(at, (_, value))| Some((at, value.as_deref()?.parse().ok()?, value.as_deref()?)))
        .collect();
    if values.len() > 1 {
        drawn(sheets, one, &values);
    }
    let points: Vec<String> =
        one.points.iter().map(|(at, value)| format!("{at} {}", value.as_deref().unwrap_or("—"))).collect();
    paragraph(sheets, Face::Fang, SIZE, 13.0, 0.0, &points.join("; "));
    sheets.y += 8.0;
}

fn drawn(sheets: &mut Sheets, one: &Chart, values: &[(usize, f32, &str)]) {
    let low = values.iter().map(|(_, value, _)| *value).fold(f32::INFINITY, f32::min);
    let top = values.iter().map(|(_, value, _)| *value).fold(f32::NEG_INFINITY, f32::max);
    let spread = if top > low { top - low } else { 1.0 };
    let (from, wide) = (LEFT + 40.0, WIDE - 80.0);
    let step = wide / (one.points.len().saturating_sub(1)).max(1) as f32;
    let foot = sheets.y + HIGH;
    let x = |at: usize| from + at as f32 * step;
    let y = |value: f32| foot - 12.0 - (value - low) / spread * (HIGH - 30.0);
    sheets.line(0.5, &[(from, foot), (from + wide, foot)]);
    // A gap in the figures is a gap in the line.
    for run in values.chunk_by(|before, after| after.0 == before.0 + 1) {
        let points: Vec<(f32, f32)> = run.iter().map(|(at, value, _)| (x(*at), y(*value))).collect();
        match points[..] {
            [(x, y)] => sheets.line(1.5, &[(x - 1.0, y), (x + 1.0, y)]),
            _ => sheets.line(1.2, &points),
        }
    }
    let extreme = |than: fn(f32, f32) -> bool| {
        values.iter().fold(values[0], |best, one| if than(one.1, best.1) { *one } else { best })
    };
    let mut said = vec![values[0], values[values.len() - 1], extreme(|a, b| a > b), extreme(|a, b| a < b)];
    said.sort_by_key(|(at, ..)| *at);
    said.dedup_by_key(|(at, ..)| *at);
    for (at, value, text) in said {
        let below = value <= low && top > low;
        let shift = if below { 10.0 } else { -4.0 };
        sheets.text(Face::Fang, SIZE, x(at) - width(text, SIZE) / 2.0, y(value) + shift, text);
    }
    for at in [0, one.points.len() - 1] {
        let label = &one.points[at].0;
        sheets.text(Face::Fang, SIZE, x(at) - width(label, SIZE) / 2.0, foot + 11.0, label);
    }
    sheets.y = foot + 18.0;
}
