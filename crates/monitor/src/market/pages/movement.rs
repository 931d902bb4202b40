//! Series by place with change, months without data named (登记失业、领取失业保险金、返乡农民工变动).

use anye_forms::Period;
use anye_reporting::figures::Reach;
use anye_web::chart::{self, Line as Drawn, LineChart};
use anye_web::{Asking, Failed, Frame, Texts, Visitor};
use axum::extract::{Query, State};
use axum::response::Response;

use super::super::desk::Desk;
use super::super::movement::{Series, first_known, series, up_to};
use super::super::sheet::{Cell, Section};
use super::super::spread::{change, percent};
use super::{Asked, Field, Filter, MarketPage, address, chosen_place, f, said, tabs, worded};

/// Periods looked at.
const COUNT: usize = 24;

/// Answers `GET /market/movement`.
pub async fn movement(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&desk.monitor.core, &visitor);
    let caller = asking.caller(None);
    let all = &desk.setting()?.movement;
    let chosen = all.iter().find(|one| one.id == asked.by).or_else(|| all.first());
    let chosen =
        chosen.ok_or_else(|| anye_base::Fault::new(anye_base::ErrorKind::NotFound, "market_no_setting"))?;
    let place =
        if asked.place.is_empty() { chosen_place(&visitor, &desk.monitor.core) } else { asked.place.clone() };
    let last = desk.period(&chosen.form, &asked.period, &place).await?;
    let periods = up_to(last, COUNT);
    let form = desk.monitor.reporting.form(&chosen.form)?;
    let here =
        address("/market/movement", &[("place", &place), ("period", &last.to_string()), ("by", &chosen.id)]);
    let frame = Frame::new(&desk.monitor.core, &visitor, &here, said(&visitor.texts, &chosen.name));
    let texts = frame.texts.clone();
    let mut sections = Vec::new();
    let mut sentence = String::new();
    for (number, item) in chosen.items.iter().enumerate() {
        let mut found =
            series(&desk.monitor, &caller, (&chosen.form, item), &periods, (&place, Reach::Children)).await?;
        for one in &mut found {
            let on = desk.monitor.reporting.tree_day(last);
            one.name = desk.monitor.core.place_in(&one.place, on, texts.lang);
        }
        let Some(own) = found.first() else { continue };
        let name = form.column(item).map(|at| worded(&texts, &form.items[at].name)).unwrap_or_default();
        if number == 0 {
            let at = periods.len() - 1;
            let moved = own.change(at).map_or_else(|| "—".into(), |n| Cell::number(Some(n)).shown());
            let values = [
                ("place", own.name.clone()),
                ("period", worded(&texts, &last.words())),
                ("item", name.clone()),
                ("value", Cell::number(own.values[at]).shown()),
                ("change", moved),
            ];
            sentence = texts.args("market-movement-sentence", &values);
        }
        sections.push(over_time(&texts, &name, number, own, &periods));
        sections.push(places(&texts, &name, number, &found, &periods, &chosen.id));
    }
    let mut made = MarketPage::new(frame, sentence);
    made.tabs = tabs(&made.frame, "/market/movement");
    let field = |name: &'static str, key: &str, value: &str, hint: &str| Field {
        name,
        label: texts.t(key),
        value: value.into(),
        hint: hint.into(),
        options: Vec::new(),
    };
    let mut by = field("by", "market-series-of", &chosen.id, "");
    by.options = all.iter().map(|one| (one.id.clone(), said(&texts, &one.name))).collect();
    made.filter = Filter {
        action: "/market/movement".into(),
        fields: vec![
            by,
            field("place", "market-place", &place, "210000"),
            field("period", "market-period", &last.to_string(), "2020-05"),
        ],
    };
    made.sections = sections;
    let to = |kind: &str| {
        address(
            "/market/movement",
            &[("place", &place), ("period", &last.to_string()), ("by", &chosen.id), ("as", kind)],
        )
    };
    made.export = Some((to("csv"), to("xlsx")));
    made.definition = vec![texts.t2(
        "market-definition-movement",
        "form",
        worded(&texts, &form.name),
        "cite",
        &chosen.cite,
    )];
    if form.experimental {
        made.definition.push(texts.t("market-experimental"));
        made.problems.push(texts.t("market-experimental"));
    }
    Ok(made.answer(&asked.kind, &format!("movement-{}-{last}-{place}", chosen.id))?)
}

