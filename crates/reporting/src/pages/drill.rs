//! The reports that make a figure, and their sum beside it: the two are the same to the unit, and the page says so.

use anye_base::Fault;
use anye_base::world::china_minute;
use anye_forms::{Cell, Item, show_number};
use anye_web::extract::Paging;
use anye_web::{Asking, Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::routes::Desk;
use super::said::{self, address, worded};
use crate::collect::label;
use crate::figures::{DrillKey, drill, drill_sum};
use crate::report::{State as Stands, lenient};
use crate::reporter::path_of;
use crate::rollup::{ALL, Class, Layout, figures};

/// Which figure.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    form: String,
    period: String,
    dim: String,
    code: String,
    class: String,
    item: String,
    place: String,
}

struct Row {
    href: String,
    name: String,
    place: String,
    tag: &'static str,
    state: String,
    warnings: i64,
    late: bool,
    forced: bool,
    values: Vec<String>,
}

#[derive(Template)]
#[template(path = "drill.html")]
struct DrillPage {
    frame: Frame,
    sentence: String,
    same: bool,
    columns: Vec<(String, String)>,
    rows: Vec<Row>,
    sums: Vec<String>,
    kept: Vec<String>,
    n: i64,
    as_of: String,
    next: String,
}

/// Answers `GET /figures/drill`.
pub async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    paging: Paging,
    Query(which): Query<Which>,
) -> Result<Response, Failed> {
    let reporting = &desk.reporting;
    let (form, period) = reporting.form_period(&which.form, &which.period)?;
    let class = if which.class == "approved" { Class::Approved } else { Class::Submitted };
    let place =
        if which.place.is_empty() { reporting.core.settings.home_place.clone() } else { which.place.clone() };
    let dim = if which.dim.is_empty() { ALL.to_owned() } else { which.dim.clone() };
    let key = DrillKey {
        form: form.id.clone(),
        period: period.to_string(),
        place: place.clone(),
        dim: dim.clone(),
        code: which.code.clone(),
        class,
    };
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(None);
    let found = drill(reporting, &caller, &key, paging.cursor.as_ref(), paging.limit).await?;
    let layout = Layout::of(form);
    let path = path_of(&reporting.core.places(), &place, reporting.tree_day(period))?;
    let sums = drill_sum(&reporting.core.db, form, &key.period, &path, &key).await.map_err(Fault::from)?;
    let mut db = &reporting.core.db;
    let all = figures(
        &mut db,
        &layout,
        class,
        std::slice::from_ref(&key.period),
        std::slice::from_ref(&place),
        &dim,
    )
    .await?;
    let kept = all.into_iter().find(|one| one.code == which.code || dim == ALL);
    let picked: Vec<(usize, usize, &Item)> = layout
        .columns
        .iter()
        .enumerate()
        .filter_map(|(at, column)| Some((at, *column, form.items.get(*column)?)))
        .filter(|(_, _, item)| which.item.is_empty() || item.id == which.item)
        .collect();
    let pairs = [
        ("form", which.form.as_str()),
        ("period", &which.period),
        ("place", &place),
        ("dim", &dim),
        ("code", &which.code),
        ("class", class.word()),
        ("item", &which.item),
    ];
    let here = address("/figures/drill", &pairs);
    let frame = Frame::new(&reporting.core, &visitor, &here, visitor.texts.t("drill-title"))
        .under(visitor.texts.t("figures-title"), "/figures");
    let texts = &frame.texts;
    let on = reporting.tree_day(period);
    let sum = |cells: &[(i64, i64)]| -> Vec<String> {
        let one = |(at, _, item): &(usize, usize, &Item)| match cells.get(*at) {
            Some((sum, held)) if *held > 0 => show_number(item, *sum),
            _ => "—".to_owned(),
        };
        picked.iter().map(one).collect()
    };
    let kept_cells = kept.as_ref().map(|one| one.sums.cells.clone()).unwrap_or_default();
    let kept_n = kept.as_ref().map_or(0, |one| one.sums.n);
    let row = |one: &crate::figures::DrillRow| {
        let cells = lenient(form, &one.cells);
        let value = |(_, column, item): &(usize, usize, &Item)| match cells.get(*column) {
            Cell::Missing => "—".to_owned(),
            cell => said::cell(texts, item, cell),
        };
        let (tag, state) =
            Stands::from_word(&one.state).map_or(("", one.state.clone()), |s| said::state(texts, &s));
        Row {
            href: format!("/reports/{}", one.report),
            name: one.name.clone(),
            place: reporting.core.place_in(&one.place, on, texts.lang),
            tag,
            state,
            warnings: one.warnings,
            late: one.late,
            forced: one.forced,
            values: picked.iter().map(value).collect(),
        }
    };
    let values = [
        ("form", worded(texts, &form.name)),
        ("place", reporting.core.place_in(&place, on, texts.lang)),
        ("period", worded(texts, &period.words())),
        ("code", if dim == ALL { String::new() } else { which.code.clone() }),
        ("n", sums.n.to_string()),
        ("class", class.word().to_owned()),
    ];
    let made = DrillPage {
        sentence: texts.args("drill-sentence", &values),
        same: sums.n == kept_n && (sums.cells == kept_cells || (sums.n == 0 && kept_cells.is_empty())),
        columns: picked
            .iter()
            .map(|(_, _, item)| {
                (
                    label(form, item, texts.lang == anye_base::Lang::En),
                    anye_web::figure::unit(texts.lang, &item.unit).to_owned(),
                )
            })
            .collect(),
        rows: found.items.iter().map(row).collect(),
        sums: sum(&sums.cells),
        kept: sum(&kept_cells),
        n: sums.n,
        as_of: kept.map(|one| china_minute(one.as_of)).unwrap_or_default(),
        next: found.next.map(|cursor| format!("{here}&cursor={}", cursor.encode())).unwrap_or_default(),
        frame,
    };
    Ok(page(&made))
}
