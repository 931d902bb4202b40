//! The market as JSON: what the pages show, as numbers. It must never work out a figure of its own.

use std::collections::BTreeMap;

use anye_access::Permission;
use anye_base::{ErrorKind, Fault};
use anye_reporting::figures::Reach;
use anye_reporting::rights::may;
use anye_web::{Asking, Failed, Visitor};
use axum::Json;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::demand::{self as asked_for, by_code, by_reporter, sharp};
use super::desk::Desk;
use super::like::{alike, markets};
use super::movement::{series, up_to};
use super::source::{imports, totals};
use super::spread::ratio;
use super::supply as sums;

/// Periods of a series.
const COUNT: usize = 24;
/// Firms in one answer.
const FIRMS: usize = 1_000;

/// What is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Asked {
    /// Code of the place; empty: the caller's own.
    pub place: String,
    /// Period; empty: the newest with figures.
    pub period: String,
    /// Period compared with; empty: the one before.
    pub against: String,
    /// Which series or table of the pack; empty: the first.
    pub by: String,
}

/// Posts and seekers of one code of a split.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = monitor::Line)]
pub struct Line {
    /// Code.
    code: String,
    /// 中文
    zh: String,
    /// English.
    en: String,
    /// Posts.
    demand: Option<i64>,
    /// Seekers who named it.
    seekers: Option<i64>,
    /// Seekers without preference that fall to it.
    spread: i64,
    /// Posts to seekers in hundredths (求人倍率).
    ratio_hundredths: Option<i64>,
    /// Posts of the period before.
    demand_before: Option<i64>,
    /// Seekers of the period before.
    seekers_before: Option<i64>,
}

/// Whether a sector is the sum of its parts.
#[derive(Debug, Serialize, ToSchema)]
pub struct Sector {
    /// 中文
    zh: String,
    /// English.
    en: String,
    /// The sector.
    sector: Option<i64>,
    /// Its parts together.
    parts: Option<i64>,
}

/// A place compared by the markets that reported both times.
#[derive(Debug, Serialize, ToSchema)]
pub struct Same {
    /// Code; empty: all together.
    place: String,
    /// Name.
    name: String,
    /// Markets of the place.
    markets: usize,
    /// Of them in both periods.
    both: usize,
    /// Their posts and seekers now.
    now: (i64, i64),
    /// The same markets then.
    before: (i64, i64),
}

/// Supply and demand of a place and period.
#[derive(Debug, Serialize, ToSchema)]
pub struct Supply {
    /// Place.
    place: String,
    /// Period.
    period: String,
    /// Markets that reported.
    markets: i64,
    /// Posts.
    demand: Option<i64>,
    /// Seekers.
    seekers: Option<i64>,
    /// Posts to seekers in hundredths.
    ratio_hundredths: Option<i64>,
    /// When it last changed, in milliseconds.
    as_of: Option<i64>,
    /// Reports in it that were changed by force.
    forced: i64,
    /// By split: occupation, industry, employer type, education, age.
    splits: BTreeMap<String, Vec<Line>>,
    /// Sector identities.
    sectors: Vec<Sector>,
    /// Like for like with the period compared with.
    against: String,
    /// Places compared by the same markets; the last is all together.
    same_markets: Vec<Same>,
}

fn place_of(desk: &Desk, visitor: &Visitor, asked: &str) -> String {
    if asked.is_empty() { visitor.own_place(&desk.monitor.core).to_owned() } else { asked.to_owned() }
}

fn none() -> Fault {
    Fault::new(ErrorKind::NotFound, "market_no_setting")
}

