//! Supply and demand of a place and period (供求状况), and the same as CSV and XLSX.

mod tables;

pub use tables::{split, totals};

use anye_access::Caller;
use anye_base::Fault;
use anye_forms::Period;
use anye_reporting::figures::Reach;
use anye_web::chart::{Line as Drawn, LineChart};
use anye_web::{Asking, Failed, Frame, Texts, Visitor, chart};
use axum::extract::{Query, State};
use axum::response::Response;

use super::super::desk::Desk;
use super::super::like::{Market, alike, markets};
use super::super::movement::{first_known, series, up_to};
use super::super::sheet::{Cell, Section};
use super::super::spread::{hundredths, ratio};
use super::super::supply::{Supply, extremes};
use super::super::{setting, supply as figures};
use super::{Asked, Field, Filter, MarketPage, address, as_of, chosen_place, f, said, tabs, worded};
use tables::{compared, heads, missing, ranked, sectors, times};

/// Periods of the series.
const SERIES: usize = 24;

/// Answers `GET /market`.
pub async fn supply(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&desk.monitor.core, &visitor);
    let caller = asking.caller(None);
    let setting = &desk.setting()?.supply;
    let place =
        if asked.place.is_empty() { chosen_place(&visitor, &desk.monitor.core) } else { asked.place.clone() };
    let period = desk.period(&setting.form, &asked.period, &place).await?;
    let against = if asked.against.is_empty() {
        period.previous().unwrap_or(period)
    } else {
        desk.monitor.reporting.form_period(&setting.form, &asked.against)?.1
    };
    let found = figures::supply(&desk.monitor, &caller, setting, period, &place).await?;
    let mut all = markets(&desk.monitor, &caller, setting, (period, against), &place).await?;
    let on = desk.monitor.reporting.tree_day(period);
    for one in &mut all {
        one.name = desk.monitor.core.place_in(&one.code, on, visitor.lang());
        one.group.1 = desk.monitor.core.place_in(&one.group.0, on, visitor.lang());
    }
    let here = address(
        "/market",
        &[("place", &place), ("period", &period.to_string()), ("by", &asked.by), ("against", &asked.against)],
    );
    let frame = Frame::new(&desk.monitor.core, &visitor, &here, visitor.texts.t("market-title"))
        .notice(asked.done.as_deref());
    let texts = frame.texts.clone();
    let mut made = MarketPage::new(frame, sentence(&desk, &texts, setting, &found, &all, &place));
    made.tabs = tabs(&made.frame, "/market");
    made.filter = filter(&texts, setting, &asked, (&place, period, against));
    made.sections = sections(&desk, &texts, setting, &asked, &found, &all, against);
    let drawn = over_time(&desk, &caller, &texts, setting, period, &place).await?;
    made.sections.insert(made.sections.len() - 2, drawn);
    let to = |kind: &str| {
        let pairs = [
            ("place", place.as_str()),
            ("period", &period.to_string()),
            ("by", &asked.by),
            ("against", &asked.against),
            ("as", kind),
        ];
        address("/market", &pairs)
    };
    made.export = Some((to("csv"), to("xlsx")));
    made.definition = vec![
        texts.t("market-definition-supply"),
        texts.t("market-definition-spread"),
        as_of(&texts, found.as_of),
    ];
    if found.forced > 0 {
        made.definition.push(texts.t1("market-forced", "n", found.forced));
    }
    Ok(made.answer(&asked.kind, &format!("market-{period}-{place}"))?)
}

fn sentence(
    desk: &Desk,
    texts: &Texts,
    setting: &setting::Supply,
    found: &Supply,
    all: &[Market],
    place: &str,
) -> String {
    let own = |item: &str| found.now.get(item).copied();
    let (demand, seekers) = (own(&setting.demand), own(&setting.seekers));
    let name = desk.monitor.core.place_in(place, desk.monitor.reporting.tree_day(found.period), texts.lang);
    let number = |value: Option<i64>| Cell::number(value).shown();
    let values = [
        ("place", name),
        ("period", worded(texts, &found.period.words())),
        ("markets", all.len().to_string()),
        ("reported", all.iter().filter(|one| one.now.is_some()).count().to_string()),
        ("demand", number(demand)),
        ("seekers", number(seekers)),
        (
            "ratio",
            demand
                .zip(seekers)
                .and_then(|(demand, seekers)| ratio(demand, seekers))
                .map_or_else(|| "—".into(), hundredths),
        ),
    ];
    texts.args("market-sentence", &values)
}

