//! A panel's item over its revisions (可比样本序列): the sum as reported beside the change among those who reported twice running, with who came and went.

use anye_base::Fault;
use anye_forms::show_number;
use anye_web::chart::{Line, LineChart, line};
use anye_web::figure::grouped;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;

use super::routes::Desk;
use super::said::{self, Choice, is_shown, problems, with_status, worded};
use crate::collect::label;
use crate::panel::{self, Asked, Linked, latest, running, summed};

struct Row {
    period: String,
    form: String,
    members: String,
    moves: String,
    reporters: String,
    sum: String,
    raw: String,
    both: String,
    change: String,
    index: String,
    revised: bool,
}

#[derive(Template)]
#[template(path = "panel_series.html")]
struct SeriesPage {
    frame: Frame,
    sentence: String,
    problems: Vec<(String, String)>,
    id: String,
    items: Vec<Choice>,
    from: String,
    to: String,
    chart: String,
    chart_of: String,
    unit: String,
    rows: Vec<Row>,
    cites: Vec<(String, String)>,
}

/// Answers `GET /reporting/panels/{panel}/series`.
pub async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let reporting = &desk.reporting;
    let of = reporting.catalogue.panel(&id).ok_or_else(|| Fault::not_found("panel"))?;
    let form = latest(reporting, &id)?;
    let item = asked.item(form)?;
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(None);
    let now = running(reporting, form);
    let (found, fault) = match asked.ends(form, now) {
        Err(wrong) => (Vec::new(), Some(wrong)),
        Ok(ends) => match panel::matched(reporting, &caller, &id, &item.id, ends).await {
            Ok(found) => (found, None),
            Err(wrong) if is_shown(&wrong) => (Vec::new(), Some(wrong)),
            Err(wrong) => return Err(wrong.into()),
        },
    };
    let here = format!("/reporting/panels/{id}/series");
    let frame = Frame::new(&reporting.core, &visitor, &here, visitor.texts.t("series-title"))
        .under(visitor.texts.t("reporting-title"), "/reporting")
        .under(visitor.texts.t("panels-title"), "/reporting/panels")
        .under(worded(&visitor.texts, &of.name), format!("/reporting/panels/{id}"));
    let english = frame.texts.lang == anye_base::Lang::En;
    let name = label(form, item, english);
    let chart_of = frame.t1("series-chart-of", "item", &name);
    let made = SeriesPage {
        sentence: frame.texts.args(
            "series-sentence",
            &[
                ("panel", worded(&frame.texts, &of.name)),
                ("item", name),
                ("revisions", found.iter().skip(1).filter(|one| revised(one)).count().to_string()),
            ],
        ),
        problems: problems(&frame.texts, fault.as_ref()),
        items: summed(form)
            .map(|one| Choice {
                value: one.id.clone(),
                label: label(form, one, english),
                chosen: one.id == item.id,
            })
            .collect(),
        from: found.first().map_or(asked.from, |one| one.period.clone()),
        to: found.last().map_or(asked.to, |one| one.period.clone()),
        chart: chart(&frame, &chart_of, &found),
        chart_of,
        unit: anye_web::figure::unit(frame.texts.lang, &item.unit).to_owned(),
        rows: rows(&frame, item, &found),
        cites: said::cites(&of.cite),
        id,
        frame,
    };
    Ok(with_status(page(&made), fault.as_ref()))
}

fn revised(one: &Linked) -> bool {
    one.entered + one.left > 0
}

fn signed(hundredths: i64) -> String {
    let sign = if hundredths > 0 {
        "+"
    } else if hundredths < 0 {
        "−"
    } else {
        ""
    };
    format!("{sign}{}", said::percent(hundredths.abs()))
}

fn rows(frame: &Frame, item: &anye_forms::Item, found: &[Linked]) -> Vec<Row> {
    let before = std::iter::once(None).chain(found.iter().map(Some));
    let row = |(one, before): (&Linked, Option<&Linked>)| {
        let raw = before
            .filter(|before| before.sum != 0)
            .map(|before| ((one.sum as f64 / before.sum as f64 - 1.0) * 10_000.0).round() as i64);
        Row {
            period: one.period.clone(),
            form: if before.is_none_or(|before| before.form != one.form) {
                one.form.clone()
            } else {
                String::new()
            },
            members: grouped(&one.members.to_string()),
            moves: if before.is_some() && revised(one) {
                frame.texts.t2("series-moves", "entered", one.entered, "left", one.left)
            } else {
                String::new()
            },
            reporters: grouped(&one.reporters.to_string()),
            sum: show_number(item, one.sum),
            raw: raw.map_or_else(|| "—".to_owned(), signed),
            both: grouped(&one.both.to_string()),
            change: one.change.map_or_else(|| "—".to_owned(), signed),
            index: one.index.map_or_else(|| "—".to_owned(), |n| format!("{}.{:02}", n / 100, n % 100)),
            revised: before.is_some() && revised(one),
        }
    };
    let mut all: Vec<Row> = found.iter().zip(before).map(row).collect();
    all.reverse();
    all
}

/// Both as a number from 100: the sums as they came, and the chained changes.
fn chart(frame: &Frame, title: &str, found: &[Linked]) -> String {
    let Some(first) = found.first().filter(|first| first.sum != 0) else { return String::new() };
    let raw = found.iter().map(|one| Some(one.sum as f64 / first.sum as f64 * 100.0)).collect();
    let linked = found.iter().map(|one| one.index.map(|index| index as f64 / 100.0)).collect();
    let marks = found.iter().enumerate().skip(1).filter(|(_, one)| revised(one));
    line(&LineChart {
        title: title.to_owned(),
        periods: found.iter().map(|one| one.period.clone()).collect(),
        lines: vec![
            Line { name: frame.t("series-linked"), values: linked, dashed: false },
            Line { name: frame.t("series-raw"), values: raw, dashed: true },
        ],
        marks: marks.map(|(at, one)| (at, format!("+{} −{}", one.entered, one.left))).collect(),
        digits: 1,
        unit: frame.t1("series-base", "period", &first.period),
        ..LineChart::default()
    })
}
