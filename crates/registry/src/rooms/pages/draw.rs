//! A table as a drawing (图): over time as lines, else as bars. It draws the very figures of the table that stands below.

use anye_programmes::Key;
use anye_web::chart::{Bar, Line, LineChart, bars, line};

use super::count::Laid;
use crate::table::{Cell, Table, key_text};

/// Lines, and bars, in a chart at most.
const LINES: usize = 6;
const BARS: usize = 30;

impl Laid<'_> {
    /// Over time as lines, else as bars; the table stands below.
    pub(super) fn chart(&self, counted: &Table) -> String {
        let value = |cell: &Cell| cell.n.map(|n| n as f64);
        let title = self.lang.pick(&self.table.name.zh, &self.table.name.en).to_owned();
        let on = self.asked.on.unwrap_or_else(|| self.rooms.core().world.today());
        let said = |at: usize, cell: &Cell| {
            key_text(self.rooms, self.register, self.names, &self.table.by[at], &cell.keys[at], on, self.lang)
        };
        let time =
            self.table.by.iter().position(|key| matches!(key, Key::Month | Key::Year | Key::Period(..)));
        let digits = 0;
        let Some(time) = time.or(self.table.change) else {
            let mut all: Vec<Bar> = counted
                .rows
                .iter()
                .map(|cell| {
                    let name: Vec<String> = (0..cell.keys.len())
                        .map(|at| said(at, cell))
                        .filter(|text| !text.is_empty())
                        .collect();
                    Bar { name: name.join(" · "), value: value(cell), ..Bar::default() }
                })
                .collect();
            all.sort_by(|a, b| b.value.unwrap_or(0.0).total_cmp(&a.value.unwrap_or(0.0)));
            all.truncate(BARS);
            return if all.len() < 2 || self.table.sum.is_some() {
                String::new()
            } else {
                bars(&title, &all, digits, "")
            };
        };
        let mut periods: Vec<(String, String)> =
            counted.rows.iter().map(|cell| (cell.keys[time].clone(), said(time, cell))).collect();
        periods.retain(|(value, _)| !value.is_empty());
        periods.sort();
        periods.dedup();
        let mut lines: Vec<(Vec<String>, Line)> = Vec::new();
        for cell in &counted.rows {
            let rest: Vec<usize> = (0..cell.keys.len()).filter(|at| *at != time).collect();
            let own: Vec<String> = rest.iter().map(|at| cell.keys[*at].clone()).collect();
            let at = lines.iter().position(|(keys, _)| *keys == own).unwrap_or_else(|| {
                let name: Vec<String> = rest.iter().map(|at| said(*at, cell)).collect();
                lines.push((
                    own.clone(),
                    Line { name: name.join(" "), values: vec![None; periods.len()], dashed: false },
                ));
                lines.len() - 1
            });
            if let Some(when) = periods.iter().position(|(value, _)| *value == cell.keys[time]) {
                lines[at].1.values[when] = value(cell);
            }
        }
        lines.truncate(LINES);
        if periods.len() < 2 || self.table.sum.is_some() {
            return String::new();
        }
        line(&LineChart {
            title,
            periods: periods.into_iter().map(|(_, words)| words).collect(),
            lines: lines.into_iter().map(|(_, line)| line).collect(),
            digits,
            ..LineChart::default()
        })
    }
}
