//! A source beside the reports of the same places (对照): both series, and where they part.

use anye_access::Caller;
use anye_base::Fault;
use anye_forms::Period;
use anye_reporting::figures::Reach;
use anye_web::chart::{Line as Drawn, LineChart};
use anye_web::{Texts, chart};

use super::super::super::desk::Desk;
use super::super::super::movement::{diverges, first_known, series, up_to};
use super::super::super::setting::Beside;
use super::super::super::sheet::{Cell, Section};
use super::super::super::source::{Source, points};
use super::super::{Asked, said};
use super::tell::decimal;

pub(super) async fn side_by_side(
    desk: &Desk,
    caller: &Caller<'_>,
    texts: &Texts,
    one: &Source,
    beside: &Beside,
    asked: &Asked,
    place: &str,
) -> Result<Section, Fault> {
    let last = desk.period(&beside.form, &asked.period, place).await?;
    let periods: Vec<Period> = up_to(last, 36);
    let own =
        series(&desk.monitor, caller, (&beside.form, &beside.item), &periods, (place, Reach::Own)).await?;
    let other = points(&desk.monitor, &one.id, &beside.column, place).await?;
    let digits = one.value(&beside.column).map_or(0, |column| column.digits);
    let values: Vec<Option<i64>> = own.first().map(|one| one.values.clone()).unwrap_or_default();
    let others: Vec<Option<&(i64, String)>> =
        periods.iter().map(|period| other.get(&period.to_string())).collect();
    // Both start at 100 where both are first known, so that their ways can be seen on one scale.
    let base = (0..periods.len())
        .find(|at| values[*at].is_some_and(|one| one > 0) && others[*at].is_some_and(|one| one.0 > 0));
    let index = |value: Option<i64>, first: Option<i64>| {
        value
            .zip(first)
            .filter(|(_, first)| *first > 0)
            .map(|(value, first)| value as f64 * 100.0 / first as f64)
    };
    let first = |all: &dyn Fn(usize) -> Option<i64>| base.and_then(all);
    let (own_first, other_first) = (first(&|at| values[at]), first(&|at| others[at].map(|one| one.0)));
    let column = one.value(&beside.column).map(|column| said(texts, &column.name)).unwrap_or_default();
    let form = desk.monitor.reporting.form(&beside.form)?;
    let item = form
        .column(&beside.item)
        .map(|at| texts.lang.pick(&form.items[at].name.zh, &form.items[at].name.en).to_owned())
        .unwrap_or_default();
    let drawn = LineChart {
        title: said(texts, &beside.name),
        periods: periods.iter().map(ToString::to_string).collect(),
        lines: vec![
            Drawn {
                name: item.clone(),
                values: values.iter().map(|one| index(*one, own_first)).collect(),
                dashed: false,
            },
            Drawn {
                name: column.clone(),
                values: others.iter().map(|one| index(one.map(|one| one.0), other_first)).collect(),
                dashed: true,
            },
        ],
        digits: 1,
        unit: texts.t("market-index"),
        ..LineChart::default()
    };
    let mut apart = 0;
    let mut rows = Vec::new();
    for (at, period) in periods.iter().enumerate() {
        let pair = |of: &dyn Fn(usize) -> Option<i64>| (at.checked_sub(1).and_then(of), of(at));
        let went = diverges(pair(&|at| values[at]), pair(&|at| others[at].map(|one| one.0)));
        apart += usize::from(went == Some(true));
        let said = match went {
            Some(true) => Cell::text(texts.t("market-apart")).tagged("tag-doubt"),
            Some(false) => Cell::text(texts.t("market-not-apart")),
            None => Cell::text("—"),
        };
        let from = others[at].map(|one| one.1.clone()).unwrap_or_default();
        rows.push(vec![
            Cell::text(period.to_string()),
            Cell::number(values[at]),
            Cell::figure(others[at].map(|one| decimal(one.0, digits))),
            said,
            Cell::text(from),
        ]);
    }
    let known: Vec<Option<i64>> = others.iter().map(|one| one.map(|one| one.0)).collect();
    rows.drain(..first_known(&[&values, &known]));
    rows.reverse();
    let keys = ["market-period", "market-col-value", "market-col-value", "market-way", "market-from-import"];
    let mut heads: Vec<(String, bool)> =
        keys.iter().enumerate().map(|(at, key)| (texts.t(key), at == 1 || at == 2)).collect();
    (heads[1].0, heads[2].0) = (item, column);
    let name = desk.monitor.core.place_in(place, desk.monitor.reporting.tree_day(last), texts.lang);
    Ok(Section {
        id: format!("beside-{}", beside.id),
        title: said(texts, &beside.name),
        say: vec![texts.t2("market-apart-say", "place", name, "n", apart)],
        svg: chart::line(&drawn),
        heads,
        rows: if other.is_empty() { Vec::new() } else { rows },
        none: texts.t("market-no-imports"),
    })
}
