//! Supply and demand of a place and period (供求状况), and the same as CSV and XLSX.

use anye_access::Caller;
use anye_base::Fault;
use anye_forms::Period;
use anye_reporting::figures::Reach;
use anye_web::chart::{self, Line as Drawn, LineChart};
use anye_web::{Asking, Failed, Frame, Texts, Visitor};
use axum::extract::{Query, State};
use axum::response::Response;

use super::super::desk::Desk;
use super::super::like::{Alike, Market, alike, markets};
use super::super::movement::{first_known, series, up_to};
use super::super::setting;
use super::super::sheet::{Cell, Section};
use super::super::spread::{change, hundredths, percent, ratio};
use super::super::supply::{self as figures, Line, Supply, extremes};
use super::{Asked, Field, Filter, MarketPage, address, as_of, f, said, tabs, worded};

/// Periods of the series.
const SERIES: usize = 24;

fn heads(texts: &Texts, keys: &[&str]) -> Vec<(String, bool)> {
    keys.iter().enumerate().map(|(at, key)| (texts.t(key), at > 0)).collect()
}

/// A ratio in a cell.
fn times(hundred: Option<i64>) -> Cell {
    Cell::figure(hundred.map(hundredths))
}

fn moved(now: Option<i64>, before: Option<i64>) -> Cell {
    let tenths = now.zip(before).and_then(|(now, before)| change(now, before));
    Cell::figure(tenths.map(percent))
}

/// Answers `GET /market`.
pub async fn supply(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&desk.monitor.core, &visitor);
    let caller = asking.caller(None);
    let setting = &desk.setting()?.supply;
    let place = if asked.place.is_empty() {
        visitor.own_place(&desk.monitor.core).to_owned()
    } else {
        asked.place.clone()
    };
    let period = desk.period(&setting.form, &asked.period, &place).await?;
    let against = if asked.against.is_empty() {
        period.previous().unwrap_or(period)
    } else {
        desk.monitor.reporting.form_period(&setting.form, &asked.against)?.1
    };
    let found = figures::supply(&desk.monitor, &caller, setting, period, &place).await?;
    let all = markets(&desk.monitor, &caller, setting, (period, against), &place).await?;
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
    let name = desk.monitor.core.place_name(place, desk.monitor.reporting.tree_day(found.period));
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

/// Totals with carry-over and new apart.
pub fn totals(texts: &Texts, setting: &setting::Supply, found: &Supply) -> Section {
    let of = |item: &str, suffix: &str| {
        let id = format!("{item}{suffix}");
        (found.now.get(&id).copied(), found.before.get(&id).copied())
    };
    let row = |key: &str, suffix: &str| {
        let (demand, seekers) = (of(&setting.demand, suffix), of(&setting.seekers, suffix));
        let ratio_of = |pair: (Option<i64>, Option<i64>)| {
            pair.0.zip(pair.1).and_then(|(demand, seekers)| ratio(demand, seekers))
        };
        vec![
            Cell::text(texts.t(key)),
            Cell::number(demand.0),
            moved(demand.0, demand.1),
            Cell::number(seekers.0),
            moved(seekers.0, seekers.1),
            times(ratio_of((demand.0, seekers.0))),
            times(ratio_of((demand.1, seekers.1))),
        ]
    };
    let keys = [
        "market-col-what",
        "market-col-demand",
        "market-col-change",
        "market-col-seekers",
        "market-col-change",
        "market-col-ratio",
        "market-col-ratio-before",
    ];
    let placed = found.now.get(&setting.placed).copied();
    Section {
        id: "totals".into(),
        title: texts.t("market-totals"),
        say: placed
            .map(|placed| texts.t1("market-placed", "n", Cell::number(Some(placed)).shown()))
            .into_iter()
            .collect(),
        heads: heads(texts, &keys),
        rows: if found.now.is_empty() {
            Vec::new()
        } else {
            vec![row("market-carried", "_carried"), row("market-new", "_new"), row("market-all", "")]
        },
        none: texts.t("market-none"),
        ..Section::default()
    }
}

/// A split: what was counted, what is spread for the ratio, the ratio; only the sides that it has.
pub fn split(texts: &Texts, setting: &setting::Supply, name: &str, id: &str, lines: &[Line]) -> Section {
    let posts = lines.iter().any(|line| line.demand.is_some());
    let people = lines.iter().any(|line| line.seekers.is_some());
    let row = |line: &Line| {
        let mut cells = vec![Cell::text(worded(texts, &line.name))];
        if posts {
            cells.extend([Cell::number(line.demand), moved(line.demand, line.demand_before)]);
        }
        if people {
            cells.extend([Cell::number(line.seekers), moved(line.seekers, line.seekers_before)]);
        }
        if posts && people {
            let spread = (line.code != setting.unspecified).then_some(line.spread);
            cells.extend([Cell::number(spread), times(line.ratio)]);
        }
        cells
    };
    let mut keys = vec!["market-col-what"];
    if posts {
        keys.extend(["market-col-demand", "market-col-change"]);
    }
    if people {
        keys.extend(["market-col-seekers", "market-col-change"]);
    }
    if posts && people {
        keys.extend(["market-col-spread", "market-col-ratio"]);
    }
    let mut heads = heads(texts, &keys);
    heads[0].0 = name.to_owned();
    Section {
        id: format!("by-{id}"),
        title: texts.t1("market-split", "by", name),
        heads,
        rows: if posts || people { lines.iter().map(row).collect() } else { Vec::new() },
        none: texts.t("market-none"),
        ..Section::default()
    }
}