fn over_time(texts: &Texts, name: &str, number: usize, own: &Series, periods: &[Period]) -> Section {
    let labels: Vec<String> = periods.iter().map(ToString::to_string).collect();
    let first = first_known(&[&own.values]);
    let drawn = LineChart {
        title: format!("{} · {name}", own.name),
        periods: labels[first..].to_vec(),
        lines: vec![Drawn {
            name: name.to_owned(),
            values: own.values[first..].iter().copied().map(f).collect(),
            dashed: false,
        }],
        ..LineChart::default()
    };
    let row = |(at, label): (usize, &String)| {
        let tenths = at
            .checked_sub(1)
            .and_then(|before| own.values[at].zip(own.values[before]))
            .and_then(|(now, before)| change(now, before));
        vec![
            Cell::text(label.clone()),
            Cell::number(own.values[at]),
            Cell::number(own.change(at)),
            Cell::figure(tenths.map(percent)),
            Cell::number(Some(own.reports[at])),
        ]
    };
    let keys =
        ["market-period", "market-col-value", "market-col-more", "market-col-change", "market-col-reports"];
    let mut heads: Vec<(String, bool)> =
        keys.iter().enumerate().map(|(at, key)| (texts.t(key), at > 0)).collect();
    heads[1].0 = name.to_owned();
    Section {
        id: format!("series-{number}"),
        title: format!("{} · {name}", own.name),
        say: vec![gaps(texts, own, periods)],
        svg: chart::line(&drawn),
        heads,
        rows: labels.iter().enumerate().skip(first).rev().map(row).collect(),
        ..Section::default()
    }
}

/// Periods without data, in words; those before the first figure are told as one.
fn gaps(texts: &Texts, own: &Series, periods: &[Period]) -> String {
    let first = own.values.iter().position(Option::is_some);
    let Some(first) = first else { return texts.t("market-gaps-all") };
    let inner: Vec<String> =
        own.gaps().into_iter().filter(|at| *at > first).map(|at| periods[at].to_string()).collect();
    let since = periods[first].to_string();
    if inner.is_empty() {
        texts.t1("market-gaps-none", "since", since)
    } else {
        texts.t2("market-gaps", "since", since, "periods", inner.join(texts.lang.pick("、", ", ")))
    }
}

fn places(
    texts: &Texts,
    name: &str,
    number: usize,
    found: &[Series],
    periods: &[Period],
    id: &str,
) -> Section {
    let last = periods.len() - 1;
    let row = |one: &Series| {
        let year = last
            .checked_sub(12)
            .and_then(|at| one.values[last].zip(one.values[at]))
            .and_then(|(now, before)| change(now, before));
        vec![
            Cell::text(one.name.clone()).to(address(
                "/market/movement",
                &[("place", &one.place), ("period", &periods[last].to_string()), ("by", id)],
            )),
            Cell::number(one.values[last]),
            Cell::number(one.change(last)),
            Cell::figure(year.map(percent)),
            Cell::text(gaps(texts, one, periods)),
        ]
    };
    let mut heads: Vec<(String, bool)> =
        ["market-col-place", "market-col-value", "market-col-more", "market-col-year", "market-col-gaps"]
            .iter()
            .enumerate()
            .map(|(at, key)| (texts.t(key), (1..4).contains(&at)))
            .collect();
    heads[1].0 = name.to_owned();
    Section {
        id: format!("places-{number}"),
        title: texts.t2("market-places-of", "item", name, "period", periods[last]),
        heads,
        rows: found.iter().skip(1).map(row).collect(),
        none: texts.t("market-no-places"),
        ..Section::default()
    }
}
