//! Supply and demand of a place and period (供求状况): totals with carry-over and new apart, splits, ratio, sectors, shortage and surplus.
//! Figures come from reporting. It must never print a spread seeker as a counted one.

use std::collections::BTreeMap;

use anye_access::Caller;
use anye_base::Fault;
use anye_forms::{Form, Period, Words};
use anye_reporting::figures::{self, FigureQuery, FigureRow, FigureTable, Reach};

use super::setting;
use super::spread::{ratio, spread};
use crate::Monitor;

/// Sums by item.
pub type Sums = BTreeMap<String, i64>;

/// A column of a split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Words,
    /// Posts; `None`: not asked by this split.
    pub demand: Option<i64>,
    /// Seekers counted.
    pub seekers: Option<i64>,
    /// Seekers without preference that count here for the ratio only.
    pub spread: i64,
    /// Posts a seeker, in hundredths.
    pub ratio: Option<i64>,
    /// Posts in the period before.
    pub demand_before: Option<i64>,
    /// Seekers in the period before.
    pub seekers_before: Option<i64>,
}

impl Line {
    /// Posts less seekers, spread ones included: above zero is a shortage of people.
    pub fn gap(&self) -> Option<i64> {
        Some(self.demand? - self.seekers? - self.spread)
    }
}

/// A sector and whether it is what its industries add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectorSum {
    /// What it says.
    pub name: setting::Say,
    /// The sector.
    pub sector: Option<i64>,
    /// Its industries together.
    pub parts: Option<i64>,
}

impl SectorSum {
    /// Both are known and the same.
    pub fn holds(&self) -> bool {
        self.sector.is_some() && self.sector == self.parts
    }
}

/// What is known of a place and period.
#[derive(Debug, Clone)]
pub struct Supply {
    /// Period.
    pub period: Period,
    /// Sums.
    pub now: Sums,
    /// Sums of the period before.
    pub before: Sums,
    /// Markets that reported.
    pub markets: i64,
    /// When it last changed, in milliseconds.
    pub as_of: Option<i64>,
    /// Some reports were changed by force after the period was locked.
    pub forced: i64,
    /// By split.
    pub splits: Vec<(setting::Named, Vec<Line>)>,
    /// Sectors.
    pub sectors: Vec<SectorSum>,
}

impl Supply {
    /// The lines of a split.
    pub fn split(&self, id: &str) -> &[Line] {
        self.splits.iter().find(|(named, _)| named.id == id).map_or(&[], |(_, lines)| lines)
    }
}

/// Numbers of a row by item.
pub fn sums(table: &FigureTable, row: &FigureRow) -> Sums {
    let pairs = table.columns.iter().zip(&row.values);
    pairs.filter_map(|(column, value)| Some((column.id.clone(), value.as_ref()?.parse().ok()?))).collect()
}

/// Asks figures of a form.
///
/// # Errors
/// No right, no such item.
pub async fn ask(
    monitor: &Monitor,
    caller: &Caller<'_>,
    form: &str,
    items: &[String],
    (from, to): (Period, Period),
    (place, reach): (&str, Reach),
) -> Result<FigureTable, Fault> {
    let asked = FigureQuery {
        form: form.to_owned(),
        items: items.to_vec(),
        from: from.to_string(),
        to: to.to_string(),
        place: place.to_owned(),
        reach,
        ..FigureQuery::default()
    };
    figures::query(&monitor.reporting, caller, &asked).await
}

/// What is known of a place and period.
///
/// # Errors
/// No right, no such form.
pub async fn supply(
    monitor: &Monitor,
    caller: &Caller<'_>,
    setting: &setting::Supply,
    period: Period,
    place: &str,
) -> Result<Supply, Fault> {
    let first = period.previous().unwrap_or(period);
    let table = ask(monitor, caller, &setting.form, &[], (first, period), (place, Reach::Own)).await?;
    let row = |period: Period| table.rows.iter().find(|row| row.period == period.to_string());
    let now = row(period);
    let of = |row: Option<&FigureRow>| row.map(|row| sums(&table, row)).unwrap_or_default();
    let form = monitor.reporting.form(&setting.form)?;
    let mut made =
        made(form, setting, period, of(now), if first == period { Sums::new() } else { of(row(first)) });
    made.markets = now.map_or(0, |row| row.n);
    made.as_of = now.map(|row| row.as_of);
    made.forced = now.map_or(0, |row| row.forced);
    Ok(made)
}

