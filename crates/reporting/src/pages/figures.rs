//! Figures (统计数字): one query for table, chart and list; every figure goes down to the reports that make it.

use anye_access::Permission;
use anye_base::world::china_minute;
use anye_base::{ErrorKind, Fault};
use anye_forms::{Form, parse_decimal, show_number};
use anye_web::extract::Form as Sent;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};

use super::chart::{Line, chart};
use super::mine::current;
use super::routes::Desk;
use super::said::{self, Choice, address, is_shown, problems, with_status, worded};
use crate::Reporting;
use crate::collect::label;
use crate::figures::{self, Column, FigureQuery, FigureRow, FigureTable, Reach};
use crate::rights::may;

/// Lines in one chart at most.
const LINES: usize = 8;

/// Pairs of the address.
pub type Pairs = Vec<(String, String)>;

/// Reads a query from the address; what is not said is taken from the form that is reported now.
pub fn read(reporting: &Reporting, visitor: &Visitor, pairs: &Pairs) -> Result<(FigureQuery, String), Fault> {
    let one = |name: &str| {
        pairs
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.trim().to_owned())
            .unwrap_or_default()
    };
    let many = |name: &str| -> Vec<String> {
        let own = pairs.iter().filter(|(key, value)| key == name && !value.trim().is_empty());
        own.map(|(_, value)| value.trim().to_owned()).collect()
    };
    let first = reporting.catalogue.forms.first().ok_or_else(|| Fault::not_found("form"))?;
    let form = match one("form") {
        id if id.is_empty() => first,
        id => reporting.form(&id)?,
    };
    let now = current(reporting, form);
    let to = one("to");
    let from = match one("from") {
        text if text.is_empty() => now.map(|period| period.to_string()).unwrap_or_default(),
        text => text,
    };
    let core = &reporting.core;
    let place = visitor.choices.place.clone().unwrap_or_else(|| visitor.own_place(core).to_owned());
    let query = FigureQuery {
        form: form.id.clone(),
        items: many("items"),
        indicators: many("indicators"),
        from,
        to,
        place,
        reach: if one("reach") == "children" { Reach::Children } else { Reach::Own },
        dim: one("dim"),
        approved: one("approved") == "yes",
    };
    let view = one("view");
    Ok((query, if view.is_empty() { "table".to_owned() } else { view }))
}

/// The address of a query.
pub fn href(path: &str, asked: &FigureQuery, more: &[(&str, &str)]) -> String {
    let mut pairs: Vec<(&str, &str)> = vec![("form", &asked.form), ("from", &asked.from), ("to", &asked.to)];
    pairs.push(("place", &asked.place));
    pairs.extend(asked.items.iter().map(|id| ("items", id.as_str())));
    pairs.extend(asked.indicators.iter().map(|id| ("indicators", id.as_str())));
    if asked.reach == Reach::Children {
        pairs.push(("reach", "children"));
    }
    if !asked.dim.is_empty() {
        pairs.push(("dim", &asked.dim));
    }
    if asked.approved {
        pairs.push(("approved", "yes"));
    }
    pairs.extend(more);
    address(path, &pairs)
}

/// A value as it is read: with separators, in the unit of its column.
pub fn shown_value(form: &Form, column: &Column, value: Option<&String>) -> String {
    let Some(text) = value else { return "—".to_owned() };
    let item = form.column(&column.id).filter(|_| !column.indicator).map(|at| &form.items[at]);
    match item.and_then(|item| Some((item, parse_decimal(text, item.digits)?))) {
        Some((item, number)) => show_number(item, number),
        None => text.clone(),
    }
}

struct Cell {
    text: String,
    href: String,
}

struct Row {
    head: Vec<String>,
    n: i64,
    as_of: String,
    forced: i64,
    cells: Vec<Cell>,
}

#[derive(Template)]
#[template(path = "figures.html")]
struct FiguresPage {
    frame: Frame,
    sentence: String,
    problems: Vec<(String, String)>,
    asked: FigureQuery,
    children: bool,
    view: String,
    forms: Vec<Choice>,
    items: Vec<Choice>,
    indicators: Vec<Choice>,
    dims: Vec<Choice>,
    heads: Vec<String>,
    columns: Vec<(String, String, String)>,
    rows: Vec<Row>,
    chosen: bool,
    lines: String,
    chart_of: String,
    views: Vec<(String, String, bool)>,
    exports: Vec<(String, String)>,
    saved: Vec<(String, String, String, bool)>,
    as_of: String,
    experimental: bool,
    definition: String,
}

