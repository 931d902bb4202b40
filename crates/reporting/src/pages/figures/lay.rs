//! Figures as rows and columns (统计表): a list, or a pivot with the periods side by side. Every cell leads to the reports that make it.

use anye_base::world::china_minute;
use anye_forms::{Form, parse_decimal, show_number};
use anye_web::Frame;

use super::super::said::{self, Choice, address, worded};
use crate::collect::label;
use crate::figures::{Column, FigureQuery, FigureRow, FigureTable};

/// A value as it is read: with separators, in the unit of its column.
pub fn shown_value(form: &Form, column: &Column, value: Option<&String>) -> String {
    let Some(text) = value else { return "—".to_owned() };
    let item = form.column(&column.id).filter(|_| !column.indicator).map(|at| &form.items[at]);
    match item.and_then(|item| Some((item, parse_decimal(text, item.digits)?))) {
        Some((item, number)) => show_number(item, number),
        None => text.clone(),
    }
}

/// A cell as shown.
pub struct Cell {
    pub text: String,
    pub href: String,
}

/// A row as shown.
pub struct Row {
    pub head: Vec<String>,
    pub n: i64,
    pub as_of: String,
    pub forced: i64,
    pub cells: Vec<Cell>,
}

/// What a table is laid out with.
pub(super) struct Of<'a> {
    pub form: &'a Form,
    pub asked: &'a FigureQuery,
    pub frame: &'a Frame,
    pub drills: bool,
}

pub(super) type Laid = (Vec<String>, Vec<(String, String, String)>, Vec<Row>);

impl Of<'_> {
    pub(super) fn dims(&self) -> Vec<Choice> {
        let texts = &self.frame.texts;
        let name = |id: &String| {
            let key = format!("factor-{id}");
            if texts.has(&key) { texts.t(&key) } else { id.clone() }
        };
        let rest = self.form.dimensions.iter().map(|id| Choice::new(id, name(id), &self.asked.dim));
        std::iter::once(Choice::new("", texts.t("figures-together"), &self.asked.dim)).chain(rest).collect()
    }

    pub(super) fn name(&self, column: &Column) -> String {
        let item = self.form.column(&column.id).filter(|_| !column.indicator).map(|at| &self.form.items[at]);
        let english = self.frame.texts.lang == anye_base::Lang::En;
        let own = || self.frame.texts.lang.pick(&column.zh, &column.en).to_owned();
        item.map_or_else(own, |item| label(self.form, item, english))
    }

    fn column(&self, column: &Column) -> (String, String, String) {
        let definition = if column.indicator {
            format!("/reporting/indicators/{}", column.id)
        } else {
            format!("/reporting/forms/{}#item-{}", self.form.id, column.id)
        };
        (self.name(column), self.unit(&column.unit), definition)
    }

    pub(super) fn unit(&self, unit: &str) -> String {
        anye_web::figure::unit(self.frame.texts.lang, unit).to_owned()
    }

    pub(super) fn period(&self, text: &str) -> String {
        said::period(&self.frame.texts, text)
    }

    pub(super) fn cell(&self, row: &FigureRow, at: usize, column: &Column) -> Cell {
        let text = shown_value(self.form, column, row.values.get(at).and_then(Option::as_ref));
        let class = if self.asked.approved { "approved" } else { "submitted" };
        let pairs = [
            ("form", self.asked.form.as_str()),
            ("period", &row.period),
            ("place", &row.place),
            ("dim", if self.asked.dim.is_empty() { "all" } else { &self.asked.dim }),
            ("code", &row.code),
            ("class", class),
            ("item", if column.indicator { "" } else { &column.id }),
        ];
        let href = if self.drills { address("/figures/drill", &pairs) } else { String::new() };
        Cell { text, href }
    }

    /// The reports behind the query's last period, one a line, where whoever asks may read them.
    pub(super) fn line_list(&self) -> Option<String> {
        let asked = self.asked;
        let last = if asked.to.is_empty() { &asked.from } else { &asked.to };
        let item = match &asked.items[..] {
            [only] if asked.indicators.is_empty() => only.as_str(),
            _ => "",
        };
        let pairs = [
            ("form", asked.form.as_str()),
            ("period", last),
            ("place", &asked.place),
            ("dim", "all"),
            ("class", if asked.approved { "approved" } else { "submitted" }),
            ("item", item),
        ];
        self.drills.then(|| address("/figures/drill", &pairs))
    }

    fn row(&self, row: &FigureRow, head: Vec<String>, cells: Vec<Cell>) -> Row {
        Row { head, n: row.n, as_of: china_minute(row.as_of), forced: row.forced, cells }
    }

    /// Every period, place and code in a row of its own.
    pub(super) fn list(&self, table: &FigureTable) -> Laid {
        let t = |key: &str| self.frame.t(key);
        let mut heads = vec![t("report-period"), t("reporting-place")];
        if !self.asked.dim.is_empty() {
            heads.push(t("figures-code"));
        }
        let rows = table.rows.iter().map(|row| {
            let mut head = vec![self.period(&row.period), row.place_name.clone()];
            if !self.asked.dim.is_empty() {
                head.push(row.code.clone());
            }
            let cells = table.columns.iter().enumerate().map(|(at, column)| self.cell(row, at, column));
            self.row(row, head, cells.collect())
        });
        (heads, table.columns.iter().map(|column| self.column(column)).collect(), rows.collect())
    }

    /// A pivot: with one item the periods side by side; with several items as a list.
    pub(super) fn table(&self, table: &FigureTable) -> Laid {
        let mut periods: Vec<&str> = table.rows.iter().map(|row| row.period.as_str()).collect();
        periods.sort_unstable();
        periods.dedup();
        let [only] = &table.columns[..] else { return self.list(table) };
        if periods.len() < 2 {
            return self.list(table);
        }
        let mut keys: Vec<(&str, &str)> =
            table.rows.iter().map(|row| (row.place.as_str(), row.code.as_str())).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut heads = vec![self.frame.t("reporting-place")];
        if !self.asked.dim.is_empty() {
            heads.push(self.frame.t("figures-code"));
        }
        let columns = periods
            .iter()
            .map(|period| (self.period(period), self.unit(&only.unit), String::new()))
            .collect();
        let mut rows = Vec::new();
        for (place, code) in keys {
            let own: Vec<&FigureRow> =
                table.rows.iter().filter(|row| row.place == place && row.code == code).collect();
            let Some(last) = own.last() else { continue };
            let cells = periods.iter().map(|period| match own.iter().find(|row| row.period == *period) {
                Some(row) => self.cell(row, 0, only),
                None => Cell { text: "—".to_owned(), href: String::new() },
            });
            let mut head = vec![last.place_name.clone()];
            if !self.asked.dim.is_empty() {
                head.push(code.to_owned());
            }
            let mut row = self.row(last, head, cells.collect());
            row.forced = own.iter().map(|one| one.forced).sum();
            rows.push(row);
        }
        (heads, columns, rows)
    }

    pub(super) fn sentence(&self, table: &FigureTable) -> String {
        let last = if self.asked.to.is_empty() { &self.asked.from } else { &self.asked.to };
        let values = [
            ("form", worded(&self.frame.texts, &self.form.name)),
            ("place", self.frame.place.1.clone()),
            ("from", self.period(&self.asked.from)),
            ("to", self.period(last)),
            ("rows", table.rows.len().to_string()),
            ("one", if self.asked.from == *last { "yes" } else { "no" }.to_owned()),
            ("class", if self.asked.approved { "approved" } else { "submitted" }.to_owned()),
        ];
        self.frame.texts.args("figures-sentence", &values)
    }
}