fn filter(
    texts: &Texts,
    setting: &setting::Supply,
    asked: &Asked,
    (place, period, against): (&str, Period, Period),
) -> Filter {
    let field = |name: &'static str, key: &str, value: String, hint: &str| Field {
        name,
        label: texts.t(key),
        value,
        hint: hint.into(),
        options: Vec::new(),
    };
    let mut by = field("by", "market-by", asked.by.clone(), "");
    by.options = vec![(String::new(), texts.t("market-by-all"))];
    by.options.extend(setting.by.iter().map(|one| (one.id.clone(), said(texts, &one.name))));
    Filter {
        action: "/market".into(),
        fields: vec![
            field("place", "market-place", place.to_owned(), "210000"),
            field("period", "market-period", period.to_string(), "2020-05"),
            by,
            field("against", "market-against", against.to_string(), "2020-04"),
        ],
    }
}

fn sections(
    desk: &Desk,
    texts: &Texts,
    setting: &setting::Supply,
    asked: &Asked,
    found: &Supply,
    all: &[Market],
    against: Period,
) -> Vec<Section> {
    let mut made = vec![totals(texts, setting, found)];
    let chosen = |id: &str| asked.by.is_empty() || asked.by == id;
    for (named, lines) in found.splits.iter().filter(|(named, _)| chosen(&named.id)) {
        made.push(split(texts, setting, &said(texts, &named.name), &named.id, lines));
    }
    let (short, over) = extremes(found.split(&setting.rank), &setting.unspecified, setting.top);
    made.push(ranked(texts, "shortage", "market-shortage", &short));
    made.push(ranked(texts, "surplus", "market-surplus", &over));
    made.push(sectors(texts, found));
    made.push(compared(texts, &alike(all), found.period, against));
    made.push(missing(desk, texts, all));
    made
}

async fn over_time(
    desk: &Desk,
    caller: &Caller<'_>,
    texts: &Texts,
    setting: &setting::Supply,
    last: Period,
    place: &str,
) -> Result<Section, Fault> {
    let periods = up_to(last, SERIES);
    let at = (place, Reach::Own);
    let demand = series(&desk.monitor, caller, (&setting.form, &setting.demand), &periods, at).await?;
    let seekers = series(&desk.monitor, caller, (&setting.form, &setting.seekers), &periods, at).await?;
    let (Some(demand), Some(seekers)) = (demand.first(), seekers.first()) else {
        return Ok(Section::default());
    };
    let line = |key: &str, values: &[Option<i64>], dashed: bool| Drawn {
        name: texts.t(key),
        values: values.iter().copied().map(f).collect(),
        dashed,
    };
    let labels: Vec<String> = periods.iter().map(ToString::to_string).collect();
    let first = first_known(&[&demand.values, &seekers.values]);
    let drawn = LineChart {
        title: texts.t("market-series"),
        periods: labels[first..].to_vec(),
        lines: vec![
            line("market-col-demand", &demand.values[first..], false),
            line("market-col-seekers", &seekers.values[first..], true),
        ],
        digits: 0,
        unit: texts.t("market-persons"),
        ..LineChart::default()
    };
    let row = |(at, label): (usize, &String)| {
        let (posts, people) = (demand.values[at], seekers.values[at]);
        vec![
            Cell::text(label.clone()),
            Cell::number(posts),
            Cell::number(demand.change(at)),
            Cell::number(people),
            Cell::number(seekers.change(at)),
            times(posts.zip(people).and_then(|(posts, people)| ratio(posts, people))),
            Cell::number(Some(demand.reports[at])),
        ]
    };
    let keys = [
        "market-period",
        "market-col-demand",
        "market-col-more",
        "market-col-seekers",
        "market-col-more",
        "market-col-ratio",
        "market-col-reports",
    ];
    Ok(Section {
        id: "series".into(),
        title: texts.t("market-series"),
        svg: chart::line(&drawn),
        heads: heads(texts, &keys),
        rows: labels.iter().enumerate().skip(first).rev().map(row).collect(),
        ..Section::default()
    })
}