/// Answers `GET /figures`.
pub async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(pairs): Query<Pairs>,
) -> Result<Response, Failed> {
    shown(&desk, &visitor, &pairs, None).await
}

async fn shown(
    desk: &Desk,
    visitor: &Visitor,
    pairs: &Pairs,
    fault: Option<Fault>,
) -> Result<Response, Failed> {
    let reporting = &desk.reporting;
    let (mut asked, view) = read(reporting, visitor, pairs)?;
    let form = reporting.form(&asked.form)?;
    let chosen = !asked.items.is_empty() || !asked.indicators.is_empty();
    if !chosen {
        // Nothing chosen: the items themselves, their parts only where somebody asks for them.
        let own =
            form.items.iter().filter(|item| item.total && item.kind.is_number() && item.part_of.is_none());
        asked.items = own.map(|item| item.id.clone()).collect();
    }
    let asking = Asking::new(&reporting.core, visitor);
    let caller = asking.caller(None);
    let (table, fault) = match figures::query(reporting, &caller, &asked).await {
        Ok(table) => (table, fault),
        Err(wrong) if is_shown(&wrong) => (
            FigureTable { columns: Vec::new(), rows: Vec::new(), asked_at: reporting.core.world.now_ms() },
            Some(wrong),
        ),
        Err(wrong) => return Err(wrong.into()),
    };
    let done = pairs.iter().find(|(key, _)| key == "done").map(|(_, word)| word.as_str());
    let here = href("/figures", &asked, &[("view", &view)]);
    let frame = Frame::new(&reporting.core, visitor, &here, visitor.texts.t("figures-title")).notice(done);
    let texts = &frame.texts;
    let drills = may(&caller, Permission::ReportRead, &asked.place, false);
    let of = Of { form, asked: &asked, frame: &frame, drills };
    let (heads, columns, rows) = if view == "list" { of.list(&table) } else { of.table(&table) };
    let (lines, chart_of) = if view == "chart" { of.chart(&table) } else { (String::new(), String::new()) };
    let pick = |id: &str, own: &[String]| own.iter().any(|one| one == id);
    let summed = form.items.iter().filter(|item| item.total && item.kind.is_number());
    let own = reporting.catalogue.indicators.iter().filter(|one| one.form.as_ref() == Some(&form.id));
    let saved = figures::saved_queries(reporting, &caller).await?;
    let made = FiguresPage {
        sentence: of.sentence(&table),
        problems: problems(texts, fault.as_ref()),
        children: asked.reach == Reach::Children,
        forms: said::forms(texts, reporting.catalogue.forms.iter(), &form.id),
        items: summed
            .map(|item| Choice {
                value: item.id.clone(),
                label: label(form, item, texts.lang == anye_base::Lang::En),
                chosen: pick(&item.id, &asked.items),
            })
            .collect(),
        indicators: own
            .map(|one| Choice {
                value: one.id.clone(),
                label: worded(texts, &one.name),
                chosen: pick(&one.id, &asked.indicators),
            })
            .collect(),
        dims: of.dims(reporting),
        heads,
        columns,
        rows,
        chosen,
        lines,
        chart_of,
        views: ["table", "chart", "list"]
            .iter()
            .map(|word| {
                let at = href("/figures", &asked, &[("view", word)]);
                (frame.t(&format!("figures-view-{word}")), at, *word == view)
            })
            .collect(),
        exports: ["xlsx", "csv", "sdmx"]
            .iter()
            .map(|word| {
                let name = frame.t(&format!("figures-as-{word}"));
                (name, href("/figures/export", &asked, &[("as", word)]))
            })
            .collect(),
        saved: saved
            .iter()
            .map(|one| {
                let mine = one.owner == caller.actor.id;
                (one.name.clone(), href("/figures", &one.query, &[]), one.id.clone(), mine)
            })
            .collect(),
        as_of: table.rows.iter().map(|row| row.as_of).max().map(china_minute).unwrap_or_default(),
        experimental: form.experimental,
        definition: format!("/reporting/forms/{}", form.id),
        view,
        asked: asked.clone(),
        frame,
    };
    Ok(with_status(page(&made), fault.as_ref()))
}

/// What a table is laid out with.
struct Of<'a> {
    form: &'a Form,
    asked: &'a FigureQuery,
    frame: &'a Frame,
    drills: bool,
}