/// From sums to splits and sectors.
#[must_use]
pub fn made(form: &Form, setting: &setting::Supply, period: Period, now: Sums, before: Sums) -> Supply {
    let splits =
        setting.by.iter().map(|by| (by.clone(), lines(form, setting, &by.id, &now, &before))).collect();
    let sectors = setting.sector.iter().map(|sector| SectorSum {
        name: sector.name.clone(),
        sector: now.get(&sector.item).copied(),
        parts: sector.parts.iter().map(|part| now.get(part).copied()).sum(),
    });
    let sectors = sectors.collect();
    Supply { period, now, before, markets: 0, as_of: None, forced: 0, splits, sectors }
}

fn lines(form: &Form, setting: &setting::Supply, by: &str, now: &Sums, before: &Sums) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for item in &form.items {
        let side = [&setting.demand, &setting.seekers].into_iter().find_map(|side| {
            let code = item
                .id
                .strip_prefix(side.as_str())?
                .strip_prefix('.')?
                .strip_prefix(by)?
                .strip_prefix('.')?;
            Some((side, code))
        });
        let Some((side, code)) = side else { continue };
        let at = lines.iter().position(|line| line.code == code).unwrap_or_else(|| {
            lines.push(Line {
                code: code.to_owned(),
                name: item.name.clone(),
                demand: None,
                seekers: None,
                spread: 0,
                ratio: None,
                demand_before: None,
                seekers_before: None,
            });
            lines.len() - 1
        });
        let (value, earlier) = (now.get(&item.id).copied(), before.get(&item.id).copied());
        if *side == setting.demand {
            (lines[at].demand, lines[at].demand_before) = (value, earlier);
        } else {
            (lines[at].seekers, lines[at].seekers_before) = (value, earlier);
        }
    }
    let without = lines.iter().find(|line| line.code == setting.unspecified).and_then(|line| line.seekers);
    let shared: Vec<i64> = lines
        .iter()
        .map(|line| if line.code == setting.unspecified { 0 } else { line.demand.unwrap_or(0) })
        .collect();
    let shares = spread(&shared, without.unwrap_or(0));
    // Posts that ask for nothing are open to everybody: column by column there is then no ratio.
    let open = lines.iter().any(|line| line.code == setting.unspecified && line.demand.unwrap_or(0) > 0);
    for (line, share) in lines.iter_mut().zip(shares) {
        line.spread = share;
        if line.code != setting.unspecified
            && !open
            && let (Some(demand), Some(seekers)) = (line.demand, line.seekers)
        {
            line.ratio = ratio(demand, seekers + share);
        }
    }
    lines
}

/// The columns with the largest shortage of people and those with the largest surplus, each by size of the gap.
#[must_use]
pub fn extremes<'a>(lines: &'a [Line], unspecified: &str, top: usize) -> (Vec<&'a Line>, Vec<&'a Line>) {
    let known: Vec<&Line> =
        lines.iter().filter(|line| line.code != unspecified && line.gap().is_some()).collect();
    let gap = |line: &&Line| line.gap().unwrap_or(0);
    let mut short: Vec<&Line> = known.iter().copied().filter(|line| gap(line) > 0).collect();
    let mut over: Vec<&Line> = known.iter().copied().filter(|line| gap(line) < 0).collect();
    short.sort_by_key(|line| (-gap(line), line.code.clone()));
    over.sort_by_key(|line| (gap(line), line.code.clone()));
    short.truncate(top);
    over.truncate(top);
    (short, over)
}
