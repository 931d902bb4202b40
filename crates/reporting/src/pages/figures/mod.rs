//! Figures (统计数字): one query for table, chart, map and list; every figure goes down to the reports that make it.

mod draw;
mod lay;

use anye_access::Permission;
use anye_base::world::china_minute;
use anye_base::{ErrorKind, Fault};
use anye_web::extract::Form as Sent;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};

use super::routes::Desk;
use super::said::{self, Choice, address, is_shown, problems, with_status, worded};
use crate::Reporting;
use crate::collect::label;
use crate::figures::{self, FigureQuery, FigureTable, Reach};
use crate::panel::running;
use crate::rights::may;

pub use lay::shown_value;
use lay::{Of, Row};

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
    let now = running(reporting, form);
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
    columns_n: usize,
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
    if view == "map" {
        // A map is of the places below, all groups together.
        asked.reach = Reach::Children;
        asked.dim.clear();
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
    let mut table = table;
    for row in &mut table.rows {
        let day = row.period.parse().map_or(frame.as_of, |period| reporting.tree_day(period));
        row.place_name = reporting.core.place_in(&row.place, day, texts.lang);
    }
    let drills = may(&caller, Permission::ReportRead, &asked.place, false);
    let of = Of { form, asked: &asked, frame: &frame, drills };
    let (heads, columns, rows) = if view == "list" { of.list(&table) } else { of.table(&table) };
    let (lines, chart_of) = match view.as_str() {
        "chart" => of.chart(&table),
        "map" => of.map(&table, reporting.core.ground()),
        _ => (String::new(), String::new()),
    };
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
        dims: of.dims(),
        heads,
        columns,
        rows,
        chosen,
        columns_n: asked.items.len() + asked.indicators.len(),
        lines,
        chart_of,
        views: ["table", "chart", "map", "list"]
            .iter()
            .map(|word| {
                let at = href("/figures", &asked, &[("view", word)]);
                (frame.t(&format!("figures-view-{word}")), at, *word == view)
            })
            .chain(of.line_list().map(|at| (frame.t("figures-view-reports"), at, false)))
            .collect(),
        exports: ["xlsx", "csv", "parquet", "sdmx"]
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
                (
                    one.name.clone(),
                    href("/figures", &one.query, &[("view", one.view.as_str())]),
                    one.id.clone(),
                    mine,
                )
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

/// Answers `POST /figures`: keeps the query, or throws one away.
pub async fn keep(State(desk): State<Desk>, visitor: Visitor, sent: Sent<Pairs>) -> Result<Response, Failed> {
    let reporting = &desk.reporting;
    let one = |name: &str| {
        sent.data.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(sent.once.as_ref());
    let (mut asked, view) = read(reporting, &visitor, &sent.data)?;
    if let Some((_, at)) = sent.data.iter().find(|(key, _)| key == "at") {
        asked.place.clone_from(at);
    }
    let done = match one("act").as_str() {
        "keep" => {
            figures::save_query(reporting, &caller, &one("name"), one("shared") == "yes", (&asked, &view))
                .await
                .map(|_| "query-kept")
        }
        "drop" => figures::delete_query(reporting, &caller, &one("id")).await.map(|()| "query-dropped"),
        _ => Err(Fault::new(ErrorKind::Invalid, "report_act")),
    };
    match done {
        Ok(word) => Ok(Redirect::to(&href("/figures", &asked, &[("view", view.as_str()), ("done", word)]))
            .into_response()),
        Err(fault) if is_shown(&fault) => shown(&desk, &visitor, &sent.data, Some(fault)).await,
        Err(fault) => Err(fault.into()),
    }
}
