//! Figures as drawings (图): lines over time, places on a map of tiles or boundaries. Both come from the query of the table that stands below them.

use anye_web::chart::{Ground, Line, LineChart, Spot, line};

use super::href;
use super::lay::{Of, shown_value};
use crate::figures::{FigureQuery, FigureRow, FigureTable, Reach};

/// Lines in one chart at most.
const LINES: usize = 6;
/// Shades from the least to the most.
const SHADES: usize = 5;

impl Of<'_> {
    /// The first column over time, a line for each place or code.
    pub(super) fn chart(&self, table: &FigureTable) -> (String, String) {
        let Some(column) = table.columns.first() else { return (String::new(), String::new()) };
        let mut periods: Vec<String> = table.rows.iter().map(|row| row.period.clone()).collect();
        periods.sort();
        periods.dedup();
        let mut lines: Vec<((&str, &str), Line)> = Vec::new();
        for row in &table.rows {
            let key = (row.place.as_str(), row.code.as_str());
            let at = match lines.iter().position(|(own, _)| *own == key) {
                Some(at) => at,
                None => {
                    let values = vec![None; periods.len()];
                    lines.push((key, Line { name: self.line_name(row), values, dashed: false }));
                    lines.len() - 1
                }
            };
            let when = periods.iter().position(|period| *period == row.period);
            if let (Some(when), Some((_, line))) = (when, lines.get_mut(at)) {
                line.values[when] = first(row);
            }
        }
        let dropped = lines.len().saturating_sub(LINES);
        lines.truncate(LINES);
        let values = [
            ("what", self.name(column)),
            ("unit", self.unit(&column.unit)),
            ("n", lines.len().to_string()),
            ("dropped", dropped.to_string()),
        ];
        let said = self.frame.texts.args("figures-chart-of", &values);
        let drawn = line(&LineChart {
            title: said.clone(),
            periods,
            lines: lines.into_iter().map(|(_, line)| line).collect(),
            digits: column.digits.into(),
            unit: self.unit(&column.unit),
            ..LineChart::default()
        });
        (drawn, said)
    }

    fn line_name(&self, row: &FigureRow) -> String {
        match (self.asked.dim.is_empty(), self.asked.reach) {
            (true, _) => row.place_name.clone(),
            (false, Reach::Own) => row.code.clone(),
            (false, Reach::Children) => format!("{} {}", row.place_name, row.code),
        }
    }

    /// The first column in the last period, a place each: tiles, or boundaries where this installation laid some.
    pub(super) fn map(&self, table: &FigureTable, ground: &Ground) -> (String, String) {
        let Some(column) = table.columns.first() else { return (String::new(), String::new()) };
        let Some(last) = table.rows.iter().map(|row| row.period.as_str()).max() else {
            return (String::new(), String::new());
        };
        let below: Vec<&FigureRow> =
            table.rows.iter().filter(|row| row.period == last && row.place != self.asked.place).collect();
        let mut order: Vec<f64> = below.iter().filter_map(|row| first(row)).collect();
        order.sort_by(f64::total_cmp);
        let shade = |value: f64| {
            let less = order.iter().filter(|other| **other < value).count();
            less * SHADES / order.len().max(1)
        };
        let shown = |row: &FigureRow| {
            let text = shown_value(self.form, column, row.values.first().and_then(Option::as_ref));
            if text == "—" { text } else { format!("{text}{}", unit(&column.unit)) }
        };
        let spot = |row: &&FigureRow| {
            let deeper = FigureQuery { place: row.place.clone(), ..self.asked.clone() };
            Spot {
                code: row.place.clone(),
                name: row.place_name.clone(),
                mark: String::new(),
                figure: shown(row),
                class: first(row).map(|value| format!("shade-{}", shade(value))).unwrap_or_default(),
                href: href("/figures", &deeper, &[("view", "map")]),
                said: format!("{} {}", row.place_name, shown(row)),
            }
        };
        let ends = below.iter().filter(|row| first(row).is_some());
        let end = |row: Option<&&FigureRow>| row.map(|row| shown(row)).unwrap_or_default();
        let by =
            |a: &&&FigureRow, b: &&&FigureRow| first(a).unwrap_or(0.0).total_cmp(&first(b).unwrap_or(0.0));
        let values = [
            ("what", self.name(column)),
            ("period", self.period(last)),
            ("least", end(ends.clone().min_by(by))),
            ("most", end(ends.max_by(by))),
        ];
        let said = self.frame.texts.args("figures-map-of", &values);
        (ground.draw(&said, &below.iter().map(spot).collect::<Vec<_>>()), said)
    }
}

fn first(row: &FigureRow) -> Option<f64> {
    row.values.first().and_then(Option::as_ref).and_then(|text| text.parse().ok())
}

/// A unit behind a figure on a tile, where it is short enough to stand there.
fn unit(unit: &str) -> &str {
    if unit == "%" { unit } else { "" }
}
