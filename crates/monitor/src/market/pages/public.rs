//! The market in public (公开数据): approved figures only, and nothing that a single market could be recognised by.

use anye_places::Tree;
use anye_reporting::figures::{Suppressed, suppress};
use anye_reporting::rollup::{ALL, Class, Layout, figures};
use anye_web::{Failed, Frame, Visitor, place_said};
use axum::extract::{Query, State};
use axum::response::Response;

use super::super::desk::Desk;
use super::super::like::{Pair, read};
use super::super::sheet::{Cell, Section};
use super::super::spread::{hundredths, ratio};
use super::super::supply::made as of_sums;
use super::supply::{split, totals};
use super::{Asked, Field, Filter, MarketPage, said, worded};

/// A place and what its markets said.
type Held = (String, Vec<Pair>);

/// Answers `GET /market/public`: no name, no right; the home place and the places below.
pub async fn public(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let (monitor, setting) = (&desk.monitor, &desk.setting()?.supply);
    let place = monitor.core.settings.home_place.clone();
    let period = desk.period(&setting.form, &asked.period, &place).await?;
    let frame = Frame::new(&monitor.core, &visitor, "/market/public", visitor.texts.t("market-public-title"));
    let texts = frame.texts.clone();
    let form = monitor.reporting.form(&setting.form)?;
    let layout = Layout::of(form);
    let mut db = &monitor.core.db;
    let periods = [Some(period), period.previous()]
        .into_iter()
        .flatten()
        .map(|one| one.to_string())
        .collect::<Vec<_>>();
    let found =
        figures(&mut db, &layout, Class::Approved, &periods, std::slice::from_ref(&place), ALL).await?;
    let sums = |period: Option<&String>| {
        let one = found.iter().find(|one| Some(&one.period) == period && one.sums.n >= setting.least_markets);
        let totals = one.map(|one| one.totals(form, &layout).sums).unwrap_or_default();
        form.items.iter().zip(totals).filter_map(|(item, sum)| Some((item.id.clone(), sum?))).collect()
    };
    let supply = of_sums(form, setting, period, sums(periods.first()), sums(periods.get(1)));
    let all = read(monitor, &mut db, setting, Class::Approved, (period, period), &place).await?;
    let register = monitor.core.places();
    let below = register.children(&place, monitor.reporting.tree_day(period), Tree::CIVIL);
    let held: Vec<Held> = below
        .iter()
        .map(|child| {
            (
                place_said(child, visitor.lang()).into_owned(),
                all.iter().filter(|one| one.group.0 == child.code).filter_map(|one| one.now).collect(),
            )
        })
        .collect();
    let n: Vec<Vec<i64>> =
        held.iter().map(|(_, pairs)| vec![i64::try_from(pairs.len()).unwrap_or(0)]).collect();
    let hidden = suppress(&n, setting.least_markets);
    let row = |(at, (name, pairs)): (usize, &Held)| {
        let (demand, seekers) = pairs.iter().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
        let open = hidden[at][0] == Suppressed::Value && !pairs.is_empty();
        let cell = |text: String| Cell { text, number: true, ..Cell::default() };
        let few = || if pairs.is_empty() { cell("—".into()) } else { cell(texts.t("market-hidden")) };
        let show = |text: Option<String>| if open { Cell::figure(text) } else { few() };
        vec![
            Cell::text(name.clone()),
            show(Some(demand.to_string())),
            show(Some(seekers.to_string())),
            show(ratio(demand, seekers).map(hundredths)),
        ]
    };
    let table = Section {
        id: "places".into(),
        title: texts.t("market-by-place"),
        heads: ["market-col-place", "market-col-demand", "market-col-seekers", "market-col-ratio"]
            .iter()
            .enumerate()
            .map(|(at, key)| (texts.t(key), at > 0))
            .collect(),
        rows: held.iter().enumerate().map(row).collect(),
        ..Section::default()
    };
    let name = monitor.core.place_in(&place, monitor.reporting.tree_day(period), texts.lang);
    let mut made = MarketPage::new(
        frame,
        texts.t2("market-public-sentence", "place", name, "period", worded(&texts, &period.words())),
    );
    made.filter = Filter {
        action: "/market/public".into(),
        fields: vec![Field {
            name: "period",
            label: texts.t("market-period"),
            value: period.to_string(),
            hint: "2020-05".into(),
            options: Vec::new(),
        }],
    };
    made.sections.push(totals(&texts, setting, &supply));
    for (named, lines) in &supply.splits {
        made.sections.push(split(&texts, setting, &said(&texts, &named.name), &named.id, lines));
    }
    made.sections.push(table);
    made.definition = vec![
        texts.t("market-definition-supply"),
        texts.t("market-definition-spread"),
        texts.t1("market-definition-public", "n", setting.least_markets),
    ];
    Ok(made.answer("", "market")?)
}