/// Supply and demand of the human-resource market at a place (市场供求).
#[utoipa::path(get, path = "/api/market/supply", operation_id = "market_supply", tag = "market", params(Asked), responses((status = 200, body = Supply)))]
pub async fn supply(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Json<Supply>, Failed> {
    let asking = Asking::new(&desk.monitor.core, &visitor);
    let caller = asking.caller(None);
    let setting = &desk.setting()?.supply;
    let place = place_of(&desk, &visitor, &asked.place);
    let period = desk.period(&setting.form, &asked.period, &place).await?;
    let against = if asked.against.is_empty() {
        period.previous().unwrap_or(period)
    } else {
        desk.monitor.reporting.form_period(&setting.form, &asked.against)?.1
    };
    let found = sums::supply(&desk.monitor, &caller, setting, period, &place).await?;
    let all = markets(&desk.monitor, &caller, setting, (period, against), &place).await?;
    let line = |one: &sums::Line| Line {
        code: one.code.clone(),
        zh: one.name.zh.clone(),
        en: one.name.en.clone(),
        demand: one.demand,
        seekers: one.seekers,
        spread: one.spread,
        ratio_hundredths: one.ratio,
        demand_before: one.demand_before,
        seekers_before: one.seekers_before,
    };
    let sector = |one: &sums::SectorSum| Sector {
        zh: one.name.zh.clone(),
        en: one.name.en.clone(),
        sector: one.sector,
        parts: one.parts,
    };
    let own = |item: &str| found.now.get(item).copied();
    let (demand, seekers) = (own(&setting.demand), own(&setting.seekers));
    let same = alike(&all).into_iter().map(|one| Same {
        place: one.code,
        name: one.name,
        markets: one.markets,
        both: one.both,
        now: one.now,
        before: one.before,
    });
    Ok(Json(Supply {
        period: period.to_string(),
        markets: found.markets,
        ratio_hundredths: demand.zip(seekers).and_then(|(demand, seekers)| ratio(demand, seekers)),
        demand,
        seekers,
        as_of: found.as_of,
        forced: found.forced,
        splits: found
            .splits
            .iter()
            .map(|(named, all)| (named.id.clone(), all.iter().map(line).collect()))
            .collect(),
        sectors: found.sectors.iter().map(sector).collect(),
        against: against.to_string(),
        same_markets: same.collect(),
        place,
    }))
}

/// A series of a place.
#[derive(Debug, Serialize, ToSchema)]
pub struct Moving {
    /// Item.
    item: String,
    /// Place.
    place: String,
    /// Name.
    name: String,
    /// A value a period; none: nobody reported.
    values: Vec<Option<i64>>,
    /// Reports behind each.
    reports: Vec<i64>,
}

/// Movements of a form.
#[derive(Debug, Serialize, ToSchema)]
pub struct Movements {
    /// Which of the pack's movements.
    by: String,
    /// The form.
    form: String,
    /// Where the text asks for it.
    cite: String,
    /// Figures are experimental.
    experimental: bool,
    /// Periods, the oldest first.
    periods: Vec<String>,
    /// The place first, then those directly below, item by item.
    items: Vec<Moving>,
}

/// Series by place: registered unemployed, recipients, returning migrants (失业和返乡变动).
#[utoipa::path(get, path = "/api/market/movement", operation_id = "market_movement", tag = "market", params(Asked), responses((status = 200, body = Movements)))]
pub async fn movement(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Json<Movements>, Failed> {
    let asking = Asking::new(&desk.monitor.core, &visitor);
    let caller = asking.caller(None);
    let all = &desk.setting()?.movement;
    let chosen = all.iter().find(|one| one.id == asked.by || asked.by.is_empty()).ok_or_else(none)?;
    let place = place_of(&desk, &visitor, &asked.place);
    let last = desk.period(&chosen.form, &asked.period, &place).await?;
    let periods = up_to(last, COUNT);
    let form = desk.monitor.reporting.form(&chosen.form)?;
    let mut items = Vec::new();
    for item in &chosen.items {
        let key = (chosen.form.as_str(), item.as_str());
        let found = series(&desk.monitor, &caller, key, &periods, (&place, Reach::Children)).await?;
        items.extend(found.into_iter().map(|one| Moving {
            item: item.clone(),
            place: one.place,
            name: one.name,
            values: one.values,
            reports: one.reports,
        }));
    }
    Ok(Json(Movements {
        by: chosen.id.clone(),
        form: chosen.form.clone(),
        cite: chosen.cite.clone(),
        experimental: form.experimental,
        periods: periods.iter().map(ToString::to_string).collect(),
        items,
    }))
}

/// Demand of a code, or of a firm or park.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = monitor::Wanted)]
pub struct Wanted {
    /// Code of the dimension, or id of the reporter.
    code: String,
    /// Name of a reporter.
    name: String,
    /// Its report.
    report: String,
    /// Numbers by item.
    now: BTreeMap<String, i64>,
    /// Of the period before.
    before: BTreeMap<String, i64>,
    /// Change of the main item in tenths of a per cent.
    change_tenths: Option<i64>,
    /// Whether that is sharp by the level that somebody set.
    sharp: bool,
}

/// Demand of industries and projects.
#[derive(Debug, Serialize, ToSchema)]
pub struct Demands {
    /// Which of the pack's tables.
    by: String,
    /// The form.
    form: String,
    /// The item that is watched.
    item: String,
    /// Where the text asks for it.
    cite: String,
    /// From this change in per cent on it is sharp; none: nobody set it.
    level_percent: Option<i64>,
    /// Place.
    place: String,
    /// Period.
    period: String,
    /// By code.
    codes: Vec<Wanted>,
    /// Firm by firm, the largest change first; absent where the caller may not read reports.
    reporters: Option<Vec<Wanted>>,
}

/// Demand of key industries and firms, and of projects entering a park (重点行业企业和入区项目用工需求).
#[utoipa::path(get, path = "/api/market/demand", operation_id = "market_demand", tag = "market", params(Asked), responses((status = 200, body = Demands)))]
pub async fn demand(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Json<Demands>, Failed> {
    let asking = Asking::new(&desk.monitor.core, &visitor);
    let caller = asking.caller(None);
    let all = &desk.setting()?.demand;
    let chosen = all.iter().find(|one| one.id == asked.by || asked.by.is_empty()).ok_or_else(none)?;
    let place = place_of(&desk, &visitor, &asked.place);
    let period = desk.period(&chosen.form, &asked.period, &place).await?;
    let wanted = |one: asked_for::Wanted| {
        let change = one.change(&chosen.item);
        Wanted {
            sharp: sharp(change, chosen.alert.as_ref()),
            change_tenths: change,
            code: one.code,
            name: one.name,
            report: one.report,
            now: one.now,
            before: one.before,
        }
    };
    let codes = by_code(&desk.monitor, &caller, chosen, period, &place).await?;
    let reporters = if may(&caller, Permission::ReportRead, &place, false) {
        let found = by_reporter(&desk.monitor, &caller, chosen, period, &place).await?;
        Some(found.into_iter().take(FIRMS).map(wanted).collect())
    } else {
        None
    };
    Ok(Json(Demands {
        by: chosen.id.clone(),
        form: chosen.form.clone(),
        item: chosen.item.clone(),
        cite: chosen.cite.clone(),
        level_percent: chosen.alert.as_ref().map(|alert| alert.percent),
        period: period.to_string(),
        codes: codes.into_iter().map(wanted).collect(),
        reporters,
        place,
    }))
}

/// Another source.
#[derive(Debug, Serialize, ToSchema)]
pub struct Source {
    /// Id.
    id: String,
    /// 中文
    zh: String,
    /// English.
    en: String,
    /// Version of its schema.
    version: String,
    /// Digest of its schema.
    digest: String,
    /// Where the text asks for it.
    cite: Vec<String>,
    /// Files taken, the newest first.
    imports: Vec<Delivery>,
    /// Newest values by period and column: how many, and their sum scaled by ten to the digits of the column.
    totals: Vec<(String, String, i64, i64)>,
}

/// A file that was taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct Delivery {
    /// Id.
    id: String,
    /// What the provider calls it.
    edition: String,
    /// SM3 of the file.
    digest: String,
    /// Values taken.
    taken: i64,
    /// Rows refused.
    refused: i64,
    /// First period.
    first_period: String,
    /// Last period.
    last_period: String,
    /// When, in milliseconds.
    at: i64,
    /// By whom.
    by: String,
}

/// Sources.
#[derive(Debug, Serialize, ToSchema)]
pub struct Sources {
    /// Each with its imports; totals only when one is asked for.
    items: Vec<Source>,
}

async fn described(desk: &Desk, one: &super::source::Source, whole: bool) -> Result<Source, Fault> {
    let kept = imports(&desk.monitor, &one.id).await?;
    Ok(Source {
        id: one.id.clone(),
        zh: one.name.zh.clone(),
        en: one.name.en.clone(),
        version: one.version.clone(),
        digest: one.digest.clone(),
        cite: one.cite.clone(),
        imports: kept
            .into_iter()
            .map(|one| Delivery {
                id: one.id,
                edition: one.edition,
                digest: one.digest,
                taken: one.taken,
                refused: one.refused,
                first_period: one.first_period,
                last_period: one.last_period,
                at: one.at,
                by: one.by_name,
            })
            .collect(),
        totals: if whole { totals(&desk.monitor, &one.id).await? } else { Vec::new() },
    })
}

/// The other sources that the pack declares, with what was taken from each (其他来源).
#[utoipa::path(get, path = "/api/market/sources", operation_id = "market_sources", tag = "market", responses((status = 200, body = Sources)))]
pub async fn sources(State(desk): State<Desk>, _visitor: Visitor) -> Result<Json<Sources>, Failed> {
    let mut items = Vec::new();
    for one in desk.sources()? {
        items.push(described(&desk, one, false).await?);
    }
    Ok(Json(Sources { items }))
}

/// One source with its values by period and column.
#[utoipa::path(get, path = "/api/market/sources/{source}", operation_id = "market_source", tag = "market",
    params(("source" = String, Path, description = "Id")), responses((status = 200, body = Source), (status = 404, description = "No such source")))]
pub async fn source(
    State(desk): State<Desk>,
    _visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Json<Source>, Failed> {
    Ok(Json(described(&desk, desk.source(&id)?, true).await?))
}
