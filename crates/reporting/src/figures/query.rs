//! One query for pivot, chart, map and line list: items or indicators of a form × periods × a place and those below × a dimension.

use std::collections::HashMap;

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::{Read as _, sql};
use anye_forms::{Form, Period, Totals};
use anye_places::Tree;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Reporting;
use crate::reporter::path_of;
use crate::rights::must;
use crate::rollup::{ALL, Class, Figure, Layout, figures};

/// Rows and columns of a table at most.
const MOST_CELLS: usize = 200_000;

/// The place itself, or those below it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = reporting::Reach)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// The place itself.
    #[default]
    Own,
    /// It and the places directly below.
    Children,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct FigureQuery {
    /// Form.
    pub form: String,
    /// Ids of summed items; empty with no indicators: all of them.
    pub items: Vec<String>,
    /// Ids of indicators of the form.
    pub indicators: Vec<String>,
    /// First period.
    pub from: String,
    /// Last period; empty: the first alone.
    pub to: String,
    /// Place; empty: the home place.
    pub place: String,
    /// How far down.
    pub reach: Reach,
    /// Dimension; empty: everything together.
    pub dim: String,
    /// Only approved reports.
    pub approved: bool,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = reporting::Column)]
pub struct Column {
    /// Id of the item or indicator.
    pub id: String,
    /// 名称
    pub zh: String,
    /// Name.
    pub en: String,
    /// Unit.
    pub unit: String,
    /// Digits.
    pub digits: u8,
    /// An indicator, not an item.
    pub indicator: bool,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FigureRow {
    /// Period.
    pub period: String,
    /// Place.
    pub place: String,
    /// Its name in that period.
    pub place_name: String,
    /// Code of the dimension; empty: everything together.
    pub code: String,
    /// Reports.
    pub n: i64,
    /// When the figure last changed, in milliseconds.
    pub as_of: i64,
    /// Reports in it that were changed by force after the period was locked.
    pub forced: i64,
    /// Values in the order of columns as decimal text; `None`: nobody said anything, or an indicator has no value.
    pub values: Vec<Option<String>>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FigureTable {
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows by period, place, code.
    pub rows: Vec<FigureRow>,
    /// When it was asked, in milliseconds.
    pub asked_at: i64,
}

/// Asks.
pub async fn query(
    reporting: &Reporting,
    caller: &Caller<'_>,
    asked: &FigureQuery,
) -> Result<FigureTable, Fault> {
    let (form, first) = reporting.form_period(&asked.form, &asked.from)?;
    let to = if asked.to.is_empty() { &asked.from } else { &asked.to };
    let (_, last) = reporting.form_period(&asked.form, to)?;
    let place = if asked.place.is_empty() { &reporting.core.settings.home_place } else { &asked.place };
    must(caller, Permission::FiguresRead, place, false)?;
    let columns = columns(reporting, form, asked)?;
    let periods = periods(first, last)?;
    let layout = Layout::of(form);
    let class = if asked.approved { Class::Approved } else { Class::Submitted };
    let dim = if asked.dim.is_empty() { ALL } else { &asked.dim };
    if dim != ALL && !form.dimensions.iter().any(|own| own == dim) {
        return Err(Fault::new(ErrorKind::Invalid, "figure_dimension").arg("dim", dim));
    }
    let places = places(reporting, place, asked.reach, &periods);
    if periods.len() * places.len() * columns.len() > MOST_CELLS {
        return Err(Fault::new(ErrorKind::TooLarge, "figure_too_large").arg("most", MOST_CELLS));
    }
    // Indicators look one period and one year back.
    let mut wanted: Vec<Period> = periods.clone();
    wanted.extend(periods.iter().filter_map(|one| one.previous()));
    wanted.extend(periods.iter().filter_map(|one| one.year_ago()));
    let mut wanted: Vec<String> = wanted.iter().map(ToString::to_string).collect();
    wanted.sort();
    wanted.dedup();
    let mut db = &reporting.core.db;
    let found = figures(&mut db, &layout, class, &wanted, &places, dim).await?;
    let by_key: HashMap<(&str, &str, &str), &Figure> =
        found.iter().map(|one| ((one.period.as_str(), one.place.as_str(), one.code.as_str()), one)).collect();
    let forced = forced(reporting, form, &periods).await?;
    let mut rows = Vec::new();
    for period in &periods {
        let text = period.to_string();
        for figure in found.iter().filter(|one| one.period == text) {
            let totals = |period: Option<Period>| {
                let period = period?.to_string();
                let one = by_key.get(&(period.as_str(), figure.place.as_str(), figure.code.as_str()))?;
                Some(one.totals(form, &layout))
            };
            let (previous, year_ago) = (totals(period.previous()), totals(period.year_ago()));
            let own = figure.totals(form, &layout);
            let values = columns
                .iter()
                .map(|column| value(reporting, form, column, &own, previous.as_ref(), year_ago.as_ref()));
            let path = path_of(&reporting.core.places(), &figure.place, reporting.tree_day(*period))
                .unwrap_or_default();
            rows.push(FigureRow {
                period: text.clone(),
                place: figure.place.clone(),
                place_name: reporting.core.place_name(&figure.place, reporting.tree_day(*period)),
                code: figure.code.clone(),
                n: figure.sums.n,
                as_of: figure.as_of,
                forced: marks(&forced, &text, &path, dim, &figure.code, class),
                values: values.collect(),
            });
        }
    }
    Ok(FigureTable { columns, rows, asked_at: reporting.core.world.now_ms() })
}

fn columns(reporting: &Reporting, form: &Form, asked: &FigureQuery) -> Result<Vec<Column>, Fault> {
    let unknown = |field: &str, id: &str| {
        let fault = Fault::new(ErrorKind::Invalid, "figure_unknown_column").arg("id", id);
        fault.field(FieldFault::new(field, "figure_unknown_column").arg("id", id))
    };
    let mut columns = Vec::new();
    let all = asked.items.is_empty() && asked.indicators.is_empty();
    for item in form.items.iter().filter(|item| item.total && item.kind.is_number()) {
        if all || asked.items.contains(&item.id) {
            columns.push(Column {
                id: item.id.clone(),
                zh: item.name.zh.clone(),
                en: item.name.en.clone(),
                unit: item.unit.clone(),
                digits: item.digits,
                indicator: false,
            });
        }
    }
    if let Some(id) = asked.items.iter().find(|id| !columns.iter().any(|column| column.id == **id)) {
        return Err(unknown("items", id));
    }
    for id in &asked.indicators {
        let found = reporting.catalogue.indicator(id).filter(|one| one.form.as_ref() == Some(&form.id));
        let one = found.ok_or_else(|| unknown("indicators", id))?;
        columns.push(Column {
            id: id.clone(),
            zh: one.name.zh.clone(),
            en: one.name.en.clone(),
            unit: one.unit.clone(),
            digits: one.digits,
            indicator: true,
        });
    }
    Ok(columns)
}

fn value(
    reporting: &Reporting,
    form: &Form,
    column: &Column,
    own: &Totals,
    previous: Option<&Totals>,
    year_ago: Option<&Totals>,
) -> Option<String> {
    if column.indicator {
        let figure = anye_forms::indicator(&reporting.catalogue, &column.id, own, previous, year_ago);
        return figure.ok().map(|figure| figure.text);
    }
    let at = form.column(&column.id)?;
    let sum = own.sums.get(at).copied().flatten()?;
    Some(anye_forms::Cell::Number(sum).show(&form.items[at]))
}

fn periods(first: Period, last: Period) -> Result<Vec<Period>, Fault> {
    let mut all = vec![first];
    while let Some(next) = all.last().and_then(|one| one.next()).filter(|next| *next <= last) {
        all.push(next);
        if all.len() > 1_200 {
            return Err(Fault::new(ErrorKind::TooLarge, "figure_too_large").arg("most", 1_200));
        }
    }
    Ok(all)
}

/// The places asked for, with those that were below in any of the periods.
fn places(reporting: &Reporting, place: &str, reach: Reach, periods: &[Period]) -> Vec<String> {
    let mut all = vec![place.to_owned()];
    if reach == Reach::Children {
        let register = reporting.core.places();
        for period in periods {
            let below = register.children(place, reporting.tree_day(*period), Tree::CIVIL);
            all.extend(below.iter().map(|one| one.code.to_owned()));
        }
        all.sort();
        all.dedup();
    }
    all
}

/// Period, path, dimensions and class of reports that were changed by force.
async fn forced(
    reporting: &Reporting,
    form: &Form,
    periods: &[Period],
) -> Result<Vec<(String, String, String, i64)>, Fault> {
    let mut db = &reporting.core.db;
    let query =
        sql("select period, path, dims, counted from report where form = $1 and forced = 1").bind(&form.id);
    let rows =
        db.all(query.push_list(" and period in ({})", periods.iter().map(ToString::to_string))).await?;
    let read = |row: &anye_db::Row| {
        Ok((row.text("period")?, row.text("path")?, row.text("dims")?, row.int("counted")?))
    };
    Ok(rows.iter().map(read).collect::<Result<_, anye_db::DbError>>()?)
}

fn marks(
    forced: &[(String, String, String, i64)],
    period: &str,
    path: &str,
    dim: &str,
    code: &str,
    class: Class,
) -> i64 {
    let below = |own: &str| own == path || own.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
    let has = |dims: &str| dim == ALL || crate::reporter::dims_pairs(dims).any(|pair| pair == (dim, code));
    let held = forced.iter().filter(|(own, at, dims, counted)| {
        own == period && below(at) && has(dims) && *counted >= class.least()
    });
    i64::try_from(held.count()).unwrap_or(0)
}