fn ranked(texts: &Texts, id: &str, key: &str, lines: &[&Line]) -> Section {
    let row = |line: &&Line| {
        vec![
            Cell::text(worded(texts, &line.name)),
            Cell::number(line.demand),
            Cell::number(line.seekers.map(|seekers| seekers + line.spread)),
            Cell::number(line.gap()),
            times(line.ratio),
        ]
    };
    Section {
        id: id.into(),
        title: texts.t(key),
        heads: heads(
            texts,
            &[
                "market-col-occupation",
                "market-col-demand",
                "market-col-seekers-spread",
                "market-col-gap",
                "market-col-ratio",
            ],
        ),
        rows: lines.iter().map(row).collect(),
        none: texts.t("market-no-rank"),
        ..Section::default()
    }
}

fn sectors(texts: &Texts, found: &Supply) -> Section {
    let row = |one: &super::super::supply::SectorSum| {
        let state = Cell::text(texts.t(if one.holds() { "market-holds" } else { "market-differs" }));
        vec![
            Cell::text(said(texts, &one.name)),
            Cell::number(one.sector),
            Cell::number(one.parts),
            if one.holds() { state } else { state.tagged("tag-doubt") },
        ]
    };
    Section {
        id: "sectors".into(),
        title: texts.t("market-sectors"),
        heads: heads(
            texts,
            &["market-col-identity", "market-col-sector", "market-col-parts", "market-col-check"],
        ),
        rows: if found.now.is_empty() { Vec::new() } else { found.sectors.iter().map(row).collect() },
        none: texts.t("market-none"),
        ..Section::default()
    }
}

fn compared(texts: &Texts, rows: &[Alike], period: Period, against: Period) -> Section {
    let last = rows.len().saturating_sub(1);
    let ratio_of = |pair: (i64, i64), both: usize| if both == 0 { None } else { ratio(pair.0, pair.1) };
    let row = |(at, one): (usize, &Alike)| {
        let name = if at == last { texts.t("market-together") } else { one.name.clone() };
        let some = |value: i64| (one.both > 0).then_some(value);
        vec![
            if at == last {
                Cell::text(name)
            } else {
                Cell::text(name)
                    .to(address("/market", &[("place", &one.code), ("period", &period.to_string())]))
            },
            Cell::number(i64::try_from(one.markets).ok()),
            Cell::number(i64::try_from(one.both).ok()),
            Cell::number(some(one.now.0)),
            moved(some(one.now.0), some(one.before.0)),
            Cell::number(some(one.now.1)),
            moved(some(one.now.1), some(one.before.1)),
            times(ratio_of(one.now, one.both)),
            times(ratio_of(one.before, one.both)),
        ]
    };
    let keys = [
        "market-col-place",
        "market-col-markets",
        "market-col-both",
        "market-col-demand",
        "market-col-change",
        "market-col-seekers",
        "market-col-change",
        "market-col-ratio",
        "market-col-ratio-before",
    ];
    Section {
        id: "alike".into(),
        title: texts.t("market-alike"),
        say: vec![texts.t2(
            "market-alike-say",
            "period",
            worded(texts, &period.words()),
            "against",
            worded(texts, &against.words()),
        )],
        heads: heads(texts, &keys),
        rows: rows.iter().enumerate().map(row).collect(),
        ..Section::default()
    }
}

fn missing(desk: &Desk, texts: &Texts, all: &[Market]) -> Section {
    let silent: Vec<&Market> = all.iter().filter(|one| one.now.is_none()).collect();
    let home = &desk.monitor.core.settings.home_place;
    let row = |one: &&Market| {
        let group =
            if one.group.0 == one.code || one.group.0 == *home { String::new() } else { one.group.1.clone() };
        vec![Cell::text(one.name.clone()), Cell::text(group), Cell::text(one.code.clone())]
    };
    Section {
        id: "missing".into(),
        title: texts.t("market-missing"),
        say: vec![texts.t2("market-missing-say", "n", silent.len(), "all", all.len())],
        heads: ["market-col-market", "market-col-belongs", "market-col-code"]
            .iter()
            .map(|key| (texts.t(key), false))
            .collect(),
        rows: silent.iter().map(row).collect(),
        none: texts.t("market-missing-none"),
        ..Section::default()
    }
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
