//! The tables of supply and demand (供求各表): they lay out what the use case found and work out nothing.

use anye_forms::Period;
use anye_web::Texts;

use super::super::super::desk::Desk;
use super::super::super::like::{Alike, Market};
use super::super::super::setting;
use super::super::super::sheet::{Cell, Section};
use super::super::super::spread::{change, hundredths, percent, ratio};
use super::super::super::supply::{Line, SectorSum, Supply};
use super::super::{address, said, worded};

pub(super) fn heads(texts: &Texts, keys: &[&str]) -> Vec<(String, bool)> {
    keys.iter().enumerate().map(|(at, key)| (texts.t(key), at > 0)).collect()
}

/// A ratio in a cell.
pub(super) fn times(hundred: Option<i64>) -> Cell {
    Cell::figure(hundred.map(hundredths))
}

pub(super) fn moved(now: Option<i64>, before: Option<i64>) -> Cell {
    let tenths = now.zip(before).and_then(|(now, before)| change(now, before));
    Cell::figure(tenths.map(percent))
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

pub(super) fn ranked(texts: &Texts, id: &str, key: &str, lines: &[&Line]) -> Section {
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

pub(super) fn sectors(texts: &Texts, found: &Supply) -> Section {
    let row = |one: &SectorSum| {
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

pub(super) fn compared(texts: &Texts, rows: &[Alike], period: Period, against: Period) -> Section {
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

pub(super) fn missing(desk: &Desk, texts: &Texts, all: &[Market]) -> Section {
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