type Laid = (Vec<String>, Vec<(String, String, String)>, Vec<Row>);

impl Of<'_> {
    fn dims(&self, reporting: &Reporting) -> Vec<Choice> {
        let texts = &self.frame.texts;
        let name = |id: &String| {
            let key = format!("factor-{id}");
            if texts.has(&key) { texts.t(&key) } else { id.clone() }
        };
        let _ = reporting;
        let rest = self.form.dimensions.iter().map(|id| Choice::new(id, name(id), &self.asked.dim));
        std::iter::once(Choice::new("", texts.t("figures-together"), &self.asked.dim)).chain(rest).collect()
    }

    fn name(&self, column: &Column) -> String {
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
        (self.name(column), column.unit.clone(), definition)
    }

    fn period(&self, text: &str) -> String {
        said::period(&self.frame.texts, text)
    }

    fn cell(&self, row: &FigureRow, at: usize, column: &Column) -> Cell {
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

    fn row(&self, row: &FigureRow, head: Vec<String>, cells: Vec<Cell>) -> Row {
        Row { head, n: row.n, as_of: china_minute(row.as_of), forced: row.forced, cells }
    }

    /// Every period, place and code in a row of its own.
    fn list(&self, table: &FigureTable) -> Laid {
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
    fn table(&self, table: &FigureTable) -> Laid {
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
        let columns =
            periods.iter().map(|period| (self.period(period), only.unit.clone(), String::new())).collect();
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

    /// The first column over time, a line for each place or code.
    fn chart(&self, table: &FigureTable) -> (String, String) {
        let Some(column) = table.columns.first() else { return (String::new(), String::new()) };
        let mut periods: Vec<String> = table.rows.iter().map(|row| row.period.clone()).collect();
        periods.sort();
        periods.dedup();
        let mut lines: Vec<Line> = Vec::new();
        for row in &table.rows {
            let name = match (self.asked.dim.is_empty(), self.asked.reach) {
                (true, _) => row.place_name.clone(),
                (false, Reach::Own) => row.code.clone(),
                (false, Reach::Children) => format!("{} {}", row.place_name, row.code),
            };
            let key = (row.place.clone(), row.code.clone());
            let at = match lines.iter().position(|line| line.key == key) {
                Some(at) => at,
                None => {
                    lines.push(Line { key, name, values: vec![None; periods.len()] });
                    lines.len() - 1
                }
            };
            let when = periods.iter().position(|period| *period == row.period);
            let value = row.values.first().and_then(Option::as_ref).and_then(|text| text.parse::<f64>().ok());
            if let (Some(when), Some(line)) = (when, lines.get_mut(at)) {
                line.values[when] = value;
            }
        }
        let dropped = lines.len().saturating_sub(LINES);
        lines.truncate(LINES);
        let labels: Vec<String> = periods.iter().map(|period| self.period(period)).collect();
        let values = [
            ("what", self.name(column)),
            ("unit", column.unit.clone()),
            ("n", lines.len().to_string()),
            ("dropped", dropped.to_string()),
        ];
        let said = self.frame.texts.args("figures-chart-of", &values);
        (chart(&said, &labels, &lines), said)
    }

    fn sentence(&self, table: &FigureTable) -> String {
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

/// Answers `POST /figures`: keeps the query, or throws one away.
pub async fn keep(State(desk): State<Desk>, visitor: Visitor, sent: Sent<Pairs>) -> Result<Response, Failed> {
    let reporting = &desk.reporting;
    let one = |name: &str| {
        sent.data.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(sent.once.as_ref());
    let (mut asked, _) = read(reporting, &visitor, &sent.data)?;
    if let Some((_, at)) = sent.data.iter().find(|(key, _)| key == "at") {
        asked.place.clone_from(at);
    }
    let done = match one("act").as_str() {
        "keep" => figures::save_query(reporting, &caller, &one("name"), one("shared") == "yes", &asked)
            .await
            .map(|_| "query-kept"),
        "drop" => figures::delete_query(reporting, &caller, &one("id")).await.map(|()| "query-dropped"),
        _ => Err(Fault::new(ErrorKind::Invalid, "report_act")),
    };
    match done {
        Ok(word) => Ok(Redirect::to(&href("/figures", &asked, &[("done", word)])).into_response()),
        Err(fault) if is_shown(&fault) => shown(&desk, &visitor, &sent.data, Some(fault)).await,
        Err(fault) => Err(fault.into()),
    }
}
